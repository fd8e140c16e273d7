"""Takes a finished Word file; gives what Word's Accessibility Checker finds, and what it misses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility import catalogue
from plainpress.accessibility.files.package import UnreadableError, unreadable
from plainpress.accessibility.files.word import (
    colours,
    drawings,
    fields,
    parts,
    properties,
    tables,
    text,
)
from plainpress.accessibility.files.word.document import open_document
from plainpress.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from plainpress.accessibility.files.word.document import Document
    from plainpress.document.findings import Finding

# A check gives codes and messages; the place is always the file.
Found = tuple[str, str]

CHECKS: tuple[Callable[[Document], Iterator[Found]], ...] = (
    parts.relationships_whole,
    parts.content_types,
    properties.title,
    properties.language,
    properties.settings,
    fields.pairs,
    fields.bookmarks,
    fields.targets,
    drawings.alternatives,
    drawings.identifiers,
    drawings.floating,
    tables.headers,
    tables.captions,
    tables.shape,
    text.headings,
    text.imitations,
    text.links,
    text.blanks,
    colours.contrast,
)


def check(path: Path) -> tuple[Finding, ...]:
    """All findings on a Word file. One that cannot be read is an error finding, never a pass.

    Each finding's place is the file's name, line 0.
    """
    try:
        document = open_document(path)
        found = dict.fromkeys(pair for each in CHECKS for pair in each(document))
    except UnreadableError as error:
        return (unreadable(path, error),)
    place = Span(path.name)
    return tuple(catalogue.finding(code, message, place) for code, message in found)
