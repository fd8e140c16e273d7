"""The transcript: each folder is a case, `source.md` and the plain text that is expected of it.

`pytest --accept` writes the texts anew.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from plainpress.accessibility.conformance import axe, vnu
from plainpress.builders.transcript import build_page, build_text, parts
from plainpress.builders.transcript.parts import Unspoken
from plainpress.document.model import (
    Bibliography,
    BibliographyEntry,
    CodeBlock,
    Link,
    Paragraph,
    Publication,
    Section,
    Text,
)
from plainpress.document.narration import narrate
from plainpress.document.reader import read
from plainpress.document.settings import Settings
from plainpress.press import script

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from plainpress.document.narration import Narration

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/source.md"))
EDITIONS = ("standard", "easy-read")


def of_case(case: Path) -> Narration:
    reading = read(case / "source.md")
    assert reading.publication
    return narrate(reading.publication, reading.settings)


@pytest.fixture(scope="session")
def pages(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the transcripts of the guide in both editions, and of each case."""
    folder = tmp_path_factory.mktemp("transcripts")
    wishes: script.ScriptWishes = {"editions": (), "form": None, "output": folder}
    asked = script.request(str(root / "sources" / "guide"), wishes)
    script.write(asked, script.narrations(asked))
    for case in CASES:
        build_page(of_case(case), folder / f"{case.name}.html")
    return folder


@pytest.fixture
def page(tmp_path: Path) -> Callable[[Narration], Any]:
    def make(narration: Narration) -> Any:
        build_page(narration, tmp_path / "page.html")
        return html.document_fromstring((tmp_path / "page.html").read_text("utf-8"))

    return make


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path, accept: bool, tmp_path: Path) -> None:
    artifact = build_text(of_case(case), tmp_path / "t.txt")
    found = artifact.path.read_text("utf-8")
    if accept:
        (case / "expected.txt").write_text(found, "utf-8")
    assert found == (case / "expected.txt").read_text("utf-8")
    assert (artifact.format, artifact.media_type) == ("transcript", "text/plain")
    assert artifact.size == len(found.encode())


def test_plain_text_loses_the_mark_of_a_language_and_says_so(tmp_path: Path) -> None:
    artifact = build_text(of_case(HERE / "everything"), tmp_path / "t.txt")
    assert ["Bore da" in loss.what for loss in artifact.losses] == [True, True]
    assert {loss.span.first for loss in artifact.losses} == {11, 13}


# --- The page --------------------------------------------------------------------------------


def test_headings_are_headings(page: Callable[[Narration], Any]) -> None:
    tree = page(of_case(HERE / "everything"))
    found = [(each.tag, each.text_content()) for each in tree.iter("h1", "h2", "h3", "h4")]
    assert found == [
        ("h1", "What is read"),
        ("h2", "Contents"),
        ("h2", "First chapter"),
        ("h3", "A box"),
        ("h4", "Activity 1: Think"),
        ("h2", "Appendix: the end"),
    ]


def test_another_language_is_marked(page: Callable[[Narration], Any]) -> None:
    tree = page(of_case(HERE / "everything"))
    assert tree.get("lang") == "en-GB"
    marked = [(each.tag, each.get("lang")) for each in tree.iter() if each.get("lang") == "cy"]
    assert marked == [("p", "cy"), ("p", "cy")]
    (mixed,) = tree.xpath("//p[@lang='cy'][span]")
    assert mixed.find("span").get("lang") == "en-GB"
    assert mixed.find("span").text == "That was Welsh."


def test_addresses_stand_below_the_paragraph_that_leaves_them_out(
    page: Callable[[Narration], Any],
) -> None:
    tree = page(of_case(HERE / "everything"))
    lists = [
        [(each.text_content(), each.get("href")) for each in found.iter("a")]
        for found in tree.find_class("addresses")
    ]
    assert lists == [
        [
            ("its page", "https://example.org/nihr"),
            ("https://example.org/page", "https://example.org/page"),
            ("a@example.org", "mailto:a@example.org"),
            ("doi:10.1234/ab.c", "https://doi.org/10.1234/ab.c"),
        ],
        [("the same page", "https://example.org/nihr/")],
        [("mail", "mailto:b@example.org")],
        [("a link", "https://example.org/note")],
    ]
    paragraph = tree.find_class("addresses")[0].getprevious().text_content()
    assert "a web address, which is in the transcript" in paragraph
    assert "NIHR pays £1.5m" in paragraph


