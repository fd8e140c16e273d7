"""The small fallback: espeak-ng, which speaks about a hundred languages.

It carries its state from sentence to sentence, so that the same words sound otherwise the second
time. Each sentence is therefore spoken by a fresh process (`espeak_process.py`).
"""

from __future__ import annotations

import subprocess
import sys
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from plainpress.builders.audio.data import table
from plainpress.builders.audio.voices import espeak_process
from plainpress.builders.audio.voices.protocol import Speech, VoiceError

_SECONDS = 60  # the longest that a sentence may take before the engine counts as hung


class Espeak:
    """The engine: one voice for each language that it has data for."""

    def __init__(self) -> None:
        import espeakng_loader

        self._library = espeakng_loader.get_library_path()
        self._data = Path(espeakng_loader.get_data_path())
        self.fingerprint = f"espeakng-loader {version('espeakng-loader')}"

    def speaks(self, language: str) -> bool:
        """Whether there is a voice for the language itself, whatever its region."""
        return self._voice(language) is not None

    def _voice(self, language: str) -> str | None:
        own = table("espeak.toml")["voices"]
        tags = language.split("-")
        for length in range(len(tags), 0, -1):
            tag = "-".join(tags[:length])
            if tag in own:
                return str(own[tag])
            if (found := self._by_file.get(tag.lower())) is not None:
                return found
        return None

    @property
    def _by_file(self) -> dict[str, str]:
        return _voices(self._data)

    def speak(self, text: str, language: str, pace: float) -> Speech:
        """The sentence, in the language's voice."""
        voice = self._voice(language)
        if voice is None:
            raise VoiceError(f"espeak has no voice for the language {language!r}")
        command = [sys.executable, "-I", "-S", espeak_process.__file__]
        command += [self._library, str(self._data), voice, str(round(pace))]
        try:
            done = subprocess.run(
                command, input=text.encode(), capture_output=True, timeout=_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise VoiceError(f"espeak was not done after {_SECONDS} seconds") from None
        if done.returncode:
            raise VoiceError(f"espeak failed ({done.stderr.decode(errors='replace').strip()})")
        return _speech(done.stdout)


def _speech(out: bytes) -> Speech:
    """The rate in the first line, then samples of 16 bits."""
    import numpy as np

    rate, _, samples = out.partition(b"\n")
    return Speech(np.frombuffer(samples, "<i2").astype(np.float32) / np.float32(32768), int(rate))


@lru_cache
def _voices(data: Path) -> dict[str, str]:
    """Each language that the engine has a file for, by its tag in small letters."""
    files = (path for path in (data / "lang").rglob("*") if path.is_file())
    return {path.name.lower(): path.relative_to(data / "lang").as_posix() for path in files}


@lru_cache(maxsize=1)
def load() -> Espeak:
    """The engine, found once a process."""
    return Espeak()
