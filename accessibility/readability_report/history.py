"""The publication's history of reports: `report-history.json`, one entry for each report kept."""

from __future__ import annotations

import datetime as dt
import json
import math
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from plainpress.accessibility.readability.rules import finding
from plainpress.accessibility.readability_report.wording import counted
from plainpress.document.model import Span

if TYPE_CHECKING:
    from pathlib import Path

    from plainpress.accessibility.readability.measures import TextMeasure
    from plainpress.accessibility.readability_report.facts import EditionFacts, SectionFacts
    from plainpress.document.findings import Finding, Severity

FILE_NAME = "report-history.json"
VERSION = 1
KEPT = 100


@dataclass(frozen=True, slots=True)
class Counts:
    """Sentences, those too long for their audience, words, and the grade; None without a grade."""

    sentences: int
    long: int
    words: int
    grade: float | None


@dataclass(frozen=True, slots=True)
class EditionEntry:
    """An edition on that day; `sections` are by label."""

    edition: str
    total: Counts
    sections: dict[str, Counts]


@dataclass(frozen=True, slots=True)
class Entry:
    """One report that was kept."""

    date: dt.date
    editions: tuple[EditionEntry, ...]

    def edition(self, name: str) -> EditionEntry | None:
        """The entry of an edition, None if it was not reported on that day."""
        return next((each for each in self.editions if each.edition == name), None)


def entry(date: dt.date, editions: tuple[EditionFacts, ...]) -> Entry:
    """The entry of the present report."""
    return Entry(date, tuple(_edition(edition) for edition in editions))


def _edition(edition: EditionFacts) -> EditionEntry:
    whole = edition.results.measures.whole
    total = _counts(whole, sum(group.long for group in edition.groups))
    return EditionEntry(
        edition.name,
        total,
        {section.measure.label: of_section(section) for section in edition.sections},
    )


def of_section(section: SectionFacts) -> Counts:
    return _counts(section.measure.own, section.long)


def _counts(text: TextMeasure, long: int) -> Counts:
    grade = None if text.grades is None else round(text.grades.flesch_kincaid, 2)
    return Counts(text.totals.sentences, long, text.totals.words, grade)


# --- The file ------------------------------------------------------------------------


def load(path: Path) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """The entries of a history file, oldest first, and a finding if it cannot be read.

    Without the file there is no entry and no finding.
    """
    if not path.exists():
        return (), ()
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["version"] != VERSION:
            message = f"its version is {data['version']!r}, and {VERSION} is the one known here"
            return (), (damaged(path, message),)
        return tuple(_entry(row) for row in data["reports"]), ()
    except OSError as error:
        return (), (damaged(path, (error.strerror or str(error)).lower()),)
    except json.JSONDecodeError as error:
        return (), (damaged(path, f"it is not JSON: {error.msg}", error.lineno),)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return (), (damaged(path, f"an entry is not what it should be: {error}"),)


def damaged(path: Path, why: str, line: int = 1, severity: Severity | None = None) -> Finding:
    """The finding on a history file that cannot be read."""
    return finding(
        "history-invalid",
        f"the history of reports cannot be read: {' '.join(why.split())}",
        Span(path.name, line, line),
        severity=severity,
        package="plainpress.accessibility.readability_report",
    )


def _entry(row: dict[str, Any]) -> Entry:
    editions = tuple(
        EditionEntry(
            _text(each["edition"]),
            _row(each["total"]),
            {_text(label): _row(counts) for label, counts in each["sections"].items()},
        )
        for each in row["editions"]
    )
    return Entry(dt.date.fromisoformat(row["date"]), editions)


def _row(row: dict[str, Any]) -> Counts:
    numbers = {name: row[name] for name in ("sentences", "long", "words")}
    if not all(type(number) is int and number >= 0 for number in numbers.values()):
        raise ValueError(f"{numbers} are not all counts")
    grade = row["grade"]
    if grade is not None and not (type(grade) in (int, float) and math.isfinite(grade)):
        raise ValueError(f"{grade!r} is no grade")
    return Counts(grade=grade, **numbers)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no name")
    return value


def keep(path: Path, earlier: tuple[Entry, ...], present: Entry) -> None:
    """Write the history with one more entry, by a temporary name and one rename.

    The oldest entries over a hundred go.
    """
    reports = [
        {"date": each.date.isoformat(), "editions": [asdict(edition) for edition in each.editions]}
        for each in (*earlier, present)[-KEPT:]
    ]
    text = json.dumps({"version": VERSION, "reports": reports}, ensure_ascii=False, indent=1)
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    temporary.write_text(text + "\n", encoding="utf-8")
    temporary.replace(path)


def since(present: Counts, before: Counts | None) -> float | None:
    """By how much the grade went up since an earlier report; None where either has no grade."""
    if before is None or before.grade is None or present.grade is None:
        return None
    return present.grade - before.grade


def spoken(entries: tuple[Entry, ...]) -> str:
    """How many reports were kept, in words."""
    return counted(len(entries), "earlier report")
