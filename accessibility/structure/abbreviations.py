"""Abbreviations: that each is spelled out before it is used."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING

from plainpress.accessibility import catalogue
from plainpress.document.model import (
    Abbreviation,
    Activity,
    Bibliography,
    Citation,
    Code,
    CodeBlock,
    Example,
    Figure,
    GlossaryEntry,
    Image,
    Language,
    LineBreak,
    Link,
    Note,
    NoteReference,
    Paragraph,
    Section,
    Table,
    Text,
)
from plainpress.document.walk import children

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plainpress.accessibility.structure.index import Index
    from plainpress.document.findings import Finding
    from plainpress.document.model import Inline, Node, Span

# Two to six capitals, perhaps with digits or an ampersand inside and a plural s: NIHR, R&D,
# GPs. Not a part of a longer name: COVID-19, MS-DOS, B12.
_SHORT = re.compile(
    r"(?<![\w&/@#.-])([A-Z][A-Z0-9&]{0,4}[A-Z])(?:s|'s|\u2019s)?(?![\w&@]|-\w|\.\w)"
)
_TWO_CAPITALS = re.compile(r"[A-Z][A-Z0-9&]")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_CAPITAL_WORDS = re.compile(r"\b[A-Z]{2,}(?:\s+[A-Z]{2,}){3,}\b")
_IN_BRACKETS = re.compile(r"\(([A-Z][A-Z0-9&]*[A-Z](?:\s[A-Z&]+)*)s?(?:\)|[;,]\s)")
_WORDS_BEFORE = 12


def never_spelled_out(index: Index) -> Iterator[Finding]:
    """Each abbreviation is spelled out where, or before, it is first used.

    Once for each abbreviation, at its first place. Headings, citations, code and the
    reference list are left out.
    """
    known = set(_common()) | set(index.known_abbreviations) | _in_glossary(index)
    runs = [(place, *_prose(run)) for place, run in _runs(index)]
    anywhere = {short for _, _, spelled in runs for short in spelled}
    for place, text, spelled in runs:
        known |= spelled
        for short in _shorts(text):
            if short not in known:
                known.add(short)
                never = short not in anywhere
                reason = "and never spelled out" if never else "before it is spelled out"
                message = f"“{short}” is used {reason}"
                yield catalogue.finding("abbreviation-not-spelled-out", message, place, short)


@cache
def _common() -> frozenset[str]:
    text = (
        files("plainpress.accessibility").joinpath("data", "abbreviations.txt").read_text("utf-8")
    )
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def _parts(text: str) -> set[str]:
    """An abbreviation, without its plural s, and the words of one that has several."""
    return {word.removesuffix("s") for word in (text, *text.split())} | {text}


def _in_glossary(index: Index) -> set[str]:
    return {short for entry in index.of(GlossaryEntry) for short in _shorts(_prose(entry.term)[0])}


def _runs(index: Index) -> Iterator[tuple[Span, tuple[Inline, ...]]]:
    """Every run of words that is read as text, in reading order."""
    # Sets of identities would have to be kept for what is skipped; a walk of its own is shorter.
    stack: list[Node] = [index.publication]
    while stack:
        node = stack.pop()
        match node:
            case Paragraph():
                yield node.span, node.children
                continue
            case Bibliography() | CodeBlock():
                continue
            case Figure(caption=words) | Table(caption=words) | Activity(title=words):
                yield node.span, words
            case Example(title=words) | Note(title=words):
                yield node.span, words
        stack.extend(reversed(list(_below(node))))


def _below(node: Node) -> Iterator[Node]:
    below = children(node)
    return islice(below, len(node.title), None) if isinstance(node, Section) else below


def _prose(run: Iterable[Inline]) -> tuple[str, set[str]]:
    """The words of a run that are read as prose, and the abbreviations that it spells out."""
    parts: list[str] = []
    spelled: set[str] = set()
    stack: list[Node] = list(reversed(tuple(run)))
    while stack:
        node = stack.pop()
        match node:
            case Text():
                parts.append(node.text)
            case Abbreviation(text=text, expansion=expansion):
                if expansion:
                    spelled |= _parts(text)
                parts.append(text)
            case LineBreak():
                parts.append(" ")
            case Citation() | Code() | Language() | Image() | NoteReference():
                parts.append(" ")
            case Link(url=url) if url.startswith("mailto:"):
                parts.append(" ")
            case _:
                stack.extend(reversed(list(children(node))))
    text = "".join(parts)
    return text, spelled | _spelled_out(text)


def _shorts(text: str) -> list[str]:
    """The abbreviations in a text. Words in a run of capitals are shouting, not abbreviations."""
    # Most texts have none: a search that begins with a letter is fast, the true one is not.
    if not _TWO_CAPITALS.search(text):
        return []
    calm = _CAPITAL_WORDS.sub(" ", text)
    return [
        found[1]
        for found in _SHORT.finditer(calm)
        if not _ROMAN.fullmatch(found[1]) and not found[1].startswith("&")
    ]


def _spelled_out(text: str) -> set[str]:
    """What "Long Form (LF)" and "LF (Long Form)" in a text spell out."""
    if "(" not in text:
        return set()
    known: set[str] = set()
    for found in _IN_BRACKETS.finditer(text):
        before = _words(text[: found.start()])[-_WORDS_BEFORE:]
        if _stands_for(found[1], before):
            known |= _parts(found[1])
    for found in re.finditer(r"\b([A-Z][A-Z0-9&]*[A-Z])s?\s+\(([^()]+)\)", text):
        if _stands_for(found[1], _words(found[2])):
            known.add(found[1])
    return known


def _words(text: str) -> list[str]:
    # "Experience-based co-design" gives EBCD.
    return re.split(r"[\s/\u2010\u2011-]+", text.strip())


def _stands_for(short: str, words: list[str]) -> bool:
    """Whether the initials of the words can give the abbreviation, in order.

    Each letter must begin a word or, after its first letter, stand in one: "XML" from
    "Extensible Markup Language" is allowed, as long as the first letter or two are found.
    """
    initials = [word.strip("'\"\u2018\u2019\u201c\u201d,;:")[:1].upper() for word in words]
    letters = [letter for letter in short if letter.isalpha()]
    found = 0
    for initial in initials:
        if found < len(letters) and initial == letters[found]:
            found += 1
    return len(words) > 1 and found >= max(2, len(letters) - 2)
