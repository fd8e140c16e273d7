"""The glossary's words: whether the text leads to them where it first uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility.language.context import report
from plainpress.accessibility.readability.words import normalised, words
from plainpress.document.model import Glossary, GlossaryEntry, Term
from plainpress.document.walk import nodes, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.language.context import Context, Line
    from plainpress.document.findings import Finding


def first_uses(context: Context) -> Iterator[Finding]:
    """A glossary word that the text uses without ever leading to its explanation."""
    entries: dict[str, GlossaryEntry] = {}
    linked: set[str] = set()
    holders: set[tuple[str, int, int]] = set()
    for node in nodes(*context.publication.sections):
        if isinstance(node, GlossaryEntry):
            entries[node.label] = node
        elif isinstance(node, Term):
            linked.add(node.label)
        elif isinstance(node, Glossary):
            holders.add((node.span.path, node.span.first, node.span.last))
    body = [line for line in context.lines if not _inside(line, holders)]
    for label, entry in entries.items():
        if label not in linked:
            yield from _first(entry, body)


def _inside(line: Line, holders: set[tuple[str, int, int]]) -> bool:
    span = line.sentence.span
    return line.sentence.kind == "definition" or any(
        path == span.path and first <= span.first <= last for path, first, last in holders
    )


def _first(entry: GlossaryEntry, body: list[Line]) -> Iterator[Finding]:
    term = plain_text(entry.term)
    wanted = tuple(words(normalised(term.lower())))
    size = len(wanted)
    for line in body:
        lowered = line.lowered
        starts = [n for n, word in enumerate(lowered) if wanted and word == wanted[0]]
        if any(lowered[n : n + size] == wanted for n in starts):
            message = f'"{term}" is in the glossary, and the text never leads to it'
            hint = f"mark its first use: {{term}}`{term}`"
            yield report("term-before-glossary", message, line, hint)
            return
