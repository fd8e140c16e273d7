"""Sound of one text: our whole pipeline against the bare voice, on all cores, in one run.

The bare voice speaks the same sentences in as many processes, and throws them away. Ours also
trims, levels, keeps, joins, and encodes to MP3 and to AAC. Then one word is changed, and then
nothing. Takes how many sentences of the guide to speak (300 without any). Prints seconds of the
clock, medians of three rounds.
"""

from __future__ import annotations

import multiprocessing
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plainpress.document.narration import Narration

ROUNDS = 3
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


def bare(narration: Narration) -> float:
    """Seconds for the voice alone, each sentence once."""
    texts = list({each.text for each in narration.utterances})
    began = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool() as pool:
        sum(pool.imap_unordered(_speak, texts))
    return time.perf_counter() - began


def ours(narration: Narration, folder: Path) -> tuple[float, int, float]:
    """Seconds for the whole pipeline, sentences spoken anew, and seconds of sound."""
    from plainpress.builders.audio import record
    from plainpress.builders.audio.store import Store
    from plainpress.builders.audio.voices import choose

    card = choose("heart", "en-GB")
    if card is None:
        raise SystemExit("the voice heart is not installed: run `make bench`")
    began = time.perf_counter()
    made = record(narration, card, PACE, folder / "tracks", Store(folder / "store"))
    return time.perf_counter() - began, made.anew, made.recording.length / 1000


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


def main() -> None:
    """Print the figures."""
    narration = text(int(sys.argv[1]) if len(sys.argv) > 1 else SENTENCES)
    rounds = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            alone = bare(narration)
            cold, _, length = ours(narration, Path(folder))
            edit, spoken, _ = ours(edited(narration), Path(folder))
            same, again, _ = ours(edited(narration), Path(folder))
            rounds.append((alone, cold, cold / alone, edit, same))
    alone, cold, ratio, edit, same = (statistics.median(each) for each in zip(*rounds, strict=True))
    print(
        f"Sound, {len(narration.utterances)} sentences, {length / 60:.1f} minutes, "
        f"{multiprocessing.cpu_count()} cores, seconds, median of {ROUNDS} rounds"
    )
    print(f"bare voice {alone:.1f}, whole pipeline {cold:.1f}: {ratio:.2f} times as long")
    print(f"one word changed {edit:.1f} ({spoken} spoken), nothing changed {same:.2f} ({again})")


if __name__ == "__main__":
    main()
