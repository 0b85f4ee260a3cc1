"""The chart of a toll: each figure leads to its claim, stands at its height and time, and says what it counts for."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from typing import Any

import pytest
from lxml import html
from msgspec.structs import replace

from counterclaim.publish.pages.charts import HEIGHT, WIDTH, toll_chart
from counterclaim.records import Figure, Interval, Standing, Tally
from tests.publish.derived import BODIES, COPIED, DEPOT, FIRST, OPPOSED, RISEN, TOLD, WOUNDED, day, figure, moment

HOSTILE = "</text></svg><script>alert(1)</script>\"' onclick=x \u202eevil\x1b[31m"


def said(number: int, low: int, high: int | None, voice: str = "Tisa Observatory", **fields: Any) -> Figure:
    """Return a figure that a voice gave on a day of October 2015."""
    return replace(figure(RISEN), low=low, high=high, voice=voice, **{"said_at": day(number), **fields})


def tally(*figures: Figure) -> Tally:
    """Return figures of people killed."""
    return Tally(harm="killed", who="people", low=None, high=None, figures=figures)


def tree(*figures: Figure) -> Any:
    """Return the chart of some figures as a tree."""
    return html.fragment_fromstring(toll_chart(tally(*figures), TOLD))


def marks(chart: Any) -> dict[str, Any]:
    """Return the marks of a chart by what they say."""
    found = {node.findtext("title"): node for node in chart.find_class("figure")}
    assert len(found) == len(chart.find_class("figure"))
    return found


def at(mark: Any) -> tuple[float, float]:
    """Return where a mark stands."""
    [touch] = mark.find_class("touch")
    return float(touch.get("cx")), float(touch.get("cy"))


def words(node: Any) -> str:
    """Return what a node says."""
    return " ".join(str(node.text_content()).split())


def test_each_figure_leads_to_its_claim() -> None:
    """All dated figures are links, named alike for eyes and for readers of screens, also those that do not count."""
    chart = html.fragment_fromstring(toll_chart(OPPOSED.toll[0], TOLD))
    found = marks(chart)
    assert {name: node.get("href") for name, node in found.items()} == {
        "at least 43, Tisa Observatory, 7 Oct 2015: superseded by the same voice: 70": f"#claim-{FIRST.id}",
        "at least 43, Tisa Observatory, 8 Oct 2015: copy: counted where its words begin: at least 43": (
            f"#claim-{COPIED.id}"
        ),
        "70, Tisa Observatory, 8 Oct 2015: stands": f"#claim-{RISEN.id}",
        "at least 126, Harun Clinic, 8 Oct 2015: stands": f"#claim-{BODIES.id}",
    }
    assert [node.get("aria-label") for node in found.values()] == list(found)


def test_addresses_are_those_that_are_given() -> None:
    """A page that does not quote a claim sends the reader to its report."""
    chart = html.fragment_fromstring(toll_chart(OPPOSED.toll[0], TOLD, lambda claim: f"/reports/r1#claim-{claim}"))
    assert {node.get("href") for node in chart.find_class("figure")} == {
        f"/reports/r1#claim-{each.id}" for each in (FIRST, COPIED, RISEN, BODIES)
    }


def test_heights_and_times_are_to_scale() -> None:
    """Twice the number stands twice as high over zero, twice the time twice as far from the first figure."""
    chart = tree(said(7, 20, 20), said(8, 40, 40), said(9, 80, 80))
    (x1, y1), (x2, y2), (x3, y3) = map(at, marks(chart).values())
    levels = {node.text: float(node.get("y")) - 4 for node in chart.find_class("levels")[0].iter("text")}
    zero = levels["0"]
    assert zero - y2 == pytest.approx(2 * (zero - y1), abs=0.2)
    assert zero - y3 == pytest.approx(4 * (zero - y1), abs=0.2)
    assert zero - levels["40"] == pytest.approx(zero - y2, abs=0.2)
    assert x3 - x1 == pytest.approx(2 * (x2 - x1), abs=0.2)


def test_axes_say_what_is_counted_and_when() -> None:
    """The unit stands over the one axis, days and their time zone under the other."""
    chart = tree(said(7, 20, 20), said(9, 80, 80))
    assert words(chart.find_class("unit")[0]) == "killed, people"
    assert words(chart.find_class("dates")[0]) == "7 Oct 2015 9 Oct 2015 said on (UTC)"


def test_voices_are_told_apart_by_name() -> None:
    """Each voice has its name beside its last figure and steps of its own; no colour has to be told from another."""
    chart = tree(
        said(7, 20, 20, standing="superseded"), said(8, 40, 40), said(7, 5, 5, "Harun Clinic"), said(9, 80, 80, "Coast")
    )
    assert {words(node) for node in chart.find_class("label")} == {"Tisa Observatory", "Harun Clinic", "Coast"}
    [steps] = [node.get("d") for node in chart.find_class("steps")]
    (x1, y1), (x2, y2) = (at(node) for name, node in marks(chart).items() if "Tisa" in name)
    assert steps == f"M{x1},{y1}H{x2}V{y2}"


def test_a_voice_that_is_nobodys_name_is_told_as_such() -> None:
    """A figure behind which no voice stands carries whose words it is."""
    untold = [replace(figure(WOUNDED, voice=None), said_at=day(number)) for number in (7, 8)]
    assert all("unnamed “residents”" in name for name in marks(tree(*untold)))


@pytest.mark.parametrize(
    ("standing", "shape", "told"),
    [
        ("stands", "dot", "stands"),
        ("superseded", "faded", "superseded, or a copy"),
        ("copy", "faded", "superseded, or a copy"),
        ("part", "square", "part of a total"),
        ("accused", "diamond", "the accused side's"),
        ("withdrawn", "cross", "withdrawn"),
    ],
)
def test_what_a_figure_counts_for_is_drawn_and_told(standing: Standing, shape: str, told: str) -> None:
    """Each standing has a shape of its own that the legend explains."""
    chart = tree(said(7, 20, 20, standing=standing), said(9, 80, 80, standing=standing))
    assert all(shape in node.get("class").split() for node in marks(chart).values())
    assert [words(node) for node in chart.iter("li")] == [told]


def test_the_accused_sides_figures_stand_apart() -> None:
    """A denial's figure is marked as the accused side's, beside those that stand."""
    denial = replace(figure(DEPOT, standing="accused"), said_at=day(9))
    found = marks(tree(said(7, 20, 20), denial))
    [name] = [name for name, node in found.items() if "diamond" in node.get("class")]
    assert name == "12, Ardanian defence ministry, 9 Oct 2015: the accused side's: stands beside the range"


def test_open_tops_are_arrows_and_ranges_are_lines() -> None:
    """An open top points on upwards, a range ends at its upper number, a single number has neither."""
    chart = tree(said(7, 20, None), said(8, 20, 60), said(9, 60, 60))
    opened, ranged, single = marks(chart).values()
    [arrow], [line] = opened.xpath("path/@d"), ranged.xpath("path/@d")
    assert f"V{at(opened)[1] - 14}" in arrow
    assert f"V{at(single)[1]}" in line
    assert not single.xpath("path")
    assert [words(node) for node in chart.iter("li")][1:] == ["↑ at least: the top is open", "⊤ up to the upper number"]


def test_fewer_than_two_times_draw_nothing() -> None:
    """No figure, one figure, and figures without a time are no course of time."""
    undated = said(7, 20, 20, said_at=None)
    for figures in ((), (said(7, 20, 20),), (undated, undated), (undated, said(7, 1, 1))):
        assert toll_chart(tally(*figures), TOLD) == ""


def test_figures_without_a_time_are_told_of() -> None:
    """What cannot be drawn is said to stand in the table."""
    caption = tree(said(7, 20, 20), said(8, 30, 30), said(9, 40, 40, said_at=None)).findtext("figcaption/p")
    assert caption == "Figures without a time stand in the table only."
    assert tree(said(7, 20, 20), said(8, 30, 30)).find("figcaption/p") is None


def test_figures_whose_claims_are_gone_are_not_drawn() -> None:
    """A takedown takes the mark with the claim."""
    gone = said(9, 99, 99, claim="c1" + "0" * 32)
    assert len(marks(tree(said(7, 20, 20), said(8, 30, 30), gone))) == 2
    assert toll_chart(tally(said(7, 20, 20), gone), TOLD) == ""


def test_times_with_one_end_and_hours_of_one_day() -> None:
    """A time of which one end is known stands there; figures of one day are told by the hour."""
    early = said(8, 20, 20, said_at=Interval(start=moment(8, 6), end=None))
    late = said(8, 30, 30, said_at=Interval(start=None, end=moment(8, 18)))
    chart = tree(early, late)
    assert [node.text for node in chart.find_class("dates")[0].iter("text")][:2] == [
        "06:00 UTC, 8 Oct",
        "18:00 UTC, 8 Oct",
    ]
    (first, _), (second, _) = map(at, marks(chart).values())
    assert first < second


def test_equal_values_at_one_time_stay_two_marks() -> None:
    """Two voices with one number on one day stand side by side at one height, and their names do not touch."""
    chart = tree(said(7, 20, 20), said(7, 20, 20, "Harun Clinic"))
    (x1, y1), (x2, y2) = map(at, marks(chart).values())
    assert x2 - x1 >= 9
    assert y1 == y2
    assert chart.findtext("figcaption/p") == "Figures of one number and time stand side by side."
    heights = sorted(float(node.get("y")) for node in chart.find_class("label"))
    assert heights[1] - heights[0] >= 14


def test_many_voices_keep_their_names_in_the_picture() -> None:
    """With more voices than there is room for names, those that are written neither touch nor leave the picture."""
    chart = tree(*(said(7 + nth % 3, 10, 10, f"Voice {nth}") for nth in range(30)))
    heights = sorted(float(node.get("y")) for node in chart.find_class("label"))
    assert heights
    assert all(below - above >= 13.9 for above, below in pairwise(heights))
    assert all(10 <= height <= HEIGHT for height in heights)
    assert len(set(map(at, marks(chart).values()))) == 30
    assert [node.text for node in chart.iter("p")][1:] == [
        "Voices for whose names there is no room are named with their figures, and in the table."
    ]


@pytest.mark.parametrize(("low", "high"), [(0, 0), (0, 1), (1, None), (10**12, 10**15), (2**63, 2**63)])
@pytest.mark.parametrize("last", [dt.date(1, 1, 1), dt.date(9999, 12, 30)])
def test_no_number_and_no_date_leaves_the_picture(low: int, high: int | None, last: dt.date) -> None:
    """From none to absurdly many killed, over all of the calendar: every mark and level lies inside."""
    chart = tree(said(7, low, high), said(8, 0, 0, said_at=Interval.day(last)))
    for x, y in map(at, marks(chart).values()):
        assert 0 <= x <= WIDTH
        assert 0 <= y <= HEIGHT
    assert all(0 <= float(node.get("y")) <= HEIGHT for node in chart.iter("text"))
    tops = [float(height) for path in chart.xpath("//a/path/@d") for height in re.findall(r"V([-\d.]+)", path)]
    assert all(0 <= top <= HEIGHT for top in tops)


def test_hostile_names_stay_words() -> None:
    """Markup, handlers and codes that turn the writing are shown as letters or dropped, never obeyed."""
    drawn = str(toll_chart(tally(said(7, 20, 20, HOSTILE), said(8, 30, 30, HOSTILE)), TOLD))
    assert "\u202e" not in drawn
    assert "\x1b" not in drawn
    chart = html.fragment_fromstring(drawn)
    assert not chart.xpath("//script | //@onclick | //@style")
    assert all("<script>alert(1)</script>" in name for name in marks(chart))
    assert all(len(words(node)) <= 17 for node in chart.find_class("label"))
