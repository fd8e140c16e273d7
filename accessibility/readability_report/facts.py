"""What the report says of each section and sentence: its state, its difficulty, its findings."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from plainpress.accessibility.readability.gate import GRADED_FROM
from plainpress.accessibility.readability.measures import is_graded
from plainpress.accessibility.readability.rules import rules
from plainpress.accessibility.readability.scorer import SMOG_SENTENCES, formulas
from plainpress.document.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plainpress.accessibility.readability.measures import (
        SectionMeasure,
        Sentence,
        TextMeasure,
    )
    from plainpress.accessibility.readability.targets import Target
    from plainpress.accessibility.readability_report.results import EditionResults, Results
    from plainpress.document.findings import Finding
    from plainpress.document.model import Span

GATE = "plainpress.accessibility.readability"
_OF_A_TEXT = frozenset({"grade-too-high", "smog-too-high", "chopped-sentences"})


class State(Enum):
    """How a text stands against its targets, in the word that the report prints."""

    PASS = "passes"  # noqa: S105 - no password, but the state of a text
    WARN = "warned"
    FAIL = "fails"


class Level(Enum):
    """How hard a sentence is by its audience's targets, in the words that the report prints.

    A sentence has many long words if a text of such sentences would miss the SMOG target.
    """

    FINE = ""
    DENSE = "many long words"
    LONG = "long"
    VERY_LONG = "very long"


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with its difficulty and the findings that stand against it."""

    sentence: Sentence
    level: Level
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """A section with its state. `findings` are those about the section and its paragraphs."""

    edition: str
    measure: SectionMeasure
    target: Target
    state: State
    findings: tuple[Finding, ...]
    sentences: tuple[Marked, ...]

    @property
    def long(self) -> int:
        """How many graded sentences are too long for the audience."""
        return self.measure.own.longer_than(self.target.long)

    @property
    def held(self) -> bool:
        """Whether the section has the sentences that a grade can be held on."""
        return is_graded(self.measure.own, GRADED_FROM)


@dataclass(frozen=True, slots=True)
class Group:
    """All that one edition says to one audience; `findings` are about all of it together."""

    edition: str
    text: TextMeasure
    target: Target
    state: State
    sections: tuple[SectionFacts, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def long(self) -> int:
        return self.text.longer_than(self.target.long)

    def count(self, state: State) -> int:
        """How many of its sections are in a state, without those that only hold others."""
        return sum(
            section.state is state
            for section in self.sections
            if section.measure.sentences or section.state is not State.PASS
        )


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """An edition. `findings` are about all of it."""

    results: EditionResults
    sections: tuple[SectionFacts, ...]
    groups: tuple[Group, ...]
    findings: tuple[Finding, ...]

    @property
    def name(self) -> str:
        return self.results.measures.edition


def facts(results: Results) -> tuple[EditionFacts, ...]:
    """The facts of each edition, in the order given."""
    return tuple(_edition(edition) for edition in results.editions)


def _edition(results: EditionResults) -> EditionFacts:
    measures = results.measures
    sorted_out = _Sorted(results.findings, measures.sections)
    sections = tuple(
        _section(section, results, sorted_out, measures.edition) for section in measures.sections
    )
    groups = tuple(
        _group(audience, text, results, sections, sorted_out.whole)
        for audience, text in measures.audiences
    )
    return EditionFacts(results, sections, groups, tuple(sorted_out.whole))


def _section(
    section: SectionMeasure, results: EditionResults, found: _Sorted, edition: str
) -> SectionFacts:
    target = _target(section.audience, results)
    about = tuple(found.sections[section.label])
    marked = tuple(
        Marked(sentence, level(sentence, target), tuple(found.take(section.label, sentence)))
        for sentence in section.sentences
    )
    inside = (finding for each in marked for finding in each.findings)
    return SectionFacts(edition, section, target, _state((*about, *inside)), about, marked)


def _target(audience: str, results: EditionResults) -> Target:
    # A section for an audience without targets fails the gate; it is shown by the public's.
    return results.targets.get(audience) or results.targets["public"]


def _group(
    audience: str,
    text: TextMeasure,
    results: EditionResults,
    sections: Iterable[SectionFacts],
    whole: Iterable[Finding],
) -> Group:
    mine = tuple(section for section in sections if section.measure.audience == audience)
    target = _target(audience, results)
    about = tuple(finding for finding in whole if target.title in finding.message)
    worst = max([_state(about), *(section.state for section in mine)], key=list(State).index)
    return Group(results.measures.edition, text, target, worst, mine, about)


def _state(found: Iterable[Finding]) -> State:
    held = [finding.severity for finding in found if finding.code in rules(GATE)]
    worst = max(held, default=Severity.INFORMATION)
    return {Severity.ERROR: State.FAIL, Severity.WARNING: State.WARN}.get(worst, State.PASS)


def level(sentence: Sentence, target: Target) -> Level:
    """How hard a sentence is for this audience."""
    size = len(sentence.words)
    if target.fail.longest is not None and size > target.fail.longest:
        return Level.VERY_LONG
    if size > target.long:
        return Level.LONG
    limit = dense_from(target)
    return Level.DENSE if limit is not None and sentence.polysyllables > limit else Level.FINE


def dense_from(target: Target) -> float | None:
    """Words of three or more syllables a sentence over which SMOG passes its limit, or None."""
    limit = target.fail.smog
    if limit is None:
        return None
    data = formulas()["smog"]
    root = max(0.0, (limit - data["base"]) / data["difficulty"])
    return float(root * root / SMOG_SENTENCES)


class _Sorted:
    """Findings by what they are about: the edition, a section, or a sentence of a section."""

    def __init__(self, found: Iterable[Finding], sections: Iterable[SectionMeasure]) -> None:
        self.whole: list[Finding] = []
        self.sections: defaultdict[str, list[Finding]] = defaultdict(list)
        self._sentences: defaultdict[tuple[str, Span, str], list[Finding]] = defaultdict(list)
        self._starts: dict[str, list[SectionMeasure]] = {}
        sections = tuple(sections)
        for section in sorted(sections, key=lambda each: each.span.first):
            self._starts.setdefault(section.span.path, []).append(section)
        known = {
            (section.label, sentence.span, sentence.text)
            for section in sections
            for sentence in section.sentences
        }
        for finding in found:
            self._sort(finding, known)

    def _sort(self, finding: Finding, known: set[tuple[str, Span, str]]) -> None:
        section = self._section(finding.span)
        key = (section.label, finding.span, finding.excerpt) if section else None
        if key in known and key is not None and finding.code != "paragraph-too-long":
            self._sentences[key].append(finding)
        elif section is None or _is_about_all(finding, section):
            self.whole.append(finding)
        else:
            self.sections[section.label].append(finding)

    def _section(self, span: Span) -> SectionMeasure | None:
        starts = self._starts.get(span.path, [])
        index = bisect_right(starts, span.first, key=lambda section: section.span.first)
        return starts[index - 1] if index else None

    def take(self, label: str, sentence: Sentence) -> list[Finding]:
        """The findings about a sentence, once: the same words on the same lines have them once."""
        return self._sentences.pop((label, sentence.span, sentence.text), [])


def _is_about_all(finding: Finding, section: SectionMeasure) -> bool:
    # The gate puts what an edition says to one audience on its first heading; a finding about
    # that section itself names the section.
    return finding.code in _OF_A_TEXT and f'"{section.title}"' not in finding.message
