"""Boxes and quotations: blocks with a bar at their side, a tint, and a title in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.document.model import Code, CodeBlock, Figure, PictureRow, Table, Text
from plainpress.document.outline import number_text
from plainpress.document.walk import nodes

from . import markup

if TYPE_CHECKING:
    from plainpress.document.model import Activity, Example, Note, Quotation

    from .context import Context, Place

_PADDING = 34.0
_TITLE = 13
_QUOTE_PADDING = 28.0
_QUOTE_BAR = 14.0
_QUOTE = 12.5
_SOURCE = 11
# A box whose words fill no more than this share of a page stays on one page; about how wide a
# letter and how tall a line is, in ems.
_KEPT_SHARE = 0.34
_LETTER, _LINE = 0.55, 1.5


def activity(context: Context, node: Activity, place: Place) -> str:
    return _box(context, "activity", number_text(node) or "Activity", node, place)


def example(context: Context, node: Example, place: Place) -> str:
    return _box(context, "example", "Example", node, place)


def note(context: Context, node: Note, place: Place) -> str:
    return _box(context, node.kind, node.kind.capitalize(), node, place)


def _box(
    context: Context, kind: str, word: str, node: Activity | Example | Note, place: Place
) -> str:
    """The kind of box as a word, its title, and what it holds."""
    inner = place.inside(_PADDING)
    words = context.inlines(node.title, place.inside(_PADDING, context.page.sized(_TITLE)))
    head = context.english(markup.content(word + ": " if words else word))
    breakable = "false" if _is_short(context, node) else "true"
    title = f"{context.anchor(node.label)}{head}{words}"
    return f'#boxed("{kind}", [{title}], {breakable})[{context.blocks(node.children, inner)}]'


def _is_short(context: Context, node: Activity | Example | Note) -> bool:
    """Whether a box is so short that it need not be split over two pages."""
    letters = 0
    for found in nodes(node):
        if isinstance(found, Figure | Table | PictureRow):
            return False
        if isinstance(found, Text | Code | CodeBlock):
            letters += len(found.text)
    page = context.page
    return letters * (page.points * _LETTER) * (page.points * _LINE) < (
        page.width * page.height * _KEPT_SHARE
    )


def quotation(context: Context, node: Quotation, place: Place) -> str:
    pad = 0 if place.is_narrow or place.cell or not place.is_top else _QUOTE_PADDING
    inner = place.inside(2 * pad + _QUOTE_BAR, context.page.sized(_QUOTE))
    source_place = place.inside(2 * pad + _QUOTE_BAR, context.page.sized(_SOURCE))
    source = markup.bracketed(context.inlines(node.source, source_place))
    return f"#quoted({pad}pt, {source})[{context.blocks(node.children, inner)}]"
