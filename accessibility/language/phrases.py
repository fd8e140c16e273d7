"""Word lists, and a matcher that looks for all the words of several lists in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from plainpress.accessibility.readability.words import normalised, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_ONLY_NOUN = "[noun]"
# After these, "the deaf" stands for people; before a noun it would not ("the deaf club").
_AFTER_NOUN = frozenset(
    ["and", "or", "who", "are", "were", "have", "can", "will", "in", "with", "to", "at", "is"]
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One form to look for, in lower-case words, and what to write instead.

    `code` is the rule that it belongs to. `only_noun` matches only where no noun follows.
    """

    code: str
    words: tuple[str, ...]
    plainer: tuple[str, ...]
    only_noun: bool = False

    @property
    def proposal(self) -> str:
        """What to do about it."""
        if self.plainer[0].startswith("("):
            return "leave it out"
        return "write " + " or ".join(f'"{word}"' for word in self.plainer)


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found in a sentence, from this word on."""

    phrase: Phrase
    start: int


def parse(text: str, code: str) -> Iterator[Phrase]:
    """The phrases of a list: `form, form = plainer; plainer` a line, comments after `#`."""
    for line in text.splitlines():
        left, _, right = line.partition("#")[0].partition(" = ")
        plainer = tuple(part.strip() for part in right.split(";") if part.strip())
        for form in left.split(",") if plainer else ():
            only_noun = form.rstrip().endswith(_ONLY_NOUN)
            found = tuple(words(normalised(form.replace(_ONLY_NOUN, "").lower())))
            if found:
                yield Phrase(code, found, plainer, only_noun)


@cache
def shipped(name: str, code: str) -> tuple[Phrase, ...]:
    """The phrases of one of our own lists."""
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    return tuple(parse(text, code))


class Matcher:
    """Looks for many phrases at once. The longest phrase that begins at a word wins."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._by_first: dict[str, list[Phrase]] = {}
        for phrase in phrases:
            self._by_first.setdefault(phrase.words[0], []).append(phrase)
        for found in self._by_first.values():
            found.sort(key=lambda phrase: -len(phrase.words))

    def find(self, lowered: Sequence[str]) -> Iterator[Match]:
        """The matches in the lower-case words of a sentence, which do not overlap."""
        end = 0
        for index, word in enumerate(lowered):
            for phrase in self._by_first.get(word, ()) if index >= end else ():
                if _is_here(phrase, lowered, index):
                    yield Match(phrase, index)
                    end = index + len(phrase.words)
                    break


def _is_here(phrase: Phrase, lowered: Sequence[str], index: int) -> bool:
    end = index + len(phrase.words)
    if tuple(lowered[index:end]) != phrase.words:
        return False
    return not phrase.only_noun or end == len(lowered) or lowered[end] in _AFTER_NOUN
