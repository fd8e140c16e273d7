"""One rate, one level, no silence, no click."""

from __future__ import annotations

import numpy as np
import pytest

from plainpress.builders.audio import sound
from plainpress.builders.audio.voices import Speech


def tone(seconds: float, level: float = 0.1, rate: int = sound.RATE) -> sound.Samples:
    time = np.arange(int(seconds * rate)) / rate
    return (level * np.sin(2 * np.pi * 440 * time)).astype(np.float32)


def quiet(seconds: float) -> sound.Samples:
    return np.zeros(int(seconds * sound.RATE), np.float32)


def test_silence_around_a_sentence_goes() -> None:
    whole = np.concatenate((quiet(1), tone(2), quiet(1.5)))
    assert sound.trimmed(whole).size / sound.RATE == pytest.approx(2.11, abs=0.02)


def test_ends_are_soft() -> None:
    cut = sound.trimmed(tone(1, 0.5))
    assert cut[0] == cut[-1] == 0
    assert np.max(np.abs(np.diff(cut))) < 0.07  # no step greater than the tone's own


@pytest.mark.parametrize("samples", [quiet(1), quiet(0), tone(1, 1e-5)])
def test_what_cannot_be_heard_is_nothing(samples: sound.Samples) -> None:
    assert sound.trimmed(samples).size == 0


@pytest.mark.parametrize("gain", [1, 5, 40])
def test_no_peak_passes_the_ceiling(gain: float) -> None:
    noise = np.random.default_rng(1).standard_normal(sound.RATE).astype(np.float32) * 0.2
    noise[::5000] *= 20
    assert np.max(np.abs(sound.levelled(noise, gain))) <= sound.CEILING + 1e-6


def test_a_quiet_passage_is_left_as_it_is() -> None:
    assert np.array_equal(sound.levelled(tone(1), 2.0), tone(1) * 2)


@pytest.mark.parametrize("level", [0.01, 0.05, 0.3])
def test_every_voice_comes_to_one_level(level: float) -> None:
    passage = tone(5, level)
    heard = sound.loudness(sound.levelled(passage, sound.gain_for(passage)))
    assert heard == pytest.approx(sound.TARGET, abs=0.2)


def test_another_rate_keeps_its_length() -> None:
    made = sound.resampled(Speech(tone(2, rate=22_050), 22_050))
    assert made.size / sound.RATE == pytest.approx(2, abs=0.01)


def test_a_clip_is_whole_frames_and_comes_back() -> None:
    clip = tone(0.12345)
    back = sound.unpacked(sound.packed(sound.whole(clip))) / sound.FULL
    assert back.size % sound.FRAME == 0
    assert np.max(np.abs(back[: clip.size] - clip)) < 1e-4
    assert not back[clip.size :].any()
