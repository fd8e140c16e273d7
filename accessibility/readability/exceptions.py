"""Exceptions: findings that somebody has let through, in writing, with a reason.

Those of a publication stand in publication.toml and end on a date; past it they are errors:

    [[exceptions]]
    rule = "sentence-too-long"
    section = "our-role"                  # "*" for every section
    sentence = "The Secretary of State"   # optional: only findings about these words
    reason = "The Act's own words, which we may not change"
    until = 2027-03-31

One block, or one section, is let through by a comment on the line above it, which ends when
the block does: `% plainpress: allow sentence-too-long because it is the Act's own sentence`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plainpress.accessibility.readability.places import Places
from plainpress.accessibility.readability.rules import finding
from plainpress.accessibility.readability.words import normalised, words
from plainpress.document.model import NOWHERE, Span

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from plainpress.document.findings import Finding
    from plainpress.document.model import Publication
    from plainpress.document.reader.reading import Remark
    from plainpress.document.settings import RuleException

_REMARK = re.compile(r"\s*plainpress:\s*allow\b\s*(?P<code>[\w-]*)\s*(?:because\s+(?P<reason>.*))?")
_EVERYWHERE = "*"
_ALWAYS_HELD = re.compile(r"(?:exception|baseline)-")


@dataclass(frozen=True, slots=True)
class Exemption:
    """One exception that holds. `span` is what it covers, NOWHERE for the whole publication."""

    code: str
    reason: str
    place: Span
    span: Span = NOWHERE
    section: str = ""
    words: str = ""
    until: dt.date | None = None

    def covers(self, found: Finding, section: str) -> bool:
        """Whether a finding in this section is one that it lets through."""
        return (
            found.code == self.code
            and (not self.section or self.section == section)
            and key_words(self.words) in key_words(found.excerpt)
            and (self.span == NOWHERE or _within(found.span, self.span))
        )


@dataclass(frozen=True, slots=True)
class Settled:
    """What is left of the findings, and what was let through, each with its exception."""

    findings: tuple[Finding, ...]
    allowed: tuple[tuple[Finding, Exemption], ...]


def settle(
    found: Iterable[Finding],
    publication: Publication,
    entries: Iterable[RuleException],
    remarks: Iterable[Remark],
    today: dt.date,
) -> Settled:
    """The findings less those that an exception covers, plus findings on the exceptions.

    `entries` are the exceptions of publication.toml; `today` decides which of
    them have run out.
    """
    places = Places(publication)
    problems: list[Finding] = []
    exemptions = [
        *_from_settings(entries, today, problems),
        *_from_remarks(remarks, places, problems),
    ]
    used: set[int] = set()
    kept: list[Finding] = []
    allowed: list[tuple[Finding, Exemption]] = []
    for each in found:
        cover = _cover(each, exemptions, places)
        if cover is None:
            kept.append(each)
        else:
            used.add(id(cover))
            allowed.append((each, cover))
    for exemption in exemptions:
        if id(exemption) not in used:
            message = f"the exception for {exemption.code} allows nothing"
            problems.append(finding("exception-unused", message, exemption.place))
    return Settled((*kept, *problems), tuple(allowed))


def _cover(found: Finding, exemptions: Iterable[Exemption], places: Places) -> Exemption | None:
    if _ALWAYS_HELD.match(found.code):
        return None
    section = places.section(found.span)
    return next((each for each in exemptions if each.covers(found, section)), None)


def _from_settings(
    entries: Iterable[RuleException], today: dt.date, problems: list[Finding]
) -> Iterable[Exemption]:
    for entry in entries:
        if not entry.reason.strip() or entry.until is None:
            lacks = "a reason" if not entry.reason.strip() else "an end date"
            message = f"the exception for {entry.rule} lacks {lacks}"
            problems.append(finding("exception-invalid", message, entry.span))
        elif entry.until < today:
            ended = entry.until.isoformat()
            message = f"the exception for {entry.rule} ended on {ended} ({entry.reason})"
            problems.append(finding("exception-expired", message, entry.span))
        else:
            section = "" if entry.section == _EVERYWHERE else entry.section
            yield Exemption(
                entry.rule, entry.reason, entry.span, NOWHERE, section, entry.sentence, entry.until
            )


def _from_remarks(
    remarks: Iterable[Remark], places: Places, problems: list[Finding]
) -> Iterable[Exemption]:
    for remark in remarks:
        asked = _REMARK.match(remark.text)
        if asked is None:
            continue
        code, reason = asked["code"], (asked["reason"] or "").strip()
        if code and reason:
            yield Exemption(code, reason, remark.span, places.below(remark.span))
        else:
            message = f"the exception for {code or 'an unnamed rule'} gives no reason"
            problems.append(finding("exception-invalid", message, remark.span))


def key_words(text: str) -> str:
    """Words alone, in lower case: the form in which two versions of a sentence are compared."""
    return " ".join(words(normalised(text.casefold())))


def _within(inner: Span, outer: Span) -> bool:
    return inner.path == outer.path and outer.first <= inner.first <= outer.last
