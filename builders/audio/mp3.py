"""MP3 files with what players show: ID3 version 2.4, chapters as ID3v2 Chapter Frames 1.0."""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING, Any

from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

MEDIA_TYPE = "audio/mpeg"
_UTF8 = 3  # ID3v2.4, 4: the text encoding that holds every letter
_FRONT_COVER = 3
_HEADER = 10  # bytes before the content of a tag, and of each of its frames


@dataclass(frozen=True, slots=True)
class Tags:
    """What a file says of itself. `language` is three letters of ISO 639-2."""

    title: str
    album: str
    artist: str
    language: str
    date: str
    licence: str
    comment: str
    transcript: str
    cover: bytes
    number: tuple[int, int] = (0, 0)  # of how many


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter of a file: its title, from and to in milliseconds."""

    title: str
    begins: int
    ends: int


def write(path: Path, sound: Iterable[Path], tags: Tags, marks: Sequence[Mark] = ()) -> None:
    """Put the tags, and behind them frames of MP3, one file after the other."""
    with path.open("wb") as out:
        out.write(_tag(tags, marks))
        for file in sound:
            with file.open("rb") as frames:
                shutil.copyfileobj(frames, out)


def _tag(tags: Tags, marks: Sequence[Mark]) -> bytes:
    from mutagen import id3

    found = id3.ID3()
    texts = [
        (id3.TIT2, tags.title),
        (id3.TALB, tags.album),
        (id3.TPE1, tags.artist),
        (id3.TLAN, tags.language),
        (id3.TDRC, tags.date),
        (id3.TCON, "Audiobook"),
        (id3.TRCK, "/".join(map(str, tags.number)) if tags.number[0] else ""),
    ]
    for frame, text in texts:
        if text:
            found.add(frame(encoding=_UTF8, text=[text]))
    if tags.licence:
        found.add(id3.WCOP(url=tags.licence))
    found.add(id3.WXXX(encoding=_UTF8, desc="Transcript", url=tags.transcript))
    found.add(id3.COMM(encoding=_UTF8, lang=tags.language, desc="", text=[tags.comment]))
    found.add(
        id3.APIC(encoding=_UTF8, mime="image/png", type=_FRONT_COVER, desc="Cover", data=tags.cover)
    )
    _mark(found, marks)
    out = io.BytesIO()
    found.save(out, v2_version=4)
    return _in_order(out.getvalue())


def _in_order(tag: bytes) -> bytes:
    """The chapters in the order of their time: mutagen writes frames of a kind by their size.

    A frame is ten bytes, the number of those that follow among them in sevens (ID3v2.4, 4).
    """
    frames, end = [], _HEADER
    while tag[end : end + 4].isalnum():
        start, size = end, tag[end + 4 : end + 8]
        end += _HEADER + sum(byte << 7 * place for place, byte in enumerate(reversed(size)))
        frames.append(tag[start:end])
    chapters = iter(sorted((each for each in frames if each.startswith(b"CHAP")), key=_begins))
    placed = (next(chapters) if each.startswith(b"CHAP") else each for each in frames)
    return b"".join((tag[:_HEADER], *placed, tag[end:]))


def _begins(chapter: bytes) -> int:
    """When a chapter begins, in milliseconds: four bytes behind its name."""
    return int.from_bytes(chapter[_HEADER:].partition(b"\0")[2][:4])


def _mark(found: Any, marks: Sequence[Mark]) -> None:  # noqa: ANN401 - mutagen has no types
    from mutagen import id3

    if not marks:
        return
    names = [f"chapter{number}" for number in range(1, len(marks) + 1)]
    flags = id3.CTOCFlags.TOP_LEVEL | id3.CTOCFlags.ORDERED
    found.add(id3.CTOC(element_id="contents", flags=flags, child_element_ids=names, sub_frames=[]))
    nowhere = 0xFFFFFFFF  # "no offset in bytes": the times count
    for name, mark in zip(names, marks, strict=True):
        title = id3.TIT2(encoding=_UTF8, text=[mark.title])
        found.add(
            id3.CHAP(
                element_id=name,
                start_time=mark.begins,
                end_time=mark.ends,
                start_offset=nowhere,
                end_offset=nowhere,
                sub_frames=[title],
            )
        )
