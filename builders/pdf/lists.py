"""Bulleted, ordered and definition lists, the glossary and the reference list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from plainpress.document.model import GlossaryEntry

from . import markup
from .references import work_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plainpress.document.model import (
        Bibliography,
        BulletList,
        DefinitionItem,
        DefinitionList,
        Glossary,
        OrderedList,
    )

    from .context import Context, Place

# By how much the words of a list stand in from those around it, in points, in ems and with the
# template's gaps; and how many lists may stand in each other.
_GAP = 14.0
_MARK = 0.7
_DEFINITION = 21.3
_LEVELS = 9


def bullet_list(context: Context, node: BulletList, place: Place) -> str:
    return f"#list({_items(context, node, place)})"


def ordered_list(context: Context, node: OrderedList, place: Place) -> str:
    return f"#enum(start: {node.start}, {_items(context, node, place)})"


def _items(context: Context, node: BulletList | OrderedList, place: Place) -> str:
    inner = replace(place.inside(_GAP + _MARK * place.points), depth=place.depth + 1)
    if place.depth >= _LEVELS or inner.is_narrow:
        return _flattened(context, node, place)
    return ", ".join(f"[{context.begun(item.children, inner)}]" for item in node.items)


def _flattened(context: Context, node: BulletList | OrderedList, place: Place) -> str:
    """The one item of a list for which there is no more room: its items' words as paragraphs."""
    context.loss("a list has no room to be set in any further: its items are paragraphs", node.span)
    words = "".join(context.blocks(item.children, place) for item in node.items)
    return f"[{words}]"


def definition_list(context: Context, node: DefinitionList, place: Place) -> str:
    return _terms(context, node.items, place)


def glossary(context: Context, node: Glossary, place: Place) -> str:
    """Each term bears its label, to which the words in the text link."""
    return _terms(context, node.entries, place)


def _terms(
    context: Context, items: Sequence[DefinitionItem] | Sequence[GlossaryEntry], place: Place
) -> str:
    inner = place.inside(0 if place.is_narrow else _DEFINITION)
    indent = markup.points(0 if place.is_narrow else _DEFINITION)
    parts = [
        f"item({indent}, {_look(item)}, [{_name(context, item, inner)}], "
        f"[{_meaning(context, item, inner)}])"
        for item in items
    ]
    return f"#terms({', '.join(parts)})"


def _look(item: DefinitionItem | GlossaryEntry) -> str:
    return "true" if isinstance(item, GlossaryEntry) else "false"


def _name(context: Context, item: DefinitionItem | GlossaryEntry, place: Place) -> str:
    label = item.label if isinstance(item, GlossaryEntry) else ""
    return context.anchor(label) + context.inlines(item.term, place)


def _meaning(context: Context, item: DefinitionItem | GlossaryEntry, place: Place) -> str:
    blocks = tuple(block for run in item.definitions for block in run)
    return context.begun(blocks, place)


def bibliography(context: Context, node: Bibliography, place: Place) -> str:
    """Each reference bears its key, to which its citations link."""
    inner = place.inside(1.0)
    return "".join(
        f"#reference[{context.anchor(work_label(entry.key))}"
        f"{context.inlines(entry.children, inner)}]"
        for entry in node.entries
    )
