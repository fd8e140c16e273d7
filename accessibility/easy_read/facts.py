"""Facts that must agree between an easy-read section and what it stands for in the standard text.

Numbers, dates, names, addresses and glossary words: what an easy-read section says must stand in
a standard section that it covers. A section that covers none is held against the whole standard
edition. It works one way only: easy read leaves things out, and must not add any.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from plainpress.accessibility.easy_read.text import finding, word_lists
from plainpress.document.editions.pairing import pairs, sections_of
from plainpress.document.editions.words import own_lines
from plainpress.document.model import GlossaryEntry, Link, PictureRow
from plainpress.document.outline import outline, sections
from plainpress.document.walk import nodes_of, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.easy_read.text import EasyText, Sentence
    from plainpress.document.editions.pairing import Pair
    from plainpress.document.findings import Finding
    from plainpress.document.model import Publication, Section

_NUMBER = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)*(?![\w-])")
_NAME = re.compile(r"[^\W\d_][\w'\u2019]*(?:-[\w'\u2019]+)*")


@dataclass(slots=True)
class Facts:
    """What some sections of the standard text say. `words` are all its words, in small letters."""

    numbers: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    text: str = ""


def facts_agree(standard: Publication, edition: EasyText) -> Iterator[Finding]:
    """Each fact that an easy-read section states and that its standard sections do not."""
    by_label = {section.label: section for section in sections(standard)}
    whole = _facts(tuple(by_label.values()), standard)
    terms = _terms(standard)
    authored = replace(edition.publication, sections=edition.chapters)
    for pair in pairs(standard, authored):
        labels = [label for label in pair.covers if label in by_label]
        roots = [by_label[label] for label in labels]
        below = {each.label: each for root in roots for each in sections_of(root)}
        known = _facts(tuple(below.values()), standard) if below else whole
        yield from _section(pair, edition, known, terms if below else ())


def _facts(found: tuple[Section, ...], standard: Publication) -> Facts:
    notes = outline(standard).footnotes
    text = "\n".join(line for section in found for line in own_lines(section, notes))
    links = {link.url for section in found for link in nodes_of(Link, section)}
    return Facts(
        numbers=set(_numbers(text)) | _in_letters(text),
        dates={_squeezed(date) for date in _date().findall(text)},
        names=set(_NAME.findall(text)),
        addresses={_address(url) for url in links},
        text=text.casefold(),
    )


def _section(
    pair: Pair, edition: EasyText, known: Facts, terms: tuple[str, ...]
) -> Iterator[Finding]:
    counts = {len(tuple(nodes_of(PictureRow, each))) for each in sections_of(pair.section)}
    told: set[str] = set()
    for sentence in _sentences(pair, edition):
        for code, what in (
            *_wrong_numbers(sentence, known, counts),
            *_wrong_names(sentence, known),
            *_wrong_terms(sentence, known, terms),
        ):
            if what not in told:
                told.add(what)
                yield finding(code, _message(what, pair), sentence.span, sentence.text)
    for link in nodes_of(Link, pair.section):
        if _address(link.url) not in known.addresses:
            span = link.span if link.span.path else pair.section.span
            yield finding("easy-read-address-differs", _message(link.url, pair), span)


def _message(what: str, pair: Pair) -> str:
    place = "the sections that it covers" if pair.covers else "the standard edition"
    return f'"{what}" does not stand in {place}'


def _sentences(pair: Pair, edition: EasyText) -> Iterator[Sentence]:
    own = {id(section) for section in _own(pair.section)}
    return (each for each in edition.sentences if id(each.section) in own)


def _own(section: Section) -> Iterator[Section]:
    yield section
    for below in section.sections:
        if not below.covers:
            yield from _own(below)


# --- Numbers and dates ---------------------------------------------------------------


@cache
def _date() -> re.Pattern[str]:
    months = "|".join(word_lists()["dates"]["months"])
    return re.compile(rf"\b(?:\d{{1,2}}\s)?(?:{months})(?:\s\d{{4}})?\b")


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _numbers(text: str) -> list[str]:
    return [found.replace(",", "") for found in _NUMBER.findall(text)]


def _in_letters(text: str) -> set[str]:
    """Numbers that the standard text has in letters, as digits."""
    values = {**word_lists()["numbers"], "one": 1}
    words = set(re.findall(r"[a-z]+", text.casefold()))
    return {str(value) for word, value in values.items() if word in words}


def _wrong_numbers(sentence: Sentence, known: Facts, counts: set[int]) -> Iterator[tuple[str, str]]:
    """Dates, and numbers that are neither in the standard text nor a count of the rows below.

    "Stage 2" needs no 2 in the standard text: it counts what the section itself lists.
    """
    text = sentence.prose
    for date in _date().findall(text):
        dated = any(character.isdigit() for character in date)
        if dated and not _part_of_a_date(_squeezed(date), known):
            yield "easy-read-date-differs", _squeezed(date)
    without = _date().sub(" ", text)
    counted = "|".join(word_lists()["facts"]["counted"])
    without = re.sub(rf"\b(?:{counted})\s\d+\b", " ", without, flags=re.IGNORECASE)
    for number in _numbers(without):
        if number not in known.numbers and not (number.isdigit() and int(number) in counts):
            yield "easy-read-number-differs", number


def _part_of_a_date(date: str, known: Facts) -> bool:
    """Whether a date is known, or stands in one: "June 2025" in "3 June 2025"."""
    return any(f" {other} ".find(f" {date} ") >= 0 for other in known.dates)


# --- Names, addresses, glossary words ------------------------------------------------


def _wrong_names(sentence: Sentence, known: Facts) -> Iterator[tuple[str, str]]:
    """Words with a capital inside a sentence that the standard text does not know."""
    months = word_lists()["dates"]["months"]
    for found in _NAME.finditer(sentence.prose):
        before = sentence.prose[: found.start()].rstrip("\"'\u201c\u2018( ")
        word = found[0].removesuffix("'s").removesuffix("\u2019s")
        begins = not before or before[-1] in ".!?:"
        named = word[0].isupper() and len(word) > 1 and not begins and word not in months
        if named and word not in known.names and word.casefold() not in known.text:
            yield "easy-read-name-differs", word


def _address(url: str) -> str:
    return url.casefold().removeprefix("mailto:").removesuffix("/").removesuffix("#")


def _terms(standard: Publication) -> tuple[str, ...]:
    entries = nodes_of(GlossaryEntry, standard)
    return tuple(plain_text(entry.term).casefold() for entry in entries)


def _wrong_terms(
    sentence: Sentence, known: Facts, terms: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    text = sentence.prose.casefold()
    for term in terms:
        used = re.search(rf"(?<![\w-]){re.escape(term)}s?(?![\w-])", text)
        if used and term not in known.text:
            yield "easy-read-term-differs", term
