"""Takes the chapters of a recording; gives them as packets of AAC, for the audiobook.

Only the audiobook wants them: they are made when it is made, on all cores, and kept by chapter.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from plainpress.builders.audio import chapters, frames, speaking
from plainpress.builders.audio.sound import FRAME, RATE
from plainpress.builders.audio.store import Store, key_of
from plainpress.builders.audio.workers import FEW, workers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from plainpress.builders.audio.chapters import Plan
    from plainpress.builders.audio.speaking import Line

    Samples = NDArray[np.int16]

BITRATE = 48  # kbit/s: an hour is 22 MB
AAC_FRAME = 1024  # samples
_MAKING = 1  # grows when the same samples give other bytes
# Sentences of chapters for which it pays to start processes: some three seconds of work.
_MANY = 300


def encode(plans: Sequence[Plan]) -> int:
    """Encode the chapters that the store does not hold; how many those were."""
    missing = [plan for plan in plans if _key(plan) not in Store(plan.store)]
    few = 2 if sum(len(plan.lines) for plan in missing) >= _MANY else FEW
    with workers() as at_work:
        return sum(1 for _ in at_work.done(make, missing, few))


def read(plan: Plan) -> Iterator[bytes]:
    """The packets of a chapter, encoded again if the store lost them or they are damaged."""
    store = Store(plan.store)
    data = store.get(_key(plan))
    if data is None:
        make(plan)
        data = store.get(_key(plan)) or b""
    place = 0
    while place < len(data):
        size = int.from_bytes(data[place : place + 4])
        yield data[place + 4 : place + 4 + size]
        place += 4 + size


def make(plan: Plan) -> None:
    """Encode one chapter and keep it. It may run in a process of its own."""
    encoder = _Aac()
    for each in chapters.sequence(plan, _said, lambda found: found.size // FRAME):
        encoder.take(frames.quiet(each) if isinstance(each, int) else each)
    packets = encoder.given()
    data = b"".join(part for each in packets for part in (len(each).to_bytes(4), each))
    Store(plan.store).put(_key(plan), data)


def _said(line: Line) -> Samples:
    return np.concatenate((frames.quiet(frames.BEFORE), speaking.clip(line)))


def _key(plan: Plan) -> str:
    from importlib.metadata import version

    return key_of("aac", plan.key, BITRATE, _MAKING, version("av"))


class _Aac:
    """An encoder to AAC. Its first packet holds the delay and nothing else: it is left out."""

    def __init__(self) -> None:
        self._encoder = _encoder()
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

    def given(self) -> Iterator[bytes]:
        """The packets: one for each frame that was taken."""
        self._packets += [bytes(each) for each in self._encoder.encode(None)]
        return islice(self._packets, 1, self._taken // AAC_FRAME + 1)


def _encoder() -> Any:  # noqa: ANN401 - PyAV's own class has no public type
    """An encoder to AAC-LC at our rate."""
    from av import CodecContext

    encoder: Any = CodecContext.create("aac", "w")
    encoder.sample_rate = RATE
    encoder.format, encoder.layout = "fltp", "mono"
    encoder.bit_rate = BITRATE * 1000
    encoder.options = {"aac_coder": "fast"}
    return encoder
