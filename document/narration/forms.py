"""Takes what a rule has found; gives what is said, where a template of words does not do."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from plainpress.document.dates import MONTHS

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping

_LONGEST_MONTH = 31
_CURRENCIES = {
    "£": ("pound", "pounds", "pence"),
    "$": ("dollar", "dollars", "cents"),
    "€": ("euro", "euros", "cents"),
}
_SCALES = {"k": "thousand", "m": "million", "bn": "billion", "tn": "trillion"}
_CENTURY = 50  # a year of two figures from here on is one of the last century


def _date(day: int, month: int, year: str) -> str | None:
    if not (1 <= day <= _LONGEST_MONTH and 1 <= month <= len(MONTHS)):
        return None
    if len(year) == 2:  # noqa: PLR2004 # figures
        year = f"{'19' if int(year) >= _CENTURY else '20'}{year}"
    return f"{day} {MONTHS[month - 1]} {year}"


def date(match: re.Match[str]) -> str | None:
    """05/04/1985, the day first, as British people write it: "5 April 1985"."""
    return _date(int(match[1]), int(match[2]), match[3])


def date_year_first(match: re.Match[str]) -> str | None:
    """1985-04-05 (ISO 8601): "5 April 1985"."""
    return _date(int(match[3]), int(match[2]), match[1])


def short_month(match: re.Match[str]) -> str:
    """5 Apr: "5 April"."""
    return f"{match[1]} {next(name for name in MONTHS if name.startswith(match[2][:3]))}"


def digits(match: re.Match[str]) -> str:
    """A telephone number figure by figure, with a pause where there is a space."""
    groups = match[0].replace("(0)", "").replace("+44", "plus 4 4,").replace("-", " ").split()
    return ", ".join(
        " ".join(group) if group.isdigit() else group.rstrip(",") for group in _joined(groups)
    )


def _joined(groups: list[str]) -> list[str]:
    """The groups, with the prefix of a country as one."""
    if groups[:1] == ["plus"]:
        return [" ".join(groups[:3]), *groups[3:]]
    return groups


def money(match: re.Match[str]) -> str:
    """£1,250.75: "1,250 pounds 75"; £1: "1 pound"; £0.50: "50 pence"."""
    one, many, small = _CURRENCIES[match[1]]
    whole, part = match[2].rstrip(","), match[3]
    tail = match[2][len(whole) :]
    if part and not int(whole.replace(",", "")):
        return f"{int(part)} {small}{tail}"
    name = one if whole == "1" else many
    return f"{whole} {name}{f' {int(part)}' if part and int(part) else ''}{tail}"


def money_large(match: re.Match[str]) -> str:
    """£1.5m: "1.5 million pounds"."""
    scale = _SCALES.get(match[3], match[3])
    return f"{match[2]} {scale} {_CURRENCIES[match[1]][1]}"


def edition(match: re.Match[str]) -> str:
    """2nd edn.: "2nd edition"."""
    return f"{match[0].split()[0]} edition"


@cache
def _said_as_words() -> frozenset[str]:
    resource = files("plainpress.document").joinpath("data/narration/words-in-capitals.txt")
    lines = resource.read_text("utf-8").split("\n")
    return frozenset(line for line in lines if line and not line.startswith("#"))


def letters(match: re.Match[str]) -> str | None:
    """NIHR: "N I H R". Not where several words are all in capitals: those are words."""
    short = match[0].rstrip("s")
    words = [word for word in match.string.split() if any(map(str.isalpha, word))]
    if short in _said_as_words() or (len(words) > 1 and all(map(str.isupper, words))):
        return None
    return " ".join(short) + ("s" if match[0].endswith("s") else "")


_ROMAN = {"I": 1, "V": 5, "X": 10}


def roman(match: re.Match[str]) -> str:
    """Part IV: "Part 4"."""
    values = [_ROMAN[figure] for figure in match[2]]
    pairs = zip(values, (*values[1:], 0), strict=True)
    return f"{match[1]} {sum(-one if one < following else one for one, following in pairs)}"


FORMS: Mapping[str, Callable[[re.Match[str]], str | None]] = {
    "date": date,
    "date-year-first": date_year_first,
    "short-month": short_month,
    "digits": digits,
    "money": money,
    "money-large": money_large,
    "edition": edition,
    "letters": letters,
    "roman": roman,
}
