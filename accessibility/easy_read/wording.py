"""How sentences are put: length, marks, numbers, dates, short forms, figures of speech."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from plainpress.accessibility.easy_read.text import finding, limits, word_lists
from plainpress.accessibility.language.phrases import shipped
from plainpress.document.model import Abbreviation
from plainpress.document.walk import nodes_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from plainpress.accessibility.easy_read.text import EasyText, Sentence
    from plainpress.document.findings import Finding

_APOSTROPHE = "['\u2019]"
_PUNCTUATION = re.compile(r"[;()\[\]]|\s[-\u2013\u2014]\s|[^\s\d][\u2014]\S|\s[\u2013\u2014]")
_PER_CENT = re.compile(r"\d[\d.,]*\s*%|\bper\s?cent\b|\bpercentage\b", re.IGNORECASE)
_CAPITALS = re.compile(r"(?<![\w&/@#.-])[A-Z][A-Z0-9&]*[A-Z](?=s?\b)(?![\w&@]|-\w)")
_ROMAN = re.compile(
    r"(?<![\w-])(?=[IVXLC]{2,})(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![\w-])"
    r"|(?<=\b[Pp]art )[IVX]\b|(?<=\b[Ss]tage )[IVX]\b|(?<=\b[Ss]tep )[IVX]\b"
)
_CONTRACTED = re.compile(
    rf"\b\w+(?:n{_APOSTROPHE}t|{_APOSTROPHE}(?:re|ve|ll|m|d))\b", re.IGNORECASE
)


def sentence_lengths(text: EasyText) -> Iterator[Finding]:
    """No sentence is too long, and the sentences are short on average."""
    limit = limits()["sentence"]
    counts = []
    for sentence in text.spoken:
        count = len(sentence.words)
        counts.append(count)
        if count > limit["error"]:
            yield _found("easy-read-sentence-too-long", f"{count} words in a sentence", sentence)
        elif count > limit["warning"]:
            yield _found("easy-read-sentence-long", f"{count} words in a sentence", sentence)
    mean = sum(counts) / len(counts) if counts else 0
    if mean > limit["mean"]:
        message = f"the sentences have {mean:.1f} words on average, of {limit['mean']} at most"
        span = text.sections[0].span
        yield finding("easy-read-sentences-long-on-average", message, span)


def two_ideas(text: EasyText) -> Iterator[Finding]:
    """A sentence says one thing."""
    for sentence in text.spoken:
        found = _joiner().search(sentence.prose)
        # "You and we share the work" has one clause: what comes first must be more than a word.
        if found and " " in sentence.prose[: found.start()].strip():
            word = found["word"]
            yield _found("easy-read-two-ideas", f'"{word}" joins two ideas', sentence)


@cache
def _joiner() -> re.Pattern[str]:
    data = word_lists()
    joiners, subjects = "|".join(data["joiners"]), "|".join(data["subjects"])
    # "and" counts only where a subject and a verb follow: "You talk and we listen."
    return re.compile(
        rf"(?<=\w)[,]?\s(?P<word>(?:{joiners})(?=\s)|(?:and|or|so)\s(?:{subjects})(?=\s\w))",
        re.IGNORECASE,
    )


def punctuation(text: EasyText) -> Iterator[Finding]:
    """No semicolons, brackets or dashes."""
    for sentence in text.sentences:
        found = _PUNCTUATION.search(sentence.prose)
        if found:
            yield _found("easy-read-punctuation", f'the mark "{found[0].strip()}"', sentence)


def numbers(text: EasyText) -> Iterator[Finding]:
    """Numbers are digits, and no share is a per cent."""
    words = _any_of(word_lists()["numbers"])
    for sentence in text.sentences:
        if found := _PER_CENT.search(sentence.prose):
            yield _found("easy-read-per-cent", f'"{found[0]}"', sentence)
        if found := words.search(sentence.prose):
            message = f'the number "{found[0]}" is in letters'
            yield _found("easy-read-number-in-letters", message, sentence)


def dates(text: EasyText) -> Iterator[Finding]:
    """Dates are in full: 3 June 2025, not 03/06/25."""
    for sentence in text.sentences:
        if found := _short_date().search(sentence.prose):
            yield _found("easy-read-date-short", f'the date "{found[0].strip()}"', sentence)


@cache
def _short_date() -> re.Pattern[str]:
    months = "|".join(word_lists()["dates"]["short"])
    return re.compile(
        r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b|\b\d{4}/\d{2,4}\b"
        rf"|\b(?:{months})\b\.?,?\s\d{{1,4}}\b|\b\d{{1,2}}\s(?:{months})\b\.?|(?<!\w)['\u2019]\d\d\b"
    )


def short_forms(text: EasyText) -> Iterator[Finding]:
    """No abbreviations and no contractions."""
    allowed = frozenset(word_lists()["abbreviations"]["allowed"])
    marked = {node.text for section in text.sections for node in nodes_of(Abbreviation, section)}
    for sentence in text.sentences:
        for short in _abbreviations(sentence, marked):
            if short not in allowed:
                yield _found("easy-read-abbreviation", f'the short form "{short}"', sentence)
        if found := _CONTRACTED.search(sentence.prose) or _contraction().search(sentence.prose):
            yield _found("easy-read-contraction", f'the short form "{found[0]}"', sentence)


def _abbreviations(sentence: Sentence, marked: Collection[str]) -> list[str]:
    found = [
        word
        for word in _CAPITALS.findall(sentence.prose)
        if not _ROMAN.fullmatch(word) and not _is_shouted(word)
    ]
    words = set(re.findall(r"[\w/.&-]+", sentence.prose))
    small = [word for word in word_lists()["abbreviations"]["small"] if word in words]
    dotted = [f"{word.removesuffix('.')}." for word in small]
    return list(dict.fromkeys([*found, *(word for word in marked if word in words), *dotted]))


@cache
def _contraction() -> re.Pattern[str]:
    words = (word.replace("'", _APOSTROPHE) for word in word_lists()["contractions"]["words"])
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def capitals(text: EasyText) -> Iterator[Finding]:
    """No words in capitals, and no Roman numerals."""
    for sentence in text.sentences:
        shouted = [word for word in _CAPITALS.findall(sentence.prose) if _is_shouted(word)]
        if shouted:
            message = f'"{shouted[0]}" is in capitals'
            yield _found("easy-read-capitals", message, sentence)
        if found := _ROMAN.search(sentence.prose):
            yield _found("easy-read-roman-numeral", f'"{found[0]}"', sentence)


def _is_shouted(word: str) -> bool:
    """Whether capitals are a common word, as in "DO NOT", and no abbreviation."""
    from plainpress.accessibility.easy_read.difficulty import level

    if word in word_lists()["abbreviations"]["allowed"]:
        return False
    known = level(word.lower())
    # The list knows a few abbreviations too; the shortest words are all at the lowest levels.
    return known is not None and (len(word) > 3 or known <= 1)  # noqa: PLR2004 # letters


def passives(text: EasyText) -> Iterator[Finding]:
    """Somebody does something: "We chose the topic", not "The topic was chosen"."""
    for sentence in text.spoken:
        for found in _passive().finditer(sentence.prose):
            if found["verb"].lower() not in word_lists()["passive"]["adjectives"]:
                yield _found("easy-read-passive", f'"{found[0]}" is passive', sentence)
                break


@cache
def _passive() -> re.Pattern[str]:
    data = word_lists()["passive"]
    be, irregular = "|".join(data["be"]), "|".join(data["irregular"])
    return re.compile(
        rf"\b(?:{be})\s(?:(?:not|often|always|usually|\w+ly)\s)?(?P<verb>\w{{2,}}ed|{irregular})\b",
        re.IGNORECASE,
    )


def negatives(text: EasyText) -> Iterator[Finding]:
    """Sentences are positive."""
    words = _any_of(word_lists()["negatives"])
    for sentence in text.spoken:
        if found := words.search(sentence.prose):
            yield _found("easy-read-negative", f'"{found[0]}" makes a negative sentence', sentence)


def pronouns(text: EasyText) -> Iterator[Finding]:
    """A row begins with a noun, so that it can be understood on its own."""
    for sentence in text.spoken:
        if sentence.first and (found := _pronoun().match(sentence.prose)):
            yield _found("easy-read-pronoun", f'a row begins with "{found["word"]}"', sentence)


@cache
def _pronoun() -> re.Pattern[str]:
    data = word_lists()
    alone, pointing = "|".join(data["pronouns"]), "|".join(data["pointing"])
    # "This booklet is ..." has its noun, and "It is good to ask" needs none.
    return re.compile(
        rf"(?!it\s(?:is|was)\s\w+\s(?:to|that)\b)"
        rf"(?P<word>(?:{alone})\b|(?:{pointing})(?=\s(?:are|can|is|may|means?|was|were|will)\b))",
        re.IGNORECASE,
    )


def figures_of_speech(text: EasyText) -> Iterator[Finding]:
    """Words mean what they say."""
    idioms = (" ".join(phrase.words) for phrase in shipped("idioms.txt", "idiom"))
    phrases = _any_of({*word_lists()["figures-of-speech"]["phrases"], *idioms})
    for sentence in text.sentences:
        if found := phrases.search(sentence.prose):
            yield _found("easy-read-figure-of-speech", f'"{found[0]}"', sentence)


def _any_of(words: Collection[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


def _found(code: str, message: str, sentence: Sentence) -> Finding:
    return finding(code, message, sentence.span, sentence.text)
