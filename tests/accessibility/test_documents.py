"""The checks on documents: a folder a code, with a text that fails and one that passes.

Where the reader lets no text break a rule, the document is made by hand below.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from plainpress.accessibility import structure
from plainpress.document.findings import Finding, Severity
from plainpress.document.model import (
    Citation,
    CitedWork,
    CrossReference,
    Link,
    NoteReference,
    Paragraph,
    Publication,
    Section,
    Span,
    Table,
    TableCell,
    TableRow,
    Term,
    Text,
)
from plainpress.document.reader import read

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/fails.md"))


def _check(path: Path) -> tuple[Finding, ...]:
    reading = read(path)
    assert reading.publication is not None
    return structure.check(reading.publication)


def _lines(findings: tuple[Finding, ...]) -> str:
    return "".join(
        f"{finding.span.first}: {finding.code}: {finding.message}\n" for finding in findings
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


def _publication(*blocks: Paragraph | Table, language: str = "en-GB") -> Publication:
    section = Section(level=1, title=(Text("Trees"),), label="trees", blocks=blocks)
    return Publication(title="Trees", language=language, sections=(section,))


def _cell(text: str) -> TableCell:
    return TableCell((Paragraph((Text(text),)),))


BY_HAND = {
    "language-invalid": _publication(Paragraph((Text("Words"),)), language="english_uk"),
    "link-empty": _publication(Paragraph((Link("https://example.org/oak", (Text(" "),)),))),
    "reference-to-nowhere": _publication(
        Paragraph(
            (
                CrossReference("leaves", "words", (Text("the leaves"),)),
                Term("oak", (Text("oak"),)),
                NoteReference("bark", 1),
            ),
            span=Span("01.md", 3, 3),
        )
    ),
    "table-rows-uneven": _publication(
        Table(
            (
                TableRow((_cell("Day"), _cell("Meal"))),
                TableRow((_cell("Monday"),)),
            ),
            caption=(Text("Meals"),),
        )
    ),
}


@pytest.mark.parametrize("code", BY_HAND)
def test_what_no_text_can_break_is_found_in_the_model(code: str) -> None:
    assert {finding.code for finding in structure.check(BY_HAND[code])} == {code}


def test_every_kind_of_lost_reference_is_named() -> None:
    found = structure.check(BY_HAND["reference-to-nowhere"])
    assert len(found) == 3


def test_a_citation_without_a_reference_list_is_no_lost_reference() -> None:
    citation = Citation(narrative=False, children=(CitedWork("nesta", (Text("Nesta"),)),))
    assert structure.check(_publication(Paragraph((citation,)))) == ()


def test_abbreviations_from_the_settings_are_known() -> None:
    publication = _publication(Paragraph((Text("The ZQX pays."),)))
    assert [finding.excerpt for finding in structure.check(publication)] == ["ZQX"]
    assert structure.check(publication, ["ZQX"]) == ()


def test_a_finding_carries_its_rule() -> None:
    (found,) = structure.check(BY_HAND["table-rows-uneven"])
    assert found.severity is Severity.ERROR
    assert found.hint
    assert found.link.startswith("https://www.w3.org/WAI/WCAG22/")


def test_a_hundred_thousand_words_are_checked_in_a_second_or_two() -> None:
    import time

    words = "The oak stands near the NHS clinic and gives shade to all who wait. " * 20
    blocks = tuple(Paragraph((Text(words),)) for _ in range(400))
    start = time.process_time()
    assert structure.check(_publication(*blocks)) == ()
    assert time.process_time() - start < 3
