"""Fixtures that every room's tests share."""

from __future__ import annotations

import os
import runpy
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from plainpress.builders.recording import Recording
    from plainpress.document.narration import Narration

ROOT = Path(__file__).resolve().parent.parent
# The names that npm gives to programs that we know by another.
LOCAL = {"ace": "ace-cli"}


# Python imports the `sitecustomize` there when it starts; this process has started already.
OFFLINE = ROOT / "tests" / "offline"
os.environ["PYTHONPATH"] = os.pathsep.join(
    filter(None, (str(OFFLINE), os.environ.get("PYTHONPATH")))
)
runpy.run_path(str(OFFLINE / "sitecustomize.py"))
LOOPBACK = "PLAINPRESS_TESTS_LOOPBACK"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[object]:
    """Only a test marked `loopback`, with what it sets up, may reach this machine."""
    if item.get_closest_marker("loopback"):
        os.environ[LOOPBACK] = "1"
    try:
        return (yield)
    finally:
        os.environ.pop(LOOPBACK, None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the expected files")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether this run rewrites what is expected instead of comparing with it."""
    return bool(request.config.getoption("--accept"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def require_tool() -> Callable[[str], str]:
    """A function from a program's name to its path.

    Where the program is missing the test is skipped, with the command that installs it;
    where validators are required (PLAINPRESS_REQUIRE_VALIDATORS=1, as in CI) it fails.
    """

    def find(name: str) -> str:
        local = ROOT / ".validators" / "node_modules" / ".bin" / LOCAL.get(name, name)
        path = str(local) if local.exists() else shutil.which(name)
        if path:
            return path
        reason = f"{name} is not installed: run `make validators`"
        if os.environ.get("PLAINPRESS_REQUIRE_VALIDATORS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)

    return find


@pytest.fixture(scope="session", autouse=True)
def speech_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Speech made by the tests is kept with their files, for all of their processes."""
    folder = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        folder = folder.parent
    os.environ["PLAINPRESS_CACHE"] = str(folder / "cache")
    return folder / "cache"


@pytest.fixture(scope="session")
def beeped() -> Callable[[Narration, Path], Recording]:
    """A function that speaks a narration in beeps, longer for more words: it needs no voice.

    Its tracks lie in the folder that it is given. There are no clips in a store behind them.
    """
    import numpy as np

    from plainpress.builders.audio.frames import Mp3
    from plainpress.builders.recording import Clip, Recording, Track

    def beep(milliseconds: int) -> np.ndarray:
        times = np.arange(24 * milliseconds) / 24_000
        return (3000 * np.sin(2 * np.pi * 440 * times)).astype(np.int16)

    def speak(narration: Narration, folder: Path) -> Recording:
        tracks, clips = [], []
        for number, chapter in enumerate(narration.chapters):
            encoder, heard = Mp3(), 0
            for place in range(chapter.first, chapter.end):
                length = 97 * len(narration.utterances[place].text.split())
                if place == chapter.end - 1:
                    length += -(heard + length) % 384  # a chapter is a whole number of frames
                encoder.take(beep(length))
                clips.append(Clip(number, heard, heard + length))
                heard += length
            file = folder / f"{number:02}.mp3"
            file.write_bytes(encoder.given())
            tracks.append(Track(chapter.title, file, heard))
        return Recording(narration, "beeps", tuple(tracks), tuple(clips))

    return speak
