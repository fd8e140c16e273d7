"""Random publications go through every builder: whole, readable, nothing lost, the same twice."""

from __future__ import annotations

import datetime as dt
import zipfile
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from plainpress.accessibility.files import daisy
from plainpress.builders import epub
from plainpress.builders.artifact import Options
from plainpress.builders.daisy import build as build_talking_book
from plainpress.builders.pages import calmed
from plainpress.builders.transcript import build_page, build_text
from plainpress.document import model as m
from plainpress.document.narration import narrate
from plainpress.document.settings import Settings
from plainpress.document.walk import nodes, transform
from plainpress.press.formats import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Callable

    from plainpress.builders.recording import Recording
    from plainpress.document.narration import Narration

CLOCK = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
# Formats whose file is a ZIP of XML parts, and where their words stand.
PARTS = {"word": ("word/document.xml", "word/footnotes.xml"), "epub": (".xhtml",)}

letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"))
words = st.text(letters, min_size=1, max_size=12).filter(lambda text: text.strip() == text)


def text() -> st.SearchStrategy[m.Inline]:
    return st.builds(m.Text, words)


def wrapped(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(m.Emphasis, several),
        st.builds(m.Strong, several),
        st.builds(m.Subscript, several),
        st.builds(m.Superscript, several),
        st.builds(m.Code, words),
        st.builds(m.Link, st.just("https://example.org/a?b=1&c=<2>"), several),
        st.builds(m.Language, st.sampled_from(["cy", "ar", "zh-Hant"]), several),
        st.builds(m.Abbreviation, words, words, st.booleans()),
        st.just(m.LineBreak()),
    )


inlines = st.lists(st.recursive(text(), wrapped, max_leaves=4), min_size=1, max_size=3).map(tuple)
paragraphs = st.builds(m.Paragraph, inlines)


def containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    items = st.lists(st.builds(m.ListItem, several), min_size=1, max_size=3).map(tuple)
    definitions = st.lists(several, min_size=1, max_size=2).map(tuple)
    return st.one_of(
        st.builds(m.BulletList, items),
        st.builds(m.OrderedList, items, st.integers(0, 99)),
        st.builds(
            m.DefinitionList,
            st.lists(st.builds(m.DefinitionItem, inlines, definitions), min_size=1, max_size=2).map(
                tuple
            ),
        ),
        st.builds(m.Quotation, several, st.one_of(st.just(()), inlines)),
        st.builds(m.Activity, inlines, several),
        st.builds(m.Example, inlines, several),
        st.builds(
            m.Note, st.sampled_from(["note", "tip", "important", "warning"]), inlines, several
        ),
        tables(several),
    )


@st.composite
def tables(draw: st.DrawFn, cells: st.SearchStrategy[Any]) -> m.Table:
    columns, rows = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    made = tuple(
        m.TableRow(tuple(m.TableCell(draw(cells)) for _ in range(columns))) for _ in range(rows)
    )
    headers = draw(st.integers(0, min(rows, 1)))
    return m.Table(made, caption=draw(inlines), header_rows=headers, number=1)


blocks = st.one_of(
    st.recursive(paragraphs, containers, max_leaves=6),
    st.builds(m.CodeBlock, words),
    st.just(m.ThematicBreak()),
)


@st.composite
def publications(draw: st.DrawFn) -> m.Publication:
    sections = []
    for number in range(draw(st.integers(1, 3))):
        section = m.Section(
            level=1,
            title=draw(inlines),
            label=f"section-{number}",
            blocks=tuple(draw(st.lists(blocks, max_size=4))),
        )
        below = replace(section, level=2, label=f"section-{number}-below")
        sections.append(replace(section, sections=(below,) if draw(st.booleans()) else ()))
    return m.Publication(
        title=draw(words),
        language=draw(st.sampled_from(["en-GB", "cy", "ar"])),
        sections=tuple(sections),
        identifier="urn:uuid:5a4a7a2e-6e0f-5d0c-9d5f-0f6a3c1b7e22",
        draft=draw(st.booleans()),
    )


class Held:
    """A random publication that a failing test names in one line: its whole tree takes hours."""

    def __init__(self, publication: m.Publication) -> None:
        self.publication = publication

    def __repr__(self) -> str:
        return f"Held({sum(1 for _ in nodes(self.publication))} nodes)"

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(repr(self))


def said(publication: m.Publication) -> set[str]:
    """Every run of words of the text."""
    return {node.text for node in nodes(publication) if isinstance(node, m.Text | m.Code)}


