"""Takes a finished talking book in DAISY 2.02; gives what would make a player stop or stumble."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility import catalogue
from plainpress.accessibility.files.daisy import contents, playing, times
from plainpress.accessibility.files.daisy.book import open_book
from plainpress.accessibility.files.package import UnreadableError, unreadable
from plainpress.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from plainpress.accessibility.files.daisy.book import Book
    from plainpress.document.findings import Finding

# A check gives codes and messages; the place is always the file.
CHECKS: tuple[Callable[[Book], Iterator[tuple[str, str]]], ...] = (
    contents.properties,
    contents.mandatory,
    contents.counts,
    contents.headings,
    playing.targets,
    playing.order,
    times.clips,
    times.sound,
    times.sums,
)


def check(path: Path) -> tuple[Finding, ...]:
    """All findings on a talking book. One that cannot be read is an error finding, never a pass.

    Each finding's place is the file's name, line 0; messages name the file in the zip.
    """
    try:
        book = open_book(path)
        found = dict.fromkeys(pair for each in CHECKS for pair in each(book))
    except UnreadableError as error:
        return (unreadable(path, error),)
    place = Span(path.name)
    return tuple(catalogue.finding(code, message, place) for code, message in found)
