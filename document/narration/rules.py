"""Takes written words; gives them as they are said, cut into pieces that name the rule behind each.

A rule never looks into what an earlier one has changed, so that the written words are always the
pieces' own, put together.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from plainpress.document.narration import forms
from plainpress.document.narration.model import Change
from plainpress.document.records import dataclass
from plainpress.document.report import data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

_TAGGED = re.compile(r"([a-z]{2,3}(?:-[A-Za-z0-9]+)*):(.+)", re.DOTALL)
# Pictures that stand for words: So is other symbols, Sk modifiers of skin, Cf joiners.
_EMOJI = re.compile(
    "[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
    "[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff\U0001f000-\U0001faff]*"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words as they stand and as they are said; `rule` is empty where both are the same."""

    written: str
    spoken: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a pattern is said as. `say` gives None where it is not meant after all."""

    name: str
    pattern: re.Pattern[str]
    say: Callable[[re.Match[str]], str | None]


def rules(language: str, pronunciations: Mapping[str, str]) -> tuple[Rule, ...]:
    """The rules for a language: the publication's pronunciations, then those of the language."""
    return (*_pronounced(language, pronunciations), *_of_language(language.partition("-")[0]))


def said(text: str, found: Sequence[Rule]) -> tuple[Piece, ...]:
    """The words in pieces. The pieces' written words, put together, are the text."""
    pieces: Iterable[Piece] = (Piece(text, text),)
    for rule in found:
        if rule.pattern.search(text):
            pieces = [part for piece in pieces for part in _applied(piece, rule)]
    return tuple(pieces)


def changes(pieces: Iterable[Piece]) -> tuple[Change, ...]:
    """The pieces that are said otherwise than they are written."""
    return tuple(Change(each.rule, each.written, each.spoken) for each in pieces if each.rule)


def _applied(piece: Piece, rule: Rule) -> Iterator[Piece]:
    if piece.rule:
        yield piece
        return
    start = 0
    for match in rule.pattern.finditer(piece.written):
        spoken = rule.say(match)
        if spoken is None or match.start() == match.end():
            continue
        before = piece.written[start : match.start()]
        if before:
            yield Piece(before, before)
        yield Piece(match[0], spoken, rule.name)
        start = match.end()
    if start < len(piece.written):
        yield Piece(piece.written[start:], piece.written[start:])


def _pronounced(language: str, pronunciations: Mapping[str, str]) -> Iterator[Rule]:
    """One rule for each word of `[pronunciations]`, the longest first.

    A key is a word or several, as they are written: only whole words match. "cy:Sir" holds in
    Welsh only. A star stands for the rest of a word, and for the same in what is said.
    """
    for key in sorted(pronunciations, key=len, reverse=True):
        tagged = _TAGGED.fullmatch(key)
        if tagged and not _is_within(language, tagged[1]):
            continue
        words = tagged[2] if tagged else key
        yield Rule("pronunciation", _words(words), _star(pronunciations[key]))


def _words(words: str) -> re.Pattern[str]:
    inner = (
        re.escape(words).replace(r"\*", r"(\w*)", 1).replace(r"\*", r"\w*").replace(r"\ ", r"\s")
    )
    return re.compile(rf"(?<!\w){inner}(?!\w)")


def _star(spoken: str) -> Callable[[re.Match[str]], str]:
    return lambda match: spoken.replace("*", match[1]) if match.re.groups else spoken


def _is_within(language: str, tag: str) -> bool:
    return language == tag or language.startswith(f"{tag}-")


@cache
def _of_language(primary: str) -> tuple[Rule, ...]:
    resource = files("plainpress.document").joinpath("data", "narration", f"{primary}.toml")
    if not primary.isalpha() or not resource.is_file():
        return (Rule("emoji", _EMOJI, _emoji),)
    listed = data(f"narration/{primary}.toml")["rule"]
    return (*(_rule(entry) for entry in listed), Rule("emoji", _EMOJI, _emoji))


def _rule(entry: Mapping[str, str]) -> Rule:
    pattern = re.compile(entry["pattern"])
    if "form" in entry:
        return Rule(entry["name"], pattern, forms.FORMS[entry["form"]])
    spoken = entry["spoken"]
    return Rule(entry["name"], pattern, lambda match: match.expand(spoken))


def _emoji(match: re.Match[str]) -> str:
    """A picture by its name in Unicode: "thumbs up sign"."""
    return f" {unicodedata.name(match[0][0], 'a sign').lower()} "
