"""Contrast of text and its background, from direct formatting, styles and shading."""

from __future__ import annotations

import re
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from plainpress.accessibility.files.word.document import is_on, number, q, value, words
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.files.word.document import Document, Element, Paragraph, Story

# WCAG 2.2, 1.4.3: large is 18 points, or 14 points in bold. Word counts half points.
_LARGE, _LARGE_BOLD = 36, 28
_NORMAL_RATIO, _LARGE_RATIO = 4.5, 3.0
_DEFAULT_SIZE = 20  # ECMA-376-1, 17.3.2.38: ten points where nothing says otherwise
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_DARK_CHANNEL = 0.04045
_BLACK, _WHITE = "000000", "FFFFFF"


def luminance(colour: str) -> float:
    """The relative luminance of a colour "RRGGBB", from 0 to 1 (WCAG 2.2, relative luminance)."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    red, green, blue = (
        c / 12.92 if c <= _DARK_CHANNEL else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(first: str, second: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def contrast(document: Document) -> Iterator[tuple[str, str]]:
    """Each pair of text and background has 4.5 to 1, or 3 to 1 where the text is large."""
    seen: set[tuple[str, str, float]] = set()
    places = _Places(document)
    for story in document.stories:
        places.enter(story)
        for paragraph in story.shown_paragraphs():
            place = places.of(paragraph)
            for run in paragraph.element.iter(q("w:r")):
                look = places.looks.get(run, ())
                if look in place.looks or not words(run).strip():
                    continue
                # A book has many thousand runs and some dozen looks: each is judged once.
                place.looks.add(look)
                holders = (*_character_holders(document, run), *place.holders)
                pair, needed = _pair(holders, place.fill), _needed(holders)
                if (*pair, needed) not in seen and ratio(*pair) < needed:
                    yield "contrast-low", _message(pair, needed, words(run))
                seen.add((*pair, needed))


def _message(pair: tuple[str, str], needed: float, text: str) -> str:
    return (
        f"“{text.strip()[:40]}” is #{pair[0]} on #{pair[1]}, "
        f"{ratio(*pair):.1f} to 1, where {needed:g} to 1 is needed"
    )


def _defaults(document: Document) -> tuple[Element, ...]:
    """The document defaults, whose run properties hold where nothing else says."""
    part = document.style_part
    return () if part is None else tuple(part.iterfind(q("w:docDefaults/w:rPrDefault")))


def _default_style(document: Document) -> str | None:
    for identifier, style in document.styles.items():
        if style.get(q("w:default")) == "1" and style.get(q("w:type")) == "paragraph":
            return identifier
    return None


def _character_holders(document: Document, run: Element) -> tuple[Element, ...]:
    return (run, *document.chain(value(run.find(q("w:rPr/w:rStyle")))))


# The direct formatting of a run: each property with its attributes.
_Look = tuple[tuple[object, ...], ...]


class _Surroundings(NamedTuple):
    """What the tables around a paragraph do to its colours.

    `parts` are those of the table's style that hold for its cell (ECMA-376-1, 17.7.6); `fills`
    are those of the cells, then of the tables, from the inside out.
    """

    style: str | None = None
    parts: tuple[str, ...] = ()
    fills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where properties may stand that hold for a paragraph, and the colour behind it.

    `looks` are those of the runs that have been judged there.
    """

    holders: tuple[Element, ...]
    fill: str
    looks: set[_Look] = field(default_factory=set)


