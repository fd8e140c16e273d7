"""The page: what stands on it, that it is whole, and that no text gets out of its place."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from plainpress.accessibility.readability.measures import Sentence
from plainpress.accessibility.readability_report import every, history, page
from plainpress.accessibility.readability_report.facts import Level, dense_from, facts, level
from plainpress.accessibility.readability_report.results import Allowed
from plainpress.accessibility.readability_report.truth import FLOOR, truth
from plainpress.accessibility.readability_report.wording import NONE, grade
from plainpress.accessibility.readability_report.worst import worst
from plainpress.document.findings import Finding, Severity
from plainpress.document.model import NOWHERE, Span

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plainpress.accessibility.readability_report.results import Results

VOID = {"meta", "br", "img", "hr", "link", "input"}
STYLE = re.compile(r"(<style>\n).*?(</style>)", re.DOTALL)


class Outline(HTMLParser):
    """Tags that are not closed in order, ids, links and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in {"href", "src", "action", "data"}:
                self.links.append(value or "")
            if name.startswith("on") or name == "style":
                self.faults.append(f"{tag} has {name}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words += data


def results_of(case: Path, of_case: Callable[[str], Results]) -> Results:
    return of_case(case.name)


def test_the_page_is_as_expected(
    case: Path, of_case: Callable[[str], Results], accept: bool
) -> None:
    text = STYLE.sub(r"\1\2", page.render(results_of(case, of_case)))
    expected = case / "expected.html"
    if accept:
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


def test_the_page_is_well_formed_and_whole_in_itself(
    case: Path, of_case: Callable[[str], Results]
) -> None:
    text = page.render(results_of(case, of_case))
    outline = Outline(text)
    assert outline.faults == []
    assert outline.open == []
    assert len(outline.ids) == len(set(outline.ids))
    assert {link for link in outline.links if not link.startswith("#")} == set()
    assert {link[1:] for link in outline.links} <= set(outline.ids)
    assert "script" not in outline.tags
    assert re.findall(r"url\((?!data:)", text) == []
    assert "@import" not in text


def test_the_page_has_every_measure_of_each_edition_and_each_section(
    of_case: Callable[[str], Results],
) -> None:
    results = of_case("two-editions")
    text = page.render(results)
    part = text[text.index('<section id="measures"') : text.index('<section id="charts"')]
    for topic in every.TOPICS:
        for column in topic.columns:
            assert f'<th scope="row">{column.name}</th>' in part
            by_section = f'<th scope="col" class="number">{column.name}</th>'
            assert part.count(by_section) == len(results.editions)
    for edition in results.editions:
        for section in edition.measures.sections:
            assert part.count(f">{section.title}</a>") == len(every.TOPICS)


def test_measures_are_those_of_the_text(of_case: Callable[[str], Results]) -> None:
    (edition,) = facts(of_case("mends-needed"))
    whole = edition.results.measures.whole
    shown: dict[str, str] = dict(every.rows(every.of_edition(edition)))  # type: ignore[arg-type]
    assert whole.grades is not None
    assert shown["Flesch-Kincaid grade ± error"] == grade(whole.grades)
    assert shown["Gunning fog index"] == f"{whole.grades.gunning_fog:.1f}"
    assert shown["SMOG grade"] == NONE  # under 30 sentences
    assert shown["Longest sentence, words"] == str(max(whole.lengths))
    assert shown["Sentences too long"] == "2 (18%)"
    levels = [value for name, value in shown.items() if name.startswith(("Level", "Words without"))]
    assert sum(int(value.removesuffix("%")) for value in levels) == pytest.approx(100, abs=2)


def test_the_page_claims_nothing_that_it_cannot_know(
    case: Path, of_case: Callable[[str], Results]
) -> None:
    text = page.render(results_of(case, of_case))
    assert "understandable" not in text.lower()
    assert "not a certificate" in text


def test_hostile_text_is_harmless_and_complete(of_case: Callable[[str], Results]) -> None:
    results = of_case("hostile")
    outline = Outline(page.render(results))
    assert {"script", "img"} & set(outline.tags) == set()
    assert "<img src=x onerror=alert(3)>" in outline.words
    assert '"><svg onload=alert(4)>' in outline.words
    assert "</h3><script>alert(2)</script>" in outline.words


def test_hostile_names_findings_and_reasons_are_harmless(
    of_case: Callable[[str], Results],
) -> None:
    results = of_case("mends-needed")
    edition = results.editions[0]
    evil = '"><script>alert(1)</script>\x1b[31m\x00'
    finding = Finding("sentence-too-long", Severity.ERROR, evil, Span(evil, 1, 1), evil, evil, evil)
    sections = tuple(
        replace(each, title=evil, label=evil + each.label, span=replace(each.span, path=evil))
        for each in edition.measures.sections
    )
    edition = replace(
        edition,
        measures=replace(edition.measures, sections=sections, edition=evil),
        findings=(finding, *edition.findings),
        allowed=(Allowed(finding, evil),),
    )
    text = page.render(replace(results, title=evil, language=evil, editions=(edition,)))
    outline = Outline(text)
    assert outline.faults == []
    assert "script" not in outline.tags
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text)


