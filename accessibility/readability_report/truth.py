"""The sentence that a report begins with: the worst thing that is true of the publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility.readability_report.facts import Group, State
from plainpress.accessibility.readability_report.wording import counted, edition_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plainpress.accessibility.readability_report.facts import EditionFacts, SectionFacts

FLOOR = (
    "That is a floor, not a certificate: a count of words cannot tell whether a text is true, "
    "useful or kind. Ask some of the people whom it is for."
)


def truth(editions: Sequence[EditionFacts]) -> tuple[str, str]:
    """One sentence, and a second one that says where to look first."""
    for edition in editions:
        if not edition.results.measures.measurable:
            return _not_measured(edition)
    groups = [group for edition in editions for group in edition.groups if group.text.lengths]
    if not groups:
        return (
            "There is no sentence here that can be graded.",
            "What cannot be measured has not been shown to be readable.",
        )
    group = max(groups, key=lambda each: each.long / len(each.text.lengths))
    if group.long:
        return _too_long(group), _where(group, several=len(editions) > 1)
    missed = [
        section
        for edition in editions
        for section in edition.sections
        if section.state is not State.PASS
    ]
    if missed:
        return _other(missed, editions)
    if any(group.state is not State.PASS for group in groups):
        return (
            "No sentence is too long, but the text as a whole misses a target.",
            "The grades below say which.",
        )
    return "Every section keeps its targets.", FLOOR


def _not_measured(edition: EditionFacts) -> tuple[str, str]:
    language = edition.results.measures.language
    why = (
        f'Its language is "{language}", and the formulas are made for English. '
        "What cannot be measured has not been shown to be readable."
    )
    return f"The {edition_name(edition.name).lower()} cannot be measured.", why


def _too_long(group: Group) -> str:
    verb = "is" if group.long == 1 else "are"
    total = counted(len(group.text.lengths), "sentence")
    return f"{group.long:,} of {total} {verb} too long for {group.target.title}."


def _where(group: Group, *, several: bool) -> str:
    """The section with the most long sentences; where several have as many, the first of them."""
    section = max(group.sections, key=lambda each: each.long)
    place = f" of the {edition_name(group.edition).lower()}" if several else ""
    return (
        f"Begin with \u201c{section.measure.title}\u201d{place}, where {section.long:,} of "
        f"{counted(len(section.measure.own.lengths), 'sentence')} "
        f"{'has' if section.long == 1 else 'have'} more than {group.target.long} words."
    )


def _other(missed: Sequence[SectionFacts], editions: Sequence[EditionFacts]) -> tuple[str, str]:
    total = sum(len(edition.sections) for edition in editions)
    verb = "misses" if len(missed) == 1 else "miss"
    first = max(missed, key=lambda section: section.state is State.FAIL)
    message = first.findings[0].message if first.findings else "see the table of sections"
    said = (
        f"No sentence is too long, but {len(missed):,} of {counted(total, 'section')} "
        f"{verb} another target."
    )
    return said, f"Begin with \u201c{first.measure.title}\u201d: {message}."
