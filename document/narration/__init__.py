"""Takes an edition; gives its narration: the sentences to be spoken, and the node of each."""

from plainpress.document.narration.model import (
    Change,
    Chapter,
    Escape,
    Index,
    Narration,
    Role,
    Silence,
    Utterance,
)
from plainpress.document.narration.narrator import narrate

__all__ = [
    "Change",
    "Chapter",
    "Escape",
    "Index",
    "Narration",
    "Role",
    "Silence",
    "Utterance",
    "narrate",
]
