"""The scorer of record: textstat's metrics, offline, fed with our own words and sentence ends.

textstat takes text. Its own sentence splitter is wrong on abbreviations, numbers and
quotations and drops sentences of one or two words, so it never gets the text itself but a
carrier: our words in their order, with exactly as many full stops as we counted sentences.
Every formula here depends on totals alone, so where those full stops stand makes no
difference. Two cases have no carrier and are worked out from the totals by the same formulas
(data/formulas.toml), which the tests hold to textstat's results: texts whose sentences have
fewer than three words on average, which textstat would not count, and texts of more than
`CARRIER_LIMIT` words, which it would read again word by word for each level of headings.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from plainpress.accessibility.readability.syllables import syllables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

CARRIER_LIMIT = 2_000
SMOG_SENTENCES = 30
_LEAST_WORDS = 3
_CACHED_WORDS = 2**17


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over sentences, which add up from section to section.

    `hard` are the difficult words of the Gunning fog index, `unfamiliar` those of the
    Dale-Chall formula. The last three are sums of squares and products, from which the
    sampling error follows.
    """

    sentences: int = 0
    words: int = 0
    syllables: int = 0
    polysyllables: int = 0
    hard: int = 0
    unfamiliar: int = 0
    words_squared: int = 0
    syllables_squared: int = 0
    words_by_syllables: int = 0

    def __add__(self, other: Totals) -> Totals:
        return Totals(
            *(mine + theirs for mine, theirs in zip(self.row(), other.row(), strict=True))
        )

    def row(self) -> tuple[int, ...]:
        """The nine sums, in order."""
        return (
            self.sentences, self.words, self.syllables, self.polysyllables, self.hard,
            self.unfamiliar, self.words_squared, self.syllables_squared, self.words_by_syllables,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grades:
    """The readability of a text by five formulas.

    `error` is the standard error of the Flesch-Kincaid grade, in grades. `smog` is None under
    30 sentences, for which McLaughlin made no claim. `reading_age` is the Flesch-Kincaid
    grade plus five, in years.
    """

    flesch_kincaid: float
    error: float
    flesch_ease: float
    smog: float | None
    gunning_fog: float
    dale_chall: float

    @property
    def reading_age(self) -> float:
        return self.flesch_kincaid + float(formulas()["reading-age"]["years"])


@cache
def formulas() -> Mapping[str, Any]:
    """Each formula's constants, name and paper, from data/formulas.toml."""
    text = files(__package__).joinpath("data", "formulas.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


# --- textstat, offline ---------------------------------------------------------------


class _Pronunciations:
    """What textstat takes for the CMU dictionary: a word to its phones, vowels with a digit."""

    def __getitem__(self, token: str) -> tuple[tuple[str, ...], ...]:
        return _phones(token)


@lru_cache(maxsize=_CACHED_WORDS)
def _phones(token: str) -> tuple[tuple[str, ...], ...]:
    return (("0",) * sum(syllables(part) for part in token.split("_") if part),)


def _offline_textstat() -> Any:  # noqa: ANN401 - textstat ships no types
    """The metrics of textstat, with our syllables for the dictionary that it would download.

    textstat keeps 128 words in its caches and a book has 30,000, so that its two questions
    about single words get larger ones. All three assignments always put in the same pure
    functions, so that repeating them, from any thread, changes nothing.
    """
    from plainpress.accessibility.imports import textstat_backend

    backend = textstat_backend()
    counts, metrics = backend.counts, backend.metrics
    from textstat.backend.counts import _count_polysyllable_words, _count_syllables
    from textstat.backend.selections import _list_difficult_words

    if _count_syllables.get_cmudict is not _cmudict:
        _count_syllables.get_cmudict = _cmudict
        _count_polysyllable_words.count_syllables = _remembered(counts.count_syllables)
        difficult = _list_difficult_words.is_difficult_word
        _list_difficult_words.is_difficult_word = _remembered(difficult)
    return metrics


@cache
def _pronunciations() -> _Pronunciations:
    return _Pronunciations()


def _cmudict(_language: str) -> _Pronunciations:
    return _pronunciations()


def _remembered(function: Any) -> Any:  # noqa: ANN401 - textstat ships no types
    return lru_cache(maxsize=_CACHED_WORDS)(function.__wrapped__)


def textstat_language(language: str) -> str:
    """How textstat names an English language tag: "en_US" for American, else "en_GB"."""
    return "en_US" if language.lower().replace("_", "-").startswith("en-us") else "en_GB"


def word_judge(language: str) -> Callable[[str], tuple[int, bool, bool]]:
    """A function from a carried word to its syllables, and to whether two formulas find it hard.

    The formulas are the Gunning fog index and that of Dale and Chall.
    """
    _offline_textstat()
    from textstat.backend.counts import count_syllables
    from textstat.backend.selections._list_difficult_words import is_difficult_word

    name = textstat_language(language)

    def judge(word: str) -> tuple[int, bool, bool]:
        return (
            count_syllables(word, name),
            is_difficult_word(word, 3, name),
            is_difficult_word(word, 0, name),
        )

    return judge


# --- Grades --------------------------------------------------------------------------


def carrier(words: Sequence[str], sentences: int) -> str:
    """A text of these words in which textstat counts just this many sentences."""
    size, longer = divmod(len(words), sentences)
    parts: list[str] = []
    start = 0
    for number in range(sentences):
        end = start + size + (number < longer)
        parts.append(" ".join(words[start:end]))
        start = end
    return ". ".join(parts) + "."


def grades(totals: Totals, words: Sequence[str], language: str) -> Grades | None:
    """The grades of a text with these totals and carried words, or None without a sentence."""
    if not totals.sentences or not totals.words:
        return None
    short = totals.words < _LEAST_WORDS * totals.sentences
    if short or totals.words > CARRIER_LIMIT:
        return by_totals(totals)
    return _by_textstat(totals, carrier(words, totals.sentences), textstat_language(language))


def _by_textstat(totals: Totals, text: str, language: str) -> Grades:
    metrics = _offline_textstat()
    enough = totals.sentences >= SMOG_SENTENCES
    return Grades(
        flesch_kincaid=metrics.flesch_kincaid_grade(text, language),
        error=sampling_error(totals),
        flesch_ease=metrics.flesch_reading_ease(text, language),
        smog=metrics.smog_index(text, language) if enough else None,
        gunning_fog=metrics.gunning_fog(text, language),
        dale_chall=metrics.dale_chall_readability_score(text, language),
    )


def by_totals(totals: Totals) -> Grades:
    """The same grades from the totals alone, by the formulas that textstat uses."""
    length = totals.words / totals.sentences
    return Grades(
        flesch_kincaid=_linear("flesch-kincaid", length, totals.syllables / totals.words),
        error=sampling_error(totals),
        flesch_ease=_linear("flesch-ease", length, totals.syllables / totals.words),
        smog=_smog(totals) if totals.sentences >= SMOG_SENTENCES else None,
        gunning_fog=_linear("gunning-fog", length, 100 * totals.hard / totals.words),
        dale_chall=_dale_chall(length, 100 * totals.unfamiliar / totals.words),
    )


def _linear(formula: str, length: float, difficulty: float) -> float:
    data = formulas()[formula]
    return float(data["base"] + data["length"] * length + data["difficulty"] * difficulty)


def _smog(totals: Totals) -> float:
    data = formulas()["smog"]
    per_thirty = 30 * totals.polysyllables / totals.sentences
    return float(data["base"] + data["difficulty"] * math.sqrt(per_thirty))


def _dale_chall(length: float, unfamiliar: float) -> float:
    data = formulas()["dale-chall"]
    added = data["added"] if unfamiliar > data["added-over"] else 0.0
    return _linear("dale-chall", length, unfamiliar) + float(added)


def sampling_error(totals: Totals) -> float:
    """The standard error of the Flesch-Kincaid grade, in grades, by the delta method.

    The sentences are taken as a sample of those that the author would write. The grade is a
    sum of two ratios of their totals, whose error follows from its derivative at each
    sentence (Cochran 1977, section 6.4). With one sentence it is unknown: infinity.
    """
    count, words, syllables = totals.sentences, totals.words, totals.syllables
    if count < 2 or not words:  # noqa: PLR2004 - a spread needs two sentences
        return math.inf
    data = formulas()["flesch-kincaid"]
    ratio = syllables / words
    # A sentence of w words and s syllables moves the grade by a * w + b * s, less the mean.
    b = data["difficulty"] * count / words
    a = data["length"] - b * ratio
    mean = a * words / count + b * syllables / count
    squares = (
        a * a * totals.words_squared
        + 2 * a * b * totals.words_by_syllables
        + b * b * totals.syllables_squared
    )
    variance = max(squares / count - mean * mean, 0.0) * count / (count - 1)
    return math.sqrt(variance / count)
