"""A PDF against the edition that it was built from, compared as text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from plainpress.accessibility.files.pdf.runs import (
    comparable,
    is_unsure,
    primary,
    quoted,
    runs,
    sure,
    without_space,
)
from plainpress.document.model import Code, Figure, Image, PictureRow, Table, Text
from plainpress.document.outline import title_text
from plainpress.document.records import dataclass
from plainpress.document.walk import nodes, nodes_of, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.document.model import Publication

    from .document import Document, Element

Found = tuple[str, str]

# How many words that are missing are named one by one.
_MOST_NAMED = 5
_SOON = 200
# Behind words that are not looked for, fewer letters than these could be anywhere.
_TELLING = 4


class Painted:
    """The words of a PDF in reading order, without white space, and the language of each place.

    `start` is where the text begins: behind the cover and the list of contents. `language` is
    that of the edition, as it should be marked.
    """

    def __init__(self, document: Document, language: str) -> None:
        self._own = language
        self._starts: list[int] = []
        self._languages: list[str] = []
        self.start = 0
        self._parts: list[str] = []
        self._length = 0
        for piece in _pieces(document):
            self._add(comparable(piece.text), piece.language)
            if piece.in_contents:
                self.start = self._length
        self.text = "".join(self._parts)

    def _add(self, words: str, language: str) -> None:
        if not words:
            return
        if self._parts and _compose(self._parts[-1][-1], words[0]):
            # A letter and its mark may stand apart in the file.
            words = comparable(self._parts.pop() + words)
            self._length = self._starts[-1]
        else:
            self._starts.append(self._length)
            self._languages.append(language)
        self._parts.append(words)
        self._length += len(words)

    @cached_property
    def _main(self) -> str:
        """The language of most of the words."""
        counts: Counter[str] = Counter()
        if not self._starts:
            return ""
        ends = [*self._starts[1:], len(self.text)]
        for start, end, language in zip(self._starts, ends, self._languages, strict=True):
            counts[language] += end - start
        return max(counts, key=counts.__getitem__, default="")

    @cached_property
    def letters(self) -> frozenset[str]:
        """Every character that stands in the file."""
        return frozenset(self.text)

    def find(self, text: str, language: str, start: int) -> int:
        """Where words stand next, or soon after that in this language; -1 where they do not.

        A short word may stand twice, the first time in a passage that was not looked for. Where
        the file as a whole is marked as another language, marks lead nowhere.
        """
        first = found = self._place(text, start)
        own = primary(self._own)
        if primary(language) == own != primary(self._main):
            return first
        while 0 <= found <= first + _SOON:
            if primary(self.language(found)) == primary(language):
                return found
            found = self.text.find(text, found + 1)
        return first

    def _place(self, text: str, start: int) -> int:
        """Where words stand next. A letter of several signs may stand twice: its loss says so."""
        found = self.text.find(text, start)
        if found >= 0 or text.isascii():
            return found
        twice = re.compile("".join(_perhaps_twice(letter) for letter in text))
        match = twice.search(self.text, start)
        return match.start() if match else -1

    def language(self, place: int) -> str:
        """The language of the words at a place."""
        return self._languages[bisect_right(self._starts, place) - 1]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that one mark holds, their language, and whether they are a line of the contents."""

    text: str
    language: str
    in_contents: bool


def _pieces(document: Document) -> Iterator[Piece]:
    """The words of the file in reading order."""
    if document.tags is None:
        return
    stack: list[tuple[Element | tuple[int, int], str, bool]] = [
        (document.tags, document.language, False)
    ]
    while stack:
        found, language, in_contents = stack.pop()
        if isinstance(found, tuple):
            words = document.piece(*found)
            yield Piece(words.text, words.language or language, in_contents)
            continue
        language = found.language or language
        in_contents = in_contents or found.kind == "TOC"
        stack.extend((child, language, in_contents) for child in reversed(found.children))


def words(document: Document, publication: Publication) -> Iterator[Found]:
    """Every word of the edition stands in the tags, in the edition's order and language.

    Words of which nobody can tell are not looked for: `unchecked` names them. White space does
    not count.
    """
    file, tables = Painted(document, publication.language), _Tables(document)
    place = file.start
    missing: list[str] = []
    foreign: list[str] = []
    for run, text, is_alone in sure(list(runs(publication)), file.letters):
        if is_alone and len(text) < _TELLING:
            continue
        found = file.find(text, run.language, tables.start(run.table, place))
        if found < 0:
            missing.append(f"{quoted(run)} are missing, or stand elsewhere")
            continue
        place = max(place, found + len(text))
        spoken = file.language(found)
        if primary(spoken) != primary(run.language):
            foreign.append(f"{quoted(run)} are marked as “{spoken}”, not as “{run.language}”")
    yield from _named("reading-order-changed", missing)
    yield from _named("language-lost", foreign)


