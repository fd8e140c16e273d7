"""The guide in a real browser: by keyboard, by touch, without scripts, from a disk and a server."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from plainpress.accessibility.conformance import axe, vnu
from plainpress.builders import web
from plainpress.builders.artifact import Options
from plainpress.document.model import Paragraph, Publication, Section, Text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.validator

CHAPTER = "web/what-is-co-production.html"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 700}
HEAVIEST = 100_000  # bytes of a chapter without its figures


@pytest.fixture(scope="module")
def browser(require_tool: Callable[[str], str]) -> Iterator[Any]:
    path = require_tool("chromium")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


class Watch:
    """A page in a window of its own, with all that it asks for and complains of."""

    def __init__(self, browser: Any, **options: Any) -> None:
        self.context = browser.new_context(**{"viewport": WIDE, **options})
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))

    def focused(self) -> Any:
        return self.page.locator(":focus")

    def tab_to(self, selector: str, key: str = "Tab") -> None:
        """Press Tab until an element has the focus, as a reader would."""
        for _ in range(200):
            self.page.keyboard.press(key)
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        pytest.fail(f"{selector} cannot be reached with the keyboard")


@pytest.fixture
def watch(browser: Any) -> Iterator[Callable[..., Watch]]:
    """A function that opens a page in a new window; every window must end without complaint."""
    watches: list[Watch] = []

    def open_page(address: str, **options: Any) -> Watch:
        watches.append(Watch(browser, **options))
        watches[-1].page.goto(address)
        return watches[-1]

    yield open_page
    for each in watches:
        assert each.complaints == []
        each.context.close()


def pages_of(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


def address(folder: Path, page: str) -> str:
    return (folder / page).as_uri()


# --- Validators ------------------------------------------------------------------------------


def test_axe_finds_nothing_light_or_dark_narrow_or_wide(
    pages: Path, require_tool: Callable[[str], str]
) -> None:
    require_tool("chromium")
    require_tool("ace")  # axe comes with the same installation
    assert [str(finding) for finding in axe.validate(pages)] == []


def test_the_html_is_valid(pages: Path, require_tool: Callable[[str], str]) -> None:
    require_tool("java")
    require_tool("ace")
    assert [str(finding) for finding in vnu.validate(pages)] == []


# --- Every page ------------------------------------------------------------------------------


def test_every_page_reflows_and_asks_for_nothing_but_its_own(
    pages: Path, watch: Callable[..., Watch]
) -> None:
    seen = watch(address(pages, "index.html"), viewport=NARROW)
    for name in pages_of(pages):
        seen.page.goto(address(pages, name))
        width = seen.page.evaluate("document.documentElement.scrollWidth")
        assert width <= NARROW["width"], name
    assert all(request.startswith(pages.as_uri()) for request in seen.requests)


def test_the_words_of_a_drawing_stay_readable_on_a_phone(
    guide: Path, watch: Callable[..., Watch]
) -> None:
    """The smallest letters of our figures are 22 of the 640 units of their width."""
    seen = watch(address(guide, CHAPTER), viewport=NARROW)
    drawing = seen.page.locator(".drawing").first
    image = drawing.locator("img").bounding_box()
    assert image["width"] / 640 * 22 > 13
    assert drawing.bounding_box()["width"] == NARROW["width"]
    drawing.focus()
    seen.page.keyboard.press("ArrowRight")
    # A function, and not an expression: the page's policy lets nothing be evaluated.
    seen.page.wait_for_function("() => document.querySelector('.drawing').scrollLeft > 0")


@pytest.fixture(scope="module")
def served(guide: Path) -> Iterator[str]:
    """The address of the guide on this machine, under a path with a space in it."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its own name
            pass

    handler = partial(Quiet, directory=str(guide.parent.parent))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    path = quote(guide.relative_to(guide.parent.parent).as_posix())
    yield f"http://127.0.0.1:{server.server_port}/{path}"
    server.shutdown()


@pytest.mark.loopback
def test_it_works_under_a_path_and_each_chapter_is_light(
    guide: Path, served: str, watch: Callable[..., Watch]
) -> None:
    seen = watch(f"{served}/index.html")
    lost: list[str] = []
    seen.page.on("response", lambda answer: answer.status < 400 or lost.append(answer.url))
    weights = {}
    for name in pages_of(guide):
        assert seen.page.goto(f"{served}/{name}").ok
        text = [guide / name, *(guide / name).parent.glob("site.*")]
        weights[name] = sum(path.stat().st_size for path in text)
    assert lost == []
    assert all(request.startswith(served) for request in seen.requests)
    assert max(weights.values()) < HEAVIEST, max(weights.items(), key=lambda item: item[1])


