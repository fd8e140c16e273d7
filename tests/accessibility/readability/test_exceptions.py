"""Exceptions and the baseline: what lets a finding through, and what does not."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from plainpress.accessibility.readability import baseline
from plainpress.accessibility.readability.exceptions import Settled, settle
from plainpress.accessibility.readability.gate import gate
from plainpress.accessibility.readability.measure import measure
from plainpress.document.errors import SourceError
from plainpress.document.findings import Finding, Severity
from plainpress.document.reader import Reading, read
from plainpress.document.settings import RuleException

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2026, 11, 22)
LATER = dt.date(2027, 3, 31)
LONG = " and ".join(["we went to the park"] * 10)
TEXT = f"---\ntitle: Trees\nlanguage: en-GB\n---\n# Oaks\n\n{LONG}.\n\n# Elms\n\nThen {LONG}.\n"


def _read(folder: Path, text: str = TEXT) -> Reading:
    path = folder / "a.md"
    path.write_text(text, "utf-8")
    return read(path)


def _found(reading: Reading) -> tuple[Finding, ...]:
    assert reading.publication is not None
    return gate(measure(reading.publication, sources=reading.sources))


def _settled(reading: Reading, *entries: RuleException) -> Settled:
    assert reading.publication is not None
    found = _found(reading)
    return settle(found, reading.publication, entries, reading.remarks, TODAY)


def _entry(section: str, until: dt.date | None = LATER, sentence: str = "") -> RuleException:
    return RuleException("sentence-too-long", section, "It is the law's own", until, sentence)


def test_an_exception_covers_its_section_only(tmp_path: Path) -> None:
    settled = _settled(_read(tmp_path), _entry("oaks"))
    assert [each.span.first for each in settled.findings] == [11]
    ((finding, exemption),) = settled.allowed
    assert finding.span.first == 7
    assert exemption.reason == "It is the law's own"


def test_an_exception_for_every_section(tmp_path: Path) -> None:
    assert _settled(_read(tmp_path), _entry("*")).findings == ()


def test_an_exception_for_some_words_only(tmp_path: Path) -> None:
    settled = _settled(_read(tmp_path), _entry("*", sentence="then We went"))
    assert [each.span.first for each in settled.findings] == [7]


def test_past_its_date_an_exception_is_an_error(tmp_path: Path) -> None:
    settled = _settled(_read(tmp_path), _entry("*", until=dt.date(2026, 11, 21)))
    codes = [(each.code, each.severity) for each in settled.findings]
    assert codes.count(("sentence-too-long", Severity.ERROR)) == 2
    assert ("exception-expired", Severity.ERROR) in codes


def test_on_its_last_day_an_exception_holds(tmp_path: Path) -> None:
    assert _settled(_read(tmp_path), _entry("*", until=TODAY)).findings == ()


def test_an_exception_without_a_date_or_a_reason_is_an_error(tmp_path: Path) -> None:
    no_reason = RuleException("sentence-too-long", "*", " ", LATER)
    for entry in (_entry("*", until=None), no_reason):
        settled = _settled(_read(tmp_path), entry)
        assert settled.allowed == ()
        assert ("exception-invalid", Severity.ERROR) in {
            (each.code, each.severity) for each in settled.findings
        }


def test_an_exception_that_allows_nothing_is_named(tmp_path: Path) -> None:
    settled = _settled(_read(tmp_path, TEXT.replace(LONG, "We go")), _entry("oaks"))
    assert [each.code for each in settled.findings] == ["exception-unused"]


def test_exceptions_cannot_let_exceptions_through(tmp_path: Path) -> None:
    entry = RuleException("exception-unused", "*", "Why not", LATER)
    settled = _settled(_read(tmp_path), entry)
    assert "exception-unused" in {each.code for each in settled.findings}


@pytest.mark.parametrize(
    "comment",
    [
        "% plainpress: allow sentence-too-long because it is the law's own\n",
        "<!-- plainpress: allow sentence-too-long because it is the law's own -->\n\n",
    ],
)
def test_a_comment_above_a_block_covers_that_block(tmp_path: Path, comment: str) -> None:
    text = TEXT.replace(f"\n{LONG}", f"\n{comment}{LONG}")
    settled = _settled(_read(tmp_path, text))
    assert len(settled.allowed) == 1
    assert [each.excerpt[:4] for each in settled.findings] == ["Then"]


def test_a_comment_without_a_reason_is_an_error(tmp_path: Path) -> None:
    text = TEXT.replace(f"\n{LONG}", f"\n% plainpress: allow sentence-too-long\n{LONG}")
    settled = _settled(_read(tmp_path, text))
    assert settled.allowed == ()
    assert "exception-invalid" in {each.code for each in settled.findings}


# --- Baseline ------------------------------------------------------------------------


def _update(reading: Reading, path: Path) -> None:
    assert reading.publication is not None
    old = baseline.load(path)
    baseline.save(path, baseline.updated(_found(reading), reading.publication, old))


def _new(reading: Reading, path: Path) -> list[str]:
    assert reading.publication is not None
    split = baseline.split(_found(reading), reading.publication, baseline.load(path))
    return [each.excerpt[:9] for each in split.new]


def test_the_first_baseline_lets_everything_in(tmp_path: Path) -> None:
    path = tmp_path / baseline.FILE_NAME
    reading = _read(tmp_path)
    _update(reading, path)
    assert _new(reading, path) == []


def test_lines_that_move_and_marks_that_change_stay_known(tmp_path: Path) -> None:
    path = tmp_path / baseline.FILE_NAME
    _update(_read(tmp_path), path)
    moved = TEXT.replace("# Oaks\n", "# Oaks\n\nA new one.\n").replace(
        "park and we", "park, and *we*"
    )
    assert _new(_read(tmp_path, moved), path) == []


def test_a_baseline_never_grows(tmp_path: Path) -> None:
    path = tmp_path / baseline.FILE_NAME
    _update(_read(tmp_path), path)
    worse = _read(tmp_path, TEXT + f"\nBadly {LONG}.\n")
    new = _new(worse, path)
    assert "Badly we " in new
    _update(worse, path)
    assert _new(worse, path) == new


def test_the_same_sentence_twice_is_known_once(tmp_path: Path) -> None:
    path = tmp_path / baseline.FILE_NAME
    _update(_read(tmp_path), path)
    assert _new(_read(tmp_path, TEXT + f"\nThen {LONG}.\n"), path) == ["Then we w"]


def test_a_baseline_shrinks_and_goes(tmp_path: Path) -> None:
    path = tmp_path / baseline.FILE_NAME
    _update(_read(tmp_path), path)
    better = TEXT.replace(f"Then {LONG}", "Then we went")
    _update(_read(tmp_path, better), path)
    (entry,) = json.loads(path.read_text("utf-8"))["findings"]
    assert (entry["section"], entry["code"], entry["count"]) == ("oaks", "sentence-too-long", 1)
    assert _new(_read(tmp_path), path) == ["Then we w"]
    _update(_read(tmp_path, better.replace(LONG, "We went")), path)
    assert not path.exists()


def test_without_a_baseline_everything_is_new(tmp_path: Path) -> None:
    assert len(_new(_read(tmp_path), tmp_path / baseline.FILE_NAME)) == 2


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1, "findings": [{}]}', "\x00"])
def test_a_broken_baseline_is_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / baseline.FILE_NAME
    path.write_text(text, "utf-8")
    with pytest.raises(SourceError, match=r"^baseline.json:1: the baseline cannot be read"):
        baseline.load(path)


def test_saving_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / baseline.FILE_NAME
    _update(_read(tmp_path), path)
    first = path.read_bytes()
    _update(_read(tmp_path), path)
    assert path.read_bytes() == first
