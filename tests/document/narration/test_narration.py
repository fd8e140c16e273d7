"""Each folder of tests/document/narration is a case: `source.md`, and the script made of it.

`pairs.toml` lists how British text is written and how it is said. `pytest --accept` writes the
scripts anew.
"""

from __future__ import annotations

import importlib.util
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from plainpress.document.model import Paragraph, PictureRow, Section, Text
from plainpress.document.narration import Index, Narration, narrate
from plainpress.document.narration.rules import rules, said
from plainpress.document.narration.runs import LONGEST, sentences
from plainpress.document.narration.script import lines
from plainpress.document.narration.speech import tidy
from plainpress.document.reader import read
from plainpress.document.settings import Settings
from plainpress.document.walk import nodes_of, plain_text, transform

if TYPE_CHECKING:
    from plainpress.document.model import Publication

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/source.md"))
PAIRS = tomllib.loads((HERE / "pairs.toml").read_text("utf-8"))["pairs"]


def narration(path: Path) -> tuple[Publication, Narration]:
    reading = read(path)
    assert reading.publication
    return reading.publication, narrate(reading.publication, reading.settings)


def spoken(text: str, **pronunciations: str) -> str:
    pieces = said(text, rules("en-GB", pronunciations))
    assert "".join(piece.written for piece in pieces) == text
    return " ".join("".join(piece.spoken for piece in pieces).split())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path, accept: bool) -> None:
    script = "\n".join(lines(narration(case / "source.md")[1])) + "\n"
    if accept:
        (case / "expected.txt").write_text(script, "utf-8")
    assert script == (case / "expected.txt").read_text("utf-8")


@pytest.mark.parametrize(("written", "expected"), PAIRS, ids=[pair[0] for pair in PAIRS])
def test_british_text_is_said_as_british_people_say_it(written: str, expected: str) -> None:
    assert spoken(written) == expected


def test_pronunciations_go_before_rules_and_hold_for_whole_words() -> None:
    words = {"SCIE": "sky", "co-prod*": "co prod*", "cy:NHS": "en haitch es"}
    assert spoken("SCIE and MPs", **words) == "sky and M Ps"
    assert spoken("co-producers of NHS", **words) == "co producers of N H S"


def test_every_rule_is_in_the_docs(root: Path) -> None:
    docs = (root / "docs" / "audio.md").read_text("utf-8")
    for rule in rules("en-GB", {"SCIE": "sky"}):
        assert f"`{rule.name}`" in docs


@pytest.mark.parametrize("edition", ["standard", "easy-read"])
def test_every_word_of_the_guide_is_said_or_named_as_left_out(root: Path, edition: str) -> None:
    reading = read(root / "sources" / "guide", edition)
    assert reading.publication
    found = narrate(reading.publication, reading.settings)
    index = Index(found)
    for paragraph in nodes_of(Paragraph, *reading.publication.sections):
        places = index.places(paragraph, "text", "description", "note")
        runs = tuple(each for place in places for each in found.utterances[place].inlines)
        if places:
            assert plain_text(runs) == plain_text(paragraph.children)
    for section in nodes_of(Section, reading.publication):
        assert index.places(section, "heading")
    assert found.chapters[-1].end == len(found.utterances)


def test_easy_read_has_longer_pauses(root: Path) -> None:
    source = root / "sources" / "guide"
    pauses = {}
    for edition in ("standard", "easy-read"):
        reading = read(source, edition)
        assert reading.publication
        texts = narrate(reading.publication, reading.settings).utterances
        pauses[edition] = min(each.after for each in texts if each.role == "text")
    assert pauses["easy-read"] > pauses["standard"]
    assert next(nodes_of(PictureRow, reading.publication))


def test_a_sentence_of_three_thousand_words_is_said_in_parts() -> None:
    text = " ".join(["word"] * 3000)
    runs = list(sentences((Text(text),)))
    assert "".join(run.text for run in runs) == text
    assert max(len(run.text.split()) for run in runs) <= LONGEST


def test_five_megabytes_take_no_longer_than_they_must() -> None:
    text = "A short sentence stands here. " * 60_000
    assert sum(1 for _ in sentences((Text(text),))) == 60_000


@pytest.mark.parametrize("run", ["a", "A", "1", "a.", "a-", "1.", " ", "\xa0", "-", ",", "(", "a@"])
def test_a_run_of_one_sign_takes_no_longer_than_it_must(run: str) -> None:
    text = f"Here {run * 200_000}"  # a rule that takes the square of it ends by the time limit
    pieces = said(text, rules("en-GB", {"co-prod*": "co prod*"}))
    assert "".join(piece.written for piece in pieces) == text
    assert len(tidy("".join(piece.spoken for piece in pieces))) > 0


def _publications() -> Any:
    path = HERE.parents[1] / "builders" / "test_any_publication.py"
    spec = importlib.util.spec_from_file_location("any_publication", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.publications().map(module.Held)


@given(held=_publications())
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_any_publication_can_be_said(held: Any) -> None:
    publication = transform(held.publication, replace)  # no node stands twice
    found = narrate(publication, Settings())
    index = Index(found)
    for each in found.utterances:
        assert any(map(str.isalnum, each.text))
        assert each.after > 0
    for paragraph in nodes_of(Paragraph, *publication.sections):
        runs = tuple(
            each
            for place in index.places(paragraph, "text")
            for each in found.utterances[place].inlines
        )
        assert plain_text(runs) in {plain_text(paragraph.children), ""}
