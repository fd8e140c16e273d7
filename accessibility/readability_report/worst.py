"""The ten worst sentences: where each stands, why it is hard, what to do, and what that gains."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

from plainpress.accessibility.readability.rules import rules
from plainpress.accessibility.readability.scorer import by_totals
from plainpress.accessibility.readability_report.facts import GATE, Level
from plainpress.accessibility.readability_report.wording import counted, decimal, share
from plainpress.document.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plainpress.accessibility.readability_report.facts import (
        EditionFacts,
        Marked,
        SectionFacts,
    )

HOW_MANY = 10


@dataclass(frozen=True, slots=True)
class Worst:
    """One sentence. `advice` pairs each reason with what to do; `gain` is a sentence, or empty."""

    section: SectionFacts
    marked: Marked
    advice: tuple[tuple[str, str], ...]
    gain: str


def worst(editions: Iterable[EditionFacts]) -> tuple[Worst, ...]:
    """The sentences that most need mending: errors first, then by how far they are over.

    Sentences of which nothing can be said are never among them.
    """
    found: dict[tuple[str, str, str], tuple[SectionFacts, Marked]] = {}
    for edition in editions:
        for section in edition.sections:
            for marked in section.sentences:
                if _needs_mending(marked):
                    key = (section.edition, section.measure.label, marked.sentence.text)
                    found.setdefault(key, (section, marked))
    ranked = sorted(found.values(), key=lambda pair: _rank(*pair))
    return tuple(_worst(section, marked) for section, marked in ranked[:HOW_MANY])


def _needs_mending(marked: Marked) -> bool:
    warned = any(finding.severity > Severity.INFORMATION for finding in marked.findings)
    return warned or (marked.level is Level.DENSE and marked.sentence.kind != "quotation")


def _rank(section: SectionFacts, marked: Marked) -> tuple[float, ...]:
    over = len(marked.sentence.words) / section.target.long
    return (
        -max((finding.severity for finding in marked.findings), default=0),
        -(over if over > 1 else 0),
        -sum(finding.severity > Severity.INFORMATION for finding in marked.findings),
        -marked.sentence.polysyllables,
    )


def _worst(section: SectionFacts, marked: Marked) -> Worst:
    advice = [
        (finding.message, finding.hint)
        for finding in sorted(marked.findings, key=lambda finding: -finding.severity)
        if finding.severity > Severity.INFORMATION
    ]
    if marked.level is Level.DENSE:
        many = marked.sentence.polysyllables
        reason = (
            f"{many} of its {len(marked.sentence.words)} words "
            f"{'has' if many == 1 else 'have'} three or more syllables"
        )
        advice.append((reason, rules(GATE)["smog-too-high"].hint))
    return Worst(section, marked, tuple(advice), gain(section, marked))


def gain(section: SectionFacts, marked: Marked) -> str:
    """What the section comes to when a long sentence is parted into ones that are not.

    Empty for a sentence that is not too long.
    """
    size, limit = len(marked.sentence.words), section.target.long
    if size <= limit:
        return ""
    if marked.sentence not in section.measure.graded():
        return "This text is not graded, so that the section's grade stays as it is"
    parts = ceil(size / limit)
    before = section.measure.own.totals
    after = replace(before, sentences=before.sentences + parts - 1)
    new, old = (decimal(by_totals(totals).flesch_kincaid) for totals in (after, before))
    grade = f"a grade of {new} instead of {old}" if new != old else f"still a grade of {old}"
    return (
        f"In {counted(parts, 'sentence')}, the section has "
        f"{_long(section.long - 1, after.sentences)} instead of "
        f"{_long(section.long, before.sentences)}, and {grade}"
    )


def _long(long: int, total: int) -> str:
    return f"{long or 'no'} long out of {total} ({share(long, total)})"
