"""Captions by sentence, as WebVTT (W3C, WebVTT: The Web Video Text Tracks Format)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.builders.recording import Recording
    from plainpress.document.narration import Utterance

MEDIA_TYPE = "text/vtt"


def whole(recording: Recording) -> str:
    """The captions of the file that holds all chapters."""
    starts, length = [], 0
    for track in recording.tracks:
        starts.append(length)
        length += track.length
    return _file(recording, range(len(recording.clips)), starts)


def of_track(recording: Recording, track: int) -> str:
    """The captions of one chapter's file."""
    places = [place for place, clip in enumerate(recording.clips) if clip.track == track]
    return _file(recording, places, [0] * len(recording.tracks))


def _file(recording: Recording, places: range | list[int], starts: list[int]) -> str:
    return "\n".join(["WEBVTT", "", *_cues(recording, places, starts)])


def _cues(recording: Recording, places: range | list[int], starts: list[int]) -> Iterator[str]:
    for place in places:
        clip, utterance = recording.clips[place], recording.narration.utterances[place]
        start = starts[clip.track]
        yield f"{place + 1}"
        yield f"{time(start + clip.begins)} --> {time(start + clip.ends)}"
        yield _escaped(words(utterance))
        yield ""


def words(utterance: Utterance) -> str:
    """What is shown while an utterance is heard: in the spelling of print."""
    return utterance.printed or utterance.text


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def time(milliseconds: int) -> str:
    """A time as WebVTT and SMIL have it: "01:02:03.456"."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02}:{minute:02}:{second:02}.{rest:03}"
