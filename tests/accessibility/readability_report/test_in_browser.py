"""The page in a real browser: axe finds nothing, nothing runs, nothing is fetched, it prints."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from plainpress.accessibility.readability_report import history, page
from plainpress.accessibility.readability_report.facts import facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from plainpress.accessibility.readability_report.results import Results

pytestmark = pytest.mark.validator
SIZES = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]
AXE = """() => axe.run(document, {resultTypes: ["violations"]}).then(
    result => result.violations.map(one => one.id + ": " + one.nodes.map(n => n.html).join(" ")))"""


@pytest.fixture(scope="module")
def chromium(require_tool: Callable[[str], str]) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=require_tool("chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def axe(require_tool: Callable[[str], str], root: Path) -> str:
    require_tool("ace")  # comes with axe by `make validators`
    script = root / ".validators" / "node_modules" / "axe-core" / "axe.min.js"
    return script.read_text(encoding="utf-8")


@pytest.fixture
def shown(chromium: Any, tmp_path: Path) -> Any:
    """A function that opens results as a page, in a tab of a size and a colour scheme."""

    @contextmanager
    def show(results: Results, width: int = 1280, scheme: str = "light") -> Iterator[Any]:
        file = tmp_path / "report.html"
        file.write_text(page.render(results), encoding="utf-8")
        tab = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        tab.fetched = []
        tab.on("request", lambda request: tab.fetched.append(request.url))
        tab.on("dialog", lambda dialog: tab.fetched.append(dialog.message))
        tab.goto(file.as_uri())
        tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        yield tab
        tab.close()

    return show


def with_trend(results: Results) -> Results:
    from dataclasses import replace

    present = history.entry(results.date, facts(results))
    return replace(results, earlier=(replace(present, date=results.date.replace(month=1)),))


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        *(("mends-needed", width, scheme) for width, scheme in SIZES),
        ("two-editions", 1280, "light"),
        ("all-pass", 360, "light"),
        ("empty", 360, "dark"),
    ],
)
def test_axe_finds_nothing(
    name: str, width: int, scheme: str, shown: Any, axe: str, of_case: Callable[[str], Results]
) -> None:
    with shown(with_trend(of_case(name)), width, scheme) as tab:
        tab.evaluate(axe)
        assert tab.evaluate(AXE) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_never_scrolls_sideways(
    width: int, shown: Any, of_case: Callable[[str], Results]
) -> None:
    with shown(with_trend(of_case("mends-needed")), width) as tab:
        assert tab.evaluate("document.documentElement.scrollWidth") == width


def test_nothing_runs_and_nothing_is_fetched(shown: Any, of_case: Callable[[str], Results]) -> None:
    with shown(of_case("hostile")) as tab:
        outside = [address for address in tab.fetched if not address.startswith(("file:", "data:"))]
        assert outside == []
        assert tab.evaluate("document.querySelectorAll('script, img, object, iframe').length") == 0


def test_what_is_closed_on_the_screen_is_open_in_print(
    shown: Any, of_case: Callable[[str], Results]
) -> None:
    with shown(of_case("mends-needed")) as tab:
        tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = false)")
        seen = "document.querySelector('.passage .text p').checkVisibility()"
        assert not tab.evaluate(seen)
        tab.emulate_media(media="print")
        assert tab.evaluate(seen)
        assert (
            tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        )


def test_a_link_from_the_worst_opens_the_section(
    shown: Any, of_case: Callable[[str], Results]
) -> None:
    with shown(of_case("mends-needed")) as tab:
        tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = false)")
        tab.click("a[href='#sentence-1']")
        assert tab.evaluate("document.querySelector('#sentence-1').closest('details').open")
