"""What measuring gives: sentences with their places; measures of texts, sections and editions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plainpress.accessibility.readability.counting import Standing
    from plainpress.accessibility.readability.scorer import Grades, Totals
    from plainpress.document.model import Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its text and words (apostrophes and hyphens made plain), and its place.

    `kind` is the kind of text that it stands in, `standing` whether that counts.
    `paragraph` numbers the units of the section, so that sentences of one paragraph are
    known by it.
    """

    text: str
    words: tuple[str, ...]
    span: Span
    kind: str
    standing: Standing
    paragraph: int
    syllables: int
    polysyllables: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The words of one kind of text that were not graded; `checked` if their length was."""

    kind: str
    words: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Bands:
    """How many words stand in each band of difficulty.

    `frequency` counts by Zipf frequency rounded down, 0 (unknown) to 7; `levels` by CEFR
    level, "A1" to "C2", and "" for words without one.
    """

    frequency: tuple[tuple[int, int], ...]
    levels: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class TextMeasure:
    """The measures of one text.

    `lengths` are the words of each graded sentence, shortest first; `paragraphs` the
    sentences of each paragraph of running text, in order. `reading` and `listening` are
    seconds, over all words that people read, graded or not.
    """

    totals: Totals
    grades: Grades | None
    lengths: tuple[int, ...]
    paragraphs: tuple[int, ...]
    bands: Bands
    left_out: tuple[LeftOut, ...]
    reading: float
    listening: float

    @property
    def mean_length(self) -> float:
        """Words a sentence; 0 without a sentence."""
        return self.totals.words / self.totals.sentences if self.totals.sentences else 0.0

    @property
    def longest(self) -> int:
        return self.lengths[-1] if self.lengths else 0

    def longer_than(self, limit: int) -> int:
        """How many graded sentences have more words than `limit`."""
        return sum(1 for length in self.lengths if length > limit)

    def share_longer_than(self, limit: int) -> float:
        """The same as a share of the sentences, 0 to 1."""
        return self.longer_than(limit) / len(self.lengths) if self.lengths else 0.0

    def words_in_longer_than(self, limit: int) -> float:
        """The share of the words that stand in sentences of more words than `limit`, 0 to 1."""
        long = sum(length for length in self.lengths if length > limit)
        return long / self.totals.words if self.totals.words else 0.0


@dataclass(frozen=True, slots=True)
class SectionMeasure:
    """One section: `own` is what stands under its heading itself, `whole` all down to the next.

    `sentences` are those of `own`, graded and checked. `promoted` is true where checked text
    (tables, captions, quotations) holds so much of the section that it is graded with the
    rest. `parent` is the label of the section that holds it, empty for a chapter.
    """

    label: str
    title: str
    level: int
    audience: str
    span: Span
    parent: str
    own: TextMeasure
    whole: TextMeasure
    sentences: tuple[Sentence, ...]
    promoted: bool
    pictures: int
    reference_list: bool

    def graded(self) -> tuple[Sentence, ...]:
        """The sentences that are graded."""
        if self.promoted:
            return self.sentences
        return tuple(sentence for sentence in self.sentences if sentence.standing == "counted")


@dataclass(frozen=True, slots=True)
class Measures:
    """An edition. `audiences` measures, for each audience, all that is written for it.

    `measurable` is false for a language that the formulas are not made for; there are no
    sections then.
    """

    title: str
    edition: str
    language: str
    measurable: bool
    sections: tuple[SectionMeasure, ...]
    whole: TextMeasure
    audiences: tuple[tuple[str, TextMeasure], ...]
    span: Span

    def section(self, label: str) -> SectionMeasure:
        """The section with this label; KeyError if there is none."""
        for section in self.sections:
            if section.label == label:
                return section
        raise KeyError(label)


def gain(text: TextMeasure) -> float:
    """By how many grades the Flesch-Kincaid grade falls when one sentence is parted in two."""
    count, words = text.totals.sentences, text.totals.words
    if not count or text.grades is None:
        return 0.0
    from plainpress.accessibility.readability.scorer import formulas

    factor = float(formulas()["flesch-kincaid"]["length"])
    return factor * (words / count - words / (count + 1))


def is_graded(text: TextMeasure, least: int) -> bool:
    """Whether a text has the sentences, and a spread among them, that a grade can stand on."""
    grades = text.grades
    return grades is not None and text.totals.sentences >= least and math.isfinite(grades.error)
