"""A voice that beeps: as long as the words are, the same each time, at no cost."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from plainpress.builders.audio import record, workers
from plainpress.builders.audio.store import Store
from plainpress.builders.audio.voices import Card, Speech, VoiceError
from plainpress.document.narration import narrate
from plainpress.document.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable
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


@pytest.fixture
def beeps(monkeypatch: pytest.MonkeyPatch) -> Beeps:
    """The voice, loaded by the card `card` below. All work is done in this process."""
    voice = Beeps()
    module: Any = ModuleType("beeps_voice")
    module.load = lambda: voice
    monkeypatch.setitem(sys.modules, "beeps_voice", module)
    monkeypatch.setattr(workers, "cores", lambda: 1)
    return voice


@pytest.fixture
def card(beeps: Beeps) -> Card:
    return Card("beeps", "beeps_voice:load", ("en", "cy"), "none", "CC0-1.0", 0, "beeps")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def spoken(card: Card, store: Store, tmp_path: Path) -> Callable[..., Any]:
    """A function from Markdown to its recording by beeps."""
    count = iter(range(1000))

    def speak(text: str, title: str = "Trees", language: str = "en-GB") -> Any:
        folder = tmp_path / f"publication-{next(count)}"
        folder.mkdir()
        (folder / "publication.toml").write_text(f'title = "{title}"\nlanguage = "{language}"\n')
        (folder / "01-text.md").write_text(text, encoding="utf-8")
        reading = read(folder)
        assert reading.publication is not None
        narration = narrate(reading.publication, reading.settings)
        made = record(narration, card, 160, folder / "tracks", store)
        return reading.publication, made

    return speak
