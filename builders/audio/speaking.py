"""Takes a narration and a voice; gives a clip of sound in the store for every utterance.

A clip is kept twice: its samples, as they were levelled, and as frames of MP3. Both are made where
it is spoken, on all cores.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from plainpress.builders.audio import frames, sound
from plainpress.builders.audio.data import table
from plainpress.builders.audio.store import Store, key_of
from plainpress.builders.audio.voices import Card, VoiceError, for_passage
from plainpress.document.errors import SourceError
from plainpress.document.findings import Finding, Severity
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from plainpress.builders.audio.voices import Speech, Voice
    from plainpress.builders.audio.workers import Workers
    from plainpress.document.model import Span
    from plainpress.document.narration import Narration, Utterance

# What the samples of the same speech depend on; the first grows when `sound` works otherwise.
_MAKING = (2, sound.TARGET, sound.CEILING, sound.FRAME)
_SHORT = 60  # characters of a sentence that are enough to know it by


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the speaking is: sentences, and letters of them, that are done and that are wanted.

    `length` is the sound that was made, in milliseconds.
    """

    sentences: int
    of_sentences: int
    letters: int
    of_letters: int
    length: int


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a line: why it could not be spoken, if it could not, and its milliseconds."""

    line: Line
    length: int
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence to be spoken: what, by whom, how. `key` is its name in the store."""

    text: str
    language: str
    pace: float
    card: Card
    gain: float
    key: str
    span: Span
    store: Path


def lines(
    narration: Narration, card: Card, pace: float, store: Store
) -> tuple[tuple[Line, ...], tuple[Utterance, ...]]:
    """A line for every utterance, and those utterances that another voice has to speak.

    Raises `SourceError` for a passage in a language that no voice here speaks.
    """
    voices: dict[str, Card] = {}
    found, other = [], []
    for each in narration.utterances:
        speaker = voices.get(each.language)
        if speaker is None:
            speaker = voices[each.language] = _speaker(card, each)
        if speaker is not card:
            other.append(each)
        found.append(_line(each, speaker, pace, store))
    return tuple(found), tuple(other)


def _speaker(card: Card, each: Utterance) -> Card:
    speaker = for_passage(card, each.language)
    if speaker is None:
        raise SourceError(
            (
                Finding(
                    "language-unspoken",
                    Severity.ERROR,
                    f"no voice here speaks the language {each.language!r} of “{short(each.text)}”",
                    each.span,
                    "mend the mark of its language, or build without the formats that have sound",
                ),
            )
        )
    return speaker


def _line(each: Utterance, card: Card, pace: float, store: Store) -> Line:
    gain = _gain(card, each.language, store.root)
    key = _key(each.text, each.language, pace, card, gain)
    return Line(each.text, each.language, pace, card, gain, key, each.span, store.root)


def _key(text: str, language: str, pace: float, card: Card, gain: float) -> str:
    """The name of a sentence in the store, by the voice as this machine has it."""
    return key_of("clip", text, card.load().fingerprint, language, pace, gain, *_MAKING)


def is_spoken_here(line: Line) -> bool:
    """Whether the voice of this machine is the one that the line was made for."""
    return line.key == _key(line.text, line.language, line.pace, line.card, line.gain)


def speak(
    wanted: Sequence[Line], store: Store, workers: Workers, tell: Callable[[Progress], None]
) -> int:
    """Speak what the store does not hold yet; how many sentences that were.

    Raises `SourceError` with the first sentence that a voice could not speak. What was spoken
    until then is kept.
    """
    lacking = missing(wanted, store)
    # A service is asked one thing at a time.
    online = [each for each in lacking if each.card.online]
    offline = [each for each in lacking if not each.card.online]
    whole = sum(len(each.text) for each in lacking)
    letters = length = 0
    for number, done in enumerate(chain(map(make, online), workers.done(make, offline)), 1):
        if done.fault:
            raise _failed(done.line, done.fault)
        letters, length = letters + len(done.line.text), length + done.length
        tell(Progress(number, len(lacking), letters, whole, length))
    return len(lacking)


