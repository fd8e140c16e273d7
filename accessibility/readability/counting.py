"""What counts when text is measured: the rules of data/counting.toml, which a report can state."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Standing = Literal["counted", "checked", "left-out"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of text, whether it counts, and why."""

    kind: str
    standing: Standing
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Guard:
    """A share of a section's words from which a rule holds, and a least number of words."""

    share: float
    words: int

    def holds(self, part: int, total: int) -> bool:
        """Whether `part` of `total` words is over the share, and enough to matter."""
        return part >= self.words and part > self.share * total


@dataclass(frozen=True, slots=True)
class Counting:
    """The rules of counting: the kinds of text, and the guards against text that hides."""

    kinds: Mapping[str, Kind]
    promote: Guard
    unreadable: Guard
    label_words: int
    heading_words: int


@cache
def counting() -> Counting:
    """The rules that ship with the package."""
    text = files(__package__).joinpath("data", "counting.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    kinds = {
        name: Kind(name, entry["standing"], entry["name"], entry["why"])
        for name, entry in data["kinds"].items()
    }
    return Counting(
        MappingProxyType(kinds),
        Guard(**data["promote"]),
        Guard(**data["unreadable"]),
        data["label"]["words"],
        data["heading"]["words"],
    )
