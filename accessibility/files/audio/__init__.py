"""Takes a finished folder of sound; gives what is not whole in it, read back from its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility import catalogue
from plainpress.accessibility.files import web
from plainpress.accessibility.files.audio import whole
from plainpress.accessibility.files.audio.album import open_album
from plainpress.accessibility.files.package import UnreadableError
from plainpress.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from plainpress.accessibility.files.audio.album import Album, Heard
    from plainpress.document.findings import Finding

# A check gives codes, messages and the file that each is about.
CHECKS: tuple[Callable[[Album], Iterator[tuple[str, str, str]]], ...] = (
    whole.lengths,
    whole.chapters,
    whole.captions,
    whole.pace,
    whole.peaks,
)


def check(folder: Path, heard: Heard | None = None) -> tuple[Finding, ...]:
    """All findings on a folder of sound and its pages. What cannot be read is an error.

    `heard` is what decoding found before, by the digests of files; what is found now goes into it.
    """
    try:
        album = open_album(folder, {} if heard is None else heard)
    except UnreadableError as error:
        return (catalogue.finding("file-unreadable", str(error), Span(folder.name)),)
    found = tuple(
        catalogue.finding(code, message, Span(f"{folder.name}/{name}"))
        for each in CHECKS
        for code, message, name in each(album)
    )
    return found + web.check(folder)