def missing(wanted: Sequence[Line], store: Store) -> tuple[Line, ...]:
    """What the store does not hold yet, each sentence once."""
    return tuple({each.key: each for each in wanted if not _kept(each, store)}.values())


def _kept(line: Line, store: Store) -> bool:
    """Whether there are frames: they come last."""
    return frames.key(line.key) in store


def make(line: Line) -> Done:
    """Speak one sentence, unless its samples are kept, and keep it with its frames.

    It may run in a process of its own.
    """
    store = Store(line.store)
    data = store.get(line.key)
    samples = sound.unpacked(data) if data else None
    if samples is None:
        try:
            samples = _spoken(line)
        except VoiceError as error:
            return Done(line, 0, str(error))
        store.put(line.key, sound.packed(samples))
    store.put(frames.key(line.key), frames.sentence(samples))
    return Done(line, samples.size // sound.MILLISECOND)


def _spoken(line: Line) -> NDArray[np.int16]:
    """The samples of a line as its voice says it now. Raises `VoiceError`."""
    speech = line.card.load().speak(line.text, line.language, line.pace)
    heard = sound.trimmed(sound.resampled(speech))
    if not heard.size:
        raise VoiceError("it gave silence")
    return sound.whole(sound.levelled(heard, line.gain))


def _failed(line: Line, fault: str) -> SourceError:
    return SourceError(
        (
            Finding(
                "voice-failed",
                Severity.ERROR,
                f"the voice {line.card.name} could not speak “{short(line.text)}”: {fault}",
                line.span,
                "change the sentence, or choose another voice with --voice; "
                "what was spoken until then is kept",
            ),
        )
    )


def short(text: str) -> str:
    """The beginning of a sentence."""
    return text if len(text) <= _SHORT else f"{text[:_SHORT].rstrip()}…"


def clip(line: Line) -> NDArray[np.int16]:
    """The samples of a line, spoken again if the store lost them or they are damaged."""
    return sound.unpacked(_whole(line, line.key))


def frames_of(line: Line) -> bytes:
    """A line as frames of MP3, made again if the store lost them or they are damaged."""
    return _whole(line, frames.key(line.key))


def _whole(line: Line, key: str) -> bytes:
    store = Store(line.store)
    if (data := store.get(key)) is None:
        if fault := make(line).fault:
            raise _failed(line, fault)
        data = store.get(key)
    if data is None:
        raise VoiceError(
            f"{store.path(key)}: the store of speech gives back what it was not "
            "given; run `plainpress cache --clear`, or set PLAINPRESS_CACHE"
        )
    return data


@lru_cache
def _calibration(language: str) -> tuple[str, ...]:
    """Sentences by which a voice's level is measured: words where we have some, else numbers."""
    passages = table("calibration.toml")
    return tuple(passages.get(language.partition("-")[0], passages["any"]))


@lru_cache
def _gain(card: Card, language: str, root: Path) -> float:
    """What brings a voice to the level: known, or measured once on a passage that never changes."""
    if card.gain:
        return card.gain
    import numpy as np

    store, voice = Store(root), card.load()
    passage = _calibration(language)
    key = key_of("gain", voice.fingerprint, language, passage, *_MAKING)
    if (kept := store.get(key)) is not None:
        return float(kept)
    spoken = [sound.trimmed(sound.resampled(each)) for each in _passage(voice, passage, language)]
    gain = sound.gain_for(np.concatenate(spoken))
    store.put(key, str(gain).encode())
    return gain


def _passage(voice: Voice, passage: Sequence[str], language: str) -> Iterator[Speech]:
    pace = float(table("pace.toml")["standard"])
    for text in passage:
        yield voice.speak(text, language, pace)
