"""The gate: measures in, findings out where a text misses its audience's targets.

Grades are held from 30 sentences up, lengths always. A section is held to the targets of its
audience, and so is all that an edition says to one audience, so that a text cannot slip
through in small pieces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility.readability.counting import counting
from plainpress.accessibility.readability.cuts import proposal
from plainpress.accessibility.readability.measures import is_graded
from plainpress.accessibility.readability.rules import finding
from plainpress.accessibility.readability.targets import chopped, targets
from plainpress.document.findings import Severity
from plainpress.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from plainpress.accessibility.readability.measures import (
        Measures,
        SectionMeasure,
        Sentence,
        TextMeasure,
    )
    from plainpress.accessibility.readability.targets import Target
    from plainpress.document.findings import Finding

GRADED_FROM = 30
_FEW = 2
_LEVELS = ((Severity.ERROR, "fail"), (Severity.WARNING, "warn"))


def gate(measures: Measures, overrides: Mapping[str, Any] | None = None) -> tuple[Finding, ...]:
    """Every finding on an edition's readability; `overrides` are the publication's own targets."""
    if not measures.measurable:
        message = f'the language is "{measures.language}", and only English can be measured'
        return (finding("language-not-measured", message, measures.span),)
    known = targets(overrides)
    found: list[Finding] = []
    for section in measures.sections:
        target = known.get(section.audience)
        if target is None:
            message = f'the section is for "{section.audience}", and there are no targets for them'
            found.append(finding("audience-unknown", message, _heading(section)))
        else:
            found += _section(section, target, measures)
    found += _audiences(measures, known, found)
    return tuple(found)


def _heading(section: SectionMeasure) -> Span:
    return Span(section.span.path, section.span.first, section.span.first)


def _section(section: SectionMeasure, target: Target, measures: Measures) -> Iterator[Finding]:
    yield from _reach(section, measures)
    for sentence in section.sentences:
        yield from _sentence(sentence, target, section)
    yield from _paragraphs(section, target)
    yield from _shares(section, target)
    name = f'"{section.title}"'
    if is_graded(section.own, GRADED_FROM):
        yield from _grades(section.own, target, _heading(section), name)
    elif section.whole is not section.own and _one_audience(section, measures):
        yield from _grades(section.whole, target, _heading(section), f"{name} with its parts")
    yield from _chopped(section.own, target, _heading(section), name)


def _one_audience(section: SectionMeasure, measures: Measures) -> bool:
    """Whether all that stands below a section is for the same audience as itself."""
    inside = {section.label}
    for other in measures.sections:
        if other.parent in inside:
            inside.add(other.label)
            if other.audience != section.audience:
                return False
    return True


# --- What can be measured ------------------------------------------------------------


def _reach(section: SectionMeasure, measures: Measures) -> Iterator[Finding]:
    """Sections whose text is out of the measures' reach, or was nearly so."""
    own = section.own
    unread = sum(out.words for out in own.left_out if out.kind in ("code", "foreign"))
    if counting().unreadable.holds(unread, unread + own.totals.words):
        message = f'{unread} words of "{section.title}" are code or in another language'
        yield finding("text-out-of-reach", message, _heading(section))
    elif not section.sentences and not section.reference_list and not unread:
        below = any(other.parent == section.label for other in measures.sections)
        if not below or section.pictures:
            message = f'"{section.title}" holds no sentence that can be measured'
            yield finding("section-not-measurable", message, _heading(section))
    if section.promoted:
        aside = [each for each in section.sentences if each.standing == "checked"]
        held = sum(len(each.words) for each in aside)
        message = (
            f'{held} of the {own.totals.words} words of "{section.title}" stand in tables, '
            "captions or quotations, and are graded with the rest"
        )
        yield finding("text-in-tables", message, _heading(section))


# --- Sentences and paragraphs --------------------------------------------------------


def _sentence(sentence: Sentence, target: Target, section: SectionMeasure) -> Iterator[Finding]:
    size = len(sentence.words)
    if size <= target.long:
        return
    longest = target.fail.longest
    fails = longest is not None and size > longest
    if sentence.kind == "quotation" and not section.promoted:
        fails = False  # nobody may rewrite what somebody else said
    limit = longest if fails else target.long
    yield finding(
        "sentence-too-long",
        f"a sentence has {size} words, and {limit} is the limit for {target.title}",
        sentence.span,
        sentence.text,
        severity=Severity.ERROR if fails else Severity.WARNING,
        hint=proposal(sentence),
    )


