"""The plain-language checks: a folder a code, with a text that fails and one that passes."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plainpress.accessibility import language
from plainpress.accessibility.language.phrases import Matcher, parse, shipped
from plainpress.accessibility.readability.measure import measure
from plainpress.accessibility.readability.rules import rules
from plainpress.document.findings import Severity
from plainpress.document.model import Text
from plainpress.document.reader import read

if TYPE_CHECKING:
    from plainpress.document.findings import Finding

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/fails.md"))
RULES = rules("plainpress.accessibility.language")


def _check(path: Path, **settings: object) -> tuple[Finding, ...]:
    reading = read(path)
    assert reading.publication is not None
    assert reading.findings == ()
    measures = measure(reading.publication, sources=reading.sources)
    return language.check(reading.publication, measures, **settings)  # type: ignore[arg-type]


def _lines(findings: tuple[Finding, ...]) -> str:
    return "".join(
        f"{found.span.first}: {found.code}: {found.told}; {found.hint}\n" for found in findings
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_fails_is_found(case: Path, accept: bool) -> None:
    found = _check(case / "fails.md")
    assert case.name in {finding.code for finding in found}
    expected = case / "findings.txt"
    if accept:
        expected.write_text(_lines(found), "utf-8")
    assert _lines(found) == expected.read_text("utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_passes_has_no_finding(case: Path) -> None:
    assert _lines(_check(case / "passes.md")) == ""


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert {case.name for case in CASES} == set(RULES)


@pytest.mark.parametrize("code", RULES)
def test_every_rule_says_what_why_and_what_to_do(code: str) -> None:
    rule = RULES[code]
    assert rule.link.startswith("https://")
    assert rule.why.endswith(".")
    assert rule.hint
    assert not rule.hint.endswith(".")


def test_nominalisations_are_information_only() -> None:
    assert RULES["nominalisation"].severity is Severity.INFORMATION


def test_hard_words_earn_their_place() -> None:
    """Rarer than Zipf 5, a replacement 0.3 Zipf more common; phrases of three words pass."""
    from wordfreq import zipf_frequency

    def zipf(text: str) -> float:
        return min(float(zipf_frequency(word, "en")) for word in text.split())

    for phrase in shipped("hard-words.txt", "hard-word"):
        if len(phrase.words) < 3:
            rarity = zipf(" ".join(phrase.words))
            assert rarity < 5, phrase
            assert max(map(zipf, phrase.plainer)) >= rarity + 0.3, phrase


def test_no_phrase_stands_in_a_list_twice() -> None:
    for name in ("hard-words.txt", "idioms.txt", "nominalisations.txt", "people.txt"):
        found = [phrase.words for phrase in shipped(name, "x")]
        assert len(found) == len(set(found)), name


def test_every_list_names_its_source() -> None:
    folder = files("plainpress.accessibility.language") / "data"
    sources = (folder / "SOURCES.md").read_text("utf-8")
    for entry in folder.iterdir():
        if entry.name != "SOURCES.md":
            assert f"`{entry.name}`" in sources


def test_the_longest_phrase_wins() -> None:
    matcher = Matcher(parse("in order = x\nin order to = to", "hard-word"))
    (match,) = matcher.find(("we", "came", "in", "order", "to", "see"))
    assert match.phrase.words == ("in", "order", "to")


def test_a_publication_replaces_the_words_about_people(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text(
        "---\ntitle: A\nlanguage: en\n---\n# A\n\nThe elderly and the grockles came.\n"
    )
    found = _check(source, people="grockles = visitors\n")
    assert [finding.code for finding in found] == ["word-about-people"]
    assert found[0].hint == 'write "visitors"'


def test_a_publication_has_its_own_word_for_a_thing(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text("---\ntitle: A\nlanguage: en\n---\n# A\n\nEach service user has a say.\n")
    found = _check(source, terms={"service user": "person who uses services"})
    assert [finding.code for finding in found] == ["two-words-for-one-thing"]


def test_styles_of_dates_and_numbers_are_the_publications(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text(
        "---\ntitle: A\nlanguage: en\n---\n# A\n\nOn 3 April 2025 some 5 % of 12000 people came.\n"
    )
    style = {"dates": "month-day-year", "thousands": "off", "percent": "per cent"}
    found = _check(source, style=style)
    assert [finding.code for finding in found] == ["date-style", "number-style"]
    assert found[0].hint == 'write "April 3, 2025"'


def test_wording_for_professionals_is_information(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text(
        "---\ntitle: A\nlanguage: en\n---\n{audience=professional}\n# A\n\nUtilise the spade.\n"
    )
    (found,) = _check(source)
    assert found.code == "hard-word"
    assert found.severity is Severity.INFORMATION


def test_quotations_are_not_rewritten(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text(
        "---\ntitle: A\nlanguage: en\n---\n# A\n\nShe said this.\n\n"
        ":::{quotation}\nUtilise the spade in order to dig.\n:::\n"
    )
    reading = read(source)
    assert reading.publication is not None
    (section,) = reading.publication.sections
    quotation = replace(section.blocks[1], source=(Text("Ann, a gardener"),))
    quoted = replace(section, blocks=(section.blocks[0], quotation))
    publication = replace(reading.publication, sections=(quoted,))
    assert len(_check(source)) == 2
    assert language.check(publication, measure(publication)) == ()


def test_proposals_end_without_a_full_stop() -> None:
    for case in CASES:
        for finding in _check(case / "fails.md"):
            assert not re.search(r"\.$", finding.message)
