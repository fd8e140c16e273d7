"""What a report is made from: the measures and findings of each edition, and earlier reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from plainpress.accessibility.readability.measures import Measures
    from plainpress.accessibility.readability.targets import Target
    from plainpress.accessibility.readability_report.history import Entry
    from plainpress.document.findings import Finding


@dataclass(frozen=True, slots=True)
class Allowed:
    """A finding that somebody let through, with the reason; `until` is None for no end date."""

    finding: Finding
    reason: str
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class EditionResults:
    """One edition as it was measured and checked.

    `findings` are those of the readability gate and of the plain-language checks that still
    stand; `allowed` were let through by an exception, `known` by the baseline. `unread` is how
    many errors the reader found: what they hit may be missing from the measures.
    """

    measures: Measures
    targets: Mapping[str, Target]
    findings: tuple[Finding, ...] = ()
    allowed: tuple[Allowed, ...] = ()
    known: tuple[Finding, ...] = ()
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Results:
    """All that one report is about. `earlier` are the reports that were kept, oldest first.

    `problems` are findings about the report itself, such as a history that cannot be read.
    """

    title: str
    language: str
    date: dt.date
    editions: tuple[EditionResults, ...]
    earlier: tuple[Entry, ...] = ()
    problems: tuple[Finding, ...] = ()
