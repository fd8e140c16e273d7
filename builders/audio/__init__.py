"""Takes a narration; gives it spoken: clips by sentence, chapters, and a folder of sound files."""

from plainpress.builders.audio.build import build
from plainpress.builders.audio.record import Spoken, pace_of, record, unspoken

__all__ = ["Spoken", "build", "pace_of", "record", "unspoken"]
