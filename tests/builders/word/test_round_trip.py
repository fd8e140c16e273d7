"""What the model holds is read back from the finished file, whole and in order."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pytest
from lxml import etree

from plainpress.builders import word
from plainpress.builders.artifact import Options
from plainpress.document.model import (
    Abbreviation,
    Code,
    CodeBlock,
    Figure,
    Image,
    Language,
    Link,
    Node,
    Publication,
    Table,
    Text,
)
from plainpress.document.outline import sections
from plainpress.document.walk import abbreviation_text, nodes, nodes_of, plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FOLDER = Path(__file__).parent
BOOKS = [*sorted(path.parent.name for path in FOLDER.glob("*/source.md")), "guide"]
NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
W = f"{{{NAMES['w']}}}"
RELATION = f"{{{NAMES['r']}}}id"


def letters(text: str) -> str:
    return "".join(text.split())


def pieces(*roots: Node) -> list[str]:
    """The words of the model, run by run."""
    found = []
    for node in nodes(*roots):
        if isinstance(node, Text | Code | CodeBlock):
            found.append(letters(node.text))
        elif isinstance(node, Abbreviation):
            found.append(letters(abbreviation_text(node)))
    return [piece for piece in found if piece]


def missing(wanted: Iterable[str], text: str) -> list[str]:
    """What is not found in the text after what was found before it."""
    at, lost = 0, []
    for piece in wanted:
        place = text.find(piece, at)
        if place < 0:
            lost.append(piece)
        else:
            at = place + len(piece)
    return lost


def shown(element: Any) -> str:
    return letters("".join(element.xpath(".//w:t/text()", namespaces=NAMES)))


class Story:
    """One part of the file that holds words: the body, or the footnotes."""

    def __init__(self, path: Path, name: str) -> None:
        with zipfile.ZipFile(path) as package:
            self.root = etree.fromstring(package.read(f"word/{name}.xml"))
            relations = f"word/_rels/{name}.xml.rels"
            known = relations in package.namelist()
            self.relations = {
                element.get("Id"): element.get("Target")
                for element in (etree.fromstring(package.read(relations)) if known else ())
            }

    def find(self, path: str) -> list[Any]:
        return list(self.root.xpath(path, namespaces=NAMES))

    def links(self) -> list[tuple[str, str]]:
        return [
            (self.relations[link.get(RELATION)], shown(link))
            for link in self.find("//w:hyperlink[@r:id]")
        ]

    def languages(self) -> list[tuple[str, str]]:
        found = []
        for run in self.find("//w:r[w:rPr/w:lang]"):
            language = run.find("w:rPr/w:lang", NAMES)
            found.append((language.get(f"{W}bidi") or language.get(f"{W}val"), shown(run)))
        return found


@pytest.fixture(params=BOOKS, scope="module")
def book(
    request: Any, publication_of: Callable, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Publication, Path]:
    publication = publication_of(request.param)
    path = tmp_path_factory.mktemp("round-trip") / "book.docx"
    clock = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
    word.build(publication, Options(path, clock, layout=False))
    return publication, path


def test_every_word_in_order(book: tuple[Publication, Path]) -> None:
    publication, path = book
    body = Story(path, "document")
    assert missing(pieces(*publication.sections), shown(body.root)) == []
    notes = Story(path, "footnotes")
    assert missing(pieces(*publication.footnotes), shown(notes.root)) == []


def test_every_heading(book: tuple[Publication, Path]) -> None:
    """The words of each heading stand in one paragraph, in its level's style."""
    publication, path = book
    found = [
        (int(paragraph.style.name.removeprefix("Heading ")), letters(paragraph.text))
        for paragraph in docx.Document(str(path)).paragraphs
        if paragraph.style.name.startswith("Heading ")
    ]
    wanted = [(node.level, letters(plain_text(node.title))) for node in sections(publication)]
    assert found == wanted


def test_every_link(book: tuple[Publication, Path]) -> None:
    publication, path = book
    for name, roots in (("document", publication.sections), ("footnotes", publication.footnotes)):
        wanted = [(link.url, letters(plain_text(link.children))) for link in nodes_of(Link, *roots)]
        found = [link for link in Story(path, name).links() if link[0] != publication.licence.url]
        assert found == [link for link in wanted if link[0] != publication.licence.url]


def test_every_alternative_text(book: tuple[Publication, Path]) -> None:
    publication, path = book
    wanted = [
        "" if node.decorative else " ".join(node.alt.split())
        for node in nodes(*publication.sections)
        if isinstance(node, Figure | Image)
    ]
    body = Story(path, "document")
    found = [element.get("descr") for element in body.find("//wp:docPr")]
    assert found[1 if publication.cover else 0 :] == wanted


def test_every_caption(book: tuple[Publication, Path]) -> None:
    publication, path = book
    wanted = [
        node.caption
        for node in nodes(*publication.sections)
        if isinstance(node, Figure | Table) and node.caption
    ]
    found = Story(path, "document").find("//w:p[w:pPr/w:pStyle/@w:val='Caption']")
    assert len(found) == len(wanted)
    for paragraph, caption in zip(found, wanted, strict=True):
        assert missing(pieces(*caption), shown(paragraph)) == []


def test_every_cell(book: tuple[Publication, Path]) -> None:
    publication, path = book
    tables = list(nodes_of(Table, *publication.sections))
    found = Story(path, "document").find("//w:tbl")
    assert len(found) == len(tables)
    for element, table in zip(found, tables, strict=True):
        rows = element.findall("w:tr", NAMES)
        assert len(rows) == len(table.rows)
        for row, wanted in zip(rows, table.rows, strict=True):
            cells = row.findall("w:tc", NAMES)
            assert len(cells) == len(wanted.cells)
            for cell, node in zip(cells, wanted.cells, strict=True):
                assert missing(pieces(node), shown(cell)) == []
        headers = [row.find("w:trPr/w:tblHeader", NAMES) is not None for row in rows]
        assert headers == [n < table.header_rows for n in range(len(rows))]


def test_every_language(book: tuple[Publication, Path]) -> None:
    publication, path = book
    wanted = [
        (node.language, "".join(pieces(node))) for node in nodes_of(Language, *publication.sections)
    ]
    # Words of our own, such as "Contents", are marked as English in other languages.
    found = [run for run in Story(path, "document").languages() if run in wanted]
    assert found == wanted
    with zipfile.ZipFile(path) as package:
        styles = etree.fromstring(package.read("word/styles.xml"))
    default = styles.find("w:docDefaults/w:rPrDefault/w:rPr/w:lang", NAMES)
    assert publication.language in {default.get(f"{W}bidi"), default.get(f"{W}val")}