class _Places:
    """The places of a document, each made once; paragraphs share them."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._default = _default_style(document)
        self._defaults = _defaults(document)
        self._known: dict[tuple[str | None, str, _Surroundings], _Place] = {}
        self._rows: dict[Element, tuple[str | None, tuple[str, ...], tuple[str, ...]]] = {}
        self.looks: dict[Element, _Look] = {}
        self._fills: dict[Element, str] = {}

    def enter(self, story: Story) -> None:
        """Note the direct formatting of a story's runs, and the fills of all that has one."""
        self.looks = {look.getparent(): _look(look) for look in story.root.iter(q("w:rPr"))}
        self._fills = {
            shading.getparent().getparent(): fill
            for shading in story.root.iter(q("w:shd"))
            if shading.getparent().tag in _FILLED and (fill := _fill(shading))
        }

    def of(self, paragraph: Paragraph) -> _Place:
        """The place of a paragraph."""
        own = self._fills.get(paragraph.element, "")
        around = self._surroundings(paragraph.element)
        key = (paragraph.style, own, around)
        if key not in self._known:
            styles = self._document.chain(paragraph.style or self._default)
            table = _table_holders(self._document, around)
            holders = (*styles, *table, *self._defaults)
            self._known[key] = _Place(holders, own or _fill_around(around, holders))
        return self._known[key]

    def _surroundings(self, paragraph: Element) -> _Surroundings:
        cell = next(paragraph.iterancestors(q("w:tc")), None)
        if cell is None:
            return _NOWHERE
        row = cell.getparent()
        if row not in self._rows:
            self._rows[row] = _row(row)
        style, row_parts, column_parts = self._rows[row]
        parts = row_parts + column_parts if _is_first(cell) else row_parts
        return _Surroundings(style, parts, self._outer_fills(paragraph))

    def _outer_fills(self, paragraph: Element) -> tuple[str, ...]:
        if not self._fills:
            return ()
        outer = (each for name in _SHADED for each in paragraph.iterancestors(q(name)))
        return tuple(self._fills[each] for each in outer if each in self._fills)


_NOWHERE = _Surroundings()


def _look(properties: Element) -> _Look:
    return tuple([(child.tag, *child.items()) for child in properties])


def _table_holders(document: Document, around: _Surroundings) -> tuple[Element, ...]:
    """The parts of a table's style, and the style and those that it is based on."""
    styles = document.chain(around.style)
    parts = [part for style in styles for part in style.iterfind(q("w:tblStylePr"))]
    found = [part for kind in around.parts for part in parts if part.get(q("w:type")) == kind]
    return (*found, *styles)


def _row(row: Element) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    """The table style of a row, and its parts that hold for all cells and for the first one."""
    table = next(row.iterancestors(q("w:tbl")), None)
    style = value(table.find(q("w:tblPr/w:tblStyle"))) if table is not None else None
    before = row.getprevious()
    if row.tag != q("w:tr") or before is None:
        return style, (), ()
    return style, () if before.tag == q("w:tr") else ("firstRow",), ("firstCol",)


def _is_first(cell: Element) -> bool:
    before = cell.getprevious()
    return before is None or before.tag != q("w:tc")


def _run_property(holders: tuple[Element, ...], name: str) -> Element | None:
    found = (holder.find(q(f"w:rPr/{name}")) for holder in holders)
    return next((element for element in found if element is not None), None)


def _pair(holders: tuple[Element, ...], around: str) -> tuple[str, str]:
    behind = _fill(_run_property(holders, "w:shd")) or around
    colour = value(_run_property(holders, "w:color")) or "auto"
    if not _HEX.fullmatch(colour):
        # "auto" is black or white, whichever Word can show better.
        colour = max(_BLACK, _WHITE, key=partial(ratio, behind))
    return colour.upper(), behind


def _needed(holders: tuple[Element, ...]) -> float:
    size = number(value(_run_property(holders, "w:sz")), _DEFAULT_SIZE)
    bold = is_on(_run_property(holders, "w:b"))
    return _LARGE_RATIO if size >= (_LARGE_BOLD if bold else _LARGE) else _NORMAL_RATIO


def _fill(shading: Element | None) -> str | None:
    fill = shading.get(q("w:fill"), "") if shading is not None else ""
    return fill.upper() if _HEX.fullmatch(fill) else None


_SHADED = ("w:tc", "w:tbl")
_FILLED = (q("w:pPr"), q("w:tcPr"), q("w:tblPr"))


def _fill_around(around: _Surroundings, holders: tuple[Element, ...]) -> str:
    """The colour behind a paragraph without one: its style's, its cell's, its table's."""
    styles = (_fill(holder.find(q("w:pPr/w:shd"))) for holder in holders)
    tables = (_fill(holder.find(q("w:tcPr/w:shd"))) for holder in holders)
    return next((fill for fill in (*styles, *around.fills, *tables) if fill), _WHITE)