# --- Journeys --------------------------------------------------------------------------------


def test_the_first_stop_of_the_keyboard_leads_past_the_head(
    guide: Path, watch: Callable[..., Watch]
) -> None:
    seen = watch(address(guide, CHAPTER))
    seen.page.keyboard.press("Tab")
    assert seen.focused().inner_text() == "Skip to the text"
    assert seen.focused().bounding_box()["y"] >= 0
    seen.page.keyboard.press("Enter")
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("viewport", [NARROW, WIDE], ids=["narrow", "wide"])
def test_open_the_contents_and_go_to_another_chapter(
    guide: Path, watch: Callable[..., Watch], viewport: dict[str, int]
) -> None:
    seen = watch(address(guide, CHAPTER), viewport=viewport)
    entry = seen.page.locator(".contents a", has_text="Glossary")
    if viewport is NARROW:
        assert not entry.is_visible()
        seen.tab_to(".contents summary")
        seen.page.keyboard.press("Enter")
    assert entry.is_visible()
    seen.tab_to(".contents a[href='glossary.html']")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_url("**/glossary.html")
    assert seen.page.locator("h1").inner_text() == "Glossary"


def test_follow_a_footnote_and_come_back(guide: Path, watch: Callable[..., Watch]) -> None:
    seen = watch(address(guide, CHAPTER))
    seen.tab_to("a[role=doc-noteref]")
    start = seen.page.evaluate("document.activeElement.id")
    seen.page.keyboard.press("Enter")
    seen.tab_to("a[role=doc-backlink]")
    assert seen.page.url.rpartition("#")[2].startswith("note.")
    seen.page.keyboard.press("Enter")
    assert seen.page.url.endswith(f"#{start}")
    assert seen.page.locator(f"[id='{start}']").is_visible()
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate(
        "id => !!(document.getElementById(id).compareDocumentPosition(document.activeElement) & 4)",
        start,
    )


def test_turn_the_pages_from_the_first_to_the_last(
    guide: Path, watch: Callable[..., Watch]
) -> None:
    seen = watch(address(guide, "web-easy-read/index.html"))
    seen.page.locator("a.button").click()
    count = 1
    while (following := seen.page.locator(".turn .next")).count():
        following.click()
        count += 1
    assert count == len(list((guide / "web-easy-read").glob("*.html"))) - 1


def test_search_by_keyboard(guide: Path, watch: Callable[..., Watch]) -> None:
    seen = watch(address(guide, CHAPTER))
    status = seen.page.locator("[role=status]")
    seen.tab_to("#query")
    seen.page.keyboard.type("RECIPROCAL")
    said = "() => document.getElementById('found').textContent.includes('for “RECIPROCAL”')"
    seen.page.wait_for_function(said)
    assert seen.page.locator(".results mark").first.inner_text().lower() == "reciprocal"
    seen.tab_to(".results a")
    seen.page.keyboard.press("Enter")
    assert seen.page.locator("#results").is_hidden()
    seen.page.locator("#query").fill("zyxw vuts")
    seen.page.keyboard.press("Enter")
    assert status.inner_text() == (
        "Nothing found for “zyxw vuts”. Try fewer words, or a shorter one."
    )
    seen.page.locator("#query").press("Escape")
    assert status.inner_text() == ""
    assert seen.page.locator("#query").input_value() == ""


def test_search_knows_letters_with_and_without_marks(
    watch: Callable[..., Watch], tmp_path: Path
) -> None:
    words = Paragraph((Text("<b>Bold</b> & the Café of Zoë. Straße."),))
    section = Section(level=1, title=(Text("One <i>"),), label="one", blocks=(words,))
    web.build(Publication("T", "en", (section,)), Options(tmp_path / "web", _clock()))
    seen = watch(address(tmp_path, "web/one.html"))
    for query in ("cafe", "ZOE", "caf", "café zoë", "straße"):
        seen.page.locator("#query").fill(query)
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_function(
            "q => document.getElementById('found').textContent.includes(q)", arg=query
        )
        assert "1 part found" in seen.page.locator("[role=status]").inner_text(), query
    assert "<b>Bold</b> & the Café" in seen.page.locator(".results p").inner_text()
    assert seen.page.locator(".results b, .results i").count() == 0


