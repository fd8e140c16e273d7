"""Takes `[voice]` of publication.toml; gives what it says of the narration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.document.records import dataclass
from plainpress.document.report import data

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plainpress.document.settings import Settings

CHOICES = "narration/settings.toml"


@dataclass(frozen=True, slots=True)
class Choices:
    """How a narration treats what wrecks listening, and how its words are pronounced."""

    citations: str
    footnotes: str
    references: str
    pronunciations: Mapping[str, str]


def choices(settings: Settings) -> Choices:
    """The choices of a publication; what it does not say, or says wrongly, is the default."""
    made = {
        name: str(value) if (value := settings.voice.get(name)) in allowed else allowed[0]
        for name, allowed in data(CHOICES).items()
    }
    return Choices(**made, pronunciations=settings.pronunciations)
