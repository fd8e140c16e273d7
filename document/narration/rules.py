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


# Rules that put other words in place of those written. What a voice says by any other rule is
# only a way to read what is written, so that print keeps its spelling.
_OTHER_WORDS = frozenset({"email-address", "web-address", "doi", "lead", "picture"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Words as they stand and as they are said; `rule` is empty where both are the same.

    `shown` is how a reader sees what is said, where neither of the two does.
    """

    written: str
    spoken: str
    rule: str = ""
    shown: str | None = None

    @property
    def printed(self) -> str:
        """What is said, in the spelling of print: "NIHR" where a voice says "N I H R"."""
        if self.shown is not None:
            return self.shown
        return self.spoken if self.rule in _OTHER_WORDS or not self.spoken else self.written


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
    pieces: Sequence[Piece] = (Piece(text, text),)
    for rule in found:
        if matches := list(rule.pattern.finditer(text)):
            pieces = list(_applied(pieces, matches, rule))
    return tuple(pieces)


def changes(pieces: Iterable[Piece]) -> tuple[Change, ...]:
    """The pieces that are said otherwise than they are written."""
    return tuple(Change(each.rule, each.written, each.spoken) for each in pieces if each.rule)


def _applied(
    pieces: Sequence[Piece], matches: Sequence[re.Match[str]], rule: Rule
) -> Iterator[Piece]:
    """The pieces, cut where the rule holds. It sees what stands around, even if that is changed."""
    end, place = 0, 0
    for piece in pieces:
        start, end = end, end + len(piece.written)
        while place < len(matches) and matches[place].start() < end:
            match = matches[place]
            place += 1
            if piece.rule or match.start() < start or match.end() > end or not match[0]:
                continue
            if (spoken := rule.say(match)) is not None:
                yield from _plain(match.string[start : match.start()])
                yield Piece(match[0], spoken, rule.name)
                start = match.end()
        if piece.rule:
            yield piece
        else:
            yield from _plain(piece.written[len(piece.written) - (end - start) :])


def _plain(text: str) -> Iterator[Piece]:
    if text:
        yield Piece(text, text)


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
