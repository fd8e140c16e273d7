"""Reading a folder of sound back, by a decoder that had no part in making it (ffmpeg's)."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from plainpress.accessibility.files.package import UnreadableError
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = "whole"
_TOGETHER = 240_000  # samples: ten seconds
_TIME = r"(\d+):(\d\d):(\d\d)\.(\d{3})"
_CUE = re.compile(rf"^{_TIME} --> {_TIME}\n(.*)$", re.MULTILINE)


# What was found by decoding files before: length in milliseconds and peak, by their SHA-256.
Heard = dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Cue:
    """A caption: from, to in milliseconds, and its words."""

    begins: int
    ends: int
    words: str


@dataclass(frozen=True, slots=True)
class Sound:
    """A file of sound: its length in milliseconds as decoded, its highest sample from 0 to 1.

    `marks` are where its chapters begin and end. A file that was only counted, and not decoded,
    has no `peak`.
    """

    name: str
    length: float
    marks: tuple[tuple[float, float], ...]
    peak: float | None = None


@dataclass(frozen=True, slots=True)
class Album:
    """The chapters with their captions, and the files that hold the whole."""

    chapters: tuple[tuple[Sound, tuple[Cue, ...]], ...]
    whole: tuple[Sound, ...]
    cues: tuple[Cue, ...]


def open_album(folder: Path, heard: Heard) -> Album:
    """Read all of a folder. Raises `UnreadableError` for a file that is missing or damaged.

    A chapter whose very bytes were heard before is not decoded again; what is decoded goes into
    `heard`.
    """
    files = sorted(path for path in folder.glob("*.mp3") if path.stem != WHOLE)
    if not files:
        raise UnreadableError("the folder has no chapter: no file in it ends in .mp3")
    chapters = tuple((_heard(file, heard), _cues(file.with_suffix(".vtt"))) for file in files)
    whole = tuple(_counted(folder / f"{WHOLE}{suffix}") for suffix in (".mp3", ".m4b"))
    return Album(chapters, whole, _cues(folder / f"{WHOLE}.vtt"))


def _cues(file: Path) -> tuple[Cue, ...]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{file.name} cannot be read") from error
    return tuple(
        Cue(_time(each.groups()[:4]), _time(each.groups()[4:8]), each[9])
        for each in _CUE.finditer(text)
    )


def _time(parts: tuple[str, ...]) -> int:
    hours, minutes, seconds, rest = map(int, parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _counted(file: Path) -> Sound:
    """The length by the packets of the file, which is quick."""
    from av import FFmpegError

    try:
        with _opened(file) as opened:
            stream = opened.streams.audio[0]
            ticks = sum(packet.duration or 0 for packet in opened.demux(stream))
            length = float(ticks * stream.time_base * 1000)
            return Sound(file.name, length, _marks(opened))
    except (FFmpegError, OSError, IndexError, ValueError) as error:
        raise UnreadableError(f"{file.name} cannot be read as sound") from error


def _heard(file: Path, heard: Heard) -> Sound:
    try:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise UnreadableError(f"{file.name} cannot be read as sound") from error
    if digest in heard:
        length, peak = heard[digest]
        return Sound(file.name, length, (), peak)
    sound = _decoded(file)
    heard[digest] = (sound.length, sound.peak or 0.0)
    return sound


def _decoded(file: Path) -> Sound:
    """The length and the peak by decoding every sample.

    Frames of 24 ms are looked at together: one by one they take twice as long.
    """
    from av import AudioFifo, FFmpegError

    samples, rate, peak = 0, 1, 0.0
    waiting = AudioFifo()
    try:
        with _opened(file) as opened:
            for frame in opened.decode(audio=0):
                samples, rate, frame.pts = samples + frame.samples, frame.sample_rate, None
                waiting.write(frame)
                if waiting.samples >= _TOGETHER:
                    peak = max(peak, _peak(waiting))
        peak = max(peak, _peak(waiting))
    except (FFmpegError, OSError, IndexError, ValueError) as error:
        raise UnreadableError(f"{file.name} cannot be read as sound") from error
    return Sound(file.name, samples / rate * 1000, (), peak)


def _peak(waiting: Any) -> float:  # noqa: ANN401 - as below
    """The highest sample of all frames that wait, which are taken out; 0 for none."""
    return float(abs(waiting.read(0).to_ndarray()).max()) if waiting.samples else 0.0


def _opened(file: Path) -> Any:  # noqa: ANN401 - PyAV's stubs do not tell its two kinds apart
    import av

    return av.open(str(file))


def _marks(opened: Any) -> tuple[tuple[float, float], ...]:  # noqa: ANN401
    return tuple(sorted((_when(each, "start"), _when(each, "end")) for each in opened.chapters()))


def _when(mark: Any, end: str) -> float:  # noqa: ANN401
    return float(mark[end] * mark["time_base"]) * 1000
