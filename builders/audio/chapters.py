"""Takes the lines of a chapter; gives its sound, and where each line is heard.

A chapter is put together sentence by sentence, so that memory does not grow with it. Its length
is a whole number of frames of MP3 and of AAC alike, so that the times of the clips hold in every
file, and the frames of chapters can be put one behind the other.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from plainpress.builders.audio import frames, speaking
from plainpress.builders.audio.sound import FRAME, MILLISECOND
from plainpress.builders.audio.store import key_of
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from plainpress.builders.audio.speaking import Line

T = TypeVar("T")

LENGTH = FRAME // MILLISECOND  # milliseconds of a frame: 24
LEAD = 21  # frames of silence before the first line: half a second
_WHOLE = 16  # frames of MP3 that are as long as 9 of AAC: 384 ms
_HALF = 0.5  # of a frame: what a sentence is filled up by on average


@dataclass(frozen=True, slots=True)
class Plan:
    """What a chapter is made of: its lines, and the silence after each in milliseconds."""

    lines: tuple[Line, ...]
    pauses: tuple[int, ...]
    store: Path

    @property
    def key(self) -> str:
        """What its sound is known by: sentences and silences."""
        return key_of("chapter", [each.key for each in self.lines], self.pauses, LEAD)


def join(plan: Plan, file: Path) -> tuple[tuple[int, int], ...]:
    """Write a chapter as MP3; where each line is heard, in milliseconds.

    A line is heard from the end of the one before it: pauses belong to the line before them.
    """
    heard, starts = 0, []
    with file.open("wb") as out:
        for each in sequence(plan, speaking.frames_of, lambda found: len(found) // frames.SIZE):
            if isinstance(each, int):
                heard += each
                # The silence within the frames of a sentence belongs to the pause before it.
                starts.append((heard + frames.BEFORE) * LENGTH)
                out.write(frames.silence(each))
            else:
                heard += len(each) // frames.SIZE
                out.write(each)
    return tuple(pairwise([0, *starts[1:-1], heard * LENGTH]))


def sequence(
    plan: Plan, said: Callable[[Line], T], length: Callable[[T], int]
) -> Iterator[T | int]:
    """What a chapter consists of: frames of silence as a number, a sentence, silence, and so on.

    `said` gives a sentence in the form that is wanted, with the silence before it; `length` says
    how many frames that is.
    """
    heard = silent = LEAD - frames.BEFORE
    for line, pause in zip(plan.lines, plan.pauses, strict=True):
        yield silent
        sentence = said(line)
        yield sentence
        silent = max(0, round(pause / LENGTH - frames.BEFORE - _HALF))
        heard += length(sentence) + silent
    yield silent + -heard % _WHOLE
