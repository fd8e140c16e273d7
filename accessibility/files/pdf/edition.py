"""A PDF against the edition that it was built from, compared as text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from plainpress.document.model import (
    Abbreviation,
    Code,
    CodeBlock,
    Figure,
    Image,
    Language,
    NoteReference,
    PictureRow,
    Table,
    Text,
)
from plainpress.document.outline import title_text
from plainpress.document.records import dataclass
from plainpress.document.walk import abbreviation_text, children, nodes, nodes_of, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.document.model import Node, Publication, Span

    from .document import Document, Element

Found = tuple[str, str]

# How many words that are missing are named one by one.
_MOST_NAMED = 5
_EXCERPT = 60
_SOON = 200
# Behind words that are not looked for, fewer letters than these could be anywhere.
_TELLING = 4
# White space, and what only joins letters, keeps them apart or turns them: no reader hears them.
_SILENT = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
# What turns the direction of the words behind it.
_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# What a builder prints for a character that no font has.
_STAND_IN = "\N{WHITE SQUARE}"
_RIGHT_TO_LEFT = ("R", "AL")
_RIGHT_TO_LEFT_LANGUAGES = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "ug", "ur", "yi")
)


@dataclass(frozen=True, slots=True)
class Run:
    """Words of the edition that stand together, in their language, and where they come from."""

    text: str
    language: str
    span: Span
    table: Table | None = None


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
            self._add(_comparable(piece.text), piece.language)
            if piece.in_contents:
                self.start = self._length
        self.text = "".join(self._parts)

    def _add(self, words: str, language: str) -> None:
        if not words:
            return
        if self._parts and _compose(self._parts[-1][-1], words[0]):
            # A letter and its mark may stand apart in the file.
            words = _comparable(self._parts.pop() + words)
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
        own = _primary(self._own)
        if _primary(language) == own != _primary(self._main):
            return first
        while 0 <= found <= first + _SOON:
            if _primary(self.language(found)) == _primary(language):
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

    Words that run from right to left are painted, and so kept, in the order of the page, and
    letters of several signs may be kept twice: neither are looked for. White space does not count.
    """
    file, tables = Painted(document, publication.language), _Tables(document)
    place = file.start
    missing: list[str] = []
    foreign: list[str] = []
    for run, text, is_alone in _sure(list(runs(publication)), file.letters):
        if is_alone and len(text) < _TELLING:
            continue
        found = file.find(text, run.language, tables.start(run.table, place))
        if found < 0:
            missing.append(f"{_quoted(run)} are missing, or stand elsewhere")
            continue
        place = max(place, found + len(text))
        spoken = file.language(found)
        if _primary(spoken) != _primary(run.language):
            foreign.append(f"{_quoted(run)} are marked as “{spoken}”, not as “{run.language}”")
    yield from _named("reading-order-changed", missing)
    yield from _named("language-lost", foreign)


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


def runs(publication: Publication) -> Iterator[Run]:
    """The words of an edition in reading order, a footnote where the text first refers to it."""
    notes = {note.label: note for note in publication.footnotes}
    stack: list[tuple[Node, str, Table | None]] = [
        (section, publication.language, None) for section in reversed(publication.sections)
    ]
    while stack:
        node, language, table = stack.pop()
        match node:
            case Text() | Code() | CodeBlock():
                yield Run(node.text, language, node.span, table)
            case Abbreviation():
                yield Run(abbreviation_text(node), language, node.span, table)
            case NoteReference(label=label):
                note = notes.pop(label, None)
                if note:
                    stack.append((note, publication.language, table))
            case _:
                inner = node.language if isinstance(node, Language) else language
                place = node if isinstance(node, Table) else table
                below = [(child, inner, place) for child in children(node)]
                stack.extend(reversed(below))


def _sure(found: list[Run], letters: frozenset[str]) -> Iterator[tuple[Run, str, bool]]:
    """The runs that can be looked for, as the file should have them; and if one before cannot.

    Beside words that run from right to left, marks and digits are painted with those: there a
    run counts from its first letter that runs from left to right, or up to its last.
    """
    texts = ["", *(_expected(run, letters) for run in found), ""]
    for place, run in enumerate(found, 1):
        text = texts[place]
        if text and texts[place - 1] is None:
            text = _from_first_letter(text)
        if text and texts[place + 1] is None:
            text = _from_first_letter(text[::-1])[::-1]
        if text:
            yield run, text, texts[place - 1] is None


def _from_first_letter(text: str) -> str:
    start = next((n for n, each in enumerate(text) if unicodedata.bidirectional(each) == "L"), None)
    return "" if start is None else text[start:]


def _expected(run: Run, letters: frozenset[str]) -> str | None:
    """A run as the file should have it; None where it cannot be looked for."""
    bare = _comparable(run.text)
    if _primary(run.language) in _RIGHT_TO_LEFT_LANGUAGES or _TURNS.search(run.text):
        return None
    if any(map(_is_unsure, bare)):
        return None
    if _STAND_IN not in letters or letters.issuperset(bare):
        return bare
    # A character that stands nowhere in the file is one that no font has, which the builder says.
    kept = (letter if letter in letters else _stand_in(letter) for letter in bare)
    return "".join(kept)


def _comparable(text: str) -> str:
    """Words as the edition and the file are compared: composed, without white space."""
    bare = _SILENT.sub("", text)
    return bare if bare.isascii() else unicodedata.normalize("NFC", bare)


def _compose(before: str, after: str) -> bool:
    """Whether two characters become one."""
    together = before + after
    return not together.isascii() and unicodedata.normalize("NFC", together) != together


def _perhaps_twice(letter: str) -> str:
    """A pattern for a letter of the edition."""
    return re.escape(letter) + ("{1,2}" if unicodedata.decomposition(letter) else "")


def _is_unsure(letter: str) -> bool:
    """Whether a letter runs from right to left, or is a sign on another one."""
    right_to_left = unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT
    return right_to_left or unicodedata.category(letter)[0] == "M"


def _stand_in(letter: str) -> str:
    return "" if unicodedata.category(letter)[0] in "CM" else _STAND_IN


def _quoted(run: Run) -> str:
    text = " ".join(run.text.split())
    short = f"{text[:_EXCERPT]}…" if len(text) > _EXCERPT else text
    place = f" ({run.span.path}:{run.span.first})" if run.span.path else ""
    return f"the words “{short}”{place}"


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


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
    return _SILENT.sub("", text)
