"""Boxes and quotations: paragraphs with a bar at their side and a tint, by style, not tables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from plainpress.document.walk import plain_text

from .captions import numbered
from .markup import end_box, paragraph, run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plainpress.document.model import Activity, Block, Example, Inline, Note, Quotation

    from .context import Context, Place

_SPACE_AFTER = 320
_QUOTE_INDENT = 567
# A box of so few words stays on one page.
_KEPT_WORDS = 150


def activity(context: Context, node: Activity, place: Place) -> str:
    number = numbered(context, node, context.english)
    return _box(context, "Activity", number or _word(context, "Activity"), node, place)


def example(context: Context, node: Example, place: Place) -> str:
    return _box(context, "Example", _word(context, "Example"), node, place)


def note(context: Context, node: Note, place: Place) -> str:
    kind = node.kind.capitalize()
    return _box(context, kind, _word(context, kind), node, place)


def _word(context: Context, word: str) -> str:
    return run(word, context.properties(context.english))


def _box(
    context: Context, style: str, word: str, node: Activity | Example | Note, place: Place
) -> str:
    """The kind of box as a word, its title, and what it holds."""
    colon = run(": ", context.properties(context.marks)) if node.title else ""
    title = context.inlines(node.title) if node.title else word
    words = context.bookmarks.around(node.label, title)
    head = word + colon + words if node.title else words
    inner = replace(
        place,
        style=style,
        style_start=0,
        indent=place.start,
        depth=0,
        frame=context.styles.frame(style),
        wears_frame=True,
        keep=_is_short(node.children),
    )
    own = replace(inner, frame="", keep=False).form()
    top = paragraph(context.styles[f"{style} Title"], head, own)
    return end_box(top + context.blocks(node.children, inner), _SPACE_AFTER)


def _is_short(blocks: Sequence[Block]) -> bool:
    from plainpress.document.model import Paragraph
    from plainpress.document.walk import nodes

    words = 0
    for found in nodes(*blocks):
        if isinstance(found, Paragraph):
            words += len(plain_text(found.children).split())
    return words <= _KEPT_WORDS


def quotation(context: Context, node: Quotation, place: Place) -> str:
    inner = replace(
        place,
        style="Quote",
        style_start=_QUOTE_INDENT,
        indent=place.start + (0 if place.frame or place.in_cell else _QUOTE_INDENT),
        depth=0,
        wears_frame=False,
        keep=bool(node.source) or place.keep,
    )
    words = context.blocks(node.children, inner)
    return words + _source(context, node.source, replace(inner, keep=place.keep))


def _source(context: Context, source: tuple[Inline, ...], place: Place) -> str:
    if not source:
        return ""
    own = replace(place, style="Quote Source").form(own=True)
    return paragraph(context.styles["Quote Source"], context.inlines(source), own)
