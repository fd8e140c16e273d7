"""Whether a folder of sound is whole: lengths, chapters, captions, pace and level agree."""

from __future__ import annotations

from itertools import pairwise
from math import log10
from statistics import median_low
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.files.audio.album import Album, Cue

Found = tuple[str, str, str]

APART = 50  # ms that two statements of one length may differ
LOUDEST = -3.0  # dBFS
# Rate of speech, in letters a second, against the middle one of the recording. The silence after
# a sentence counts with it, so that short ones vary too much to be judged.
_LETTERS = 40
_QUICKEST, _SLOWEST = 2.0, 0.4


def lengths(album: Album) -> Iterator[Found]:
    """Each chapter is as long as its captions, and the whole as long as its chapters."""
    total = 0.0
    for sound, cues in album.chapters:
        end = cues[-1].ends if cues else 0
        total += sound.length
        if abs(sound.length - end) > APART:
            yield (
                "sound-length-differs",
                f"{sound.name} lasts {_seconds(sound.length)}, its captions {_seconds(end)}",
                sound.name,
            )
    for sound in album.whole:
        if abs(sound.length - total) > APART:
            yield (
                "sound-length-differs",
                f"{sound.name} lasts {_seconds(sound.length)}, its chapters {_seconds(total)}",
                sound.name,
            )


def chapters(album: Album) -> Iterator[Found]:
    """The chapters that the whole files name begin and end where the chapters' files do."""
    expected = []
    start = 0.0
    for sound, _ in album.chapters:
        expected.append((start, start + sound.length))
        start += sound.length
    for sound in album.whole:
        if len(sound.marks) != len(expected):
            yield (
                "sound-chapters-differ",
                f"{sound.name} names {len(sound.marks)} chapters, and there are {len(expected)}",
                sound.name,
            )
            continue
        for number, (mark, place) in enumerate(zip(sound.marks, expected, strict=True), 1):
            if max(abs(mark[0] - place[0]), abs(mark[1] - place[1])) > APART:
                yield (
                    "sound-chapters-differ",
                    f"chapter {number} of {sound.name} is not where its sound is",
                    sound.name,
                )


def captions(album: Album) -> Iterator[Found]:
    """Captions neither overlap nor leave gaps, and those of the whole are those of the chapters."""
    joined: list[tuple[float, str]] = []
    start = 0.0
    for sound, cues in album.chapters:
        name = f"{sound.name.removesuffix('.mp3')}.vtt"
        yield from (("captions-uneven", message, name) for message in _uneven(cues))
        joined += [(start + cue.begins, cue.words) for cue in cues]
        start += sound.length
    same = [cue.words for cue in album.cues] == [words for _, words in joined] and all(
        abs(cue.begins - begins) <= APART
        for cue, (begins, _) in zip(album.cues, joined, strict=True)
    )
    if not same:
        message = "the captions of the whole are not those of the chapters"
        yield "captions-uneven", message, "whole.vtt"


def _uneven(cues: tuple[Cue, ...]) -> Iterator[str]:
    if cues and cues[0].begins:
        yield "the first caption does not begin at the start"
    for cue in cues:
        if cue.ends <= cue.begins:
            yield f"the caption “{cue.words}” has no length"
    for one, other in pairwise(cues):
        if one.ends != other.begins:
            kind = "overlaps" if one.ends > other.begins else "leaves a gap before"
            yield f"the caption “{one.words}” {kind} “{other.words}”"


def pace(album: Album) -> Iterator[Found]:
    """No sentence is spoken so quickly or so slowly that something must be missing or added."""
    rates = [
        (sound.name, cue, 1000 * len(cue.words) / (cue.ends - cue.begins))
        for sound, cues in album.chapters
        for cue in cues
        if len(cue.words) >= _LETTERS and cue.ends > cue.begins
    ]
    if not rates:
        return
    middle = median_low(rate for *_, rate in rates)
    for name, cue, rate in rates:
        if not _SLOWEST <= rate / middle <= _QUICKEST:
            way = "quickly" if rate > middle else "slowly"
            message = (
                f"“{cue.words}” is spoken too {way} to be whole: {rate:.0f} letters a second, "
                f"where {middle:.0f} are usual here"
            )
            yield "speech-pace-unlikely", message, name


def peaks(album: Album) -> Iterator[Found]:
    """No sample is above -3 dBFS: players' own filters need the room."""
    for sound, _ in album.chapters:
        level = 20 * log10(sound.peak) if sound.peak else -99.0
        if level > LOUDEST:
            yield "sound-peak-high", f"{sound.name} has a peak of {level:.1f} dBFS", sound.name


def _seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.2f} s"
