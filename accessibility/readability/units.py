"""Takes blocks; gives the units of text that stand in them, each with its kind and its place.

A unit is what one look takes in: a paragraph, a list item, a cell, a caption. Sentences never
reach over the end of a unit. The text is that of the document, so that no mark of the source
is ever counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from plainpress.accessibility.readability.counting import counting
from plainpress.accessibility.readability.words import normalised, words
from plainpress.document import model
from plainpress.document.model import NOWHERE, Block, Inline, Span
from plainpress.document.walk import abbreviation_text, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_FULL_STOP = re.compile(r"[.!?…][\"'\u201d\u2019)\]]*\s*$")
_SPACES = re.compile(r"\s{2,}")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_HOLLOW = re.compile(r"\s*[(\[]\s*[;,]?\s*[)\]]")
_BEFORE_MARK = re.compile(r"\s+([.,;:!?])")


@dataclass(frozen=True, slots=True)
class Unit:
    """A run of text. `left_out` are the words in it that do not count, by their kind.

    `places` are the offsets in the text at which another source line begins, where the
    document says so, with its span.
    """

    kind: str
    text: str
    span: Span
    left_out: tuple[tuple[str, int], ...] = ()
    places: tuple[tuple[int, Span], ...] = ()

    def place(self, start: int, end: int) -> Span:
        """The source lines of a stretch of the text."""
        if not self.places:
            return self.span
        first = max((p for p in self.places if p[0] <= start), default=self.places[0])[1]
        last = max((p for p in self.places if p[0] < end), default=self.places[-1])[1]
        return Span(first.path, first.first, max(first.first, last.last))


def units(blocks: Iterable[Block], language: str) -> Iterator[Unit]:
    """The units of a run of blocks, in reading order; `language` is the edition's."""
    for block in blocks:
        yield from _block(block, "", language)


def title_unit(title: tuple[Inline, ...], span: Span, language: str) -> Unit:
    """The heading of a section."""
    unit = _unit("heading", title, span, language)
    if len(words(unit.text)) <= counting().heading_words:
        return unit
    return Unit("long-heading", unit.text, span, unit.left_out, unit.places)


def footnote_units(note: model.Footnote, language: str) -> Iterator[Unit]:
    """The units of a footnote."""
    for block in note.children:
        yield from _block(block, "footnote", language)


def _block(block: Block, kind: str, language: str) -> Iterator[Unit]:
    """The units of a block; `kind` is what its paragraphs are, where it stands in another block."""
    match block:
        case model.Paragraph():
            yield from _paragraph(block, kind or "paragraph", language)
        case model.BulletList() | model.OrderedList():
            for item in block.items:
                yield from _inside(item.children, kind or "list-item", language)
        case model.DefinitionList():
            yield from _definitions(block.items, language)
        case model.Glossary():
            yield from _definitions(block.entries, language)
        case model.Bibliography():
            for reference in block.entries:
                yield _unit("reference", reference.children, reference.span, language)
        case model.Table():
            yield from _table(block, language)
        case model.Figure():
            yield from _figure(block, language)
        case model.Quotation():
            quoted = "quotation" if block.source else kind or "paragraph"
            yield from _inside(block.children, quoted, language)
            yield _unit("citation", block.source, block.span, language)
        case model.Activity() | model.Example() | model.Note():
            yield _unit("heading", block.title, block.span, language)
            yield from _inside(block.children, kind or type(block).__name__.lower(), language)
        case model.PictureRow():
            yield from _inside(block.children, "picture-row", language)
            yield _alternative(block.alt, block.span)
        case model.CodeBlock():
            yield Unit("code", normalised(block.text), block.span)
        case model.ThematicBreak():
            return
        case _:
            assert_never(block)


def _inside(blocks: Iterable[Block], kind: str, language: str) -> Iterator[Unit]:
    for block in blocks:
        yield from _block(block, kind, language)


def _definitions(
    items: Iterable[model.DefinitionItem | model.GlossaryEntry], language: str
) -> Iterator[Unit]:
    for item in items:
        yield _unit("term", item.term, item.span, language)
        for definition in item.definitions:
            yield from _inside(definition, "definition", language)


