"""Sound of one text: our whole pipeline against the bare voice, on all cores, in one run.

The bare voice speaks the same sentences in the same number of processes, which are started and fed
in the same way, and throws them away. Ours also trims, levels, keeps, encodes to MP3 and joins.
Encoding to AAC, which only an audiobook wants, is measured apart. Then one word is changed, and
then nothing. Takes how many sentences of the guide to speak (300 without any). Prints medians of
some rounds: seconds of the clock, start of the processes included, and of the processor, which
hardly differ with what else the machine does.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from plainpress.builders.audio import Spoken
    from plainpress.builders.audio.chapters import Plan
    from plainpress.document.narration import Narration

ROUNDS = 5
SENTENCES = 300
PACE = 160.0
ROOT = Path(__file__).resolve().parent.parent


@cache
def _engine() -> Any:  # noqa: ANN401 - the engine has no types
    from hibari import Hibari

    return Hibari(voice="heart", threads=1)


def _speak(text: str) -> int:
    from plainpress.builders.audio.voices.hibari import SEED, speed

    return int(_engine()(text, speed=speed(PACE), seed=SEED).size)


@dataclass(frozen=True)
class Took:
    """Seconds of the clock, and of the processor in this process and those that it ended."""

    clock: float
    processor: float


def timed(work: Callable[[], Any]) -> tuple[Took, Any]:
    """What some work took, and what it gave."""
    clock, before = time.perf_counter(), os.times()
    found = work()
    after = os.times()
    return Took(time.perf_counter() - clock, sum(after[:4]) - sum(before[:4])), found


def bare(narration: Narration) -> int:
    """The voice alone, each sentence once; samples that it gave."""
    from plainpress.builders.audio.workers import workers

    with workers() as at_work:
        return sum(at_work.done(_speak, list({each.text for each in narration.utterances})))


def ours(narration: Narration, folder: Path) -> Spoken:
    """The whole pipeline, to MP3."""
    from plainpress.builders.audio import record
    from plainpress.builders.audio.store import Store
    from plainpress.builders.audio.voices import choose

    card = choose("heart", "en-GB")
    if card is None:
        raise SystemExit("the voice heart is not installed: run `make bench`")
    return record(narration, card, PACE, folder / "tracks", Store(folder / "store"))


def aac(made: Spoken) -> int:
    """The chapters once more, for an audiobook."""
    from plainpress.builders.audio import packets

    plans: list[Plan] = [each.plan for each in made.recording.tracks if each.plan]
    return packets.encode(plans)


def text(count: int) -> Narration:
    """The first sentences of the guide, as they are spoken."""
    from plainpress.document.narration import narrate
    from plainpress.document.reader import read

    reading = read(ROOT / "sources" / "guide")
    if reading.publication is None:
        raise SystemExit("the guide cannot be read: run `plainpress check sources/guide`")
    whole = narrate(reading.publication, reading.settings)
    chapters = [
        replace(each, end=min(each.end, count)) for each in whole.chapters if each.first < count
    ]
    return replace(whole, utterances=whole.utterances[:count], chapters=tuple(chapters))


def edited(narration: Narration) -> Narration:
    """The text with a word more in its middle sentence."""
    utterances = list(narration.utterances)
    middle = len(utterances) // 2
    utterances[middle] = replace(utterances[middle], text=f"Now, {utterances[middle].text}")
    return replace(narration, utterances=tuple(utterances))


def one_round(narration: Narration) -> tuple[tuple[Took, ...], Spoken, int]:
    """What each step took; the recording, and the sentences spoken after a change."""
    changed = edited(narration)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        alone, _ = timed(lambda: bare(narration))
        cold, made = timed(lambda: ours(narration, place))
        book, _ = timed(lambda: aac(made))
        edit, again = timed(lambda: ours(changed, place))
        same, _ = timed(lambda: ours(changed, place))
    return (alone, cold, book, edit, same), made, again.anew


def main() -> None:
    """Print the figures."""
    narration = text(int(sys.argv[1]) if len(sys.argv) > 1 else SENTENCES)
    rounds = []
    for _ in range(ROUNDS):
        took, made, anew = one_round(narration)
        rounds.append(took)

    def median(figure: Callable[[tuple[Took, ...]], float]) -> float:
        return statistics.median(map(figure, rounds))

    print(
        f"Sound, {made.different} sentences that differ, {made.recording.length / 60_000:.1f} "
        f"minutes, {os.cpu_count()} cores, seconds (of the processor), median of {ROUNDS} rounds"
    )
    for place, name in enumerate(("bare voice", "to MP3", "to AAC besides")):
        clock, busy = (
            median(lambda took, place=place: took[place].clock),  # type: ignore[misc]
            median(lambda took, place=place: took[place].processor),  # type: ignore[misc]
        )
        print(f"{name} {clock:.1f} ({busy:.1f})")
    clock = median(lambda took: took[1].clock / took[0].clock)
    busy = median(lambda took: took[1].processor / took[0].processor)
    print(f"speak, level, join, MP3: {clock:.2f} ({busy:.2f}) times as long as the bare voice")
    clock = median(lambda took: (took[1].clock + took[2].clock) / took[0].clock)
    busy = median(lambda took: (took[1].processor + took[2].processor) / took[0].processor)
    print(f"and AAC for an audiobook: {clock:.2f} ({busy:.2f}) times as long")
    edit, same = median(lambda took: took[3].clock), median(lambda took: took[4].clock)
    print(f"one word changed {edit:.2f} ({anew} spoken), nothing changed {same:.2f}")


if __name__ == "__main__":
    main()
