"""What is shown while a build takes long."""

from __future__ import annotations

import io
import pickle
import sys
import time
from typing import TYPE_CHECKING

import pytest

from plainpress.builders.audio import Spoken
from plainpress.builders.audio.speaking import Progress
from plainpress.builders.recording import Clip, Recording
from plainpress.document.narration import Narration
from plainpress.press import progress, sound

if TYPE_CHECKING:
    from collections.abc import Iterator


CLIP = Clip(0, 0, 480)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def ticks(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """A clock that stands still until it is set."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    yield now
    monkeypatch.undo()


def heard(ticks: list[float]) -> progress.Part:
    """What is said 30 seconds after a voice began, a quarter of the letters later."""
    said: list[str] = []
    hear = sound._watched("standard", said.append)
    ticks[0] += 30
    hear(Progress(3, 10, 250, 1000, 93_000))
    (words,) = said
    assert isinstance(words, progress.Part)
    return words


def test_it_says_how_much_is_spoken_and_how_long_the_rest_takes(ticks: list[float]) -> None:
    words = heard(ticks)
    assert words == (
        "speaking standard: 3 of 10 sentences, 1.6 minutes of sound, about 2 minutes left"
    )
    assert (words.name, words.share) == ("standard", 0.25)
    copy = pickle.loads(pickle.dumps(words))  # noqa: S301 - as it comes out of another process
    assert (copy, copy.name, copy.share) == (words, words.name, words.share)


@pytest.mark.parametrize(
    ("share", "seconds", "expected"),
    [
        (0.01, 10, ""),
        (0.5, 20, ", about 20 seconds left"),
        (0.5, 1, ", about 5 seconds left"),
        (0.5, 60, ", about 1 minute left"),
        (0.1, 600, ", about 90 minutes left"),
        (1, 600, ""),
    ],
)
def test_the_time_left_is_rounded(share: float, seconds: float, expected: str) -> None:
    assert progress.left(share, seconds) == expected


def test_a_log_has_a_line_now_and_then(
    ticks: list[float], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with progress.shown() as tell:
        tell("reading")
        for second in range(60):
            ticks[0] = 100.0 + second
            tell(progress.Part(f"speaking: {second} of 60 sentences", "", second / 60))
    assert capsys.readouterr().err.splitlines() == [
        "plainpress: speaking: 20 of 60 sentences",
        "plainpress: speaking: 40 of 60 sentences",
    ]


def test_a_terminal_has_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress.shown() as tell:
        tell("reading")
        tell(progress.Part("speaking one: 30 of 60 sentences [/b]", "one", 0.5))
        tell(progress.Part("speaking other: 3 of 60 sentences", "other", 0.05))
        time.sleep(0.3)
    shown = sys.stderr.getvalue()  # type: ignore[attr-defined]
    assert "speaking one: 30 of 60 sentences [/b] ..." in shown
    assert "speaking other: 3 of 60 sentences ..." in shown
    assert "━" in shown


@pytest.mark.parametrize(
    ("total", "different", "anew", "words"),
    [
        (
            1128,
            968,
            968,
            "1128 sentences (968 different ones), 968 spoken anew, 0 kept from before",
        ),
        (1128, 968, 1, "1128 sentences (968 different ones), 1 spoken anew, 967 kept from before"),
        (1, 1, 0, "1 sentence, 0 spoken anew, 1 kept from before"),
    ],
)
def test_a_sentence_that_comes_again_counts_once(
    total: int, different: int, anew: int, words: str
) -> None:
    recording = Recording(
        Narration("A guide", "en-GB", "standard", (), ()), "heart", (), (CLIP,) * total
    )
    assert sound._counted(Spoken(recording, different, anew)) == words
