"""Takes publications and "3/20"; gives the third of twenty even parts of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plainpress.document.errors import UsageError
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plainpress.press.many.finding import Place

_WRITTEN = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Shard:
    """One part of several: its number, from 1, and how many there are."""

    number: int
    count: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def part(self, places: Sequence[Place]) -> tuple[Place, ...]:
        """Every so-manieth of the sorted publications: each is in exactly one shard.

        The shards differ by one publication at most. Neighbours, which are often alike, are
        spread over all of them.
        """
        return tuple(places[self.number - 1 :: self.count])


def parse(text: str) -> Shard | None:
    """The shard that is meant, None for an empty text. Raises `UsageError`."""
    if not text:
        return None
    written = _WRITTEN.fullmatch(text)
    number, count = map(int, written.groups()) if written else (0, 0)
    if not 1 <= number <= count:
        raise UsageError(
            f"--shard {text!r} is no shard: write which one, and of how many, such as 3/20 "
            "(the first is 1/20, the last 20/20)"
        )
    return Shard(number, count)
