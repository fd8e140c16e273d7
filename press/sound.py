"""Takes an edition and a wish; gives it spoken, or says why no voice can speak it."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from plainpress.document.errors import UsageError
from plainpress.document.findings import Finding, Severity
from plainpress.document.records import dataclass
from plainpress.press import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from plainpress.builders.audio import Spoken
    from plainpress.builders.audio.speaking import Line, Progress
    from plainpress.builders.audio.voices import Card
    from plainpress.builders.recording import Recording
    from plainpress.document.model import Publication
    from plainpress.document.settings import Settings

_SECONDS = 60
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Wish:
    """How to speak: the name of a voice, empty for the publication's or the best one here.

    An online voice is used only where `network` allows it.
    """

    voice: str = ""
    network: bool = False


@dataclass(frozen=True, slots=True)
class Sounded:
    """A recording, what the voice could not do, and what it took, in words."""

    recording: Recording
    findings: tuple[Finding, ...]
    summary: str


def choose(publication: Publication, settings: Settings, wish: Wish) -> Card | None:
    """The voice for an edition; None where no voice here speaks its language.

    Raises `UsageError` for a voice that is not known, or is online without leave to be.
    """
    from plainpress.builders.audio.voices import choose as voice_of

    name = wish.voice or str(settings.voice.get("name", ""))
    card = voice_of(name, publication.language)
    if card and card.online and not wish.network:
        raise UsageError(
            f"the voice {card.name} sends the text to {card.service}, outside this machine: add "
            "--allow-network if you may send it there, or leave out --voice for one that works here"
        )
    return card


def speak(
    publication: Publication,
    settings: Settings,
    card: Card,
    folder: Path,
    tell: Callable[[str], None],
) -> Sounded:
    """The edition spoken, its tracks in `folder`. Raises `SourceError`, `OSError`."""
    from plainpress.builders.audio import record
    from plainpress.builders.audio.store import Store
    from plainpress.builders.audio.store import folder as store_folder
    from plainpress.document.narration import narrate

    tell("putting it into words to be spoken")
    store = Store(store_folder())
    spoken = record(
        narrate(publication, settings),
        card,
        _pace(publication, settings),
        folder,
        store,
        _watched(publication.edition, tell),
    )
    store.prune()
    summary = _summary(spoken, card, store.totals().size)
    return Sounded(spoken.recording, tuple(_findings(spoken, card)), summary)


def unspoken(publication: Publication, settings: Settings, card: Card) -> tuple[Line, ...]:
    """The sentences of an edition that would have to be spoken. Raises `SourceError`."""
    from plainpress.builders import audio
    from plainpress.builders.audio.store import Store, folder
    from plainpress.document.narration import narrate

    narration = narrate(publication, settings)
    return audio.unspoken(narration, card, _pace(publication, settings), Store(folder()))


def _pace(publication: Publication, settings: Settings) -> float:
    from plainpress.builders.audio import pace_of

    wanted = settings.voice.get("pace")
    return pace_of(publication.edition, float(wanted) if isinstance(wanted, int | float) else None)


def recording_of(sounded: Sounded, publication: Publication, settings: Settings) -> Recording:
    """The recording of an edition, tied to the very nodes of that edition.

    Books with sound tell nodes apart as objects, and a recording that comes out of another
    process holds copies of them.
    """
    from plainpress.document.narration import narrate

    recording = sounded.recording
    first = publication.sections[:1]
    if any(each.node is node for each in recording.narration.utterances for node in first):
        return recording
    return replace(recording, narration=narrate(publication, settings))


def _findings(spoken: Spoken, card: Card) -> Iterator[Finding]:
    from plainpress.builders.audio.voices import for_passage

    for each in spoken.other:
        other = for_passage(card, each.language)
        name = other.name if other else ""
        yield Finding(
            "loss",
            Severity.WARNING,
            f"the voice {card.name} does not speak {each.language!r}: {name} speaks “{each.text}”",
            each.span,
        )


def _summary(spoken: Spoken, card: Card, kept: int) -> str:
    """What it took, in words; `kept` are the bytes of all speech that this machine keeps."""
    length = spoken.recording.length / 1000
    return (
        f"{spoken.recording.narration.edition}: {length / _SECONDS:.1f} minutes of sound by the "
        f"voice {card.name}; {_counted(spoken)}; {kept / _MEGABYTE:.0f} MB of speech are kept."
    )


def _counted(spoken: Spoken) -> str:
    """How many sentences there are, and how many of them had to be spoken.

    Sentences that say the same, such as "End of the example.", are spoken once.
    """
    total, different, anew = len(spoken.recording.clips), spoken.different, spoken.anew
    words = f"{total} sentence{'' if total == 1 else 's'}"
    if different < total:
        words += f" ({different} different ones)"
    return f"{words}, {anew} spoken anew, {different - anew} kept from before"


def _watched(name: str, tell: Callable[[str], None]) -> Callable[[Progress], None]:
    """Puts the progress of a voice with an edition into words."""
    began = time.monotonic()

    def hear(at: Progress) -> None:
        share = at.letters / max(1, at.of_letters)
        words = (
            f"speaking {name}: {at.sentences} of {at.of_sentences} sentences, "
            f"{at.length / 1000 / _SECONDS:.1f} minutes of sound"
            f"{progress.left(share, time.monotonic() - began)}"
        )
        tell(progress.Part(words, name, share))

    return hear