def _clock() -> dt.datetime:
    import datetime as dt

    return dt.datetime(2025, 6, 1, tzinfo=dt.UTC)


def test_a_term_shows_its_meaning_on_focus_and_on_pointing(
    guide: Path, watch: Callable[..., Watch]
) -> None:
    """WCAG 2.2, 1.4.13: it can be put away, be pointed at, and stays until it is left."""
    seen = watch(address(guide, CHAPTER))
    tip = seen.page.locator(".meaning").first
    seen.tab_to("a.term")
    assert tip.is_visible()
    assert len(tip.inner_text()) > 20
    seen.page.keyboard.press("Escape")
    assert not tip.is_visible()
    assert seen.page.evaluate("document.activeElement.matches('a.term')")
    seen.page.keyboard.press("Tab")
    seen.page.locator("a.term").first.hover()
    assert tip.is_visible()
    box = tip.bounding_box()
    seen.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
    seen.page.wait_for_timeout(400)
    assert tip.is_visible()
    seen.page.mouse.move(5, 5)
    seen.page.wait_for_timeout(400)
    assert not tip.is_visible()


def test_a_first_tap_shows_a_meaning_and_a_second_follows_the_link(
    guide: Path, watch: Callable[..., Watch]
) -> None:
    seen = watch(address(guide, CHAPTER), viewport=NARROW, has_touch=True, is_mobile=True)
    term = seen.page.locator("a.term").first
    term.tap()
    assert seen.page.locator(".meaning").first.is_visible()
    box = seen.page.locator(".meaning").first.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= NARROW["width"]
    assert CHAPTER in seen.page.url
    seen.page.locator("h2").first.tap()
    assert not seen.page.locator(".meaning").first.is_visible()
    term.tap()
    term.tap()
    seen.page.wait_for_url("**/glossary.html#*")


def test_everything_is_there_without_scripts(guide: Path, watch: Callable[..., Watch]) -> None:
    seen = watch(address(guide, CHAPTER), java_script_enabled=False, viewport=NARROW)
    assert not seen.page.locator("#search").is_visible()
    assert not seen.page.locator(".meaning").first.is_visible()
    seen.page.locator("details.description summary").first.click()
    assert seen.page.locator("details.description p").first.is_visible()
    seen.page.locator(".contents summary").click()
    assert seen.page.locator(".contents a").first.is_visible()
    seen.page.locator("a.term").first.click()
    seen.page.wait_for_url("**/glossary.html#*")
    assert seen.page.locator("dfn").first.is_visible()


def test_hostile_words_do_nothing(watch: Callable[..., Watch], tmp_path: Path) -> None:
    bad = '<script>alert(1)</script>"><img src=x onerror=alert(1)>\u202etxt.exe'
    paragraph = Paragraph((Text(bad),))
    section = Section(level=1, title=(Text(bad),), label="one", blocks=(paragraph,))
    publication = Publication(bad, "en", (section,), description=bad, publisher=bad)
    web.build(publication, Options(tmp_path / "web", _clock()))
    for name in ("index.html", "one.html"):
        seen = watch(address(tmp_path, f"web/{name}"))
        assert seen.page.locator("h1").inner_text() == bad.replace("\u202e", "")
        seen.page.locator("#query").fill("alert")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_selector(".results a")
        assert seen.page.locator("img").count() == 0
        assert all(request.startswith("file:") for request in seen.requests)


def test_dark_colours_where_the_device_asks_for_them(
    guide: Path, watch: Callable[..., Watch]
) -> None:
    grounds = set()
    for scheme in ("light", "dark"):
        seen = watch(address(guide, CHAPTER), color_scheme=scheme)
        grounds.add(seen.page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(grounds) == 2


def test_paper_has_the_text_and_none_of_the_tools(guide: Path, watch: Callable[..., Watch]) -> None:
    seen = watch(address(guide, CHAPTER))
    seen.page.emulate_media(media="print")
    for selector in (".search", ".contents", ".turn", ".skip"):
        assert not seen.page.locator(selector).first.is_visible(), selector
    assert seen.page.locator("details.description p").first.is_visible()
