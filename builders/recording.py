"""A narration that has been spoken: what the audio builder gives, and books with sound take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.builders.artifact import Loss
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from plainpress.builders.audio.chapters import Plan
    from plainpress.document.narration import Narration

_MINUTE = 60  # seconds; an hour has as many minutes


@dataclass(frozen=True, slots=True)
class Clip:
    """Where an utterance is heard: the place of its track, from and to in milliseconds.

    Clips are in the order of the narration, one for each utterance; the next one of a track
    begins where the last one ends, so that pauses belong to the clip before them.
    """

    track: int
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Track:
    """The sound of one chapter: its title, MP3 without tags, and its length in milliseconds.

    `plan` says which clips of the store it was put together from: the audiobook encodes them in
    its own way.
    """

    title: str
    file: Path
    length: int
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """A whole narration as sound. `voice` is the name of the voice that speaks it."""

    narration: Narration
    voice: str
    tracks: tuple[Track, ...]
    clips: tuple[Clip, ...]

    @property
    def length(self) -> int:
        """The length of the whole in milliseconds."""
        return sum(track.length for track in self.tracks)


def losses(recording: Recording) -> Iterator[Loss]:
    """Words in which there is nothing to say; what a setting leaves out is no loss."""
    for each in recording.narration.silences:
        if each.rule == "nothing-to-say":
            yield Loss(
                f"“{each.written.strip()}” is left out: a voice can say nothing of it", each.span
            )


def length_in_words(seconds: float) -> str:
    """A length for people: "4 minutes", "1 hour 31 minutes".

    What is shorter than a minute has whole seconds, of which a player shows as many: "33 seconds".
    """
    if seconds < _MINUTE:
        return _counted((max(1, int(seconds)), "second"))
    hours, minutes = divmod(round(seconds / _MINUTE), _MINUTE)
    return _counted((hours, "hour"), (minutes, "minute"))


def _counted(*counts: tuple[int, str]) -> str:
    return " ".join(f"{n} {unit}{'s' if n > 1 else ''}" for n, unit in counts if n)
