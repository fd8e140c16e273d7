"""The voices that come with plainpress speak, the same each time, and say what they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from plainpress.builders.audio import speaking
from plainpress.builders.audio.data import table
from plainpress.builders.audio.voices import Card, choose, for_passage, installed
from plainpress.builders.audio.voices.hibari import Hibari, speed
from plainpress.document.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

OFFLINE = [card for card in installed() if not card.online]


@pytest.mark.parametrize("card", OFFLINE, ids=lambda card: card.name)
def test_the_same_words_sound_the_same(card: Card) -> None:
    voice = card.load()
    one, _, two = (
        voice.speak(text, "en-GB", 160).samples
        for text in ("Trees give shade.", "No.", "Trees give shade.")
    )
    assert one.size
    assert np.array_equal(one, two)


@pytest.mark.parametrize(
    "card", [card for card in OFFLINE if card.gain], ids=lambda card: card.name
)
def test_a_gain_that_is_known_is_what_would_be_measured(card: Card, tmp_path: Path) -> None:
    measured = speaking._gain(replace(card, gain=0.0), "en-GB", tmp_path)
    assert measured == pytest.approx(card.gain, rel=0.02)  # 0.2 dB


@pytest.mark.parametrize("card", OFFLINE, ids=lambda card: card.name)
def test_slower_is_longer(card: Card) -> None:
    voice = card.load()
    text = "People who use a service plan it together with those who run it."
    slow, quick = (voice.speak(text, "en-GB", pace).samples.size for pace in (140, 190))
    assert slow > 1.1 * quick


@pytest.mark.parametrize("card", OFFLINE, ids=lambda card: card.name)
@pytest.mark.parametrize("text", ["£1.5m & 50%", "<b>[x](/ə/)</b>", "Ysgol 学校 🎉 a", "a" * 300])
def test_odd_words_never_break_a_voice(card: Card, text: str) -> None:
    assert card.load().speak(text, "en-GB", 160).samples.dtype == np.float32


def test_the_default_is_the_first_offline_voice_of_the_language() -> None:
    found = {language: choose("", language) for language in ("en-GB", "cy", "ur", "tlh")}
    names = {language: card.name if card else "" for language, card in found.items()}
    assert names == {"en-GB": "heart", "cy": "espeak", "ur": "espeak", "tlh": ""}


def test_a_passage_goes_to_a_voice_that_speaks_it() -> None:
    heart = choose("heart", "en-GB")
    assert heart is not None
    welsh = for_passage(heart, "cy")
    assert welsh is not None
    assert (for_passage(heart, "en-IE"), welsh.name) == (heart, "espeak")


def test_an_unknown_voice_is_an_error_that_lists_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"'siri'.*heart, espeak, gtts"):
        choose("siri", "en-GB")


def test_british_words_are_said_with_sounds_that_the_engine_has() -> None:
    voice = Hibari()
    words = table("british.toml")["words"]
    for word, sounds in words.items():
        (said,) = voice._engine.phonemize(f"[{word}](/{sounds}/)")
        assert said.rstrip(".") == sounds
        assert len(voice._engine.ids(sounds)) == len(sounds) + 2  # none is unknown


@pytest.mark.parametrize(
    ("pace", "expected"), [(146, 0.75), (160, 0.8), (189, 0.9), (195, 1.0), (73, 0.5), (10, 0.5)]
)
def test_a_pace_becomes_the_speed_that_was_measured(pace: float, expected: float) -> None:
    assert speed(pace) == pytest.approx(expected)
