"""Talking books that need no voice: each sentence is a beep."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from plainpress.builders.artifact import Artifact, Options
from plainpress.builders.daisy import build
from plainpress.document.narration import narrate
from plainpress.document.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plainpress.builders.recording import Recording
    from plainpress.document.model import Publication
    from plainpress.document.narration import Narration
    from plainpress.document.settings import Settings

CLOCK = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)


@pytest.fixture
def talking(
    tmp_path: Path, beeped: Callable[[Narration, Path], Recording]
) -> Callable[[Publication, Settings], Artifact]:
    """A function from a publication to its talking book."""

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
