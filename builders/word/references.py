"""Links out of the publication, and fields and links to places inside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from plainpress.document.model import Text
from plainpress.document.outline import number_text

from .captions import number_label
from .fields import field, page_reference
from .lists import work_label
from .package import office

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plainpress.document.model import CitedWork, CrossReference, Inline, Link, Term

    from .context import Context
    from .markup import Marks

# What RFC 3986 allows in an address; the schema of a package refuses the rest.
_NOT_IN_ADDRESSES = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]")


def link(context: Context, node: Link, marks: Marks) -> str:
    if marks.linked or not node.url:
        return context.inlines(node.children, marks)
    return external(context, node.url, context.linked(node.children, marks, "Hyperlink"))


def external(context: Context, url: str, words: str) -> str:
    """A hyperlink; one relationship for each address, however often it is linked."""
    address = _NOT_IN_ADDRESSES.sub(lambda found: quote(found[0], safe=""), url)
    identifier = context.relationships.add(office("hyperlink"), address, external=True)
    return f'<w:hyperlink r:id="{identifier}" w:history="1">{words}</w:hyperlink>'


def _internal(bookmark: str, words: str) -> str:
    return f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{words}</w:hyperlink>'


def cited_work(context: Context, node: CitedWork, marks: Marks) -> str:
    if marks.linked or node.key not in context.outline.works:
        return context.inlines(node.children, marks)
    words = context.linked(node.children, marks, "Citation Reference")
    return _internal(context.bookmarks.name(work_label(node.key)), words)


def term(context: Context, node: Term, marks: Marks) -> str:
    if marks.linked or node.label not in context.outline.labels:
        return context.inlines(node.children, marks)
    words = context.linked(node.children, marks, "Term Reference")
    return _internal(context.bookmarks.name(node.label), words)


def cross_reference(
    context: Context, node: CrossReference, marks: Marks, before: Sequence[Inline] = ()
) -> str:
    """The words, and the page: " (page 3)", or ", page 3" where a bracket is open `before`.

    Words that the target gives (its title, its number) are a REF field, which Word keeps up
    to date; the author's own words are a link.
    """
    target = context.outline.labels.get(node.label)
    if marks.linked or target is None:
        return context.inlines(node.children, marks)
    bookmark = context.bookmarks.name(node.label)
    words = context.linked(node.children, marks, "Cross Reference")
    page = page_reference(
        bookmark,
        is_behind=context.bookmarks.is_written(node.label),
        in_brackets=_is_bracket_open(before),
    )
    if node.style == "number" and number_text(target.node):
        number = context.bookmarks.name(number_label(node.label))
        return field(f"REF {number} \\h", words) + page
    if node.style == "title":
        return field(f"REF {bookmark} \\h", words) + page
    return _internal(bookmark, words) + page


def _is_bracket_open(before: Sequence[Inline]) -> bool:
    text = "".join(node.text for node in before if isinstance(node, Text))
    return text.rfind("(") > text.rfind(")")