def _paragraphs(section: SectionMeasure, target: Target) -> Iterator[Finding]:
    groups: dict[int, list[Sentence]] = {}
    for sentence in section.sentences:
        if sentence.kind == "paragraph":
            groups.setdefault(sentence.paragraph, []).append(sentence)
    for group in groups.values():
        level = _over(len(group), target.fail.paragraph, target.warn.paragraph)
        if level is not None:
            severity, limit = level
            yield finding(
                "paragraph-too-long",
                f"a paragraph has {len(group)} sentences, and {limit:g} is the limit for "
                f"{target.title}",
                Span(group[0].span.path, group[0].span.first, group[-1].span.last),
                group[0].text,
                severity=severity,
            )


def _over(value: float, fail: float | None, warn: float | None) -> tuple[Severity, float] | None:
    """The severity and the limit that a value crosses, the graver first."""
    if fail is not None and value > fail:
        return Severity.ERROR, fail
    if warn is not None and value > warn:
        return Severity.WARNING, warn
    return None


def _shares(section: SectionMeasure, target: Target) -> Iterator[Finding]:
    by_count, by_words = _count_share(section, target), _word_share(section, target)
    # The graver of the two; one finding says enough.
    if by_words and (by_count is None or by_words.severity > by_count.severity):
        yield by_words
    elif by_count:
        yield by_count
    mean = section.own.mean_length
    level = _over(mean, target.fail.mean, target.warn.mean)
    if level is not None:
        message = (
            f'the sentences of "{section.title}" have {mean:.1f} words on average, and '
            f"{level[1]:g} is the limit for {target.title}"
        )
        code = "sentences-long-on-average"
        yield finding(code, message, _heading(section), severity=level[0])


def _count_share(section: SectionMeasure, target: Target) -> Finding | None:
    """The share of the sentences that are long."""
    own = section.own
    long = own.longer_than(target.long)
    share = own.share_longer_than(target.long)
    level = _over(share, target.fail.long_share, target.warn.long_share)
    # One long sentence has its own finding; it takes two to make a share.
    if level is None or long < _FEW:
        return None
    message = (
        f'{long} of the {len(own.lengths)} sentences of "{section.title}" have more than '
        f"{target.long} words, and {level[1]:.0%} is the limit for {target.title}"
    )
    return finding("long-sentences", message, _heading(section), severity=level[0])


def _word_share(section: SectionMeasure, target: Target) -> Finding | None:
    """The share of the words that stand in long sentences, which short filler hardly moves."""
    share = section.own.words_in_longer_than(target.long)
    level = _over(share, target.fail.long_words, target.warn.long_words)
    if level is None or section.own.longer_than(target.long) <= _FEW:
        return None
    message = (
        f'{share:.0%} of the words of "{section.title}" stand in sentences of more than '
        f"{target.long} words, and {level[1]:.0%} is the limit for {target.title}"
    )
    return finding("long-sentences", message, _heading(section), severity=level[0])


# --- Grades --------------------------------------------------------------------------


def _grades(text: TextMeasure, target: Target, place: Span, name: str) -> Iterator[Finding]:
    if not is_graded(text, GRADED_FROM) or text.grades is None:
        return
    grades = text.grades
    level = _over(grades.flesch_kincaid, target.fail.flesch_kincaid, target.warn.flesch_kincaid)
    if level is not None:
        message = (
            f"the Flesch-Kincaid grade of {name} is {grades.flesch_kincaid:.1f} "
            f"(give or take {grades.error:.1f}), and {level[1]:g} is the limit for {target.title}"
        )
        yield finding("grade-too-high", message, place, severity=level[0])
    level = _over(grades.smog or 0.0, target.fail.smog, target.warn.smog)
    if level is not None:
        message = (
            f"the SMOG grade of {name} is {grades.smog:.1f}, and {level[1]:g} is the limit for "
            f"{target.title}"
        )
        yield finding("smog-too-high", message, place, severity=level[0])


def _audiences(
    measures: Measures, known: Mapping[str, Target], found: list[Finding]
) -> Iterator[Finding]:
    """What an edition says to each audience, taken together, where no section told it already."""
    told = {(each.code, each.severity) for each in found}
    for audience, text in measures.audiences:
        target = known.get(audience)
        if target is not None:
            name = f"all that is written for {target.title}"
            place = _heading(measures.sections[0])
            grades = _grades(text, target, place, name)
            for each in (*grades, *_chopped(text, target, place, name)):
                if (each.code, each.severity) not in told:
                    yield each


def _chopped(text: TextMeasure, target: Target, place: Span, name: str) -> Iterator[Finding]:
    limits, totals = chopped(), text.totals
    if target.audience == "easy-read" or totals.sentences < limits.sentences:
        return
    difficulty = totals.syllables / totals.words
    if text.mean_length < limits.mean and difficulty > limits.syllables:
        message = (
            f"the sentences of {name} have {text.mean_length:.1f} words on average, but the words "
            f"{difficulty:.2f} syllables"
        )
        yield finding("chopped-sentences", message, place)