def printed(path: Path, endings: tuple[str, ...]) -> str:
    """All words of the parts with these endings. Each part must be sound XML."""
    found = []
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if name.endswith((".xml", ".xhtml", ".opf", ".rels")):
                root = etree.fromstring(package.read(name), etree.XMLParser(huge_tree=True))
                if name.endswith(endings):
                    found.append("".join(root.itertext()))
    return "".join(found)


@pytest.mark.parametrize("form", [form for form in BUILT_IN if form.name in PARTS], ids=str)
@given(held=publications().map(Held))
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_any_publication_comes_out_whole(form: Any, held: Held) -> None:
    publication, build = held.publication, form.load()
    with TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}{form.suffix}" for number in range(2)]
        for file in files:
            build(publication, Options(output=file, clock=CLOCK, layout=False))
        text = printed(files[0], PARTS[form.name])
        assert [run for run in said(publication) if run not in text] == []
        assert files[0].read_bytes() == files[1].read_bytes()


@given(held=publications().map(Held))
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_any_book_that_reads_itself_aloud_has_the_words_of_the_plain_one(
    beeps: Callable[[m.Publication, Path], Recording], held: Held
) -> None:
    with TemporaryDirectory() as folder:
        recording = beeps(held.publication, Path(folder))
        books = []
        for number, sound in enumerate((None, recording)):
            file = Path(folder) / f"{number}.epub"
            epub.build(held.publication, Options(output=file, clock=CLOCK, recording=sound))
            books.append(parsed(file))
    plain, spoken = books
    chapters = [name for name in plain if name.startswith("EPUB/chapter-")]
    for name in chapters:
        assert "".join(spoken[name].itertext()) == "".join(plain[name].itertext())
    told = [target for name in spoken if name.endswith(".smil") for target in shown(spoken, name)]
    assert len(told) == len(recording.clips)


def parsed(path: Path) -> dict[str, Any]:
    """The trees of the documents and overlays of a book, by name."""
    parser = etree.XMLParser(huge_tree=True)
    with zipfile.ZipFile(path) as package:
        names = [name for name in package.namelist() if name.endswith((".xhtml", ".smil"))]
        return {name: etree.fromstring(package.read(name), parser) for name in names}


def shown(book: dict[str, Any], overlay: str) -> list[Any]:
    """The elements that an overlay points to; the first one where a random number stands twice.

    The reader gives each figure and table a number of its own; a random publication may not.
    """
    found = []
    for text in book[overlay].iter("{*}text"):
        file, _, name = text.get("src").removeprefix("../").partition("#")
        elements = book[f"EPUB/{file}"].xpath("//*[@id=$name]", name=name)
        found += elements[:1]
    return found


@given(held=publications().map(Held))
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_any_transcript_holds_every_sentence_in_order(held: Held) -> None:
    publication = transform(held.publication, replace)  # no node stands twice
    narration = narrate(publication, Settings())
    with TemporaryDirectory() as folder:
        page = build_page(narration, Path(folder) / "page.html").path.read_text("utf-8")
        plain = build_text(narration, Path(folder) / "plain.txt").path.read_text("utf-8")
    tree = html.document_fromstring(page)
    texts = [" ".join(text.split()) for text in (tree.body.text_content(), plain)]
    places = [0, 0]
    for each in narration.utterances:
        for number, text in enumerate(texts):
            sentence = " ".join(calmed(each.printed).split())
            places[number] = text.index(sentence, places[number]) + len(sentence)


@given(held=publications().map(Held))
@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_any_talking_book_plays_every_sentence_in_order(
    beeped: Callable[[Narration, Path], Recording], held: Held
) -> None:
    publication = transform(held.publication, replace)  # no node stands twice
    narration = narrate(publication, Settings())
    with TemporaryDirectory() as folder:
        recording = beeped(narration, Path(folder))
        files = [Path(folder) / f"{number}.zip" for number in range(2)]
        for file in files:
            build_talking_book(publication, Options(file, CLOCK, recording=recording))
        assert daisy.check(files[0]) == ()
        assert files[0].read_bytes() == files[1].read_bytes()
        with zipfile.ZipFile(files[0]) as package:
            root = etree.fromstring(package.read("content.html"))
    links = (each for each in root.iter("{*}a") if ".smil#" in each.get("href"))
    shown = [" ".join("".join(each.itertext()).split()) for each in links]
    assert len(shown) == len(narration.utterances)
    for each, sentence in zip(narration.utterances, shown, strict=True):
        assert sentence.startswith(" ".join(calmed(each.printed).split()))
