"""What changed between two texts, word by word."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from plainpress.document.editions.words import tokens
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_AROUND = 3


@dataclass(frozen=True, slots=True)
class Change:
    """Words that went (`before`) and words that came (`after`); one of them may be empty.

    `context` is the few words before them, as they stand now.
    """

    before: str
    after: str
    context: str = ""

    def __str__(self) -> str:
        """`"15" is now "16"`, `"not" is new after "you do"`, `"only" is gone after "you"`."""
        place = f' after "{self.context}"' if self.context else " at the start"
        if self.before and self.after:
            return f'"{self.before}" is now "{self.after}"'
        if self.after:
            return f'"{self.after}" is new{place}'
        return f'"{self.before}" is gone{place}'


def changes(before: Sequence[str], after: Sequence[str]) -> tuple[Change, ...]:
    """The changes that lead from some lines to others. Lines that stayed are not looked into."""
    old = [tokens(line) for line in before]
    new = [tokens(line) for line in after]
    lines = SequenceMatcher(None, old, new, autojunk=False)
    found: list[Change] = []
    for kind, old_start, old_end, new_start, new_end in lines.get_opcodes():
        if kind != "equal":
            old_words = [word for line in old[old_start:old_end] for word in line]
            new_words = [word for line in new[new_start:new_end] for word in line]
            found.extend(_word_changes(old_words, new_words))
    return tuple(found)


def _word_changes(old: list[str], new: list[str]) -> Iterator[Change]:
    words = SequenceMatcher(None, old, new, autojunk=False)
    for kind, old_start, old_end, new_start, new_end in words.get_opcodes():
        if kind != "equal":
            yield Change(
                before=" ".join(old[old_start:old_end]),
                after=" ".join(new[new_start:new_end]),
                context=" ".join(new[max(0, new_start - _AROUND) : new_start]),
            )
