"""The rules of easy read: a folder for each code, with what fails, what passes and what is said.

`fails.md` and `passes.md` are easy-read files; `standard.md`, where there is one, is the standard
edition that they stand for. Only the findings with the folder's own code are compared.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plainpress.accessibility import easy_read
from plainpress.accessibility.readability.rules import rules
from plainpress.document.editions.credits import chapter
from plainpress.document.editions.rows import one_sentence_a_paragraph
from plainpress.document.findings import Finding, Severity
from plainpress.document.model import Paragraph, Text
from plainpress.document.pictures import Pictures
from plainpress.document.reader import read
from plainpress.templates import template

HERE = Path(__file__).parent
ROOT = HERE.parent.parent.parent
SETS = (Path(str(template("pictures"))),)
CASES = sorted(path.parent for path in HERE.glob("*/fails.md"))
CATALOGUE = rules("plainpress.accessibility.easy_read")
# Held in test modules: they need a record, a number of pages, a broken index or a Word file.
ELSEWHERE = {
    "easy-read-stale": "tests/press/test_review_story.py",
    "easy-read-unreviewed": "tests/press/test_review_story.py",
    "easy-read-missing": "tests/press/test_review_story.py",
    "easy-read-review-record": "tests/press/test_review_story.py",
    "easy-read-left-out-without-reason": "tests/press/test_review_story.py",
    "easy-read-picture-index": "tests/accessibility/easy_read/test_easy_read.py",
    "easy-read-many-pages": "tests/press/test_pages.py",
}
LAYOUT = {code for code, rule in CATALOGUE.items() if rule.places == ("word",)}


def findings(file: Path) -> tuple[Finding, ...]:
    reading = read(file, "easy-read", pictures=SETS)
    assert reading.publication is not None
    standard = reading.publication
    if (file.parent / "standard.md").exists():
        found = read(file.parent / "standard.md").publication
        assert found is not None
        standard = found
    pictures = Pictures(file.parent / "pictures", SETS)
    edition = one_sentence_a_paragraph(reading.publication)
    return easy_read.check(standard, edition, reading.settings, pictures=pictures)


def lines(file: Path, code: str) -> str:
    found = (finding for finding in findings(file) if finding.code == code)
    return "".join(
        f"{finding.severity.name.lower()} {finding.span.first}: {finding.told}\n"
        for finding in found
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_rule_finds_what_breaks_it_and_nothing_else(case: Path, accept: bool) -> None:
    said = lines(case / "fails.md", case.name)
    expected = case / "findings.txt"
    if accept:
        expected.write_text(said, encoding="utf-8")
    assert said
    assert said == expected.read_text(encoding="utf-8")
    assert lines(case / "passes.md", case.name) == ""


def test_every_code_has_a_case_and_a_place_in_the_docs() -> None:
    docs = (ROOT / "docs" / "easy-read.md").read_text(encoding="utf-8")
    assert [code for code in CATALOGUE if f"`{code}`" not in docs] == []
    held = {case.name for case in CASES} | set(ELSEWHERE) | LAYOUT
    assert set(CATALOGUE) - held == set()
    for code, module in ELSEWHERE.items():
        assert code in (ROOT / module).read_text(encoding="utf-8")


def test_every_rule_says_what_why_and_what_to_do() -> None:
    for rule in CATALOGUE.values():
        assert rule.why.endswith((".", "?"))
        assert rule.hint
        assert not rule.title.endswith(".")


@pytest.mark.parametrize(
    ("pages", "severity"), [(20, None), (21, Severity.WARNING), (25, Severity.ERROR)]
)
def test_pages_are_counted(pages: int, severity: Severity | None) -> None:
    found = easy_read.pages(pages)
    assert [finding.severity for finding in found] == ([severity] if severity else [])
    assert all(finding.code == "easy-read-many-pages" for finding in found)


def test_a_broken_index_of_pictures_is_named(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "index.toml").write_text(
        '[[picture]]\nid = "bus"\nfile = "../x.svg"\n'
    )
    file = tmp_path / "text.md"
    file.write_text("# Meetings\n\n![](picture:meeting) You can email us.\n", encoding="utf-8")
    found = [each for each in findings(file) if each.code == "easy-read-picture-index"]
    assert ['"bus" has no file' in finding.message for finding in found] == [True]


def test_a_heading_is_no_sentence_without_a_picture(tmp_path: Path) -> None:
    file = tmp_path / "text.md"
    file.write_text("# A heading that goes on\n\n![](picture:talk) You talk.\n", encoding="utf-8")
    codes = {finding.code for finding in findings(file)}
    assert "easy-read-row-without-picture" not in codes


def test_what_was_put_in_is_not_held_to_the_rules() -> None:
    reading = read(ROOT / "templates" / "new" / "01-introduction.md")
    assert reading.publication is not None
    words = (Paragraph((Text("Pictures (all of them); licence: CC BY."),)),)
    made = chapter(reading.publication, "Picture credits", words)
    edition = replace(reading.publication, sections=(made,))
    found = easy_read.check(reading.publication, edition, reading.settings)
    assert "easy-read-punctuation" not in {finding.code for finding in found}
