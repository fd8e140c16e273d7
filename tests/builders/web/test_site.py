"""The folder of pages: its files, its digest, its addresses; nothing hostile gets through."""

from __future__ import annotations

import importlib.util
import json
import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from plainpress.accessibility.files import web as checks
from plainpress.builders import web
from plainpress.builders.artifact import Options
from plainpress.builders.folder import measure
from plainpress.builders.web.addresses import addresses
from plainpress.builders.web.pages import calmed
from plainpress.document.model import (
    Code,
    ImageFile,
    Licence,
    Link,
    Paragraph,
    Publication,
    Section,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

FOLDER = Path(__file__).parent
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "{{ 7 * 7 }}{% include 'x' %}",
    "</title></textarea><svg onload=alert(1)>",
    "--><!-- ]]>",
    "javascript:alert(1)",
)


def chapter(label: str, *words: str) -> Section:
    paragraphs = tuple(Paragraph((Text(each), Code(each))) for each in words)
    return Section(level=1, title=(Text(label),), label=label, blocks=paragraphs)


def index_of(folder: Path) -> list[list[str]]:
    text = (folder / "search-index.js").read_text(encoding="utf-8")
    found = re.fullmatch(r"plainpressSearch\((.*)\);\n", text)
    assert found
    entries: list[list[str]] = json.loads(found[1])
    return entries


def test_the_same_publication_gives_the_same_folder(
    publication_of: Callable, build: Callable
) -> None:
    first, second = (build(publication_of("chapter"), name) for name in ("a", "b"))
    assert (first.digest, first.size) == (second.digest, second.size)
    assert first.size == sum(
        path.stat().st_size for path in first.path.rglob("*") if path.is_file()
    )
    (second.path / "site.css").write_text("body {}", encoding="utf-8")
    (first.path / "site.css").rename(first.path / "other.css")
    digests = {measure(made.path)[0] for made in (first, second)}
    assert len(digests | {first.digest}) == 3


def test_addresses_come_from_labels_and_never_meet() -> None:
    labels = ("What is it?", "what-is-it", "index", "CON", "über uns", "مرحبا", "../../etc/passwd")
    assert addresses([chapter(label) for label in labels]) == [
        "what-is-it.html",
        "what-is-it-2.html",
        "index-2.html",
        "con-2.html",
        "uber-uns.html",
        "part.html",
        "etc-passwd.html",
    ]


def test_hostile_text_is_only_text(build: Callable) -> None:
    text = " ".join(HOSTILE)
    publication = Publication(
        title=text,
        language="en",
        sections=(chapter(text, *HOSTILE),),
        subtitle=text,
        publisher=text,
        description=text,
        licence=Licence(text, "javascript:alert(1)"),
    )
    folder = build(publication).path
    assert {finding.code for finding in checks.check(folder)} == {"heading-too-long"}
    (page,) = set(folder.glob("*.html")) - {folder / "index.html"}
    for path in (page, folder / "index.html"):
        written = path.read_text(encoding="utf-8")
        assert "<script>" not in written
        assert not re.search(r"<(?:img|svg)[^>]*\bon\w+=", written)
        assert 'href="javascript:' not in written
        assert "49" not in written
    assert index_of(folder)[0][0] == text


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "//x"]
)
def test_a_link_that_could_run_is_only_its_words(build: Callable, url: str) -> None:
    link = Paragraph((Link(url, (Text("the words"),)),))
    section = replace(chapter("start"), blocks=(link,))
    page = build(Publication("T", "en", (section,))).path / "start.html"
    assert "<p>the words</p>" in page.read_text(encoding="utf-8")


def test_marks_that_turn_words_round_are_left_out_and_told(build: Callable) -> None:
    made = build(Publication("T", "en", (chapter("start", "ab\u202ecd", "\u2067ef"),)))
    page = (made.path / "start.html").read_text(encoding="utf-8")
    assert "<p>abcd<code>abcd</code></p>" in page
    assert "\u2067" not in page
    assert [loss.what for loss in made.losses] == [
        "marks that turn the order of words round, in start.html",
        "marks that turn the order of words round, in search-index.js",
    ]
    assert calmed("a \u2068quiet\u2069 word") == "a \u2068quiet\u2069 word"


