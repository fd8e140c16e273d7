"""What a reading gives: the publication, its settings, what is wrong, and the author's remarks."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plainpress.document.findings import Finding
    from plainpress.document.library import Library
    from plainpress.document.model import Publication, Span
    from plainpress.document.settings import Settings


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment of the source, which is never printed: `<!-- ... -->` or a line that begins with %.

    `text` is without its marks and outer spaces. Checks read those that begin with "plainpress:".
    """

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One edition as it was read.

    `publication` is there whenever anything could be read, even with errors. `sources` are the
    texts as they were understood, by path, so that a check can show a line or look for one.
    `library` are the resources of a publication that is a library.
    """

    publication: Publication | None
    settings: Settings
    findings: tuple[Finding, ...]
    remarks: tuple[Remark, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    library: Library | None = None
