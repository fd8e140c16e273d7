"""Takes a narration and a choice of voice; gives it spoken: a track a chapter, a clip a sentence.

Speech is kept by sentence and sound by chapter, so that a change of one word speaks one sentence
and encodes one chapter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.builders.audio import chapters, speaking
from plainpress.builders.audio.data import table
from plainpress.builders.audio.workers import workers
from plainpress.builders.recording import Clip, Recording, Track
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plainpress.builders.audio.chapters import Plan, Sound
    from plainpress.builders.audio.store import Store
    from plainpress.builders.audio.voices import Card
    from plainpress.document.narration import Narration, Utterance


@dataclass(frozen=True, slots=True)
class Spoken:
    """A recording, and what it took: sentences spoken anew, chapters encoded anew.

    `other` are the utterances that another voice than the book's had to speak, because of their
    language.
    """

    recording: Recording
    sentences: int
    chapters: int
    other: tuple[Utterance, ...] = ()


def pace_of(edition: str, wanted: float | None = None) -> float:
    """Words a minute: what is wanted, else what is set for the edition."""
    paces = table("pace.toml")
    return float(wanted or paces.get(edition, paces["standard"]))


def record(
    narration: Narration,
    card: Card,
    pace: float,
    folder: Path,
    store: Store,
    tell: Callable[[str], None] = lambda _: None,
) -> Spoken:
    """Speak a narration; its tracks are written into `folder` as MP3 without tags.

    Raises `SourceError` where a sentence cannot be spoken, `OSError` where nothing can be
    written. What was spoken until then is kept in the store.
    """
    wanted, other = speaking.lines(narration, card, pace, store)
    plans = _plans(narration, wanted, store)
    with workers() as at_work:
        sentences = speaking.speak(wanted, store, at_work, tell)
        encoded = chapters.encode(plans, store, at_work, tell)
    folder.mkdir(parents=True, exist_ok=True)
    tracks: list[Track] = []
    clips: list[Clip] = []
    for number, (chapter, plan) in enumerate(zip(narration.chapters, plans, strict=True)):
        sound = chapters.sound(plan)
        tracks.append(_track(number, chapter.title, sound, folder))
        clips += [Clip(number, *times) for times in sound.times]
    recording = Recording(narration, card.name, tuple(tracks), tuple(clips))
    return Spoken(recording, sentences, encoded, other)


def _plans(
    narration: Narration, wanted: tuple[speaking.Line, ...], store: Store
) -> tuple[Plan, ...]:
    pauses = [round(each.after * 1000) for each in narration.utterances]
    return tuple(
        chapters.Plan(
            wanted[each.first : each.end], tuple(pauses[each.first : each.end]), store.root
        )
        for each in narration.chapters
    )


def _track(number: int, title: str, sound: Sound, folder: Path) -> Track:
    file = folder / f"{number:02}.mp3"
    file.write_bytes(sound.mp3)
    packets = file.with_suffix(".aac")
    packets.write_bytes(sound.aac)
    return Track(title, file, packets, sound.times[-1][1])
