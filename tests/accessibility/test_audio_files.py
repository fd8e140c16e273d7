"""The checks on finished folders of sound: a sound one, and one planted fault a code.

`files/audio` is a whole folder: two chapters of tones. A folder `<code>/audio.toml` says what to
do to which file (`part`): words to replace (`find` and `replace`), the share of it to keep
(`keep`), tags to take off (`untagged`), or a tone at full level to put in its place (`loud`). The
findings stand beside it in `audio.txt`.
"""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mutagen.id3 import ID3

from plainpress.accessibility.files import audio
from plainpress.accessibility.files.audio import album as albums
from plainpress.builders.audio.frames import Mp3
from plainpress.builders.audio.sound import RATE
from plainpress.document.findings import Severity

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*/audio.toml"))


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """A copy of the whole folder."""
    return Path(shutil.copytree(HERE / "files" / "audio", tmp_path / "album"))


def plant(folder: Path, fault: dict[str, Any]) -> None:
    file = folder / fault["part"]
    if "find" in fault:
        text = file.read_text("utf-8")
        assert fault["find"] in text
        file.write_text(text.replace(fault["find"], fault["replace"]), "utf-8")
    elif "keep" in fault:
        data = file.read_bytes()
        file.write_bytes(data[: int(len(data) * fault["keep"])])
    elif fault.get("untagged"):
        ID3(file).delete(file)
    else:
        file.write_bytes(tone(fault["loud"]))


def tone(milliseconds: int) -> bytes:
    """A tone at full level, of a whole number of frames."""
    encoder = Mp3()
    time = np.arange(milliseconds * RATE // 1000) / RATE
    encoder.take((32_000 * np.sin(2 * np.pi * 440 * time)).astype(np.int16))
    return encoder.given()


def test_a_whole_folder_has_no_finding(album: Path) -> None:
    assert audio.check(album) == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.parent.name)
def test_a_planted_fault_is_found(case: Path, album: Path, accept: bool) -> None:
    plant(album, tomllib.loads(case.read_text("utf-8")))
    found = audio.check(album)
    assert case.parent.name in {finding.code for finding in found}
    lines = "".join(f"{each.span.path}: {each.code}: {each.message}\n" for each in found)
    expected = case.with_suffix(".txt")
    if accept:
        expected.write_text(lines, "utf-8")
    assert lines == expected.read_text("utf-8")


def test_only_sound_with_new_bytes_is_decoded(album: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[str] = []
    real = albums._decoded

    def watched(file: Path) -> albums.Sound:
        decoded.append(file.name)
        return real(file)

    monkeypatch.setattr(albums, "_decoded", watched)
    heard: dict[str, tuple[float, float]] = {}
    names = sorted(file.name for file in album.glob("*.mp3") if file.stem != "whole")
    assert audio.check(album, heard) == ()
    assert (decoded, len(heard)) == (names, len(names))
    assert audio.check(album, heard) == ()
    assert decoded == names
    (album / names[0]).write_bytes(tone(2000))
    assert "sound-peak-high" in {finding.code for finding in audio.check(album, heard)}
    assert decoded == [*names, names[0]]


@pytest.mark.parametrize("name", ["01-planting.mp3", "whole.mp3", "whole.m4b", "whole.vtt"])
@pytest.mark.parametrize("content", [None, b"", b"\xff\xfeno sound at all"])
def test_what_cannot_be_read_never_passes(album: Path, name: str, content: bytes | None) -> None:
    if content is None:
        (album / name).unlink()
    else:
        (album / name).write_bytes(content)
    found = audio.check(album)
    assert max(finding.severity for finding in found) is Severity.ERROR


def test_a_folder_without_sound_never_passes(tmp_path: Path) -> None:
    (finding,) = audio.check(tmp_path)
    assert (finding.code, finding.severity) == ("file-unreadable", Severity.ERROR)
