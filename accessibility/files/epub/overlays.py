"""Media overlays of an EPUB: clips follow each other, the sound is as long, and times add up.

All times are seconds.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plainpress.accessibility.files.epub.book import q
from plainpress.accessibility.files.package import resolve
from plainpress.accessibility.files.sound import NEAR, length_of
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.files.epub.book import Book

# Clock values of SMIL 3.0: "1:02:03.4" or "02:03.4", and "3.4s" in one of four units or none.
_CLOCK = re.compile(r"(?:(\d+):)?([0-5]?\d):([0-5]?\d(?:\.\d+)?)")
_COUNT = re.compile(r"(\d+(?:\.\d+)?)(h|min|s|ms)?")
_UNITS = {"h": 3600.0, "min": 60.0, "s": 1.0, "ms": 0.001}


@dataclass(frozen=True, slots=True)
class _Clip:
    """A stretch of a sound file; `ends` is None where it is the end of the file."""

    member: str
    begins: float
    ends: float | None


def moment(text: str) -> float | None:
    """A clock value in seconds; None for another text."""
    if found := _CLOCK.fullmatch(text.strip()):
        return int(found[1] or 0) * 3600 + int(found[2]) * 60 + float(found[3])
    if found := _COUNT.fullmatch(text.strip()):
        return float(found[1]) * _UNITS[found[2] or "s"]
    return None


def _overlays(book: Book) -> Iterator[tuple[str, str]]:
    """The id and the member of each overlay."""
    named = dict.fromkeys(item.overlay for item in book.items.values() if item.overlay)
    for name in named:
        if name in book.items:
            yield name, book.items[name].name


def _clips(book: Book, member: str) -> list[_Clip]:
    """The clips of an overlay, in the order in which they are played."""
    return [
        _Clip(
            resolve(member, audio.get("src", "")),
            moment(audio.get("clipBegin", "0")) or 0.0,
            moment(audio.get("clipEnd", "")),
        )
        for audio in book.package.xml(member).iter(q("smil:audio"))
    ]


def clips(book: Book) -> Iterator[tuple[str, str]]:
    """Each clip begins where the one before it in the same file ends, and none is empty."""
    for _, overlay in _overlays(book):
        reached: dict[str, float] = {}
        for number, clip in enumerate(_clips(book, overlay), 1):
            name, ends = f"clip {number} of {overlay}", _end(book, clip)
            if ends <= clip.begins:
                yield "clips-apart", f"{name} ends before it begins"
            apart = clip.begins - reached.get(clip.member, 0.0)
            if abs(apart) > NEAR:
                way = "leaves out" if apart > 0 else "repeats"
                yield "clips-apart", f"{name} {way} {abs(apart):.3f} seconds of {clip.member}"
            reached[clip.member] = ends


def _end(book: Book, clip: _Clip) -> float:
    if clip.ends is not None:
        return clip.ends
    return length_of(book.package, clip.member) or clip.begins + NEAR


def sound(book: Book) -> Iterator[tuple[str, str]]:
    """Each sound file is as long as its clips."""
    ends: dict[str, float] = {}
    for _, overlay in _overlays(book):
        for clip in _clips(book, overlay):
            ends[clip.member] = max(ends.get(clip.member, 0.0), _end(book, clip))
    for member, end in ends.items():
        length = length_of(book.package, member)
        if length is not None and length < end - NEAR:
            yield "sound-cut-short", f"{member} lasts {length:.3f} seconds, and its clips {end:.3f}"
        elif length is not None and length > end + NEAR:
            message = f"the last {length - end:.3f} seconds of {member} are never played"
            yield "clips-apart", message


def times(book: Book) -> Iterator[tuple[str, str]]:
    """The durations that the package gives are those of the clips, and add up to the whole."""
    said = {
        meta.get("refines", ""): (meta.text or "").strip()
        for meta in book.opf.iter(q("opf:meta"))
        if meta.get("property") == "media:duration"
    }
    whole = 0.0
    for name, overlay in _overlays(book):
        length = sum(_end(book, clip) - clip.begins for clip in _clips(book, overlay))
        whole += length
        yield from _compared(said, f"#{name}", overlay, length)
    yield from _compared(said, "", "the whole book", whole)


def _compared(
    said: dict[str, str], refined: str, name: str, true: float
) -> Iterator[tuple[str, str]]:
    """What is said against what is true. A time that is not given is EPUBCheck's matter."""
    if refined not in said:
        return
    given = moment(said[refined])
    if given is None:
        shown = said[refined][:60]
        yield "times-wrong", f"media:duration of {name} is “{shown}”, which is no time"
    elif abs(given - true) > NEAR:
        shown = said[refined]
        yield "times-wrong", f"media:duration of {name} is {shown}, and the clips give {true:.3f} s"
