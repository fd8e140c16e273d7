"""How an edition stands to the standard text, as findings: stale, missing, unreviewed sections."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from plainpress.accessibility.easy_read.text import finding
from plainpress.document.editions.reviews import FILE, latest
from plainpress.document.findings import Severity
from plainpress.document.model import Span
from plainpress.document.outline import sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plainpress.document.editions.difference import Change
    from plainpress.document.editions.states import SectionState
    from plainpress.document.findings import Finding
    from plainpress.document.model import Publication
    from plainpress.document.settings import Settings

# What publication.toml [reviews] may choose, and how much the finding then matters.
CHOICES = {"stop": Severity.ERROR, "warn": Severity.WARNING, "draft": Severity.INFORMATION}
_SHOWN = 6


def labels_known(
    standard: Publication, edition: Publication, settings: Settings
) -> Iterator[Finding]:
    """Every label that is covered or left out is one of the standard edition's sections."""
    known = [section.label for section in sections(standard)]
    for section in sections(edition):
        for label in section.covers:
            if label not in known:
                message = f'"{label}" is no section of the standard edition{_near(label, known)}'
                yield finding("easy-read-covers-unknown", message, section.span)
    for label, reason in settings.easy_read.left_out.items():
        span = settings.spans.get(f"easy-read.left-out.{label}", Span("publication.toml", 1, 1))
        if label not in known:
            message = f'"{label}" is no section of the standard edition{_near(label, known)}'
            yield finding("easy-read-covers-unknown", message, span)
        if not reason.strip():
            message = f'nothing says why "{label}" is left out'
            yield finding("easy-read-left-out-without-reason", message, span)


def _near(label: str, known: list[str]) -> str:
    close = difflib.get_close_matches(label, known, n=3, cutoff=0.5)
    return f" (near to it: {', '.join(close)})" if close else ""


def state_findings(states: Iterable[SectionState], settings: Settings) -> Iterator[Finding]:
    """A finding for each section that is stale, missing or unreviewed."""
    chosen = settings.reviews
    for state in states:
        match state.state:
            case "stale":
                severity, message = CHOICES[chosen.stale], _stale(state)
                yield finding("easy-read-stale", message, state.span, severity=severity)
            case "missing":
                message = f'nothing in the edition stands for "{state.title}" ({state.section})'
                severity = CHOICES[chosen.missing]
                yield finding("easy-read-missing", message, state.span, severity=severity)
            case "unreviewed":
                message = f'nobody has signed off "{state.title}" ({state.section})'
                severity = CHOICES[chosen.unreviewed]
                yield finding("easy-read-unreviewed", message, state.span, severity=severity)
            case "current" | "left out":
                pass


def _stale(state: SectionState) -> str:
    last = latest(state.sign_offs)
    when = f" since {last.by} signed it off on {last.date.day} {last.date:%B %Y}" if last else ""
    parts = []
    if state.standard_changed:
        parts.append(f"the standard text has changed{when}{told(state.changes)}")
    if state.own_changes or not state.standard_changed:
        parts.append(f"its own words have changed{when}{told(state.own_changes)}")
    return f'"{state.title}" ({state.section}) is stale: {" and ".join(parts)}'


def told(changes: tuple[Change, ...]) -> str:
    """The first few changes in words, after a colon."""
    if not changes:
        return ""
    shown = "; ".join(map(str, changes[:_SHOWN]))
    more = f"; and {len(changes) - _SHOWN} more" if len(changes) > _SHOWN else ""
    return f": {shown}{more}"


def record_fault(fault: str) -> Iterator[Finding]:
    if fault:
        yield finding("easy-read-review-record", fault, Span(FILE, 1, 1))
