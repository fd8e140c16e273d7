"""Takes a finished EPUB; gives what neither EPUBCheck nor Ace reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility import catalogue
from plainpress.accessibility.files.epub import content, metadata, navigation, overlays, tables
from plainpress.accessibility.files.epub.book import open_book
from plainpress.accessibility.files.package import UnreadableError, unreadable
from plainpress.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from plainpress.accessibility.files.epub.book import Book
    from plainpress.document.findings import Finding

# A check gives codes and messages; the place is always the file.
Found = tuple[str, str]

CHECKS: tuple[Callable[[Book], Iterator[Found]], ...] = (
    content.languages,
    content.titles,
    content.headings,
    content.pictures,
    content.links,
    content.descriptions,
    tables.headers,
    tables.captions,
    navigation.contents,
    navigation.landmarks,
    navigation.pages,
    metadata.discovery,
    metadata.vocabulary,
    metadata.promises,
    metadata.claims,
    overlays.clips,
    overlays.sound,
    overlays.times,
)


def check(path: Path) -> tuple[Finding, ...]:
    """All findings on an EPUB. One that cannot be read is an error finding, never a pass.

    Each finding's place is the file's name, line 0; messages name the content document.
    """
    try:
        book = open_book(path)
        found = dict.fromkeys(pair for each in CHECKS for pair in each(book))
    except UnreadableError as error:
        return (unreadable(path, error),)
    place = Span(path.name)
    return tuple(catalogue.finding(code, message, place) for code, message in found)
