"""What the rules read in the golden cases; known gaps are listed in the cases and have to stay true."""

from __future__ import annotations

from typing import Final

import pytest

from counterclaim.claims.maker import Maker, maker
from tests.cases import cases
from tests.cases.run import RealisFigures, read_case, realis_figures, report_of, told

WRONGLY_ASSERTED: Final = 0.05
CONTROLS_FOUND: Final = 0.75


@pytest.fixture(scope="module")
def reader() -> Maker:
    """Return the maker under test, its model loaded once."""
    return maker("rules")


@pytest.fixture(scope="module")
def realis(reader: Maker) -> RealisFigures:
    """Return the figures of the realis sentences."""
    return realis_figures(reader)


@pytest.mark.slow
@pytest.mark.parametrize("name", cases.names())
def test_case(name: str, reader: Maker) -> None:
    """Exactly the listed gaps fail: a new fault is a step back, a mended one has to be taken out of the list."""
    result = read_case(cases.load(name), reader)
    assert (result.new, result.closed) == ((), ()), told(result)


@pytest.mark.slow
@pytest.mark.parametrize("name", cases.names())
def test_nothing_from_repeats(name: str, reader: Maker) -> None:
    """What a report says twice brings no claim the second time."""
    report = report_of(cases.load(name).article)
    for claim in reader.read(report).claims:
        assert not any(
            span.start <= claim.evidence.start and claim.evidence.end <= span.end for span in report.repeats
        ), claim.evidence.text


@pytest.mark.slow
def test_little_is_wrongly_asserted(realis: RealisFigures) -> None:
    """What is denied, planned, supposed, feared, asked for or played is hardly ever told as having happened."""
    figure = realis.wrongly_asserted
    assert figure.share <= WRONGLY_ASSERTED, "\n".join(figure.cases)


@pytest.mark.slow
def test_controls_are_found(realis: RealisFigures) -> None:
    """Silence is no way to be right: what did happen is read."""
    figure = realis.controls
    assert figure.share >= CONTROLS_FOUND, "\n".join(figure.cases)
