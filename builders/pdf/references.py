"""Links out of the publication, links inside it with their pages, and footnotes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from unicodedata import category

from plainpress.document.model import Image, Text
from plainpress.document.walk import nodes_of, plain_text

from . import markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plainpress.document.model import (
        CitedWork,
        CrossReference,
        Inline,
        Link,
        NoteReference,
        Term,
    )

    from .context import Context, Place

_NOTE_SIZE = 10


def link(context: Context, node: Link, place: Place) -> str:
    if place.linked or not node.url or not _can_be_seen(node.children):
        return context.inlines(node.children, place)
    return f"#to({markup.string(node.url)})[{_words(context, node.children, place)}]"


def _can_be_seen(words: Sequence[Inline]) -> bool:
    """Whether there is something to click on: Typst 0.15 fails on a link that prints nothing."""
    seen = any(not (letter.isspace() or category(letter)[0] == "C") for letter in plain_text(words))
    return seen or any(nodes_of(Image, *words))


def _words(context: Context, children: Sequence[Inline], place: Place) -> str:
    return context.inlines(children, replace(place, linked=True))


def _inner(context: Context, label: str, words: Sequence[Inline], place: Place, kind: str) -> str:
    name = context.ids.get(label)
    if place.linked or not name or not _can_be_seen(words):
        return context.inlines(words, place)
    return f'#{kind}("{name}")[{_words(context, words, place)}]'


def cited_work(context: Context, node: CitedWork, place: Place) -> str:
    return _inner(context, work_label(node.key), node.children, place, "inner")


def term(context: Context, node: Term, place: Place) -> str:
    return _inner(context, node.label, node.children, place, "to-term")


def cross_reference(
    context: Context, node: CrossReference, place: Place, before: Sequence[Inline] = ()
) -> str:
    """The words, and the page: " (page 3)", or ", page 3" where a bracket is open `before`."""
    words = _inner(context, node.label, node.children, place, "inner")
    name = context.ids.get(node.label)
    if place.linked or not name:
        return words
    start, end = (", page", "") if _is_bracket_open(before) else (" (page", ")")
    page = markup.content(f"{start}\N{NO-BREAK SPACE}") + f'#page-of("{name}")'
    return words + context.english(page + markup.content(end))


def _is_bracket_open(before: Sequence[Inline]) -> bool:
    text = "".join(node.text for node in before if isinstance(node, Text))
    return text.rfind("(") > text.rfind(")")


def work_label(key: str) -> str:
    """What a work is called among the labels, which it must not run into."""
    return f"work {key}"


def note_label(label: str) -> str:
    """What a footnote is called among the labels."""
    return f"note {label}"


def note_reference(context: Context, node: NoteReference, place: Place) -> str:
    """The mark: the note itself the first time, a repeated mark afterwards."""
    footnote = context.outline.footnotes.get(node.label)
    number = markup.string(str(node.number))
    if footnote is None:
        return f"#super[{markup.content(str(node.number))}]"
    label = note_label(node.label)
    name = context.identifier(label)
    if not name:
        return f'#again("{context.ids[label]}", {number})'
    size = context.page.sized(_NOTE_SIZE)
    inner = replace(place, width=context.page.width, points=size, is_top=False, linked=False)
    return f'#note("{name}", {number})[{context.begun(footnote.children, inner)}]'
