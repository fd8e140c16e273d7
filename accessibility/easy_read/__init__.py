"""Takes an easy-read edition and the standard one; gives findings by the rules of easy read.

A run without findings is a floor and no certificate: only people with learning disabilities
can say whether a text is easy to read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility.easy_read import difficulty, facts, pairing, rows, whole, wording
from plainpress.accessibility.easy_read.text import EasyText, easy_text
from plainpress.accessibility.easy_read.whole import pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from plainpress.document.editions.states import SectionState
    from plainpress.document.findings import Finding
    from plainpress.document.model import Publication
    from plainpress.document.pictures import Pictures
    from plainpress.document.settings import Settings

__all__ = ["TEXT_CHECKS", "check", "check_text", "pages"]

TEXT_CHECKS: tuple[Callable[[EasyText], Iterator[Finding]], ...] = (
    wording.sentence_lengths,
    wording.two_ideas,
    wording.punctuation,
    wording.numbers,
    wording.dates,
    wording.short_forms,
    wording.capitals,
    wording.passives,
    wording.negatives,
    wording.pronouns,
    wording.figures_of_speech,
    rows.pictures_missing,
    rows.rows_too_full,
    rows.italics,
    difficulty.explained,
    difficulty.difficult_words,
    whole.length,
    whole.contacts,
    whole.speaks_to_the_reader,
    whole.one_word_for_one_thing,
)


def check(
    standard: Publication,
    edition: Publication,
    settings: Settings,
    *,
    states: Iterable[SectionState] = (),
    pictures: Pictures | None = None,
    fault: str = "",
) -> tuple[Finding, ...]:
    """All findings on an easy-read edition, by file and line.

    `states` say how its sections stand to the standard text, `fault` what is wrong with the
    review record; `pictures` are those that its rows may use.
    """
    text = easy_text(edition)
    found = [
        *check_text(text),
        *facts.facts_agree(standard, text),
        *pairing.labels_known(standard, edition, settings),
        *pairing.state_findings(states, settings),
        *pairing.record_fault(fault),
    ]
    if pictures:
        found += rows.picture_meanings(text, pictures)
        found += rows.credits_missing(text, pictures)
        found += rows.index_faults(text, pictures)
    return tuple(sorted(found, key=_place))


def check_text(text: EasyText) -> tuple[Finding, ...]:
    """The findings that need nothing but the edition itself."""
    return tuple(finding for each in TEXT_CHECKS for finding in each(text))


def _place(finding: Finding) -> tuple[str, int, int, str]:
    return (finding.span.path, finding.span.first, -finding.severity, finding.code)
