"""A recording that needs no voice: each sentence is a beep, longer for more words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pytest

from plainpress.builders.artifact import Artifact, Options
from plainpress.builders.audio.chapters import Mp3
from plainpress.builders.daisy import build
from plainpress.builders.recording import Clip, Recording, Track
from plainpress.document.narration import narrate
from plainpress.document.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plainpress.document.model import Publication
    from plainpress.document.narration import Narration
    from plainpress.document.settings import Settings

CLOCK = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
RATE = 24_000  # samples a second
WHOLE = 384  # ms: a chapter is a whole number of frames
WORD = 97  # ms


def beep(milliseconds: int) -> np.ndarray:
    times = np.arange(RATE * milliseconds // 1000) / RATE
    return (3000 * np.sin(2 * np.pi * 440 * times)).astype(np.int16)


def beeped(narration: Narration, folder: Path) -> Recording:
    """A narration as beeps; its tracks lie in the folder."""
    tracks, clips = [], []
    for number, chapter in enumerate(narration.chapters):
        encoder, heard = Mp3(), 0
        for place in range(chapter.first, chapter.end):
            long = WORD * len(narration.utterances[place].text.split())
            if place == chapter.end - 1:
                long += -(heard + long) % WHOLE
            encoder.take(beep(long))
            clips.append(Clip(number, heard, heard + long))
            heard += long
        file = folder / f"{number:02}.mp3"
        file.write_bytes(encoder.given())
        tracks.append(Track(chapter.title, file, file, heard))
    return Recording(narration, "beep", tuple(tracks), tuple(clips))


@pytest.fixture
def talking(tmp_path: Path) -> Callable[[Publication, Settings], Artifact]:
    """A function from a publication to its talking book, spoken in beeps."""

    def make(publication: Publication, settings: Settings, name: str = "book.zip") -> Artifact:
        recording = beeped(narrate(publication, settings), tmp_path)
        return build(publication, Options(tmp_path / name, CLOCK, recording=recording))

    return make


@pytest.fixture
def talking_text(
    tmp_path: Path, talking: Callable[[Publication, Settings], Artifact]
) -> Callable[[str], Artifact]:
    """The same from the text of a source."""

    def make(text: str) -> Artifact:
        source = tmp_path / "source.md"
        source.write_text(text, "utf-8")
        reading = read(source)
        assert reading.publication
        return talking(reading.publication, reading.settings)

    return make