def unchecked(_: Document, publication: Publication) -> Iterator[Found]:
    """One remark on the words that `words` passed over: a clean report does not cover them."""
    left = [run for run in runs(publication) if comparable(run.text) and is_unsure(run)]
    if left:
        others = len(left) - 1
        more = f", and {others} more passage{'s' if others > 1 else ''}," if others else ""
        why = "run from right to left, or have letters of several signs"
        what = "the order of reading could not be compared there"
        yield "reading-order-unchecked", f"{quoted(left[0])}{more} {why}: {what}"


def _named(code: str, messages: list[str]) -> Iterator[Found]:
    """The first few one by one, and how many more there are."""
    yield from ((code, message) for message in messages[:_MOST_NAMED])
    if len(messages) > _MOST_NAMED:
        yield code, f"the same is wrong in {len(messages) - _MOST_NAMED} more places"


class _Tables:
    """From where the words of a table are looked for.

    A table that was too wide for a page stands as a list of records, in which the words of its
    first row come again and again: they may stand anywhere behind the place where it begins.
    """

    def __init__(self, document: Document) -> None:
        drawn = (each for each in _of_kind(document, "Table"))
        self._drawn = {_bare(_first_row(document, each)) for each in drawn}
        self._table: Table | None = None
        self._begins = 0

    def start(self, table: Table | None, place: int) -> int:
        if table is not self._table:
            self._table, self._begins = table, place
        if table is None or _bare(_cells(table, 0)) in self._drawn:
            return place
        return self._begins


def _compose(before: str, after: str) -> bool:
    """Whether two characters become one."""
    together = before + after
    return not together.isascii() and unicodedata.normalize("NFC", together) != together


def _perhaps_twice(letter: str) -> str:
    """A pattern for a letter of the edition."""
    return re.escape(letter) + ("{1,2}" if unicodedata.decomposition(letter) else "")


def alternatives(document: Document, publication: Publication) -> Iterator[Found]:
    """The alternatives of the pictures are those of the edition, in its order (WCAG 2.2, 1.1.1)."""
    expected = [" ".join(alt.split()) for alt in _alternatives(publication)]
    found = [" ".join((each.alt or "").split()) for each in _of_kind(document, "Figure")]
    for number, (wanted, there) in enumerate(zip(expected, found, strict=False), 1):
        if wanted != there:
            yield "alt-changed", f"picture {number} says “{there}” and not “{wanted}”"
            return
    if len(expected) != len(found):
        text = f"the file has {len(found)} pictures with words, the edition {len(expected)}"
        yield "alt-changed", text


def _alternatives(publication: Publication) -> Iterator[str]:
    for node in nodes(*publication.sections):
        if isinstance(node, Figure) and not node.decorative:
            alt = node.alt or plain_text(node.caption)
        elif (isinstance(node, Image) and not node.decorative) or isinstance(node, PictureRow):
            alt = node.alt
        else:
            continue
        if alt:
            yield alt


def headers(document: Document, publication: Publication) -> Iterator[Found]:
    """Each header cell of the edition is one in the file (TH): of columns and of rows."""
    drawn = {
        _bare(_first_row(document, table)): sum(
            1 for element in table.elements() if element.kind == "TH"
        )
        for table in _of_kind(document, "Table")
    }
    for table in nodes_of(Table, *publication.sections):
        if not table.rows:
            continue
        columns, rows = len(table.rows[0].cells), len(table.rows)
        body = (rows - table.header_rows) * min(table.header_columns, columns)
        expected = table.header_rows * columns + body
        found = drawn.get(_bare(_cells(table, 0)))
        if found is not None and found != expected:
            name = f"the table “{title_text(table)}”" if table.caption else "a table"
            yield "header-cell-lost", f"{name} has {found} header cells, the edition {expected}"


def _of_kind(document: Document, kind: str) -> Iterator[Element]:
    if document.tags is not None:
        yield from (each for each in document.tags.elements() if each.kind == kind)


def _first_row(document: Document, table: Element) -> str:
    row = next((each for each in table.elements() if each.kind == "TR"), None)
    return document.text(row) if row else ""


def _cells(table: Table, row: int) -> str:
    texts = (
        node.text
        for cell in (table.rows[row].cells if table.rows else ())
        for node in nodes(cell)
        if isinstance(node, Text | Code)
    )
    return "".join(texts)


def _bare(text: str) -> str:
    return without_space(text)
