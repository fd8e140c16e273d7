"""The default voice: hibari's "heart", which comes inside its package and needs no network.

The engine is one person's young package: it is pinned, and nothing else here imports it.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from plainpress.builders.audio.data import table
from plainpress.builders.audio.voices.protocol import Speech, VoiceError

if TYPE_CHECKING:
    from collections.abc import Mapping

VOICE = "heart"
# The noise in the sound is drawn anew for each sentence from this seed: same words, same samples.
SEED = 1
# Measured: words a minute, with our pauses, at each speed of the engine.
_SPEEDS = ((146.0, 0.75), (160.0, 0.8), (189.0, 0.9), (195.0, 1.0))
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
# The engine takes "[word](/sounds/)" for a pronunciation: brackets of the text are none.
_BRACKETS = str.maketrans("[]", "()")


class Hibari:
    """The voice "heart" with British choices for words that differ, as "schedule" does."""

    def __init__(self) -> None:
        self._sounds: Mapping[str, str] = table("british.toml")["words"]
        # The engine takes scipy for its arithmetic where that is installed: other bytes.
        parts = ["hibari-tts", "onnxruntime", "numpy", *(["scipy"] if find_spec("scipy") else [])]
        versions = [f"{name} {version(name)}" for name in parts]
        sounds = sorted(self._sounds.items())
        self.fingerprint = f"{' '.join(versions)} {VOICE} seed {SEED} {sounds}"

    @cached_property
    def _engine(self) -> Any:  # noqa: ANN401 - the engine has no types
        """The engine takes a second to load: only who speaks waits for it."""
        from hibari import Hibari as Engine

        # One thread: with more of them the samples differ from run to run.
        return Engine(voice=VOICE, threads=1)

    def speaks(self, language: str) -> bool:
        """English in every region."""
        return language.partition("-")[0].lower() == "en"

    def speak(self, text: str, language: str, pace: float) -> Speech:
        """The sentence; `language` says nothing new to a voice of one language."""
        del language
        written = _WORD.sub(self._as_said, text.translate(_BRACKETS))
        try:
            samples = self._engine(written, speed=speed(pace), seed=SEED)
        except Exception as error:
            raise VoiceError(f"the voice {VOICE} failed ({error})") from error
        return Speech(samples, self._engine.sample_rate)

    def _as_said(self, found: re.Match[str]) -> str:
        sounds = self._sounds.get(found[0].lower())
        return f"[{found[0]}](/{sounds}/)" if sounds else found[0]


def speed(pace: float) -> float:
    """The engine's speed for a pace in words a minute, between the measured ones."""
    if pace <= _SPEEDS[0][0]:
        return max(0.5, _SPEEDS[0][1] * pace / _SPEEDS[0][0])
    for (low, slow), (high, quick) in pairwise(_SPEEDS):
        if pace <= high:
            return slow + (quick - slow) * (pace - low) / (high - low)
    return min(2.0, _SPEEDS[-1][1] * pace / _SPEEDS[-1][0])


@lru_cache(maxsize=1)
def load() -> Hibari:
    """The voice, loaded once a process."""
    return Hibari()
