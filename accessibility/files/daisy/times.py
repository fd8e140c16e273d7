"""Times of a talking book: clips follow each other, sums agree, and the sound is as long.

All times are seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility.files.daisy.book import all_of, metas, moment
from plainpress.accessibility.files.sound import NEAR, length_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.files.daisy.book import Book, Chapter, Clip

_WHOLE = 0.5  # ncc:totalTime is in whole seconds


def clips(book: Book) -> Iterator[tuple[str, str]]:
    """Each clip has a length, and begins where the one before it in the same file ends."""
    for chapter in book.chapters:
        reached: dict[str, float] = {}
        for number, clip in enumerate(chapter.clips, 1):
            name = f"clip {number} of {chapter.member}"
            if clip.begins is None or clip.ends is None:
                yield "clips-apart", f"{name} has a time that is none"
                continue
            if clip.ends <= clip.begins:
                yield "clips-apart", f"{name} ends before it begins"
            before = reached.get(clip.member, 0.0)
            if abs(clip.begins - before) > NEAR:
                way = "leaves out" if clip.begins > before else "repeats"
                late = abs(clip.begins - before)
                yield "clips-apart", f"{name} {way} {late:.3f} seconds of {clip.member}"
            reached[clip.member] = clip.ends


def sound(book: Book) -> Iterator[tuple[str, str]]:
    """Each sound file is as long as its clips."""
    for member, ends in _ends(book).items():
        length = length_of(book.package, member)
        if length is not None and length < ends - NEAR:
            message = f"{member} lasts {length:.3f} seconds, and its clips {ends:.3f}"
            yield "sound-cut-short", message
        elif length is not None and length > ends + NEAR:
            message = f"the last {length - ends:.3f} seconds of {member} are never played"
            yield "clips-apart", message


def _ends(book: Book) -> dict[str, float]:
    """The end of the last clip of each sound file."""
    found: dict[str, float] = {}
    for chapter in book.chapters:
        for clip in chapter.clips:
            found[clip.member] = max(found.get(clip.member, 0.0), clip.ends or 0.0)
    return found


def sums(book: Book) -> Iterator[tuple[str, str]]:
    """The times that files give are those of their clips, and add up to the whole."""
    elapsed = 0.0
    for chapter in book.chapters:
        said, length = metas(chapter.root), sum(map(_long, chapter.clips))
        yield from _compared(chapter.member, "ncc:totalElapsedTime", said, elapsed)
        yield from _compared(chapter.member, "ncc:timeInThisSmil", said, length)
        yield from _compared(chapter.member, "dur", _duration(chapter), length)
        elapsed += length
    if book.master:
        said = metas(book.master.root)
        yield from _compared(book.master.member, "ncc:timeInThisSmil", said, elapsed)
    yield from _compared(book.member, "ncc:totalTime", metas(book.ncc), elapsed, _WHOLE)


def _long(clip: Clip) -> float:
    return max(0.0, (clip.ends or 0.0) - (clip.begins or 0.0))


def _duration(chapter: Chapter) -> dict[str, str]:
    """What the sequence of a chapter gives as its length."""
    whole = next(all_of(chapter.root, "seq"), None)
    given = whole.get("dur") if whole is not None else None
    return {} if given is None else {"dur": given}


def _compared(
    member: str, name: str, said: dict[str, str], true: float, more: float = 0.0
) -> Iterator[tuple[str, str]]:
    """One time against the true one. One that is not given is no matter of this check."""
    if name not in said:
        return
    given = moment(said[name])
    if given is None:
        yield "times-wrong", f"{name} of {member} is “{said[name][:60]}”, which is no time"
    elif abs(given - true) > NEAR + more:
        yield "times-wrong", f"{name} of {member} is {said[name]}, and the clips give {true:.3f} s"
