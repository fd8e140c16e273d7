"""Takes a publication or a section; shows how an edition stands, or records a sign-off."""

from __future__ import annotations

import datetime as dt
import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from plainpress.document.errors import SourceError, UsageError
from plainpress.document.findings import Finding, Severity
from plainpress.document.model import Span
from plainpress.press.editions import both
from plainpress.press.publications import locate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from plainpress.document.editions import SectionState
    from plainpress.document.editions.difference import Change
    from plainpress.document.editions.pairing import Pair
    from plainpress.document.editions.reviews import Record, SignOff

HEADERS = ("Section", "State", "Stands for", "Signed off by")


class ReviewWishes(TypedDict):
    """The options of `plainpress review`."""

    by: str
    role: str
    tested_with: str
    publication: str | None
    edition: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who signs off, in which role, and with which group of readers it was tried out."""

    name: str
    role: str
    tested_with: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """What `plainpress review` is to do: show, or have sections signed off by a person."""

    source: Path
    edition: str
    sections: tuple[str, ...] = ()
    person: Person | None = None


def request(names: tuple[str, ...], wishes: ReviewWishes) -> Request:
    """The request behind `plainpress review`. Raises `UsageError` for one that says half of it."""
    by = _person(wishes)
    if by:
        if not names:
            raise UsageError("say which section is signed off: plainpress review SECTION --by NAME")
        return Request(locate(wishes["publication"]), wishes["edition"], names, by)
    source, sections = _shown(names, wishes["publication"])
    return Request(source, wishes["edition"], sections)


def _shown(names: tuple[str, ...], publication: str | None) -> tuple[Path, tuple[str, ...]]:
    """The publication to show, and the sections of it; all of them where none is named.

    One name alone is a publication if there is such a one, else a section of the only one.
    """
    if publication or len(names) != 1:
        return locate(publication), names
    try:
        return locate(names[0]), ()
    except UsageError:
        if only := _only():
            return only, names
        raise


def _only() -> Path | None:
    """The publication that is meant where none is named; None where there is no single one."""
    try:
        return locate(None)
    except UsageError:
        return None


def _person(wishes: ReviewWishes) -> Person | None:
    if not wishes["by"]:
        if wishes["role"] or wishes["tested_with"]:
            raise UsageError("say who signs off: --by NAME")
        return None
    if not wishes["role"]:
        raise UsageError("say in which role: --role ROLE, such as editor or author")
    return Person(wishes["by"], wishes["role"], wishes["tested_with"])


def states(source: Path, edition: str, sections: tuple[str, ...] = ()) -> tuple[SectionState, ...]:
    """How each section of an edition, or each that is named, stands to the standard text.

    Raises `UsageError` for a section that the edition does not have.
    """
    from plainpress.document import editions

    standard, other, settings = both(source, edition)
    record = _record(source)
    found = editions.states(standard, other, settings.easy_read.left_out, record)
    known = [state.section for state in found]
    for section in sections:
        if section not in known:
            raise UsageError(_unknown(section, edition, known))
    return tuple(state for state in found if not sections or state.section in sections)


def _record(source: Path) -> Record:
    """The review record. Raises `SourceError` where it cannot be read: nothing may be lost."""
    from plainpress.document.editions import reviews

    record = reviews.read(source)
    if record.fault:
        hint = "take it back from version control"
        place = Span(reviews.FILE, 1, 1)
        fault = Finding("review-record", Severity.ERROR, record.fault, place, hint)
        raise SourceError((fault,))
    return record


def rows(found: Sequence[SectionState]) -> list[tuple[str, ...]]:
    """A row of the table for each section."""
    return [
        (state.section, _state(state), ", ".join(state.covers) or "-", _signed(state))
        for state in found
    ]


def _state(state: SectionState) -> str:
    return f"{state.state}, tested" if state.tested else state.state


def _signed(state: SectionState) -> str:
    signs = [
        f"{sign.by}, {sign.role}, {sign.date.isoformat()}"
        + (f", with {sign.tested_with}" if sign.tested_with else "")
        for sign in state.sign_offs
    ]
    return "; ".join(signs) or "-"


def details(found: Sequence[SectionState]) -> Iterator[str]:
    """What changed in each stale section, why sections are left out, and how many there are."""
    for state in found:
        for what, changes in (
            ("the standard text", state.changes),
            ("the edition's own words", state.own_changes),
        ):
            yield from _changed(state, what, changes)
        if state.state == "left out":
            yield f"{state.section}: left out: {state.reason}"
    counts = {state.state: 0 for state in found}
    for state in found:
        counts[state.state] += 1
    yield ", ".join(f"{number} {state}" for state, number in counts.items())


def _changed(state: SectionState, what: str, changes: Sequence[Change]) -> Iterator[str]:
    if changes:
        yield f"{state.section}: in {what}:"
        yield from (f"    {change}" for change in changes)


def sign(request: Request, today: dt.date | None = None) -> tuple[str, ...]:
    """Record one person's sign-off of some sections; give a line about each.

    Raises `UsageError` for a section that the edition does not have; nothing is recorded then.
    """
    from plainpress.document.editions import reviews
    from plainpress.document.editions.pairing import pairs

    by = request.person
    if by is None:
        return ()
    standard, other, _settings = both(request.source, request.edition)
    known = {pair.section.label: pair for pair in pairs(standard, other)}
    for section in request.sections:
        if section not in known:
            raise UsageError(_unknown(section, request.edition, list(known)))
    record = _record(request.source)
    date = today or dt.datetime.now(dt.UTC).date()
    for section in request.sections:
        pair = known[section]
        signed = _sign_off(pair, request.edition, by, date)
        record = reviews.sign(record, signed, pair.text.lines, pair.standard.lines)
    return tuple(f"Signed off {section}: {by.name}, {by.role}." for section in request.sections)


def _sign_off(pair: Pair, edition: str, by: Person, date: dt.date) -> SignOff:
    from plainpress.document.editions.reviews import SignOff

    return SignOff(
        edition=edition,
        section=pair.section.label,
        by=by.name,
        role=by.role,
        date=date,
        text=pair.text.fingerprint,
        standard=pair.standard.fingerprint,
        tested_with=by.tested_with,
    )


def _unknown(section: str, edition: str, known: list[str]) -> str:
    close = difflib.get_close_matches(section, known, n=3, cutoff=0.4) or known
    return f"the {edition} edition has no section {section!r}: there is {', '.join(close)}"
