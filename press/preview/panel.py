"""Takes the state of a preview; gives what the panel beside one page shows, as plain data."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from plainpress.builders.web.addresses import CONTENTS
from plainpress.document.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plainpress.press.preview.pages import Pages, Place
    from plainpress.press.preview.session import State

# More would hide the first ones; `plainpress check` lists all.
MOST = 100
_NAMES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "remark"}


def panel(state: State, page: str) -> dict[str, Any]:
    """The version of the pages, and the findings: those of a page, and how many others have.

    While the source is broken its errors are shown beside every page.
    """
    here, elsewhere = _divided(state, page)
    return {
        "version": state.pages.version if state.pages else "",
        "phase": "broken" if state.broken else "checked" if state.checked else "checking",
        "problem": state.problem,
        "here": [_row(finding, place, page) for finding, place in here[:MOST]],
        "more": max(0, len(here) - MOST),
        "elsewhere": _counted(elsewhere, state.pages),
    }


def _divided(
    state: State, page: str
) -> tuple[list[tuple[Finding, Place | None]], list[tuple[Finding, Place | None]]]:
    """The findings of a page, in the order of the text, and those of the others."""
    if state.broken:
        errors = [each for each in state.findings if each.severity is Severity.ERROR]
        return [(finding, None) for finding in errors], []
    pages = state.pages
    placed = [(each, pages.place(each.span) if pages else None) for each in state.findings]
    here = [each for each in placed if _page(each[1]) == page]
    return sorted(here, key=_order), [each for each in placed if _page(each[1]) != page]


def _page(place: Place | None) -> str:
    """Where a finding is shown. What is said of the whole publication stands on its first page."""
    return place.page if place else CONTENTS


def _order(placed: tuple[Finding, Place | None]) -> tuple[str, int, int, str]:
    span = placed[0].span
    return (span.path, span.first, -placed[0].severity, placed[0].code)


def _row(finding: Finding, place: Place | None, page: str) -> dict[str, str]:
    span = finding.span
    shown = place is not None and place.page == page
    return {
        "severity": _NAMES[finding.severity],
        "place": f"{span.path}:{span.first}" if span.path else "",
        "message": finding.told,
        "hint": finding.hint,
        "code": finding.code,
        "link": finding.link,
        "section": place.title if place and shown else "",
        "id": place.id if place and shown else "",
    }


def _counted(
    placed: Iterable[tuple[Finding, Place | None]], pages: Pages | None
) -> list[dict[str, Any]]:
    """The other pages that have findings, with their titles, in the order of the publication."""
    counts = Counter(_page(place) for _, place in placed)
    titles = {CONTENTS: pages.title if pages else ""}
    for of_file in pages.places.values() if pages else ():
        for place in of_file:
            titles.setdefault(place.page, place.title)
    return [
        {"page": page, "title": title, "count": counts[page]}
        for page, title in titles.items()
        if counts[page]
    ]
