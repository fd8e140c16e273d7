"""The page of our library in a real browser: filters, keyboard, address, axe, speed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING, Any

import pytest

from plainpress.builders import web
from plainpress.builders.artifact import Options
from plainpress.document.library import Library, standard_chapters
from plainpress.document.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.validator
SIZES = [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")]
CLOCK = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
ENTRIES = 5000
BUDGET = 50.0  # milliseconds a keystroke, median
AXE = """() => axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    resultTypes: ["violations"],
}).then(result => result.violations.map(
    one => one.id + ": " + one.nodes.map(node => node.html).join(" ")))"""
SEEN = """[...document.querySelectorAll(".resources > li")]
    .filter(item => item.checkVisibility()).map(item => item.id)"""
# From the key to the next frame, in which everything that it changed has been laid out.
KEYSTROKE = """letters => new Promise(done => {
    const input = document.querySelector("input[type=search]");
    const times = [];
    const next = () => {
        if (!letters.length) return done(times);
        const began = performance.now();
        input.value = letters.shift();
        input.dispatchEvent(new Event("input"));
        document.body.getBoundingClientRect();
        times.push(performance.now() - began);
        setTimeout(next, 20);
    };
    next();
})"""


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
def page(library: Path) -> str:
    """The address of the page of our own library."""
    return (library / "web" / "index.html").as_uri()


@pytest.fixture
def tab(chromium: Any, page: str) -> Iterator[Any]:
    opened = chromium.new_page(viewport={"width": 1280, "height": 900})
    opened.told = []
    opened.on("console", lambda message: opened.told.append(message.text))
    opened.on("pageerror", lambda error: opened.told.append(str(error)))
    opened.on("request", lambda request: opened.told.append(request.url))
    opened.goto(page)
    yield opened
    assert [said for said in opened.told if not said.startswith("file:")] == []
    opened.close()


def count(tab: Any) -> str:
    return str(tab.text_content("[role=status]"))


def test_choices_narrow_the_list_and_the_count_is_told(tab: Any) -> None:
    assert count(tab) == "54 resources."
    tab.check("input[value=book]")
    assert count(tab) == "11 of 54 resources."
    tab.check("input[value=video]")
    assert count(tab) == "14 of 54 resources."
    tab.check("input[name=themes][value=race]")
    assert len(tab.evaluate(SEEN)) == 9
    assert count(tab) == "9 of 54 resources."


def test_words_are_found_by_their_beginnings_whatever_their_case(tab: Any) -> None:
    tab.fill("input[type=search]", "WILKER caste")
    tab.get_by_text("1 of 54 resources.").wait_for()
    assert tab.evaluate(SEEN) == ["caste"]
    tab.fill("input[type=search]", "coproduction wales")
    assert set(tab.evaluate(SEEN)) == {"seeing-is-believing", "wales-knowledge-base"}
    tab.fill("input[type=search]", "aste")
    assert tab.evaluate(SEEN) == []


def press_to(tab: Any, selector: str) -> None:
    """Move to an element with the tab key alone."""
    for _ in range(60):
        tab.keyboard.press("Tab")
        if tab.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} cannot be reached")


def test_filter_to_nothing_and_clear_by_keyboard(tab: Any) -> None:
    press_to(tab, "input[type=search]")
    tab.keyboard.type("research")
    press_to(tab, "input[value=video]")
    tab.keyboard.press("Space")
    assert count(tab) == "No resource fits all of your choices."
    assert tab.evaluate(SEEN) == []
    assert "under “Kind”" in tab.text_content(".help")
    press_to(tab, ".clear button")
    tab.keyboard.press("Enter")
    assert count(tab) == "All filters are cleared. 54 resources."
    assert len(tab.evaluate(SEEN)) == 54
    assert tab.evaluate("document.activeElement.type") == "search"
    assert "?" not in tab.url


def test_the_address_keeps_the_choice(tab: Any, chromium: Any) -> None:
    tab.fill("input[type=search]", "care")
    tab.check("input[value=paper]")
    tab.select_option("select", "year")
    assert tab.url.endswith("?q=care&kind=paper&sort=year")
    other = chromium.new_page()
    other.goto(tab.url)
    assert other.evaluate(SEEN) == tab.evaluate(SEEN)
    assert other.input_value("input[type=search]") == "care"
    assert tab.evaluate(SEEN)[0] == "filipe2017"
    other.close()


def test_the_back_button_goes_through_the_choices(tab: Any) -> None:
    tab.check("input[value=book]")
    tab.check("input[value=video]")
    tab.go_back()
    assert count(tab) == "11 of 54 resources."
    assert not tab.is_checked("input[value=video]")
    tab.go_back()
    assert count(tab) == "54 resources."
    tab.go_forward()
    assert count(tab) == "11 of 54 resources."


def test_a_spell_of_typing_is_one_step_back(tab: Any) -> None:
    for words in ("c", "ca", "care"):
        tab.fill("input[type=search]", words)
        tab.wait_for_url(f"**?q={words}")
    tab.go_back()
    assert tab.input_value("input[type=search]") == ""
    assert count(tab) == "54 resources."


def test_an_address_of_one_resource_shows_it_whatever_is_chosen(tab: Any, page: str) -> None:
    tab.goto(f"{page}?kind=video#caste")
    assert "caste" in tab.evaluate(SEEN)
    assert tab.evaluate("document.getElementById('caste').getBoundingClientRect().top") < 100


def test_what_the_address_cannot_mean_is_passed_over(tab: Any, page: str) -> None:
    tab.goto(f"{page}?kind=zebra&sort=zebra&other=1#%E0%A4%A")
    assert count(tab) == "54 resources."


def test_without_scripts_it_is_a_plain_list(chromium: Any, page: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(page)
    assert opened.locator(".resources > li:visible").count() == 54
    assert opened.locator("form:visible, button:visible, select:visible").count() == 0
    context.close()


@pytest.fixture(scope="module")
def axe(require_tool: Callable[[str], str], root: Path) -> str:
    require_tool("ace")  # comes with axe by `make validators`
    script = root / ".validators" / "node_modules" / "axe-core" / "axe.min.js"
    return script.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("width", "scheme", "choice"),
    [*((*size, "?kind=book") for size in SIZES), (1280, "light", ""), (320, "dark", "?q=zebra")],
)
def test_axe_finds_nothing(
    chromium: Any, page: str, axe: str, width: int, scheme: str, choice: str
) -> None:
    opened = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    opened.goto(page + choice)
    opened.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    opened.evaluate(axe)
    assert opened.evaluate(AXE) == []
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    opened.close()


def test_five_thousand_resources_filter_at_once(chromium: Any, root: Path, tmp_path: Path) -> None:
    reading = read(root / "sources" / "library")
    assert reading.publication
    assert reading.library
    some = reading.library.resources
    many = tuple(
        replace(some[n % len(some)], key=f"r{n}", subtitle=f"Copy {n}") for n in range(ENTRIES)
    )
    library = Library(many, reading.library.themes, reading.library.audiences)
    publication = replace(reading.publication, sections=standard_chapters(library, "en-GB"))
    web.build(publication, Options(tmp_path / "web", CLOCK, library=library))
    opened = chromium.new_page()
    opened.goto((tmp_path / "web" / "index.html").as_uri())
    words = "people who work together in research and care"
    letters = [words[:end] for end in range(1, len(words) + 1)]
    times = opened.evaluate(KEYSTROKE, [*letters, *reversed(letters)])
    assert len(opened.evaluate(SEEN)) == 100
    assert median(times) < BUDGET
    before = opened.evaluate("performance.now()")
    opened.get_by_role("button", name="Show more").click()
    assert len(opened.evaluate(SEEN)) == 200
    assert opened.evaluate("performance.now()") - before < 1000
    assert opened.evaluate("document.activeElement.tagName") == "H3"
    opened.close()
