"""The trend: the share of long sentences and the grade over the reports that were kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility.readability_report import svg
from plainpress.accessibility.readability_report.markup import details, table
from plainpress.accessibility.readability_report.wording import (
    NONE,
    day,
    decimal,
    edition_name,
    share,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from plainpress.accessibility.readability_report.history import Counts, Entry

SHOWN = 20
_TOP, _HEIGHT = 1.8, 7.0
_Series = tuple[tuple["dt.date", "Counts"], ...]


def edition_trend(edition: str, entries: Sequence[Entry], number: int) -> str:
    """Two small charts and their table, over the last twenty reports; the last is this one."""
    series: _Series = tuple(
        (entry.date, found.total) for entry in entries if (found := entry.edition(edition))
    )[-SHOWN:]
    name = edition_name(edition)
    drawn = "".join(
        (
            _line(series, _long_share, "Long sentences, %", f"trend-long-{number}", name),
            _line(series, _grade, "Flesch-Kincaid grade", f"trend-grade-{number}", name),
        )
    )
    rows = [
        (
            day(date),
            f"{counts.sentences:,}",
            f"{counts.long:,} ({share(counts.long, counts.sentences)})",
            NONE if counts.grade is None else decimal(counts.grade),
        )
        for date, counts in reversed(series)
    ]
    headers = ("Report of", "#Sentences", "#Too long", "#Flesch-Kincaid grade")
    numbers = table(f"trend-table-{number}", f"Reports on the {name.lower()}", headers, rows)
    return svg.figure(
        f"Over the last {len(series)} reports. {name}" if len(series) > 1 else name,
        f'<div class="columns">\n{drawn}</div>\n',
        details("The same as a table", numbers),
    )


def _long_share(counts: Counts) -> float | None:
    return 100 * counts.long / counts.sentences if counts.sentences else None


def _grade(counts: Counts) -> float | None:
    return counts.grade


def _line(
    series: _Series,
    value: Callable[[Counts], float | None],
    title: str,
    name: str,
    edition: str,
) -> str:
    known = [(date, got) for date, counts in series if (got := value(counts)) is not None]
    if not known:
        return ""
    top = max(1.0, *(got for _, got in known)) if len(known) > 1 else max(1.0, known[0][1])
    low = min(0.0, *(got for _, got in known)) if len(known) > 1 else min(0.0, known[0][1])
    steps = max(1, len(known) - 1)
    points = [
        (2 + 96 * index / steps, 100 - 100 * (got - low) / (top - low))
        for index, (_, got) in enumerate(known)
    ]
    (first, _), (last, now) = known[0], known[-1]
    foot = _TOP + _HEIGHT
    parts = [
        svg.text(0, 0.9, title, "name"),
        svg.text(100, 0.9, f"now {decimal(now)}", "value", "end"),
        svg.line((0, foot), (100, foot), "axis"),
        svg.path(points, _TOP, _HEIGHT, "trend"),
        *(svg.dot(x, _TOP + _HEIGHT * y / 100, "point") for x, y in points),
        svg.text(0, foot + 1.5, day(first), "tick"),
    ]
    if len(known) > 1:
        parts.append(svg.text(100, foot + 1.5, day(last), "tick", "end"))
    told = "; ".join(f"{day(date)}: {decimal(got)}" for date, got in known)
    return svg.chart(name, f"{title} over time: {edition}", told, foot + 2, parts)
