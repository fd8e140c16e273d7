"""Takes a narration and a choice of voice; gives it spoken: a track a chapter, a clip a sentence.

Sound is kept by sentence, so that a change of one word speaks and encodes one sentence.
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

    from plainpress.builders.audio.speaking import Progress
    from plainpress.builders.audio.store import Store
    from plainpress.builders.audio.voices import Card
    from plainpress.document.narration import Narration, Utterance


@dataclass(frozen=True, slots=True)
class Spoken:
    """A recording, and what it took: how many sentences differ, and how many were spoken anew.

    `other` are the utterances that another voice than the book's had to speak, because of their
    language.
    """

    recording: Recording
    different: int
    anew: int
    other: tuple[Utterance, ...] = ()


def pace_of(edition: str, wanted: float | None = None) -> float:
    """Words a minute: what is wanted, else what is set for the edition."""
    paces = table("pace.toml")
    return float(wanted or paces.get(edition, paces["standard"]))


def unspoken(
    narration: Narration, card: Card, pace: float, store: Store
) -> tuple[speaking.Line, ...]:
    """The sentences that would have to be spoken. Raises `SourceError` as `record` does."""
    return speaking.missing(speaking.lines(narration, card, pace, store)[0], store)


def record(
    narration: Narration,
    card: Card,
    pace: float,
    folder: Path,
    store: Store,
    tell: Callable[[Progress], None] = lambda _: None,
) -> Spoken:
    """Speak a narration; its tracks are written into `folder` as MP3 without tags.

    Raises `SourceError` where a sentence cannot be spoken, `OSError` where nothing can be
    written. What was spoken until then is kept in the store.
    """
    wanted, other = speaking.lines(narration, card, pace, store)
    with workers() as at_work:
        anew = speaking.speak(wanted, store, at_work, tell)
    folder.mkdir(parents=True, exist_ok=True)
    tracks: list[Track] = []
    clips: list[Clip] = []
    plans = _plans(narration, wanted, store)
    for number, (chapter, plan) in enumerate(zip(narration.chapters, plans, strict=True)):
        file = folder / f"{number:02}.mp3"
        times = chapters.join(plan, file)
        tracks.append(Track(chapter.title, file, times[-1][1], plan))
        clips += [Clip(number, *each) for each in times]
    recording = Recording(narration, card.name, tuple(tracks), tuple(clips))
    return Spoken(recording, len({each.key for each in wanted}), anew, other)


def _plans(
    narration: Narration, wanted: tuple[speaking.Line, ...], store: Store
) -> tuple[chapters.Plan, ...]:
    pauses = [round(each.after * 1000) for each in narration.utterances]
    return tuple(
        chapters.Plan(
            wanted[each.first : each.end], tuple(pauses[each.first : each.end]), store.root
        )
        for each in narration.chapters
    )
