"""Takes a finished folder of web pages; gives what axe and the HTML validator do not report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility import catalogue
from plainpress.accessibility.files.package import UnreadableError
from plainpress.accessibility.files.web import content, safety
from plainpress.accessibility.files.web.pages import open_pages
from plainpress.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from plainpress.accessibility.files.web.pages import Page, Pages
    from plainpress.document.findings import Finding

# A check gives codes and messages about one page of a folder.
CHECKS: tuple[Callable[[Page, Pages], Iterator[tuple[str, str]]], ...] = (
    content.languages,
    content.title,
    content.shared,
    content.ways_in,
    content.links,
    content.targets,
    content.identifiers,
    safety.policy,
    safety.scripts,
    safety.requests,
)


def check(folder: Path) -> tuple[Finding, ...]:
    """All findings on a folder of pages. One that cannot be read is an error, never a pass.

    Each finding's place is the page, as "web/page.html", line 0. A link that leads out of the
    folder is not followed.
    """
    try:
        pages = open_pages(folder)
    except UnreadableError as error:
        return (catalogue.finding("file-unreadable", str(error), Span(folder.name)),)
    return tuple(
        catalogue.finding(code, message, Span(f"{folder.name}/{page.name}"))
        for page in pages.pages
        for code, message in dict.fromkeys(pair for each in CHECKS for pair in each(page, pages))
    )
