"""The charts: how long the sentences are, the grade of each section, and the trend."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plainpress.accessibility.readability_report import svg
from plainpress.accessibility.readability_report.markup import details, table
from plainpress.accessibility.readability_report.wording import (
    counted,
    decimal,
    edition_name,
    grade,
    share,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plainpress.accessibility.readability_report.facts import (
        EditionFacts,
        Group,
        SectionFacts,
    )
    from plainpress.accessibility.readability_report.history import Entry

# Widths of a bar, in words, the best first: one whose edges fall on the audience's limits.
_STEPS = (5, 4, 3)
_MOST_BARS = 14
_BARS_TOP, _BARS_HEIGHT = 4.2, 11.0
# Sections in one column of the chart of grades, and the height of one.
_COLUMN = 20
_ROW, _HEAD, _UNDER = 3.0, 3.2, 0.8
_LABEL = 44
# Grades beyond these are drawn at the edge.
_LOWEST, _HIGHEST = -2.0, 24.0


def charts(editions: Sequence[EditionFacts]) -> str:
    """Lengths and grades for all that each edition says to each audience."""
    groups = [group for edition in editions for group in edition.groups if group.text.lengths]
    parts = []
    for number, group in enumerate(groups, start=1):
        parts.append(_distribution(group, number))
        parts.append(_grades(group, number))
    return "".join(parts) or "<p>There is nothing to draw: no sentence was graded.</p>\n"


def _of(group: Group) -> str:
    return f"{edition_name(group.edition)}, for {group.target.title}"


# --- How long the sentences are ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Bins:
    """Bars of `step` words each; the last of them is open where `open_ended`."""

    step: int
    counts: tuple[int, ...]
    open_ended: bool

    def label(self, index: int) -> str:
        first = index * self.step + 1
        if self.open_ended and index == len(self.counts) - 1:
            return f"{first} or more"
        return f"{first} to {first + self.step - 1}"


def _bins(group: Group) -> _Bins:
    limits = [group.target.long, group.target.fail.longest or group.target.long]
    step = next((s for s in _STEPS if all(n % s == 0 for n in limits)), _STEPS[0])
    shown = max(group.text.longest, *limits)
    bars = min(_MOST_BARS, math.ceil(shown / step) + 1)
    counts = [0] * bars
    for length in group.text.lengths:
        counts[min(bars - 1, max(0, length - 1) // step)] += 1
    return _Bins(step, tuple(counts), open_ended=group.text.longest > bars * step)


def _distribution(group: Group, number: int) -> str:
    bins, target = _bins(group), group.target
    total = len(group.text.lengths)
    described = (
        f"{counted(total, 'sentence')}, on average {group.text.mean_length:.1f} words; the longest "
        f"has {group.text.longest}. {group.long} ({share(group.long, total)}) "
        f"{'has' if group.long == 1 else 'have'} more than {target.long} words."
    )
    drawn = svg.chart(
        f"lengths-{number}",
        f"How long the sentences are: {_of(group)}",
        described,
        _BARS_TOP + _BARS_HEIGHT + 3.2,
        _bars(bins, group),
    )
    rows = [
        (bins.label(index), f"{count:,}", share(count, total))
        for index, count in enumerate(bins.counts)
    ]
    numbers = table(
        f"lengths-table-{number}",
        f"Sentences by length: {_of(group)}",
        ("Words", "#Sentences", "#Share"),
        rows,
    )
    caption = f"How long the sentences are. {_of(group)}"
    return svg.figure(
        caption, f"<p>{described}</p>\n", drawn, details("The same as a table", numbers)
    )


def _bars(bins: _Bins, group: Group) -> list[str]:
    bars, highest = len(bins.counts), max(bins.counts)
    foot, width = _BARS_TOP + _BARS_HEIGHT, 100 / bars
    longest = group.target.fail.longest
    parts = []
    for index, count in enumerate(bins.counts):
        if not count:
            continue
        height = max(0.15, _BARS_HEIGHT * count / highest)
        kind = _kind(index * bins.step + 1, group)
        left = index * width
        parts.append(svg.bar(left + width * 0.06, foot - height, width * 0.88, height, kind))
        middle = left + width / 2
        parts.append(svg.text(middle, foot - height - 0.4, f"{count:,}", "value", "middle"))
    parts.append(svg.line((0, foot), (100, foot), "axis"))
    for index in range(1, bars):
        words = str(index * bins.step)
        parts.append(svg.text(index * width, foot + 1.3, words, "tick", "middle"))
    parts.append(svg.text(0, foot + 2.7, "words in a sentence", "tick"))
    span = bars * bins.step
    parts.append(
        svg.limit(
            100 * group.target.long / span, 1.7, foot, f"long: over {group.target.long}", "target"
        )
    )
    if longest is not None and longest < span:
        parts.append(svg.limit(100 * longest / span, 0.1, foot, f"limit: {longest}", "limit"))
    return parts


def _kind(first: int, group: Group) -> str:
    """The class of a bar by the shortest sentence in it."""
    longest = group.target.fail.longest
    if longest is not None and first > longest:
        return "very-long"
    return "long" if first > group.target.long else "fine"


# --- The grade of each section -------------------------------------------------------


def _grades(group: Group, number: int) -> str:
    sections = [
        section
        for section in group.sections
        if (grades := section.measure.own.grades) and math.isfinite(grades.error)
    ]
    if not sections:
        return ""
    lowest, highest = _range(sections, group)
    columns = math.ceil(len(sections) / _COLUMN)
    columns += columns > 1 and columns % 2  # they stand in pairs
    size = math.ceil(len(sections) / columns)
    drawn = [
        _column(sections[start : start + size], group, (lowest, highest), f"{number}-{place}")
        for place, start in enumerate(range(0, len(sections), size), start=1)
    ]
    left = len(group.sections) - len(sections)
    note = (
        f" {counted(left, 'section has', 'sections have')} too little text to draw." if left else ""
    )
    return svg.figure(
        f"Flesch-Kincaid grade by section. {_of(group)}",
        "<p>A dot is the section's grade, the bar through it one standard error either way."
        f'{note} The same numbers stand in the <a href="#sections">table of sections</a>.</p>\n',
        f'<div class="columns">\n{"".join(drawn)}</div>\n',
    )


def _range(sections: Sequence[SectionFacts], group: Group) -> tuple[float, float]:
    """The grades at the two ends of the charts, the same for all columns."""
    ends = [
        end
        for section in sections
        if (grades := section.measure.own.grades)
        for end in (grades.flesch_kincaid - grades.error, grades.flesch_kincaid + grades.error)
    ]
    ends += [0.0, *(value for value, _ in _limits(group))]
    return max(_LOWEST, math.floor(min(ends))), min(_HIGHEST, math.ceil(max(ends)) + 1)


def _limits(group: Group) -> list[tuple[float, str]]:
    pairs = (
        (group.target.warn.flesch_kincaid, "target"),
        (group.target.fail.flesch_kincaid, "limit"),
    )
    return [(value, kind) for value, kind in pairs if value is not None]


def _column(
    sections: Sequence[SectionFacts], group: Group, ends: tuple[float, float], name: str
) -> str:
    height = _HEAD + _ROW * len(sections)

    def across(value: float) -> float:
        return 100 * (min(max(value, ends[0]), ends[1]) - ends[0]) / (ends[1] - ends[0])

    parts = [
        svg.limit(across(value), 0.1 if kind == "limit" else 1.5, height, f"{kind} {value:g}", kind)
        for value, kind in _limits(group)
    ]
    told = []
    for index, section in enumerate(sections):
        grades = section.measure.own.grades
        if grades is None:
            continue
        y = _HEAD + _ROW * index + 1.1
        low, high = grades.flesch_kincaid - grades.error, grades.flesch_kincaid + grades.error
        over = any(grades.flesch_kincaid > value for value, _ in _limits(group))
        parts += [
            svg.text(0, y, _short(section.measure.title), "name"),
            svg.text(100, y, grade(grades), "value", "end"),
            svg.line((0, y + _UNDER), (100, y + _UNDER), "guide"),
            svg.line((across(low), y + _UNDER), (across(high), y + _UNDER), "error"),
            svg.dot(across(grades.flesch_kincaid), y + _UNDER, "over" if over else "point"),
        ]
        told.append(f"{section.measure.title}: {decimal(grades.flesch_kincaid)}")
    return svg.chart(
        f"grades-{name}",
        f"Flesch-Kincaid grade by section: {_of(group)}",
        "; ".join(told),
        height + 0.4,
        parts,
    )


def _short(title: str) -> str:
    """A title that fits on a phone beside its grade."""
    if len(title) <= _LABEL:
        return title
    return f"{title[:_LABEL].rsplit(' ', 1)[0].rstrip(' ,:;')} \u2026"


# --- The trend -----------------------------------------------------------------------


def trend(editions: Sequence[EditionFacts], earlier: Sequence[Entry], present: Entry) -> str:
    from plainpress.accessibility.readability_report.trend import edition_trend

    if not earlier:
        return (
            "<h3>Trend</h3>\n<p>No earlier report has been kept, so that there is no trend yet. "
            "<code>plainpress report --keep</code> keeps this one.</p>\n"
        )
    return "<h3>Trend</h3>\n" + "".join(
        edition_trend(edition.name, (*earlier, present), number)
        for number, edition in enumerate(editions, start=1)
    )
