"""Links and cross references: where an address leads, and the words to show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from plainpress.document.model import (
    Citation,
    CrossReference,
    Inline,
    Link,
    NoteReference,
    Term,
    Text,
)
from plainpress.document.report import nearest
from plainpress.document.walk import nodes, plain_text

if TYPE_CHECKING:
    from markdown_it.token import Token

    from plainpress.document.model import ReferenceStyle
    from plainpress.document.reader.inlines import Inlines
    from plainpress.document.reader.names import Name

_ABSOLUTE = re.compile(r"(?:https?://[^/?#\s]|mailto:.|tel:.)", re.IGNORECASE)
_LINKS = Link | CrossReference | Citation | Term | NoteReference
_DOCUMENT = re.compile(r"([^#?]*\.md)(?:#(.*))?")


def link(run: Inlines, opening: Token, children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """`[words](address)`: a Link out, or a CrossReference to a label or another file."""
    url = str(opening.attrs.get("href", ""))
    if opening.attrs.get("title"):
        run.report.add("title-left-out", run.span, title=opening.attrs["title"])
    children, notes = _without_links(children)
    return (*_linked(run, url, children), *notes)


def _without_links(
    children: tuple[Inline, ...],
) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    """The words of a link without links of their own (a term, a citation), and its notes."""
    inside = [node for node in nodes(*children) if isinstance(node, _LINKS)]
    if not inside:
        return children, ()
    words = Text(plain_text(children), span=children[0].span)
    return (words,), tuple(node for node in inside if isinstance(node, NoteReference))


def _linked(run: Inlines, url: str, children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    if url.startswith("#") and url != "#":
        return reference(run, unquote(url[1:]), "title", children)
    match = _DOCUMENT.fullmatch(unquote(url))
    if match and not _ABSOLUTE.match(url):
        return to_document(run, match[1], match[2] or "", children)
    if run.plain:
        return children
    if not _ABSOLUTE.match(url):
        run.report.add("link-not-absolute", run.span, url=url)
        return children
    if not plain_text(children).strip():
        run.report.add("link-without-words", run.span, url=url)
        children = (*children, Text(url, span=run.span))
    return (Link(url, children, span=run.span),)


def to_document(
    run: Inlines, path: str, label: str, children: tuple[Inline, ...]
) -> tuple[Inline, ...]:
    """A link to another file of the source: to a label in it, or to its first chapter."""
    if label:
        return reference(run, label, "title", children)
    chapters = run.context.names.chapters
    name = chapters.get(path.lstrip("./")) or chapters.get(path.rpartition("/")[2])
    if name is None:
        near = nearest(path, chapters)
        run.report.add("reference-unknown", run.span, label=path, near=near)
        return children or (Text(path, span=run.span),)
    return reference(run, name.label, "title", children)


def reference(
    run: Inlines, label: str, style: ReferenceStyle, children: tuple[Inline, ...]
) -> tuple[Inline, ...]:
    """A cross reference with the words to show: the author's own, a number, or a title."""
    name = run.context.names.labels.get(label)
    if name is None:
        near = nearest(label, run.context.names.labels)
        run.report.add("reference-unknown", run.span, label=label, near=near)
        return children or (Text(label, span=run.span),)
    if children:
        style = "words"
    else:
        style, children = _shown(run, name, style)
    if run.plain or name.missing:
        return children
    return (CrossReference(name.label, style, children, span=run.span),)


def _shown(
    run: Inlines, name: Name, style: ReferenceStyle
) -> tuple[ReferenceStyle, tuple[Inline, ...]]:
    number = f"{name.series} {name.number}" if name.number else ""
    if style == "number" and not number:
        run.report.add("reference-without-number", run.span, label=name.label)
    if number and (style == "number" or name.series != "Activity" or name.words is None):
        return "number", (Text(number, span=run.span),)
    if words := title(run, name):
        return "title", words
    run.report.add("reference-without-words", run.span, label=name.label)
    return "title", (Text(name.label, span=run.span),)


def title(run: Inlines, name: Name) -> tuple[Inline, ...]:
    """The words of a title or caption as a reference shows them."""
    from plainpress.document.reader.inlines import Inlines

    if run.plain:  # a title that refers to a title: one step is enough, a circle would not end
        return ()
    return Inlines(run.context, name.file, plain=True).build(name.words)