def test_what_the_voice_leaves_to_the_transcript_is_in_it(
    pages: Path, root: Path, page: Callable[[Narration], Any]
) -> None:
    assert page(of_case(HERE / "everything")).findtext(".//pre/code") == (
        "code <b>is</b> shown\n  as it stands"
    )
    reading = read(root / "sources" / "guide")
    assert reading.publication
    narration = narrate(reading.publication, reading.settings)
    (listed,) = [
        passage
        for part in parts(narration).parts
        for passage in part.passages
        if isinstance(passage, Unspoken)
    ]
    (told,) = [each.text for each in narration.utterances if "list of references" in each.text]
    assert f"with {len(listed.entries)} entries" in told
    text = html.parse(pages / "guide-transcript.html").getroot().text_content()
    for entry in listed.entries:
        assert "".join(run.text for run in entry) in text


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_sentence_of_the_guide_is_in_page_and_text(
    pages: Path, root: Path, edition: str
) -> None:
    wishes: script.ScriptWishes = {"editions": (edition,), "form": None, "output": None}
    (told,) = script.narrations(script.request(str(root / "sources" / "guide"), wishes))
    tail = "" if edition == "standard" else f"-{edition}"
    tree = html.parse(pages / f"guide{tail}-transcript.html").getroot()
    texts = (
        " ".join(tree.find("body").text_content().split()),
        (pages / f"guide{tail}-transcript.txt").read_text("utf-8"),
    )
    places = [0, 0]
    for each in told.utterances:
        for number, text in enumerate(texts):
            places[number] = text.index(each.printed, places[number])
    assert min(places) > 1000


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    found = [build_page(of_case(HERE / "everything"), tmp_path / f"{n}.html") for n in range(2)]
    assert found[0].path.read_bytes() == found[1].path.read_bytes()
    assert found[0].digest == found[1].digest


# --- Hostile text ----------------------------------------------------------------------------

BAD = '"><script>alert(1)</script><img src=x onerror=alert(1)>&amp;\u202etxt.exe'


def _hostile() -> Narration:
    words = (Text(BAD), Link("javascript:alert(1)", (Text("click"),)), Text("."))
    entry = BibliographyEntry("k", (Text(BAD), Link('https://e.org/"><b>', (Text(BAD),))))
    section = Section(
        level=1,
        title=(Text(BAD),),
        label=BAD,
        blocks=(Paragraph(words), CodeBlock(BAD), Bibliography((entry,))),
    )
    return narrate(Publication(BAD, "en", (section, section), publisher=BAD), Settings())


def test_hostile_words_are_only_words(page: Callable[[Narration], Any]) -> None:
    tree = page(_hostile())
    assert not list(tree.iter("script", "img", "b"))
    attributes = {name for each in tree.iter() for name in each.attrib}
    assert not any(name.startswith("on") for name in attributes)
    links = [each.get("href") for each in tree.iter("a")]
    assert all(re.match(r"(#part-\d+|#main|https:)", link) for link in links)
    assert tree.findtext(".//h1") == BAD.replace("\u202e", "")
    assert "\u202e" not in tree.text_content()


def test_a_language_that_is_no_tag_cannot_break_out(page: Callable[[Narration], Any]) -> None:
    section = Section(level=1, title=(Text("One"),), label="one")
    tree = page(narrate(Publication("T", 'en"><script>', (section,)), Settings()))
    assert not list(tree.iter("script"))


# --- Validators ------------------------------------------------------------------------------


@pytest.mark.validator
def test_axe_finds_nothing_light_or_dark_narrow_or_wide(
    pages: Path, require_tool: Callable[[str], str]
) -> None:
    require_tool("chromium")
    require_tool("ace")  # axe comes with the same installation
    assert [str(finding) for finding in axe.validate(pages)] == []


@pytest.mark.validator
def test_the_html_is_valid(pages: Path, require_tool: Callable[[str], str]) -> None:
    require_tool("java")
    require_tool("ace")
    assert [str(finding) for finding in vnu.validate(pages)] == []


@pytest.fixture(scope="module")
def browser(require_tool: Callable[[str], str]) -> Iterator[Any]:
    path = require_tool("chromium")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@pytest.mark.validator
def test_the_policy_lets_its_own_style_in_and_nothing_else(
    pages: Path, browser: Any, tmp_path: Path
) -> None:
    build_page(_hostile(), tmp_path / "hostile.html")
    grounds = []
    for scheme in ("light", "dark"):
        seen = browser.new_page(viewport={"width": 320, "height": 700}, color_scheme=scheme)
        heard: list[str] = []
        seen.on("console", lambda message, heard=heard: heard.append(message.text))
        seen.on("dialog", lambda dialog, heard=heard: heard.append(dialog.message))
        for path in (*sorted(pages.glob("*.html")), tmp_path / "hostile.html"):
            asked: list[str] = []
            seen.on("request", lambda request, asked=asked: asked.append(request.url))
            seen.goto(path.as_uri())
            assert seen.evaluate("document.fonts.ready.then(() => document.fonts.size)") == 2
            assert seen.evaluate("document.documentElement.scrollWidth") <= 320, path
            assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
        assert heard == []
        grounds.append(seen.evaluate("getComputedStyle(document.body).backgroundColor"))
        seen.close()
    assert grounds == ["rgb(255, 255, 255)", "rgb(15, 24, 32)"]
