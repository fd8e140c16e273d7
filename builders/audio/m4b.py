"""One audiobook file with chapters: AAC in MPEG-4, as phones and audiobook players take it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from plainpress.builders.audio.packets import AAC_FRAME, BITRATE
from plainpress.builders.audio.sound import RATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from plainpress.builders.audio.mp3 import Mark, Tags

MEDIA_TYPE = "audio/mp4"
_TICK = Fraction(1, RATE)


def write(path: Path, packets: Iterable[bytes], tags: Tags, marks: Sequence[Mark]) -> None:
    """Put the packets of all chapters into one file; its chapters, its words and its cover."""
    import av

    # Bit-exact: without the time of the making and the version of the library.
    options = {"fflags": "+bitexact", "movflags": "+faststart"}
    with av.open(str(path), "w", format="ipod", options=options) as out:
        stream = _stream(out)
        out.metadata.update(_words(tags))
        out.set_chapters([_chapter(number, mark) for number, mark in enumerate(marks)])
        for place, data in enumerate(packets):
            packet = av.Packet(data)
            packet.stream, packet.time_base = stream, _TICK
            packet.pts = packet.dts = place * AAC_FRAME
            packet.duration = AAC_FRAME
            out.mux(packet)
    _cover(path, tags.cover)


def _stream(out: Any) -> Any:  # noqa: ANN401 - PyAV's stubs lack what is set here
    stream = out.add_stream("aac", rate=RATE)
    stream.codec_context.layout = "mono"
    stream.codec_context.bit_rate = BITRATE * 1000
    return stream


def _chapter(number: int, mark: Mark) -> Any:  # noqa: ANN401 - PyAV's own type is not exported
    ticks = RATE // 1000
    return {
        "id": number,
        "start": mark.begins * ticks,
        "end": mark.ends * ticks,
        "time_base": _TICK,
        "metadata": {"title": mark.title},
    }


def _words(tags: Tags) -> dict[str, str]:
    found = {
        "title": tags.album,
        "album": tags.album,
        "artist": tags.artist,
        "date": tags.date,
        "genre": "Audiobook",
        "comment": tags.comment,
        "copyright": tags.licence,
        "language": tags.language,
    }
    return {name: text for name, text in found.items() if text}


def _cover(path: Path, picture: bytes) -> None:
    from mutagen import MutagenError
    from mutagen.mp4 import MP4, MP4Cover

    try:
        file = MP4(path)
        file["covr"] = [MP4Cover(picture, imageformat=MP4Cover.FORMAT_PNG)]
        file.save()
    except MutagenError as error:
        # It wraps what the system says, such as that the disk is full.
        raise (error.args[0] if isinstance(error.args[0], OSError) else error) from error
