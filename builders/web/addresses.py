"""The file of each chapter: an address that stays the same while the chapter keeps its label."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plainpress.document.model import Section

CONTENTS = "index.html"
_LONGEST = 80  # letters of a name
# Names that the folder needs itself, and those that Windows refuses.
_TAKEN = frozenset(
    {"index", "con", "prn", "aux", "nul"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in range(10)}
)


def addresses(chapters: Sequence[Section]) -> list[str]:
    """One file name a chapter, in plain small letters: "what-is-co-production.html"."""
    taken = set(_TAKEN)
    files = []
    for chapter in chapters:
        name = stem = _stem(chapter.label)
        count = 1
        while name in taken:
            count += 1
            name = f"{stem}-{count}"
        taken.add(name)
        files.append(f"{name}.html")
    return files


def _stem(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST].strip("-") or "part"
