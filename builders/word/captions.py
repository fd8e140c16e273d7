"""Captions of figures and tables: the label, a number that Word counts, and the words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from plainpress.document.outline import number_text

from .fields import field
from .markup import paragraph, run

if TYPE_CHECKING:
    from plainpress.document.model import Activity, Figure, Table

    from .context import Context, Place
    from .markup import Marks


def number_label(label: str) -> str:
    """What the number of a labelled node is called among the labels: it has its own bookmark."""
    return f"{label} number" if label else ""


def numbered(context: Context, node: Figure | Table | Activity, marks: Marks) -> str:
    """The label, "Figure 3", in a bookmark, its number a SEQ field; empty without a number."""
    words = number_text(node)
    if not words:
        return ""
    name, number = words.split()
    properties = context.properties(marks)
    sequence = field(f"SEQ {name} \\* ARABIC", run(number, properties), properties)
    content = run(f"{name} ", properties) + sequence
    return context.bookmarks.around(number_label(node.label), content)


def caption(context: Context, node: Figure | Table, place: Place) -> str:
    """The caption's paragraph; its words stand in the bookmark of the node's label."""
    bold = replace(context.english, bold=True)
    number = numbered(context, node, bold)
    after = run(". ", context.properties(bold)) if number else ""
    words = context.bookmarks.around(node.label, context.inlines(node.caption))
    return paragraph(context.styles["caption"], number + after + words, place.form())
