"""Measuring: what counts, where it stands, and that it is quick."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plainpress.accessibility import language
from plainpress.accessibility.readability import scorer
from plainpress.accessibility.readability.counting import counting
from plainpress.accessibility.readability.cuts import proposal
from plainpress.accessibility.readability.gate import gate
from plainpress.accessibility.readability.measure import is_measurable, measure
from plainpress.accessibility.readability.measures import Measures, gain
from plainpress.accessibility.readability.words import Lexicon, normalised, words
from plainpress.document.model import Paragraph, Publication, Section, Text
from plainpress.document.reader import read

ROOT = Path(__file__).resolve().parents[3]
HEAD = "---\ntitle: Trees\nlanguage: en-GB\n---\n\n"


def _measure(tmp_path: Path, text: str) -> Measures:
    source = tmp_path / "a.md"
    source.write_text(HEAD + text, "utf-8")
    reading = read(source)
    assert reading.publication is not None
    return measure(reading.publication, sources=reading.sources)


def test_prose_counts_and_furniture_does_not(tmp_path: Path) -> None:
    found = _measure(
        tmp_path,
        "# A heading of four words\n\n"
        "We plant oaks here. See https://example.org/trees for more.\n\n"
        "- one whole item stands here\n- oak\n\n"
        "| Tree | Age |\n| --- | --- |\n| Oak | 90 |\n\n"
        "```\nnot a word\n```\n\nRun `make all` now, friends.\n",
    )
    own = found.sections[0].own
    assert [sentence.text for sentence in found.sections[0].sentences] == [
        "We plant oaks here.",
        "See for more.",
        "one whole item stands here",
        "Run now, friends.",
    ]
    assert {(out.kind, out.words) for out in own.left_out} == {
        ("heading", 5), ("address", 1), ("label", 5), ("code", 5),
    }  # fmt: skip


def test_a_section_takes_its_parents_audience(tmp_path: Path) -> None:
    found = _measure(
        tmp_path,
        "{audience=professional}\n# A\n\nOne here.\n\n## B\n\nTwo here.\n\n"
        "{audience=public}\n## C\n\nThree here.\n",
    )
    assert [(s.title, s.audience, s.parent) for s in found.sections] == [
        ("A", "professional", ""),
        ("B", "professional", "a"),
        ("C", "public", "a"),
    ]
    assert found.sections[0].own.totals.sentences == 1
    assert found.sections[0].whole.totals.sentences == 3
    assert dict(found.audiences)["professional"].totals.words == 4


def test_a_sentence_knows_its_lines(tmp_path: Path) -> None:
    found = _measure(
        tmp_path,
        "# A\n\nThe first sentence stands\non two lines. The *second* stands\non two as well. "
        "The third\nends it.\n",
    )
    spans = [(s.span.first, s.span.last) for s in found.sections[0].sentences]
    assert spans == [(8, 9), (9, 10), (10, 11)]


def test_a_citation_leaves_no_hole(tmp_path: Path) -> None:
    (tmp_path / "references.bib").write_text(
        "@book{nesta2013, author={{Nesta}}, title={People}, year={2013}}", "utf-8"
    )
    (tmp_path / "publication.toml").write_text(
        'title = "A"\nlanguage = "en-GB"\nreferences = "references.bib"\nfiles = ["a.md"]\n'
    )
    (tmp_path / "a.md").write_text(
        "# A\n\nPeople agree {cite:p}`nesta2013`. As {cite:t}`nesta2013` says, they do.\n"
    )
    reading = read(tmp_path)
    assert reading.publication is not None
    found = measure(reading.publication).sections[0]
    assert [sentence.text for sentence in found.sentences] == [
        "People agree.",
        "As Nesta says, they do.",
    ]


def test_words() -> None:
    text = normalised(
        "Co\u2011production, and/or don\u2019t: e.g. 1,200 people (3.5%) at 10.30 a.m."
    )
    assert words(text) == [
        "Co-production", "and", "or", "don't", "e.g.", "1,200", "people", "3.5", "at", "10.30",
        "a.m.",
    ]  # fmt: skip


def test_how_common_a_word_is() -> None:
    lexicon = Lexicon("en-GB")
    assert lexicon["people"].zipf > 5 > lexicon["utilise"].zipf > 0
    assert lexicon["zzxqy"].zipf == 0
    assert lexicon["people"].level == "A1"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=80), min_size=1, max_size=5))
def test_any_text_can_be_measured_and_textstat_agrees_with_the_totals(texts: list[str]) -> None:
    blocks = tuple(Paragraph((Text(text),)) for text in texts)
    section = Section(level=1, title=(Text("A"),), label="a", blocks=blocks)
    publication = Publication(title="A", language="en-GB", sections=(section,))
    measures = measure(publication)
    gate(measures)
    language.check(publication, measures)
    whole = measures.whole
    if whole.grades is not None:
        expected = scorer.by_totals(whole.totals)
        assert whole.grades.flesch_kincaid == pytest.approx(expected.flesch_kincaid, abs=1e-9)


def test_an_accent_never_parts_a_word() -> None:
    assert words(normalised("cafe\u0301 na\u00efve")) == ["caf\u00e9", "na\u00efve"]


def test_empty_documents_have_measures_too() -> None:
    found = measure(Publication(title="A", language="en-GB", sections=()))
    assert found.whole.grades is None
    assert found.whole.mean_length == 0
    assert gain(found.whole) == 0


@pytest.mark.parametrize(
    ("tag", "can"), [("en", True), ("en-GB", True), ("EN_us", True), ("cy", False)]
)
def test_which_languages_can_be_measured(tag: str, can: bool) -> None:
    assert is_measurable(tag) is can


def test_every_kind_says_why_it_counts_or_not() -> None:
    for kind in counting().kinds.values():
        assert kind.standing in {"counted", "checked", "left-out"}
        assert kind.why


def test_parting_a_sentence_lowers_the_grade_by_the_gain(tmp_path: Path) -> None:
    whole = _measure(tmp_path, "# A\n\nWe walk to the park, and we sit in the sun. We go.\n").whole
    parted = _measure(tmp_path, "# A\n\nWe walk to the park. And we sit in the sun. We go.\n").whole
    assert whole.grades is not None
    assert parted.grades is not None
    fall = whole.grades.flesch_kincaid - parted.grades.flesch_kincaid
    assert gain(whole) == pytest.approx(fall)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (
            "We walk to the park every single day, and we sit down in the warm sun.",
            'cut it before "and": "every single day | and we sit down"',
        ),
        (
            "We walk to the park every day; it is warm and bright there.",
            'cut it at the ";": "park every day | it is warm"',
        ),
        ("We bring cups, plates, forks, knives, spoons and a rug.", "make a list of the things"),
        ("We walk to the park.", "make two sentences of it"),
    ],
)
def test_where_a_sentence_can_be_cut(tmp_path: Path, text: str, hint: str) -> None:
    (sentence,) = _measure(tmp_path, f"# A\n\n{text}\n").sections[0].sentences
    assert proposal(sentence).startswith(hint)


def test_our_own_guide_keeps_its_targets() -> None:
    reading = read(ROOT / "sources" / "guide")
    assert reading.publication is not None
    found = gate(measure(reading.publication, sources=reading.sources), reading.settings.targets)
    assert [str(each) for each in found if each.severity.name == "ERROR"] == []


def test_a_hundred_thousand_words_take_a_few_seconds() -> None:
    chance = random.Random(1)  # noqa: S311 - a fixed sample, no secret
    known = [f"{a}{b}" for a in ["tree", "house", "garden", "people", "research", "service"]
             for b in ("", "s", "ing", "ed", "er")]  # fmt: skip
    sections = []
    for number in range(200):
        sentences = [" ".join(chance.choices(known, k=17)).capitalize() + "." for _ in range(30)]
        blocks = tuple(Paragraph((Text(" ".join(sentences[n : n + 3])),)) for n in range(0, 30, 3))
        title = (Text(f"Section {number}"),)
        sections.append(Section(level=1, title=title, label=f"s{number}", blocks=blocks))
    publication = Publication(title="A", language="en-GB", sections=tuple(sections))
    start = time.process_time()
    measures = measure(publication)
    gate(measures)
    language.check(publication, measures)
    assert measures.whole.totals.words == 102_000
    assert time.process_time() - start < 6
