"""Bulleted, ordered and definition lists, the glossary and the reference list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from plainpress.document.model import Paragraph

from .context import LIST_STEP
from .markup import Format, paragraph
from .numbering import LEVELS, numbering_properties

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plainpress.document.model import (
        Bibliography,
        Block,
        BulletList,
        DefinitionList,
        Glossary,
        ListItem,
        OrderedList,
    )

    from .context import Context, Place

# Word brings three styles for each kind of list; deeper lists take the last one.
_STYLED_LEVELS = 3


def bullet_list(context: Context, node: BulletList, place: Place) -> str:
    level = _level(context, node, place)
    styled = level < _STYLED_LEVELS and not place.in_cell and context.numbering.styled_bullets
    numbering = (
        "" if styled else numbering_properties(level, context.numbering.bullets[place.in_cell])
    )
    style = "Table Bullet" if place.in_cell else _style("List Bullet", level)
    return _items(context, node.items, place, style, numbering)


def ordered_list(context: Context, node: OrderedList, place: Place) -> str:
    level = _level(context, node, place)
    instance = context.numbering.ordered(level, node.start, in_cell=place.in_cell)
    style = "Table Number" if place.in_cell else _style("List Number", level)
    return _items(context, node.items, place, style, numbering_properties(level, instance))


def _style(name: str, level: int) -> str:
    number = min(level + 1, _STYLED_LEVELS)
    return name if number == 1 else f"{name} {number}"


def _level(context: Context, node: BulletList | OrderedList, place: Place) -> int:
    if place.depth == LEVELS:
        context.loss(
            f"Word's lists have {LEVELS} levels: a list below that stands on the last one",
            node.span,
        )
    return min(place.depth, LEVELS - 1)


def _items(
    context: Context, items: Sequence[ListItem], place: Place, style: str, numbering: str
) -> str:
    inner = replace(place, depth=min(place.depth + 1, LEVELS), wears_frame=False)
    if not place.in_cell:
        name = _style("List Continue", inner.depth - 1)
        start = min(inner.depth, _STYLED_LEVELS) * LIST_STEP
        inner = replace(inner, style=name, style_start=start)
    form = _item_form(place, inner, numbering)
    identifier = context.styles[style]
    parts = []
    for item in items:
        first, rest = _first(item.children)
        content = context.inlines(first.children) if first else ""
        # An item without words of its own still shows its bullet or its number.
        parts.append(paragraph(identifier, content, form))
        parts.append(context.blocks(rest, inner))
    return "".join(parts)


def _item_form(place: Place, inner: Place, numbering: str) -> Format:
    # The numbering says how far a list is set in, unless it begins away from the margin or
    # stands in a box, whose borders would follow each paragraph's own indent.
    moved = bool(place.indent or place.frame)
    return Format(
        keep_next=place.keep,
        numbering=numbering,
        frame=place.frame,
        start=inner.start if moved else -1,
        hanging=place.step if moved else 0,
    )


def _first(blocks: tuple[Block, ...]) -> tuple[Paragraph | None, tuple[Block, ...]]:
    if blocks and isinstance(blocks[0], Paragraph):
        return blocks[0], blocks[1:]
    return None, blocks


def definition_list(context: Context, node: DefinitionList, place: Place) -> str:
    return "".join(
        _term(context, "Definition Term", context.inlines(item.term), place)
        + _definitions(context, item.definitions, place)
        for item in node.items
    )


def glossary(context: Context, node: Glossary, place: Place) -> str:
    """Each term stands in a bookmark, to which the words in the text link."""
    return "".join(
        _term(
            context,
            "Glossary Term",
            context.bookmarks.around(entry.label, context.inlines(entry.term)),
            place,
        )
        + _definitions(context, entry.definitions, place)
        for entry in node.entries
    )


def _term(context: Context, style: str, content: str, place: Place) -> str:
    return paragraph(context.styles[style], content, place.form())


def _definitions(context: Context, definitions: Sequence[tuple[Block, ...]], place: Place) -> str:
    inner = replace(
        place,
        style="Definition",
        style_start=LIST_STEP,
        depth=0,
        indent=place.start + LIST_STEP,
        in_cell=False,
        keep=False,
    )
    return "".join(context.blocks(blocks, inner) for blocks in definitions)


def bibliography(context: Context, node: Bibliography, place: Place) -> str:
    """Each reference stands in a bookmark, to which its citations link."""
    style = context.styles["Bibliography"]
    return "".join(
        paragraph(
            style,
            context.bookmarks.around(work_label(entry.key), context.inlines(entry.children)),
            place.form(),
        )
        for entry in node.entries
    )


def work_label(key: str) -> str:
    """What a work is called among the labels, which it must not run into."""
    return f"work {key}"