def _table(table: model.Table, language: str) -> Iterator[Unit]:
    yield _unit("caption", table.caption, table.span, language)
    for row in table.rows:
        for cell in row.cells:
            yield from _inside(cell.children, "table-cell", language)


def _figure(figure: model.Figure, language: str) -> Iterator[Unit]:
    yield _alternative(figure.alt, figure.span)
    yield _unit("caption", figure.caption, figure.span, language)
    yield from _inside(figure.long_description, "description", language)


def _alternative(alt: str, span: Span) -> Unit:
    return Unit("alternative", normalised(alt), span)


def _paragraph(paragraph: model.Paragraph, kind: str, language: str) -> Iterator[Unit]:
    unit = _unit(kind, paragraph.children, paragraph.span, language)
    if _is_label(unit.text):
        unit = Unit("label", unit.text, unit.span, unit.left_out)
    yield unit
    for node in paragraph.children:
        if isinstance(node, model.Image) and node.alt:
            yield _alternative(node.alt, node.span)


def _is_label(text: str) -> bool:
    few = len(words(text)) < counting().label_words
    return few and not _FULL_STOP.search(text)


# --- The text of a unit --------------------------------------------------------------


class _Text:
    """A unit's text while it is put together from inlines."""

    def __init__(self, language: str) -> None:
        self.language = language.partition("-")[0].lower()
        self.parts: list[tuple[str, Span]] = []
        self.left_out: dict[str, int] = {}

    def leave_out(self, kind: str, text: str) -> None:
        self.left_out[kind] = self.left_out.get(kind, 0) + len(words(normalised(text)))

    def add(self, nodes: Iterable[Inline]) -> None:
        for node in nodes:
            self._inline(node)

    def _inline(self, node: Inline) -> None:
        match node:
            case model.Text():
                self.parts.append((self._without_addresses(node.text), node.span))
            case (
                model.Emphasis()
                | model.Strong()
                | model.Subscript()
                | model.Superscript()
                | model.Link()
                | model.CrossReference()
                | model.CitedWork()
                | model.Term()
            ):
                self.add(node.children)
            case model.Code():
                self.leave_out("code", node.text)
            case model.Citation():
                self._citation(node)
            case model.Abbreviation():
                self.parts.append((abbreviation_text(node), node.span))
            case model.Language():
                self._passage(node)
            case model.LineBreak():
                self.parts.append((" ", NOWHERE))
            case model.NoteReference() | model.Image():
                pass
            case _:
                assert_never(node)

    def _without_addresses(self, text: str) -> str:
        if "/" not in text and "@" not in text and "www." not in text:
            return text
        kept, found = _ADDRESS.subn("", text)
        if found:
            self.left_out["address"] = self.left_out.get("address", 0) + found
        return kept

    def _citation(self, node: model.Citation) -> None:
        text = plain_text(node.children)
        kept = _BRACKETS.sub("", text) if node.narrative else ""
        self.leave_out("citation", text[len(kept) :])
        self.parts.append((kept, node.span))

    def _passage(self, node: model.Language) -> None:
        if node.language.partition("-")[0].lower() == self.language:
            self.add(node.children)
        else:
            self.leave_out("foreign", plain_text(node.children))


def _unit(kind: str, nodes: tuple[Inline, ...], span: Span, language: str) -> Unit:
    gathered = _Text(language)
    gathered.add(nodes)
    raw = "".join(part for part, _ in gathered.parts)
    text = _tidy(raw) if gathered.left_out or "  " in raw else normalised(raw).strip()
    places = _places(gathered.parts, span) if len(text) == len(raw) else ()
    return Unit(kind, text, span, tuple(gathered.left_out.items()), places)


def _tidy(text: str) -> str:
    """Text from which something was left out, without the brackets and spaces left behind."""
    text = _HOLLOW.sub("", normalised(text))
    return _SPACES.sub(" ", _BEFORE_MARK.sub(r"\1", text)).strip()


def _places(parts: list[tuple[str, Span]], whole: Span) -> tuple[tuple[int, Span], ...]:
    """Where in the joined text each part with a span of its own begins, if any is finer."""
    if all(span in (whole, NOWHERE) for _, span in parts):
        return ()
    places: list[tuple[int, Span]] = []
    offset = 0
    for text, span in parts:
        if span != NOWHERE:
            places.append((offset, span))
        offset += len(text)
    return tuple(places)
