"""A recording without a voice: each sentence is a beep of its own length."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from plainpress.builders.audio.chapters import LEAD, MP3_FRAME, Mp3
from plainpress.builders.audio.sound import MILLISECOND
from plainpress.builders.recording import Clip, Recording, Track
from plainpress.document.narration import narrate
from plainpress.document.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plainpress.document.model import Publication
    from plainpress.document.narration import Chapter, Narration

PIECE = 24  # ms: a whole number of frames of MP3
PITCH = 440  # Hz


@pytest.fixture(scope="session")
def beeps() -> Callable[[Publication, Path], Recording]:
    """A function from an edition and a folder for its tracks to a recording of it."""

    def record(publication: Publication, folder: Path) -> Recording:
        narration = narrate(publication, Settings())
        clips: list[Clip] = []
        tracks = []
        for number, chapter in enumerate(narration.chapters):
            ends = [0, *_ends(narration, chapter)]
            clips += [Clip(number, *times) for times in pairwise(ends)]
            file = folder / f"{number:02}.mp3"
            file.write_bytes(_sound(ends))
            tracks.append(Track(chapter.title, file, file.with_suffix(".aac"), ends[-1]))
        return Recording(narration, "beeps", tuple(tracks), tuple(clips))

    return record


def _ends(narration: Narration, chapter: Chapter) -> list[int]:
    """Where each utterance ends, in milliseconds; no two of a chapter are alike in length."""
    lengths = [PIECE * (5 + place % 7) for place in range(chapter.first, chapter.end)]
    ends = np.cumsum([LEAD // PIECE * PIECE, *lengths])[1:]
    return [int(end) for end in ends]


def _sound(ends: list[int]) -> bytes:
    encoder = Mp3()
    for begins, end in pairwise(ends):
        times = np.arange((end - begins) * MILLISECOND) / (MILLISECOND * 1000)
        encoder.take((np.sin(2 * np.pi * PITCH * times) * 8000).astype(np.int16))
    assert (ends[-1] * MILLISECOND) % MP3_FRAME == 0
    return encoder.given()
