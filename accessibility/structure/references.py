"""References: that each leads somewhere, and that what has a number is referred to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility import catalogue
from plainpress.document.model import (
    CitedWork,
    CrossReference,
    Figure,
    GlossaryEntry,
    NoteReference,
    Table,
    Term,
)
from plainpress.document.outline import number_text, title_text
from plainpress.document.walk import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.structure.index import Index
    from plainpress.document.findings import Finding


def targets(index: Index) -> Iterator[Finding]:
    """Every reference, term, note mark and citation has its target.

    The reader reports most of these with a better place; this holds whatever made the document.
    """
    names = index.outline
    for reference in index.of(CrossReference):
        if reference.label not in names.labels:
            yield _lost(reference, f"the reference to “{reference.label}” leads nowhere")
    for term in index.of(Term):
        entry = names.labels.get(term.label)
        if entry is None or not isinstance(entry.node, GlossaryEntry):
            words = plain_text(term.children)
            yield _lost(term, f"the glossary has no entry for the term “{words}”")
    for note in index.of(NoteReference):
        if note.label not in names.footnotes:
            yield _lost(note, f"the note “{note.label}” has no text")
    for work in index.of(CitedWork):
        if names.works and work.key not in names.works:
            yield _lost(work, f"the reference list has no entry “{work.key}”")


def _lost(node: CrossReference | Term | NoteReference | CitedWork, message: str) -> Finding:
    return catalogue.finding("reference-to-nowhere", message, node.span)


def mentions(index: Index) -> Iterator[Finding]:
    """The text refers to each figure and table that has a number."""
    mentioned = {reference.label for reference in index.of(CrossReference)}
    numbered: list[Figure | Table] = [*index.of(Figure), *index.of(Table)]
    for node in numbered:
        if node.number and (not node.label or node.label not in mentioned):
            kind = type(node).__name__.lower()
            message = f"the text never mentions {number_text(node)}, “{title_text(node)}”"
            yield catalogue.finding(f"{kind}-never-mentioned", message, node.span)
