"""The history of reports: what is kept, and what a damaged file does."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from plainpress.accessibility.readability.rules import rules
from plainpress.accessibility.readability_report import history
from plainpress.accessibility.readability_report.facts import facts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plainpress.accessibility.readability_report.results import Results


@pytest.fixture
def present(of_case: Callable[[str], Results]) -> history.Entry:
    results = of_case("two-editions")
    return history.entry(results.date, facts(results))


def written(path: Path, present: history.Entry) -> dict[str, Any]:
    history.keep(path, (), present)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_without_a_file_there_is_no_report_and_no_finding(tmp_path: Path) -> None:
    assert history.load(tmp_path / "report-history.json") == ((), ())


def test_what_is_kept_comes_back(tmp_path: Path, present: history.Entry) -> None:
    path = tmp_path / "report-history.json"
    history.keep(path, (), present)
    later = replace(present, date=present.date.replace(year=2026))
    history.keep(path, history.load(path)[0], later)
    assert history.load(path) == ((present, later), ())
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_an_entry_has_the_totals_and_each_section(present: history.Entry) -> None:
    standard = present.edition("standard")
    assert standard is not None
    assert standard.total.sentences == 3
    assert standard.total.long == 1
    assert list(standard.sections) == ["start", "for-experts"]
    assert standard.sections["for-experts"].long == 1
    assert present.edition("large-print") is None


def test_the_oldest_of_more_than_a_hundred_go(tmp_path: Path, present: history.Entry) -> None:
    path = tmp_path / "report-history.json"
    many = tuple(replace(present, date=present.date.replace(year=1900 + n)) for n in range(120))
    history.keep(path, many, present)
    kept = history.load(path)[0]
    assert len(kept) == history.KEPT
    assert kept[-1] == present
    assert kept[0].date.year == 1921


DAMAGE = {
    "not-json": lambda _: "{",
    "a-list": lambda _: "[]",
    "a-number": lambda _: "7",
    "a-later-version": lambda data: json.dumps({**data, "version": 2}),
    "no-reports": lambda _: json.dumps({"version": 1}),
    "a-bad-date": lambda data: json.dumps(data).replace("2025-06-01", "June"),
    "negative": lambda data: json.dumps(data).replace('"long": 1', '"long": -1'),
    "no-count": lambda data: json.dumps(data).replace('"long": 1', '"long": true'),
    "not-finite": lambda data: json.dumps(data).replace('"grade": ', '"grade": NaN, "was": '),
    "words": lambda data: json.dumps(data).replace('"standard"', "null"),
    "deep": lambda _: "[" * 100_000,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_history_is_one_clear_finding(
    damage: str, tmp_path: Path, present: history.Entry
) -> None:
    path = tmp_path / "report-history.json"
    path.write_text(DAMAGE[damage](written(path, present)), encoding="utf-8")
    entries, found = history.load(path)
    assert entries == ()
    assert [each.code for each in found] == ["history-invalid"]
    assert "\n" not in str(found[0])
    assert str(found[0]).startswith("report-history.json:1: the history of reports cannot be read")
    assert "restore it from version control" in found[0].hint


def test_bytes_that_are_no_text_are_damage(tmp_path: Path) -> None:
    path = tmp_path / "report-history.json"
    path.write_bytes(b"\xff\xfe\x00")
    assert [each.code for each in history.load(path)[1]] == ["history-invalid"]


def test_a_folder_in_its_place_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "report-history.json"
    path.mkdir()
    assert [each.code for each in history.load(path)[1]] == ["history-invalid"]


def test_the_code_is_in_the_docs(root: Path) -> None:
    page = (root / "docs" / "report.md").read_text(encoding="utf-8")
    for rule in rules("plainpress.accessibility.readability_report").values():
        assert f"`{rule.code}`" in page
