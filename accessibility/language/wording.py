"""Words and phrases from the lists: hard words, idioms, hidden verbs, words about people, terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility.language.context import report
from plainpress.accessibility.language.phrases import Matcher, Phrase, parse, shipped
from plainpress.accessibility.readability.words import normalised, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.language.context import Context, Line
    from plainpress.accessibility.language.phrases import Match
    from plainpress.document.findings import Finding

_LISTS = (
    ("hard-words.txt", "hard-word"),
    ("idioms.txt", "idiom"),
    ("nominalisations.txt", "nominalisation"),
)
_WHAT = {
    "hard-word": "has a plainer word",
    "idiom": "is a figure of speech",
    "nominalisation": "hides a verb in a noun",
    "word-about-people": "is a word that many people it stands for ask others not to use",
    "two-words-for-one-thing": "is not this publication's word for it",
}


def listed(context: Context) -> Iterator[Finding]:
    """Every phrase of the lists, with what to write instead."""
    matcher = Matcher(_phrases(context))
    for line in context.lines:
        for match in matcher.find(line.lowered):
            if not _is_name(match, line):
                yield _finding(match, line)


def _phrases(context: Context) -> Iterator[Phrase]:
    glossary = _glossary_words(context)
    for name, code in _LISTS:
        yield from (each for each in shipped(name, code) if " ".join(each.words) not in glossary)
    if context.people is None:
        yield from shipped("people.txt", "word-about-people")
    else:
        yield from parse(context.people, "word-about-people")
    for word, preferred in context.terms.items():
        found = tuple(words(normalised(word.lower())))
        if found and isinstance(preferred, str):
            yield Phrase("two-words-for-one-thing", found, (preferred,))


def _glossary_words(context: Context) -> frozenset[str]:
    """Words that the publication explains in its glossary: it needs them, and says why."""
    from plainpress.document.model import GlossaryEntry
    from plainpress.document.walk import nodes_of, plain_text

    entries = nodes_of(GlossaryEntry, context.publication)
    return frozenset(" ".join(words(normalised(plain_text(e.term).lower()))) for e in entries)


def _is_name(match: Match, line: Line) -> bool:
    """Whether a match is part of a name: capitalised inside the sentence ("Additional Support")."""
    said = line.sentence.words[match.start : match.start + len(match.phrase.words)]
    if all(word.isupper() for word in said):
        return False
    return match.start > 0 and any(word[0].isupper() for word in said)


def _finding(match: Match, line: Line) -> Finding:
    phrase = match.phrase
    said = " ".join(line.sentence.words[match.start : match.start + len(phrase.words)])
    return report(phrase.code, f'"{said}" {_WHAT[phrase.code]}', line, phrase.proposal)
