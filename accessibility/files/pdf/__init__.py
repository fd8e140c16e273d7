"""Takes a finished PDF; gives what no machine rule of PDF/UA-1 covers.

Any PDF can be looked at. One that was built here is also held against the edition that it was
built from: the same words in the same order, the same alternatives, languages and headers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility import catalogue
from plainpress.accessibility.files.package import UnreadableError, unreadable
from plainpress.accessibility.files.pdf import edition, structure
from plainpress.accessibility.files.pdf.document import opened
from plainpress.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from plainpress.accessibility.files.pdf.document import Document
    from plainpress.document.findings import Finding
    from plainpress.document.model import Publication

# A check gives codes and messages; the place is always the file.
Found = tuple[str, str]

CHECKS: tuple[Callable[[Document], Iterator[Found]], ...] = (
    structure.titles,
    structure.languages,
    structure.tags,
    structure.headings,
    structure.pictures,
    structure.tables,
    structure.bookmarks,
)
COMPARISONS: tuple[Callable[[Document, Publication], Iterator[Found]], ...] = (
    edition.words,
    edition.unchecked,
    edition.alternatives,
    edition.headers,
)


def check(path: Path, publication: Publication | None = None) -> tuple[Finding, ...]:
    """All findings on a PDF. One that cannot be read is an error finding, never a pass.

    With the edition that it was built from, as it was printed, also what it has lost of that.
    """
    try:
        with opened(path) as document:
            found = dict.fromkeys(pair for each in CHECKS for pair in each(document))
            if publication is not None:
                for compared in COMPARISONS:
                    found |= dict.fromkeys(compared(document, publication))
    except UnreadableError as error:
        return (unreadable(path, error),)
    place = Span(path.name)
    return tuple(catalogue.finding(code, message, place) for code, message in found)