def test_the_index_holds_every_section_with_its_words(
    publication_of: Callable, build: Callable
) -> None:
    entries = index_of(build(publication_of("chapter")).path)
    assert [(title, above, address) for title, above, address, _ in entries] == [
        ("Introduction & more", "", "introduction.html"),
        ("The second page", "", "second.html"),
        ("Inside it", "The second page", "second.html#inside-it"),
    ]
    words = entries[2][3]
    for each in ('A ring & nothing "else"', "A ring stands", "Monday Soup Free", "Cymraeg"):
        assert each in words


def test_canonical_addresses_only_where_the_site_is_known(
    publication_of: Callable, build: Callable
) -> None:
    without = build(publication_of("terms"), "a").path
    known = build(publication_of("terms"), "b", "https://example.org/guide/web/").path
    assert "canonical" not in (without / "start.html").read_text(encoding="utf-8")
    line = '<link rel="canonical" href="https://example.org/guide/web/start.html">'
    assert line in (known / "start.html").read_text(encoding="utf-8")


def test_our_words_are_marked_in_a_publication_of_another_language(
    publication_of: Callable, build: Callable
) -> None:
    folder = build(publication_of("right-to-left")).path
    (page,) = set(folder.glob("*.html")) - {folder / "index.html"}
    text = page.read_text(encoding="utf-8")
    assert '<html lang="ar" dir="rtl">' in text
    assert '<a class="skip" href="#main" lang="en" dir="ltr">' in text
    assert '<div lang="ar" dir="rtl">\n<ol>' in text


def test_a_cover_is_a_picture_without_words_of_its_own(build: Callable) -> None:
    cover = ImageFile("c.svg", "image/svg+xml", 160, 256, FOLDER / "chapter" / "cycle.svg")
    folder = build(Publication("T", "en", (chapter("start"),), cover=cover)).path
    line = '<img class="cover upright" src="cover.svg" alt="">'
    assert line in (folder / "index.html").read_text(encoding="utf-8")
    assert (folder / "cover.svg").is_file()


@pytest.mark.parametrize(("chapters", "beside"), [(60, 60), (61, 31), (300, 31)])
def test_beside_a_chapter_of_a_long_book_stand_those_near_it(
    chapters: int, beside: int, build: Callable
) -> None:
    sections = tuple(
        Section(1, (Text(f"Chapter {number}"),), f"c{number}") for number in range(chapters)
    )
    folder = build(Publication("A book", "en", sections)).path
    page = (folder / "c30.html").read_text("utf-8")
    nav = page[page.index('<nav class="contents"') : page.index("</nav>")]
    lines = re.findall(r'<li><a href="c(\d+)\.html"( aria-current="page")?>', nav)
    assert len(lines) == beside
    assert [number for number, current in lines if current] == ["30"]
    assert ("index.html" in nav) is (beside < chapters)
    assert checks.check(folder) == ()


def test_a_publication_without_chapters_has_a_first_page(build: Callable) -> None:
    folder = build(Publication("Nothing", "en", ())).path
    assert "<h1" in (folder / "index.html").read_text(encoding="utf-8")
    assert checks.check(folder) == ()


def test_nothing_moves_and_nothing_is_fetched(publication_of: Callable, build: Callable) -> None:
    folder = build(publication_of("terms")).path
    style = (folder / "site.css").read_text(encoding="utf-8")
    script = (folder / "site.js").read_text(encoding="utf-8")
    assert not re.search(r"animation|transition|scroll-behavior|@import|https?:", style)
    assert not re.search(r"https?:|fetch\(|XMLHttp|innerHTML|eval\(|localStorage|cookie", script)


def _random() -> ModuleType:
    path = FOLDER.parent / "test_any_publication.py"
    spec = importlib.util.spec_from_file_location("any_publication", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RANDOM = _random()


@given(publication=RANDOM.publications())
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_any_publication_comes_out_whole(publication: Publication) -> None:
    from lxml import etree

    with TemporaryDirectory() as name:
        options = [Options(Path(name) / each, RANDOM.CLOCK) for each in "ab"]
        first, second = (web.build(publication, each) for each in options)
        assert first.digest == second.digest
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
        pages = [path.read_bytes() for path in sorted(first.path.glob("*.html"))]
        text = "".join("".join(etree.fromstring(page, parser).itertext()) for page in pages)
    assert [run for run in RANDOM.said(publication) if calmed(run) not in text] == []
