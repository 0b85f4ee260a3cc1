"""The chart of a toll as a browser draws it: what a style sheet could hide is there to be seen."""

from __future__ import annotations

from importlib.resources import files

import pytest
from playwright.sync_api import Browser

from counterclaim.publish.pages.charts import toll_chart
from tests.publish.derived import OPPOSED, TOLD


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_mark_is_covered_by_what_catches_the_pointer(browser: Browser, theme: str) -> None:
    """The circle that widens a mark for fingers has no colour; the outline of the mark below has one."""
    static = files("counterclaim.web") / "static"
    styles = "".join((static / name).read_text("utf-8") for name in ("page.css", "charts.css"))
    page = browser.new_page(color_scheme="dark" if theme == "dark" else "light")
    page.set_content(f"<!doctype html><style>{styles}</style>{toll_chart(OPPOSED.toll[0], TOLD)}")
    drawn = page.eval_on_selector_all(
        "a.figure",
        """marks => marks.map(mark => {
            const shape = getComputedStyle(mark.querySelector(":not(title, .stroke, .touch)"));
            const touch = getComputedStyle(mark.querySelector(".touch"));
            return [shape.stroke, touch.fill, touch.stroke];
        })""",
    )
    page.close()
    assert len(drawn) == 4
    for stroke, *cover in drawn:
        assert stroke.startswith("rgb(")
        assert cover == ["rgba(0, 0, 0, 0)", "none"]
