"""Takes a folder, a number and a seed; writes so many leaflets, each a publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.document.errors import UsageError
from plainpress.press.corpus import leaflet
from plainpress.press.corpus.stock import stock

if TYPE_CHECKING:
    from pathlib import Path


def make(folder: Path, number: int, seed: int) -> int:
    """Write the leaflets; how many of them have an easy-read edition.

    A leaflet depends on the seed and its own number only: of a larger corpus the first ones are
    those of a smaller. Raises `UsageError` for a folder that holds something.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there and not empty: name a new folder")
    held = stock()
    return sum(_written(folder, leaflet.draw(held, seed, each)) for each in range(1, number + 1))


def _written(folder: Path, drawn: leaflet.Leaflet) -> bool:
    for name, text in drawn.files.items():
        path = folder / drawn.name / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return drawn.is_easy
