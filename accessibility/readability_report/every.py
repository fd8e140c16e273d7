"""Every measure of a text, in columns: the same on the page and at the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import mean, median
from typing import TYPE_CHECKING

from plainpress.accessibility.readability_report.wording import (
    NONE,
    decimal,
    duration,
    edition_name,
    grade,
    share,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from plainpress.accessibility.readability.measures import TextMeasure
    from plainpress.accessibility.readability.scorer import Grades
    from plainpress.accessibility.readability_report.facts import EditionFacts, SectionFacts


@dataclass(frozen=True, slots=True)
class Measured:
    """A text that was measured; `long` is how many of its graded sentences are too long."""

    name: str
    text: TextMeasure
    long: int


@dataclass(frozen=True, slots=True)
class Column:
    """One measure: its name, and how it is shown."""

    name: str
    of: Callable[[Measured], str]


@dataclass(frozen=True, slots=True)
class Topic:
    """Measures that belong together, and what one must know to read them."""

    title: str
    columns: tuple[Column, ...]
    note: str


def of_edition(edition: EditionFacts) -> tuple[Measured, ...]:
    """An edition as a whole; then what it says to each audience, where it has several.

    Nothing for an edition that cannot be measured: its zeros would look like measures.
    """
    name, groups, measures = edition_name(edition.name), edition.groups, edition.results.measures
    if not measures.measurable:
        return ()
    whole = Measured(name, measures.whole, sum(group.long for group in groups))
    if len(groups) < 2:  # noqa: PLR2004 - one audience reads the whole
        return (whole,)
    parts = (Measured(f"{name}, {g.target.title}", g.text, g.long) for g in groups)
    return (whole, *parts)


def of_section(section: SectionFacts) -> Measured:
    """A section's own text, without its parts."""
    return Measured(section.measure.title, section.measure.own, section.long)


# --- How each is shown ---------------------------------------------------------------


def _graded(shown: Callable[[Grades], str]) -> Callable[[Measured], str]:
    """A column of grades; a text that has none shows a dash."""
    return lambda each: shown(each.text.grades) if each.text.grades else NONE


def _smog(grades: Grades) -> str:
    return NONE if grades.smog is None else decimal(grades.smog)


def _of_list(
    sizes: Callable[[TextMeasure], Sequence[int]], shown: Callable[[Sequence[int]], str]
) -> Callable[[Measured], str]:
    """A column about the sizes of sentences or paragraphs; a text without any shows a dash."""
    return lambda each: shown(found) if (found := sizes(each.text)) else NONE


def _lengths(text: TextMeasure) -> Sequence[int]:
    return text.lengths


def _paragraphs(text: TextMeasure) -> Sequence[int]:
    return text.paragraphs


def _average(sizes: Sequence[int]) -> str:
    return decimal(mean(sizes))


def _middle(sizes: Sequence[int]) -> str:
    return f"{median(sizes):g}"


def _largest(sizes: Sequence[int]) -> str:
    return f"{max(sizes):,}"


def _too_long(each: Measured) -> str:
    total = len(each.text.lengths)
    if not total:
        return NONE
    return f"{each.long:,} ({share(each.long, total)})" if each.long else "0"


def _level(*levels: str) -> Callable[[Measured], str]:
    """The share of the words that have one of these CEFR levels."""

    def shown(each: Measured) -> str:
        bands = dict(each.text.bands.levels)
        total = sum(bands.values())
        return share(sum(bands.get(level, 0) for level in levels), total) if total else NONE

    return shown


def _zipf(lowest: int, highest: int) -> Callable[[Measured], str]:
    """The share of the words whose Zipf frequency, rounded down, lies between two bands."""

    def shown(each: Measured) -> str:
        bands = each.text.bands.frequency
        total = sum(count for _, count in bands)
        inside = sum(count for band, count in bands if lowest <= band <= highest)
        return share(inside, total) if total else NONE

    return shown


# --- The measures --------------------------------------------------------------------

GRADES = (
    Column("Flesch-Kincaid grade ± error", lambda each: grade(each.text.grades)),
    Column("Flesch reading ease", _graded(lambda grades: decimal(grades.flesch_ease))),
    Column("SMOG grade", _graded(_smog)),
    Column("Gunning fog index", _graded(lambda grades: decimal(grades.gunning_fog))),
    Column("Dale-Chall score", _graded(lambda grades: decimal(grades.dale_chall))),
    Column(
        "Reading age: Flesch-Kincaid plus five",
        _graded(lambda grades: decimal(grades.reading_age)),
    ),
)
LENGTHS = (
    Column("Words", lambda each: f"{each.text.totals.words:,}"),
    Column("Sentences", lambda each: f"{len(each.text.lengths):,}"),
    Column("Words a sentence, average", _of_list(_lengths, _average)),
    Column("Words a sentence, middle", _of_list(_lengths, _middle)),
    Column("Longest sentence, words", _of_list(_lengths, _largest)),
    Column("Sentences too long", _too_long),
    Column("Paragraphs", lambda each: f"{len(each.text.paragraphs):,}"),
    Column("Sentences a paragraph, average", _of_list(_paragraphs, _average)),
    Column("Longest paragraph, sentences", _of_list(_paragraphs, _largest)),
    Column("Reading time", lambda each: duration(each.text.reading)),
    Column("Listening time", lambda each: duration(each.text.listening)),
)
WORDS = (
    Column("Level A1 or A2", _level("A1", "A2")),
    Column("Level B1 or B2", _level("B1", "B2")),
    Column("Level C1 or C2", _level("C1", "C2")),
    Column("Words without a level", _level("")),
    Column("Common words: Zipf 5 or more", _zipf(5, 9)),
    Column("Less common words: Zipf 4", _zipf(4, 4)),
    Column("Rare words: under Zipf 4", _zipf(0, 3)),
)
TOPICS = (
    Topic(
        "Grades",
        GRADES,
        "Each formula weighs words and sentences in its own way, so that no two agree. Texts are "
        "held to their Flesch-Kincaid and SMOG grades only. Flesch reading ease runs the other "
        "way: 100 is very easy, 0 is very hard.",
    ),
    Topic(
        "Sentences, paragraphs and times",
        LENGTHS,
        "Half of the sentences have as many words as the middle one, or fewer. Items of lists, "
        "cells and captions are no paragraphs. Times are for all the words that people read.",
    ),
    Topic(
        "Words by difficulty",
        WORDS,
        "Levels are those of the Common European Framework of Reference, from A1, the easiest, to "
        "C2. The Zipf frequency says how common a word is: one of Zipf 5 stands a hundred times in "
        "a million words, one of Zipf 4 ten times. Numbers are not counted.",
    ),
)


def rows(texts: Sequence[Measured]) -> list[tuple[str, ...]]:
    """A row for each measure, with a column for each text."""
    return [
        (column.name, *(column.of(each) for each in texts))
        for topic in TOPICS
        for column in topic.columns
    ]
