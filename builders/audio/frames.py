"""Takes the samples of a sentence; gives MP3 frames that can be put one behind the other.

Each sentence is encoded by itself, where it is spoken, so that a chapter is put together without
an encoder. Silence before a sentence takes up the encoder's delay, and the first frame of each
needs none that came before: so sentences and frames of silence may stand in any order, and the
times of the clips hold to the sample.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from plainpress.builders.audio.sound import FRAME, RATE
from plainpress.builders.audio.store import key_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.int16]

BITRATE = 64  # kbit/s: an hour is 29 MB
SIZE = 192  # bytes of a frame: 576 samples at 24 kHz and 64 kbit/s, without padding
BEFORE = 2  # frames of silence before each sentence: 1152 samples, more than the delay
_DELAY = 576 + 529  # samples: LAME's encoder, and any decoder
# Of LAME: 0 is best, 9 quickest. 7 at 64 kbit/s sounds better than 5 at 48, and takes half the
# time: 20 sentences got 4.14 against 3.90 by PESQ (wide band), 4.58 against 4.48 by Zimtohrli.
# At 48 kbit/s it would sound worse: 3.34 and 3.91.
_QUALITY = 7
_MAKING = 1  # grows when the same samples give other bytes


class Mp3:
    """An encoder to MP3 whose first sample is the first that a decoder gives back.

    The first samples that it is given must be silence, as long as the delay or longer.
    """

    def __init__(self) -> None:
        from lameenc import Encoder

        self._encoder: Any = Encoder()
        self._encoder.set_bit_rate(BITRATE)
        self._encoder.set_in_sample_rate(RATE)
        self._encoder.set_channels(1)
        self._encoder.set_quality(_QUALITY)
        self._encoder.silence()
        self._out = bytearray()
        self._taken = 0
        self._skip = _DELAY  # samples of the silence at the start, in place of the delay

    def take(self, samples: Samples) -> None:
        self._taken += samples.size
        if self._skip:
            samples = samples[self._skip :]
            self._skip = 0
        self._out += self._encoder.encode(samples.tobytes())

    def given(self) -> bytes:
        """The frames: as many as what was taken fills."""
        self._out += self._encoder.flush()
        return bytes(self._out[: self._taken // FRAME * SIZE])


def sentence(samples: Samples) -> bytes:
    """The frames of a sentence, after `BEFORE` frames of silence."""
    encoder = Mp3()
    encoder.take(quiet(BEFORE))
    encoder.take(samples)
    return encoder.given()


def silence(count: int) -> bytes:
    """Frames in which nothing is heard."""
    return _silent() * count


def quiet(count: int) -> Samples:
    """The samples of as many frames of silence."""
    return np.zeros(count * FRAME, np.int16)


@lru_cache(maxsize=1)
def _silent() -> bytes:
    """The first frame of silence: later ones of a stream look back to those before."""
    encoder = Mp3()
    encoder.take(quiet(BEFORE))
    return encoder.given()[:SIZE]


def key(clip: str) -> str:
    """The name in the store of a sentence's frames; `clip` is that of its samples."""
    return key_of("mp3", clip, *_settings())


@lru_cache(maxsize=1)
def _settings() -> tuple[object, ...]:
    return (BITRATE, BEFORE, _QUALITY, _MAKING, version("lameenc"))
