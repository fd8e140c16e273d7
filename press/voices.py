"""Takes a name of a voice; gives what there is to know of it, or a sample of its sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.document.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from plainpress.builders.audio.voices import Card

HEADERS = ("Voice", "Languages", "Accent", "Licence", "Size", "Quality", "Where")
SAMPLE = "People who use a service, and people who run it, plan it together as equals."
_SAMPLE_LANGUAGE = "en-GB"


def rows() -> list[tuple[str, ...]]:
    """A row for each voice on this machine, in the order in which they are chosen."""
    from plainpress.builders.audio.voices import installed

    return [_row(card) for card in installed()]


def _row(card: Card) -> tuple[str, ...]:
    languages = "about 100" if "*" in card.languages else ", ".join(card.languages)
    where = f"sends the text to {card.service}" if card.online else "on this machine"
    size = f"{card.megabytes:g} MB"
    return (card.name, languages, card.accent, card.licence, size, card.quality, where)


def sample(name: str, output: Path, *, network: bool) -> float:
    """Speak a sentence into a new MP3 file; its length in seconds.

    Raises `UsageError` for a voice that is not known, or is online without leave to be.
    """
    import numpy as np

    from plainpress.builders.audio import pace_of, sound
    from plainpress.builders.audio.frames import Mp3
    from plainpress.builders.audio.voices import choose

    card = choose(name, _SAMPLE_LANGUAGE)
    if card is None:
        raise UsageError("no voice is installed: run `pip install plainpress`")
    if card.online and not network:
        raise UsageError(
            f"the voice {card.name} sends the sample to {card.service}: add --allow-network"
        )
    speech = card.load().speak(SAMPLE, _SAMPLE_LANGUAGE, pace_of("standard"))
    heard = sound.trimmed(sound.resampled(speech))
    level = sound.levelled(heard, sound.gain_for(heard))
    quiet = np.zeros(sound.RATE // 2, np.float32)
    encoder = Mp3()
    for piece in (quiet, level, quiet):
        encoder.take((piece * sound.FULL).astype(np.int16))
    output.write_bytes(encoder.given())
    return float(level.size / sound.RATE)