# --- What it says --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mends-needed", "2 of 11 sentences are too long for public readers."),
        ("all-pass", "Every section keeps its targets."),
        ("empty", "There is no sentence here that can be graded."),
        ("other-language", "The standard edition cannot be measured."),
        ("two-editions", "1 of 1 sentence is too long for experts."),
    ],
)
def test_the_first_sentence(name: str, said: str, of_case: Callable[[str], Results]) -> None:
    assert truth(facts(of_case(name)))[0] == said


def test_where_all_pass_it_says_that_this_is_a_floor(of_case: Callable[[str], Results]) -> None:
    assert truth(facts(of_case("all-pass")))[1] == FLOOR


def test_the_worst_come_first_with_reason_proposal_and_gain(
    of_case: Callable[[str], Results],
) -> None:
    found = worst(facts(of_case("mends-needed")))
    levels = [each.marked.level for each in found]
    assert levels == [Level.VERY_LONG, Level.LONG, Level.DENSE]
    assert found[0].marked.sentence.span.first == 15
    assert all(reason and proposal for each in found for reason, proposal in each.advice)
    assert found[1].gain.startswith("In 2 sentences, the section has no long out of 5 (0%)")
    assert found[2].gain == ""
    assert found[2].advice[0][0] == "7 of its 8 words have three or more syllables"


def test_a_sentence_has_many_long_words_where_such_a_text_would_miss_smog(
    of_case: Callable[[str], Results],
) -> None:
    target = of_case("all-pass").editions[0].targets["public"]
    limit = dense_from(target)
    assert limit is not None
    assert 3.1291 + 1.043 * (30 * limit) ** 0.5 == pytest.approx(target.fail.smog)

    def sentence(polysyllables: int) -> Sentence:
        return Sentence("", ("a",), NOWHERE, "paragraph", "counted", 0, 1, polysyllables)

    assert level(sentence(int(limit)), target) is Level.FINE
    assert level(sentence(int(limit) + 1), target) is Level.DENSE


def test_what_was_let_through_is_told_with_its_reason(of_case: Callable[[str], Results]) -> None:
    results = of_case("mends-needed")
    edition = results.editions[0]
    allowed = Allowed(edition.findings[0], "The Act's own words", results.date)
    edition = replace(
        edition, findings=(), allowed=(allowed,), known=edition.findings[1:], unread=2
    )
    text = Outline(page.render(replace(results, editions=(edition,)))).words
    assert "The Act's own words" in text
    assert "Until 1 June 2025." in text
    assert f"{len(edition.known)} findings from before the gate was put up" in text
    assert "has 2 errors; what they hit may be missing here" in text


def test_the_trend_shows_the_reports_that_were_kept(of_case: Callable[[str], Results]) -> None:
    results = of_case("mends-needed")
    present = history.entry(results.date, facts(results))
    total = replace(present.editions[0].total, long=5, grade=9.5)
    before = replace(present.editions[0], total=total)
    earlier = history.Entry(results.date.replace(month=1), (before,))
    words = Outline(page.render(replace(results, earlier=(earlier,)))).words
    assert "1 January 2025: 9.5; 1 June 2025:" in words
    assert "Change since 1 January 2025" in words
    assert "5 (45%)" in words


def test_every_chart_has_a_title_a_description_and_its_numbers(
    of_case: Callable[[str], Results],
) -> None:
    text = page.render(of_case("two-editions"))
    charts = re.findall(r'<svg class="chart".*?</svg>\n(?=<|$)', text, re.DOTALL)
    assert len(charts) >= 3
    for chart in charts:
        named = re.search(r'aria-labelledby="(\S+) (\S+)"', chart)
        assert named is not None
        assert re.search(rf'<title id="{named[1]}">[^<]+</title>', chart)
        assert re.search(rf'<desc id="{named[2]}">[^<]+</desc>', chart)
    assert text.count("The same as a table") >= 3


# --- Colours -------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2, glossary."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def palettes() -> list[dict[str, str]]:
    css = page.style()
    found = [
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))
        for block in re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    ]
    assert len(found) == 3
    return [
        {k: v if len(v) == 7 else "#" + "".join(2 * c for c in v[1:]) for k, v in f.items()}
        for f in found
    ]


TEXT = [
    *((ink, "paper") for ink in ("ink", "quiet", "accent", "pass-ink")),
    *((f"{kind}-ink", "paper") for kind in ("dense", "long", "very-long")),
    *(("ink", kind) for kind in ("dense", "long", "very-long", "raised")),
]
SIGNS = [
    ("bar", "paper"),
    ("bar-dense", "paper"),
    ("bar-long", "paper"),
    ("bar-very-long", "paper"),
]


@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_has_a_contrast_of_seven_to_one(ink: str, ground: str) -> None:
    assert [p[ink] for p in palettes() if contrast(p[ink], p[ground]) < 7] == []


@pytest.mark.parametrize(("ink", "ground"), SIGNS)
def test_signs_have_a_contrast_of_three_to_one(ink: str, ground: str) -> None:
    assert [p[ink] for p in palettes() if contrast(p[ink], p[ground]) < 3] == []
