"""textstat as the scorer of record: offline, with our counts, and equal to our formulas."""

from __future__ import annotations

import math
import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plainpress.accessibility.readability import scorer
from plainpress.accessibility.readability.scorer import Totals
from plainpress.accessibility.readability.syllables import syllables
from plainpress.accessibility.readability.words import Lexicon, carried, normalised, words

_OFFLINE = """
import socket
def refuse(*args, **kwargs):
    raise AssertionError("the network was asked")
socket.socket.connect = refuse
socket.create_connection = refuse
socket.getaddrinfo = refuse
from plainpress.document.model import Paragraph, Publication, Section, Text
from plainpress.accessibility.readability.measure import measure
text = "The committee considered each application. " "It found them insufficient."
section = Section(level=1, title=(), label="a", blocks=(Paragraph((Text(text),)),))
found = measure(Publication(title="A", language="en-GB", sections=(section,)))
print(round(found.whole.grades.flesch_kincaid, 2))
"""


def test_the_first_call_works_without_a_network(tmp_path: object) -> None:
    environment = {"HOME": str(tmp_path), "NLTK_DATA": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", _OFFLINE],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "11.08\n"


def test_importing_the_room_does_not_import_textstat() -> None:
    code = (
        "import sys; import plainpress.accessibility.readability.gate\n"
        "import plainpress.accessibility.language, plainpress.accessibility.readability.measure\n"
        "print([n for n in ('textstat', 'nltk', 'wordfreq', 'cefrpy') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


WORDS = (
    "cat", "people", "organisation", "co-production", "don't", "and", "NIHR", "2024", "1,200",
    "e.g.", "well-being", "communities", "co-researchers'", "café", "£1.5m", "a", "opportunity",
)  # fmt: skip


def _totals(sentences: list[list[str]], lexicon: Lexicon) -> Totals:
    total = Totals()
    for sentence in sentences:
        facts = [lexicon[word] for word in sentence]
        size, count = len(facts), sum(fact.syllables for fact in facts)
        total += Totals(
            1, size, count,
            sum(fact.syllables >= 3 for fact in facts),
            sum(fact.hard for fact in facts),
            sum(fact.unfamiliar for fact in facts),
            size * size, count * count, size * count,
        )  # fmt: skip
    return total


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30), min_size=1, max_size=50))
def test_textstat_and_the_formulas_agree(sentences: list[list[str]]) -> None:
    """What textstat says of a carrier is what its formulas give for our totals."""
    found = [words(normalised(" ".join(sentence))) for sentence in sentences]
    totals = _totals(found, Lexicon("en-GB"))
    tokens = [carried(word) for sentence in found for word in sentence]
    recorded = scorer.grades(totals, tokens, "en-GB")
    assert recorded is not None
    computed = scorer.by_totals(totals)
    for name in ("flesch_kincaid", "flesch_ease", "gunning_fog", "dale_chall"):
        assert getattr(recorded, name) == pytest.approx(getattr(computed, name), abs=1e-9), name
    if totals.sentences >= 30:
        assert recorded.smog == pytest.approx(computed.smog, abs=1e-9)
    else:
        assert recorded.smog is None


def test_textstat_counts_a_carrier_as_we_do() -> None:
    from textstat.backend.counts import count_sentences, count_words

    text = scorer.carrier([carried(word) for word in WORDS], 4)
    assert count_sentences(text) == 4
    assert count_words(text) == len(WORDS)


def test_a_text_of_two_word_sentences_is_graded_all_the_same() -> None:
    lexicon = Lexicon("en-GB")
    totals = _totals([["We", "act"], ["You", "see"]], lexicon)
    grades = scorer.grades(totals, ["We", "act", "You", "see"], "en")
    assert grades is not None
    assert grades.flesch_kincaid == pytest.approx(0.39 * 2 + 11.8 - 15.59)


def test_no_words_have_no_grade() -> None:
    assert scorer.grades(Totals(), [], "en-GB") is None


def test_the_language_is_always_named() -> None:
    assert scorer.textstat_language("en") == "en_GB"
    assert scorer.textstat_language("en-US") == "en_US"
    assert scorer.textstat_language("en_us") == "en_US"


# --- The sampling error --------------------------------------------------------------


def test_the_sampling_error_is_that_of_the_bootstrap() -> None:
    """The delta method against 400 resamples of the same sentences."""
    chance = random.Random(7)  # noqa: S311 - a fixed sample, no secret
    rows = [(chance.randint(4, 32), chance.uniform(1.2, 1.9)) for _ in range(60)]
    rows = [(size, round(size * rate)) for size, rate in rows]

    def totals(sample: list[tuple[int, float]]) -> Totals:
        total = Totals()
        for size, count in sample:
            total += Totals(
                1, size, int(count), 0, 0, 0, size * size, int(count) ** 2, size * int(count)
            )
        return total

    resampled = [
        scorer.by_totals(totals(chance.choices(rows, k=len(rows)))).flesch_kincaid
        for _ in range(400)
    ]
    mean = sum(resampled) / len(resampled)
    spread = math.sqrt(sum((grade - mean) ** 2 for grade in resampled) / (len(resampled) - 1))
    assert scorer.sampling_error(totals(rows)) == pytest.approx(spread, rel=0.15)


def test_one_sentence_has_no_known_error() -> None:
    assert scorer.sampling_error(Totals(1, 5, 7)) == math.inf


def test_sentences_that_are_alike_have_no_error() -> None:
    assert scorer.sampling_error(Totals(3, 15, 21, 0, 0, 0, 75, 147, 105)) == pytest.approx(0)


# --- Syllables -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("people", 2), ("co", 1), ("production", 3), ("organisation", 5), ("utilise", 3),
        ("commissioners", 4), ("research", 2), ("area", 3), ("don't", 1), ("nurse's", 2),
        ("wellbeing", 3), ("2024", 1), ("café", 2), ("a", 1), ("created", 3), ("programme", 2),
    ],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_compound_has_the_syllables_of_its_parts() -> None:
    assert Lexicon("en-GB")["co-production"].syllables == syllables("co") + syllables("production")
