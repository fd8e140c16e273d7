"""Numbers and limits in words, the same on the page, in the terminal and in the JSON."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from plainpress.accessibility.readability.scorer import Grades
    from plainpress.accessibility.readability.targets import Limits, Target

_MINUS = "\u2212"
_MINUTE = 60
_EDITIONS = {"standard": "Standard edition", "easy-read": "Easy-read edition"}
NONE = "\u2013"


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its word: "1 sentence", "1,204 sentences"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def decimal(number: float) -> str:
    """A number to one place, with a true minus sign."""
    text = f"{number:.1f}"
    return text.replace("-", _MINUS) if text != "-0.0" else "0.0"


def share(part: int, total: int) -> str:
    """A part as a percentage; a small part that is not nothing is "under 1%"."""
    if not total or not part:
        return "0%"
    percent = 100 * part / total
    return "under 1%" if percent < 1 else f"{percent:.0f}%"


def grade(grades: Grades | None) -> str:
    """The Flesch-Kincaid grade with its standard error: "7.2 ± 0.1"."""
    if grades is None:
        return NONE
    known = math.isfinite(grades.error)
    return f"{decimal(grades.flesch_kincaid)} ± {decimal(grades.error) if known else '?'}"


def duration(seconds: float) -> str:
    """A time in hours and whole minutes; below one minute in tens of seconds."""
    tens = math.ceil(seconds / 10)
    if tens < _MINUTE / 10:
        return f"{10 * tens} s" if tens else NONE
    hours, rest = divmod(round(seconds / _MINUTE), 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"


def day(date: dt.date) -> str:
    """A date as it is said: "1 June 2025"."""
    return f"{date.day} {date:%B %Y}"


def edition_name(edition: str) -> str:
    return _EDITIONS.get(edition, edition.capitalize())


def limits(target: Target) -> str:
    """What an audience's text may not pass: "grade 10, 40 words"."""
    parts = []
    if target.fail.flesch_kincaid is not None:
        parts.append(f"grade {target.fail.flesch_kincaid:g}")
    if target.fail.longest is not None:
        parts.append(f"{target.fail.longest} words")
    return ", ".join(parts) or "none"


def between(name: str, warn: Limits, fail: Limits) -> str:
    """The target and the limit of one measure: "target 8, limit 10"; empty without either."""
    pair = (("target", getattr(warn, name)), ("limit", getattr(fail, name)))
    return ", ".join(f"{word} {value:g}" for word, value in pair if value is not None)
