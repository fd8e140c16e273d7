"""A voice that beeps: as long as the words are, the same each time, at no cost."""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from plainpress.builders.artifact import Options
from plainpress.builders.audio import build, record, workers
from plainpress.builders.audio.store import Store
from plainpress.builders.audio.voices import Card, Speech, VoiceError
from plainpress.document.model import (
    ImageFile,
    Paragraph,
    PictureRow,
    Publication,
    Section,
    Text,
)
from plainpress.document.narration import narrate
from plainpress.document.reader import read
from plainpress.document.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

RATE = 22_050
SECONDS_A_LETTER = 0.06


class Beeps:
    """A sine for every sentence. It counts what it says, and fails on the word "unspeakable"."""

    fingerprint = "beeps 1"

    def __init__(self) -> None:
        self.said: list[str] = []

    def speaks(self, language: str) -> bool:
        return language.partition("-")[0] in {"en", "cy"}

    def speak(self, text: str, language: str, pace: float) -> Speech:
        del language, pace
        self.said.append(text)
        if "unspeakable" in text:
            raise VoiceError("it has no sound for that")
        time = np.arange(int(RATE * (0.2 + SECONDS_A_LETTER * len(text)))) / RATE
        tone = 0.1 * np.sin(2 * np.pi * 300 * time)
        quiet = np.zeros(RATE // 4)
        return Speech(np.concatenate((quiet, tone, quiet)).astype(np.float32), RATE)


CLOCK = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><circle r="30"/></svg>'
# What a page has to bear, besides words.
PAGE = """
# Planting

Trees give shade. They cool a street in summer. [Mae coed yn dda]{lang=cy}.

# <img src=x onerror=alert(1)>

A young tree drinks "{{ 7 * 7 }}" litres a week. </script><script>alert(1)</script>
"""
CARD = Card("beeps", "beeps_voice:load", ("en", "cy"), "none", "CC0-1.0", 0, "beeps")


@contextmanager
def beeping() -> Iterator[Beeps]:
    """The voice, loaded by `CARD`. All work is done in this process meanwhile."""
    voice = Beeps()
    module: Any = ModuleType("beeps_voice")
    module.load = lambda: voice
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "beeps_voice", module)
        patch.setattr(workers, "cores", lambda: 1)
        yield voice


def speaker(folder: Path, store: Store) -> Callable[..., Any]:
    """A function from Markdown to its recording by beeps."""
    count = iter(range(1000))

    def speak(text: str, title: str = "Trees", language: str = "en-GB") -> Any:
        place = folder / f"publication-{next(count)}"
        place.mkdir()
        (place / "publication.toml").write_text(f'title = "{title}"\nlanguage = "{language}"\n')
        (place / "01-text.md").write_text(text, encoding="utf-8")
        reading = read(place)
        assert reading.publication is not None
        narration = narrate(reading.publication, reading.settings)
        return reading.publication, record(narration, CARD, 160, place / "tracks", store)

    return speak


@pytest.fixture
def beeps() -> Iterator[Beeps]:
    with beeping() as voice:
        yield voice


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def spoken(beeps: Beeps, store: Store, tmp_path: Path) -> Callable[..., Any]:
    """A function from Markdown to its recording by beeps, kept in a store of the test's own."""
    return speaker(tmp_path, store)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Callable[..., Any]]]:
    """A folder for all tests of a module that only look, and the same function."""
    folder = tmp_path_factory.mktemp("shared")
    with beeping():
        yield folder, speaker(folder, Store(folder / "store"))


@pytest.fixture(scope="module")
def folder(shared: tuple[Path, Callable[..., Any]]) -> Path:
    """The sound of an edition without pictures."""
    place, spoken = shared
    publication, made = spoken(PAGE)
    return build(publication, Options(place / "audio", CLOCK, recording=made.recording)).path


@pytest.fixture(scope="module")
def easy_read(shared: tuple[Path, Callable[..., Any]], root: Path) -> Path:
    """The sound of an edition whose words have pictures."""
    place, _ = shared
    drawings = {name: place / f"{name}.svg" for name in ("meeting", "money")}
    for file in drawings.values():
        file.write_text(DRAWING)
    images = [
        ImageFile(f"picture:{name}", "image/svg+xml", 400, 400, file)
        for name, file in drawings.items()
    ]
    rows = tuple(PictureRow(image, _paragraphs(image.name)) for image in images)
    section = Section(1, (Text("Trees"),), "trees", (*_paragraphs("plain"), *rows))
    publication = Publication("Trees", "en-GB", (section,), edition="easy-read")
    narration = narrate(publication, Settings())
    made = record(narration, CARD, 140, place / "tracks", Store(place / "store"))
    options = Options(place / "easy-read", CLOCK, recording=made.recording)
    return build(publication, options).path


def _paragraphs(about: str) -> tuple[Paragraph, ...]:
    sentences = ("This is about {}.", "This too is about {}.")
    return tuple(Paragraph((Text(each.format(about)),)) for each in sentences)
