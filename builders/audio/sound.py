"""Takes what a voice said; gives a clip: one rate, one level, trimmed, without a click.

Levels are in LUFS (EBU R 128, ITU-R BS.1770) and dBFS; times in milliseconds.
"""

from __future__ import annotations

import io
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from plainpress.builders.audio.voices import Speech

    Samples = NDArray[np.float32]

RATE = 24_000  # samples a second, for every voice: speech needs no more
MILLISECOND = RATE // 1000  # samples
FRAME = 576  # samples of an MP3 frame at this rate, 24 ms: a clip is a whole number of them
TARGET = -19.0  # LUFS, for one channel: as loud as stereo at -16
# Peaks are held here, because an encoder goes over by up to 1.7 dB: finished files stay below -3.
CEILING = 10 ** (-5.0 / 20)
_FLOOR = 10 ** (-50.0 / 20)  # what is below this is silence
_BEFORE, _AFTER, _FADE = 30, 80, 5  # ms kept around what is heard, and faded at its ends
_REACH = 3  # ms over which the limiter closes and opens
_STEPS = 4  # rounds in which a gain is found
FULL = 32767


def resampled(speech: Speech) -> Samples:
    """The samples at our rate."""
    if speech.rate == RATE:
        return speech.samples
    from av import AudioFrame, AudioResampler

    frame = AudioFrame.from_ndarray(np.ascontiguousarray(speech.samples[None]), "flt", "mono")
    frame.sample_rate = speech.rate
    resampler = AudioResampler("flt", "mono", RATE)
    frames = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([each.to_ndarray()[0] for each in frames])


def trimmed(samples: Samples) -> Samples:
    """Without the silence before and after, with soft ends; empty if nothing is heard."""
    levels = np.abs(samples)
    peak = float(np.max(levels, initial=0.0))
    if peak < _FLOOR / 10:
        return samples[:0]
    loud = levels > _FLOOR * peak
    first = max(0, int(np.argmax(loud)) - _BEFORE * MILLISECOND)
    last = loud.size - 1 - int(np.argmax(loud[::-1])) + _AFTER * MILLISECOND
    cut = samples[first:last].copy()
    fade = min(_FADE * MILLISECOND, cut.size)
    ramp = np.linspace(0, 1, fade, dtype=np.float32)
    cut[:fade] *= ramp
    cut[cut.size - fade :] *= ramp[::-1]
    return cut


def _peak(samples: Samples) -> float:
    return float(np.max(np.abs(samples), initial=0.0))


def levelled(samples: Samples, gain: float) -> Samples:
    """Louder by a factor, peaks held under the ceiling by a gain that moves softly.

    The gain is found for each millisecond: the least that any of its neighbours needs, then
    averaged over as many, so that it is never more than a sample allows.
    """
    louder = samples * np.float32(gain)
    blocks = -(-louder.size // MILLISECOND)
    padded = np.zeros(blocks * MILLISECOND, np.float32)
    np.abs(louder, out=padded[: louder.size])
    peaks = padded.reshape(blocks, -1).max(axis=1, initial=0.0)
    if np.max(peaks, initial=0.0) <= CEILING:
        return louder
    needed = np.minimum(1, CEILING / np.maximum(peaks, 1e-9))
    around = np.pad(needed, 2 * _REACH, mode="edge")
    least = np.lib.stride_tricks.sliding_window_view(around, 2 * _REACH + 1).min(axis=1)
    soft = np.convolve(least, np.full(_REACH, 1 / _REACH), "same")[_REACH:-_REACH]
    louder *= _between(soft)[: louder.size]
    return louder


def _between(gains: Samples) -> Samples:
    """A gain for each sample: straight lines from the middle of one millisecond to the next."""
    ends = np.pad(gains.astype(np.float32), 1, mode="edge")
    steps = np.arange(MILLISECOND, dtype=np.float32) / MILLISECOND
    lines = ends[:-1, None] + np.diff(ends)[:, None] * steps
    return lines.astype(np.float32, copy=False).ravel()[MILLISECOND // 2 :]


def loudness(samples: Samples) -> float:
    """Integrated loudness in LUFS, as ffmpeg's meter gives it; -70 for silence."""
    from av import AudioFrame

    graph, source, sink = _meter()
    heard = -70.0
    for start in range(0, samples.size, RATE):
        block = np.ascontiguousarray(samples[None, start : start + RATE], dtype=np.float32)
        frame = AudioFrame.from_ndarray(block, "flt", "mono")
        frame.sample_rate, frame.pts = RATE, start
        source.push(frame)
        heard = _read(sink, heard)
    source.push(None)
    heard = _read(sink, heard)
    del graph
    return heard


def _meter() -> tuple[Any, Any, Any]:
    from av.filter import Graph

    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=RATE, format="flt", layout="mono", time_base=Fraction(1, RATE)
    )
    meter, sink = graph.add("ebur128", "metadata=1"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    return graph, source, sink


def _read(sink: Any, heard: float) -> float:  # noqa: ANN401 - a filter of ffmpeg has no type
    for frame in _frames(sink):
        heard = max(-70.0, float(frame.metadata.get("lavfi.r128.I", heard)))
    return heard


def _frames(sink: Any) -> Iterator[Any]:  # noqa: ANN401
    from av.error import BlockingIOError as Empty
    from av.error import EOFError as Ended

    while True:
        try:
            yield sink.pull()
        except (Empty, Ended):
            return


def gain_for(samples: Samples) -> float:
    """The factor that brings a passage to the level, limiter included."""
    gain = 1.0
    for _ in range(_STEPS):
        gain *= 10 ** ((TARGET - loudness(levelled(samples, gain))) / 20)
    return round(gain, 3)


def whole(samples: Samples) -> NDArray[np.int16]:
    """As numbers of 16 bits, filled up with silence to a whole number of frames."""
    made = np.zeros(-(-samples.size // FRAME) * FRAME, np.int16)
    made[: samples.size] = np.clip(np.rint(samples * np.float32(FULL)), -FULL, FULL)
    return made


def packed(samples: NDArray[np.int16]) -> bytes:
    """As FLAC of 16 bits."""
    from soundfile import write

    out = io.BytesIO()
    write(out, samples, RATE, format="FLAC", subtype="PCM_16", compression_level=0)
    return out.getvalue()


def unpacked(data: bytes) -> NDArray[np.int16]:
    """The samples of a clip."""
    from soundfile import read

    samples: NDArray[np.int16] = read(io.BytesIO(data), dtype="int16")[0]
    return samples
