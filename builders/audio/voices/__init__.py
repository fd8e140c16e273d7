"""Takes a name or a language; gives a voice: one small protocol, engines found by entry point."""

from plainpress.builders.audio.voices.protocol import Card, Speech, Voice, VoiceError
from plainpress.builders.audio.voices.registry import choose, for_passage, installed

__all__ = ["Card", "Speech", "Voice", "VoiceError", "choose", "for_passage", "installed"]
