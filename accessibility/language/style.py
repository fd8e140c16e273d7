"""The publication's style: dates, numbers, and one spelling for one word."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from plainpress.accessibility.language.context import report
from plainpress.accessibility.readability.words import normalised, words
from plainpress.document.model import Emphasis
from plainpress.document.walk import nodes_of, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.language.context import Context, Line
    from plainpress.document.findings import Finding

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DIGIT = re.compile(r"\d")
_NUMERIC_DATE = re.compile(r"\b(?:\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)\b")
_MONTH_FIRST = re.compile(
    rf"\b(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>(?:19|20)\d\d)\b"
)
_DAY_FIRST = re.compile(rf"\b(?P<day>\d{{1,2}}) (?P<month>{_MONTH}),? (?P<year>(?:19|20)\d\d)\b")
_ORDINAL = re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th) (?:of )?(?P<month>{_MONTH})\b")
_BIG_NUMBER = re.compile(r"(?<![\w.,/:#-])(?P<number>[1-9]\d{4,8})(?![\w/:-]|[.,]\d)")
# A number after these is a name or a code, not a quantity.
_CODE = re.compile(
    r"(?:number|no\.?|ref(?:erence)?|id|code|call|tel(?:ephone)?|phone|ISBN|ISRCTN)\W*$",
    re.IGNORECASE,
)
_PERCENT = {"%": re.compile(r"\d\s?per\s?cent\b|\d percent\b"), "per cent": re.compile(r"\d\s?%")}


def dates(context: Context) -> Iterator[Finding]:
    """Dates in the style that `dates` in [style] names, "day-month-year" unless it says else."""
    wanted = context.style.get("dates", "day-month-year")
    if wanted not in ("day-month-year", "month-day-year"):
        return
    for line in context.lines:
        if _DIGIT.search(line.sentence.text):
            yield from _dates(line, month_first=wanted == "month-day-year")


def _dates(line: Line, *, month_first: bool) -> Iterator[Finding]:
    text = line.sentence.text
    for match in _NUMERIC_DATE.finditer(text):
        example = "June 30, 2025" if month_first else "30 June 2025"
        hint = f'write the month as a word, as in "{example}"'
        yield report("date-style", f'"{match[0]}" can be read in two ways', line, hint)
    other = _DAY_FIRST if month_first else _MONTH_FIRST
    for match in other.finditer(text):
        day, month, year = match["day"], match["month"], match["year"]
        right = f"{month} {day}, {year}" if month_first else f"{day} {month} {year}"
        yield report("date-style", f'"{match[0]}" is not the style here', line, f'write "{right}"')
    for match in _ORDINAL.finditer(text) if not month_first else ():
        right = f"{match['day']} {match['month']}"
        yield report("date-style", f'"{match[0]}" is not the style here', line, f'write "{right}"')


def numbers(context: Context) -> Iterator[Finding]:
    """Large numbers with commas (`thousands = "comma"` in [style]); `percent` as it says."""
    commas = context.style.get("thousands", "comma") == "comma"
    percent = _PERCENT.get(str(context.style.get("percent", "")))
    for line in context.lines:
        text = line.sentence.text
        for match in _BIG_NUMBER.finditer(text) if commas else ():
            if not _CODE.search(text[: match.start()]):
                right = f"{int(match['number']):,}"
                message = f"{match['number']} is hard to take in"
                yield report("number-style", message, line, f"write {right}")
        for match in percent.finditer(text) if percent else ():
            wanted = context.style["percent"]
            yield report(
                "number-style", f'"{match[0]}" is not the style here', line, f'write "{wanted}"'
            )


# --- One spelling for one word -------------------------------------------------------

_IZE = re.compile(r"(?<=\w{3})z(?=(?:e[sdr]?|ing|ation|ations|ers?)$)")


def spellings(context: Context) -> Iterator[Finding]:
    """A word that is spelled in two ways: with and without its hyphen, with -ise and with -ize."""
    counts: Counter[str] = Counter(word for line in context.lines for word in line.lowered)
    doubtful = {word for pair in _pairs(counts) for word in pair}
    titles = _titles(context) if doubtful else ()
    own = [
        (line, index)
        for line in (context.lines if doubtful else ())
        for index, word in enumerate(line.lowered)
        if word in doubtful and not _is_somebody_elses(line, index, titles)
    ]
    counts = Counter(line.lowered[index] for line, index in own)
    rarer = {min(pair, key=counts.__getitem__): pair for pair in _pairs(counts)}
    for line, index in own:
        pair = rarer.get(line.lowered[index])
        if pair is not None:
            said = line.sentence.words[index]
            (right,) = set(pair) - {line.lowered[index]}
            message = f'"{said}" is spelled "{right}" elsewhere in this publication'
            yield report("two-words-for-one-thing", message, line, f'write "{right}" throughout')


def _titles(context: Context) -> tuple[str, ...]:
    """What stands in italics and has three words or more: mostly titles of works."""
    emphasised = nodes_of(Emphasis, context.publication)
    found = (normalised(plain_text(each.children)).lower() for each in emphasised)
    return tuple(text for text in found if len(words(text)) > _FEW)


def _is_somebody_elses(line: Line, index: int, titles: tuple[str, ...]) -> bool:
    """Whether a word keeps its owner's spelling: in a title, or in a name inside a sentence."""
    if index > 0 and not line.sentence.words[index].islower():
        return True
    text = line.sentence.text.lower()
    return any(
        line.lowered[index] in title and (title in text or text.rstrip(".") in title)
        for title in titles
    )


def _pairs(counts: Counter[str]) -> Iterator[tuple[str, str]]:
    """Two spellings of one word that both occur; the one to drop, if both are as common, first."""
    for word in sorted(counts):
        if "-" in word:
            joined = word.replace("-", "")
            if len(joined) > _SHORT and counts.get(joined):
                yield joined, word
        elif found := _IZE.search(word):
            with_s = word[: found.start()] + "s" + word[found.end() :]
            if counts.get(with_s):
                yield word, with_s


# Short words that differ by a hyphen are often two words: "re-sign", "co-op".
_SHORT = 6
_FEW = 2
