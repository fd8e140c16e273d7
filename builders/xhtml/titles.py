"""Titles, captions and the roles that they announce."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from plainpress.builders.xhtml.text import attribute, escape
from plainpress.document.model import (
    Abbreviation,
    Activity,
    Bibliography,
    Example,
    Figure,
    Glossary,
    Note,
    Section,
    Table,
)
from plainpress.document.outline import number_text

if TYPE_CHECKING:
    from plainpress.builders.xhtml.words import Words
    from plainpress.builders.xhtml.writer import BodyWriter


def figure_title(writer: BodyWriter, node: Figure | Table) -> str:
    """A caption with its number before it."""
    number = number_text(node)
    words = writer.said(node, node.caption)
    return f'<span class="number">{escape(number)}.</span> {words}' if number else words


def box_title(writer: BodyWriter, node: Activity | Example | Note, words: Words) -> str:
    """The heading of a box: what kind of box it is, then its own title if it has one."""
    match node:
        case Activity():
            kind = number_text(node) or words.activity
        case Example():
            kind = words.example
        case Note():
            kind = words.note_kinds[node.kind]
        case _:
            assert_never(node)
    title = writer.said(node, node.title)
    if not title:
        return f'<span class="kind">{escape(kind)}</span>'
    return f'<span class="kind">{escape(kind)}<span class="colon">: </span></span>{title}'


def box_class(node: Activity | Example | Note) -> str:
    return node.kind if isinstance(node, Note) else type(node).__name__.lower()


def section_role(section: Section) -> str:
    """The role that a section plays, without its prefix; empty for a plain subsection."""
    if any(isinstance(block, Glossary) for block in section.blocks):
        return "glossary"
    if any(isinstance(block, Bibliography) for block in section.blocks):
        return "bibliography"
    if section.level > 1:
        return ""
    if section.label.startswith("appendix"):
        return "appendix"
    return "introduction" if section.label == "introduction" else "chapter"


def abbreviation(node: Abbreviation) -> str:
    short = f'<abbr title="{attribute(node.expansion)}">{escape(node.text)}</abbr>'
    return f"{escape(node.expansion)} ({short})" if node.spelled_out else short
