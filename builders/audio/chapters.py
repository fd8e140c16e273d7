"""Takes the lines of a chapter; gives its sound as MP3 and as AAC, and where each line is heard.

A chapter is put together sentence by sentence, so that memory does not grow with it. Both
encoders delay what they are given; that is taken back here, and a chapter's length is a whole
number of both encoders' frames. So the times of the clips hold in every file to the sample, and
the frames of chapters can be put one behind the other.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from plainpress.builders.audio import speaking
from plainpress.builders.audio.sound import MILLISECOND, RATE
from plainpress.builders.audio.store import Store, key_of
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from plainpress.builders.audio.speaking import Line
    from plainpress.builders.audio.workers import Workers

    Samples = NDArray[np.int16]

MAKING = 1  # grows when the same lines give other bytes
BITRATE = 48  # kbit/s: an hour is 22 MB
LEAD = 500  # ms of silence before the first line
MP3_FRAME, AAC_FRAME = 576, 1024  # samples
MP3_BYTES = 144  # of a frame: 576 samples at 24 kHz and 48 kbit/s, without padding
_QUALITY = 5  # of LAME: 0 is best, 9 quickest
_MP3_DELAY = 576 + 529  # samples: LAME's encoder, and any decoder
_WHOLE = 9 * AAC_FRAME  # the least common multiple of both frames: 384 ms


@dataclass(frozen=True, slots=True)
class Plan:
    """What a chapter is made of: its lines, and the silence after each in milliseconds."""

    lines: tuple[Line, ...]
    pauses: tuple[int, ...]
    store: Path

    @property
    def key(self) -> str:
        """The name of the chapter in the store, by all that its sound depends on."""
        from importlib.metadata import version

        return key_of(
            "chapter",
            [each.key for each in self.lines],
            self.pauses,
            [LEAD, BITRATE, _QUALITY, MAKING],
            [version("lameenc"), version("av")],
        )


@dataclass(frozen=True, slots=True)
class Sound:
    """A chapter that was encoded: where each line begins and ends, in milliseconds."""

    times: tuple[tuple[int, int], ...]
    mp3: bytes
    aac: bytes  # packets as `read_packets` finds them


def encode(
    plans: Sequence[Plan], store: Store, workers: Workers, tell: Callable[[str], None]
) -> int:
    """Encode the chapters that the store does not hold; how many those were."""
    missing = [plan for plan in plans if _names(plan)[0] not in store]
    for done, _ in enumerate(workers.done(make, missing), 1):
        tell(f"encoding chapter {done} of {len(missing)}")
    return len(missing)


def sound(plan: Plan) -> Sound:
    """The sound of a chapter, encoded again if the store lost it or it is damaged."""
    store = Store(plan.store)
    found = [store.get(name) for name in _names(plan)]
    if any(each is None for each in found):
        make(plan)
        found = [store.get(name) for name in _names(plan)]
    times, mp3, aac = (each or b"" for each in found)
    return Sound(tuple((a, b) for a, b in json.loads(times)), mp3, aac)


def make(plan: Plan) -> None:
    """Encode one chapter and keep it. It runs in a process of its own."""
    mp3, aac, times = Mp3(), _Aac(), _Times()
    for samples in _stream(plan, times):
        mp3.take(samples)
        aac.take(samples)
    store = Store(plan.store)
    names = _names(plan)
    store.put(names[2], b"".join(len(each).to_bytes(4) + each for each in aac.given()))
    store.put(names[1], mp3.given())
    # Last, because this entry says that the chapter is there.
    store.put(names[0], json.dumps(times.found).encode())


def _names(plan: Plan) -> tuple[str, str, str]:
    return key_of(plan.key, "times"), key_of(plan.key, "mp3"), key_of(plan.key, "aac")


def read_packets(file: Path) -> Iterator[bytes]:
    """The packets of AAC in a file, each after its length in four bytes."""
    data, place = file.read_bytes(), 0
    while place < len(data):
        size = int.from_bytes(data[place : place + 4])
        yield data[place + 4 : place + 4 + size]
        place += 4 + size


class _Times:
    """Where each line is heard: the first from the start, each next where the last one ends."""

    def __init__(self) -> None:
        self.found: list[tuple[int, int]] = []

    def add(self, end: int) -> None:
        begins = self.found[-1][1] if self.found else 0
        self.found.append((begins, end // MILLISECOND))


def _stream(plan: Plan, times: _Times) -> Iterator[Samples]:
    """The samples of a chapter, piece by piece, up to a whole number of frames."""
    yield _silence(LEAD)
    heard = LEAD * MILLISECOND
    last = len(plan.lines) - 1
    for place, (line, pause) in enumerate(zip(plan.lines, plan.pauses, strict=True)):
        samples = speaking.clip(line)
        quiet = _silence(pause)
        heard += samples.size + quiet.size
        yield samples
        yield quiet
        if place == last:
            rest = -heard % _WHOLE
            heard += rest
            yield np.zeros(rest, np.int16)
        times.add(heard)


def _silence(milliseconds: int) -> Samples:
    return np.zeros(milliseconds * MILLISECOND, np.int16)


class Mp3:
    """An encoder to MP3 whose first sample is the first that a decoder gives back."""

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
        self._skip = _MP3_DELAY  # samples of the silence at the start, in place of the delay

    def take(self, samples: Samples) -> None:
        self._taken += samples.size
        if self._skip:
            samples = samples[self._skip :]
            self._skip = 0
        self._out += self._encoder.encode(samples.tobytes())

    def given(self) -> bytes:
        """The frames: as many as what was taken fills."""
        self._out += self._encoder.flush()
        return bytes(self._out[: self._taken // MP3_FRAME * MP3_BYTES])


class _Aac:
    """An encoder to AAC. Its first packet holds the delay and nothing else: it is left out."""

    def __init__(self) -> None:
        self._encoder = aac_encoder()
        self._rest = np.zeros(0, np.int16)
        self._packets: list[bytes] = []
        self._taken = 0

    def take(self, samples: Samples) -> None:
        from av import AudioFrame

        waiting = np.concatenate((self._rest, samples))
        whole = waiting.size // AAC_FRAME * AAC_FRAME
        for start in range(0, whole, AAC_FRAME):
            block = waiting[None, start : start + AAC_FRAME].astype(np.float32) / 32768
            frame = AudioFrame.from_ndarray(block, "fltp", "mono")
            frame.sample_rate, frame.pts = RATE, self._taken
            self._taken += AAC_FRAME
            self._packets += [bytes(each) for each in self._encoder.encode(frame)]
        self._rest = waiting[whole:]

    def given(self) -> list[bytes]:
        """The packets: one for each frame that was taken."""
        self._packets += [bytes(each) for each in self._encoder.encode(None)]
        return self._packets[1 : self._taken // AAC_FRAME + 1]


def aac_encoder() -> Any:  # noqa: ANN401 - PyAV's own class has no public type
    """An encoder to AAC-LC at our rate."""
    from av import CodecContext

    encoder: Any = CodecContext.create("aac", "w")
    encoder.sample_rate = RATE
    encoder.format, encoder.layout = "fltp", "mono"
    encoder.bit_rate = BITRATE * 1000
    encoder.options = {"aac_coder": "fast"}
    return encoder
