"""What the model holds is read back from the finished book, whole and in order."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from plainpress.document.model import (
    Abbreviation,
    Code,
    CodeBlock,
    Figure,
    Image,
    Language,
    Link,
    PictureRow,
    Publication,
    Section,
    Table,
    TableCell,
    Text,
)
from plainpress.document.outline import sections
from plainpress.document.walk import abbreviation_text, nodes, nodes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FOLDER = Path(__file__).parent
BOOKS = [*sorted(path.parent.name for path in FOLDER.glob("*/source.md")), "standard", "easy-read"]
HTML = "{http://www.w3.org/1999/xhtml}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What the builder adds to the author's words.
ADDED = (
    "//h:span[@class='number']|//h:span[@class='kind']|//h:summary|//h:p[@class='back']"
    "|//h:p[@class='number']|//h:a[@role='doc-noteref']"
)


def letters(text: str) -> str:
    return "".join(text.split())


def words(*roots: Any) -> str:
    parts = []
    for node in nodes(*roots):
        if isinstance(node, Text | Code | CodeBlock):
            parts.append(node.text)
        elif isinstance(node, Abbreviation):
            parts.append(abbreviation_text(node))
    return letters("".join(parts))


class Book:
    """The chapters of a finished book, as trees."""

    def __init__(self, files: dict[str, str]) -> None:
        self.files = {
            name: etree.fromstring(text.encode())
            for name, text in files.items()
            if name.endswith(".xhtml")
        }
        self.chapters = {n: t for n, t in self.files.items() if n.startswith("chapter-")}

    def find(self, path: str) -> list[Any]:
        return [
            found
            for tree in self.chapters.values()
            for found in tree.xpath(path, namespaces={"h": HTML[1:-1]})
        ]

    def words(self) -> str:
        for added in self.find(ADDED):
            after = added.tail or ""
            added.clear()
            added.tail = after
        return letters("".join(self.find("//h:body//text()")))


@pytest.fixture(params=BOOKS)
def pair(
    request: pytest.FixtureRequest, publication_of: Callable, finished: Callable
) -> tuple[Publication, Book]:
    return publication_of(request.param), Book(finished(request.param))


def by_chapter(publication: Publication, book: Book) -> Iterator[Any]:
    """Chapters and footnotes in the order in which the book has them."""
    notes = {f"note.{note.number}": note for note in publication.footnotes}
    for section, tree in zip(publication.sections, book.chapters.values(), strict=True):
        yield section
        for aside in tree.iter(f"{HTML}aside"):
            if aside.get("id") in notes:
                yield notes[aside.get("id")]


def test_every_word(pair: tuple[Publication, Book]) -> None:
    publication, book = pair
    expected = "".join(words(node) for node in by_chapter(publication, book))
    assert book.words() == expected


def test_every_note_once(pair: tuple[Publication, Book]) -> None:
    publication, book = pair
    found = book.find("//h:aside[@role='doc-footnote']/@id")
    assert sorted(found) == sorted(f"note.{note.number}" for note in publication.footnotes)


def test_every_heading(pair: tuple[Publication, Book]) -> None:
    publication, book = pair
    boxed = "ancestor::h:*[1][contains(@class, 'box')]"
    headings = book.find(
        f"//h:*[self::h:h1 or self::h:h2 or self::h:h3 or self::h:h4][not({boxed})]"
    )
    found = [(heading.tag[-1], letters("".join(heading.itertext()))) for heading in headings]
    expected = [(str(node.level), words(*node.title)) for node in sections(publication)]
    assert found == expected


def test_every_alternative(pair: tuple[Publication, Book]) -> None:
    publication, book = pair
    roots = list(by_chapter(publication, book))
    pictures = [node for node in nodes(*roots) if isinstance(node, Figure | Image | PictureRow)]
    assert book.find("//h:img/@alt") == [node.alt for node in pictures]
    described = [node for node in pictures if isinstance(node, Figure) and node.long_description]
    assert len(book.find("//h:img/@aria-details")) == len(described)
    assert len(book.find("//h:details")) == len(described)


def test_every_caption(pair: tuple[Publication, Book]) -> None:
    publication, book = pair
    book.words()  # takes the numbers away
    captions = book.find("//h:figcaption|//h:caption")
    found = [letters("".join(caption.itertext())) for caption in captions]
    captioned = [node for node in nodes(*publication.sections) if isinstance(node, Figure | Table)]
    assert found == [words(*node.caption) for node in captioned if node.caption]


def test_every_cell(pair: tuple[Publication, Book]) -> None:
    publication, book = pair
    book.words()
    cells = book.find("//h:td|//h:th")
    found = [letters("".join(cell.itertext())) for cell in cells]
    assert found == [words(cell) for cell in nodes_of(TableCell, *publication.sections)]


def test_headers_have_a_scope(pair: tuple[Publication, Book]) -> None:
    publication, book = pair
    scopes = book.find("//h:th/@scope")
    expected = []
    for table in nodes_of(Table, *publication.sections):
        for number, row in enumerate(table.rows):
            for column, cell in enumerate(row.cells):
                if number < table.header_rows and words(cell):
                    expected.append("col")
                elif number >= table.header_rows and column < table.header_columns:
                    expected.append("row")
    assert scopes == expected


def test_every_language(pair: tuple[Publication, Book]) -> None:
    publication, book = pair
    for tree in book.files.values():
        assert tree.get("lang") == tree.get(XML_LANG) == publication.language
    roots = list(by_chapter(publication, book))
    found = [
        (span.get("lang"), letters("".join(span.itertext())))
        for span in book.find("//h:body//h:span[@lang]")
    ]
    passages = nodes_of(Language, *roots)
    assert found == [(node.language, words(*node.children)) for node in passages]


def test_every_link(pair: tuple[Publication, Book]) -> None:
    publication, book = pair
    links = [a.get("href") for a in book.find("//h:body//h:a")]
    outside = [href for href in links if "://" in href or href.startswith(("mailto:", "tel:"))]
    roots = list(by_chapter(publication, book))
    assert outside == [node.url for node in nodes_of(Link, *roots)]


def test_every_link_inside_leads_somewhere(pair: tuple[Publication, Book]) -> None:
    _, book = pair
    for name, tree in book.files.items():
        for href in tree.xpath("//h:a/@href", namespaces={"h": HTML[1:-1]}):
            if "://" in href or href.startswith(("mailto:", "tel:")):
                continue
            file, _, anchor = href.partition("#")
            target = book.files[file or name]
            assert not anchor or target.xpath("//*[@id=$id]", id=anchor), (name, href)


def test_every_section_has_its_chapter(pair: tuple[Publication, Book]) -> None:
    publication, book = pair
    assert len(book.chapters) == len(publication.sections)
    assert all(isinstance(section, Section) for section in publication.sections)
