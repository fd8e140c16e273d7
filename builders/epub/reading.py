"""A book that is read aloud: the writers of its chapters, then an overlay for each document."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from plainpress.builders.epub.overlay import Heard, overlay
from plainpress.builders.epub.spoken import Seen, Sentences, SpokenWriter
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plainpress.builders.recording import Recording
    from plainpress.builders.xhtml import Links
    from plainpress.document.model import Publication
    from plainpress.document.narration import Chapter

_TITLE = "title.heading"
_END_OF_LINES = '<section class="accessibility">'
_LINE = re.compile(r'<(?:p|h1)[^>]* id="([^"]+)"[^>]*>(.*?)</(?:p|h1)>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Overlay:
    """The overlay of a content document, its sound, and how long that is in milliseconds."""

    document: str
    name: str
    text: str
    audio: str
    sound: bytes
    length: int

    @property
    def item(self) -> str:
        """Its name in the manifest."""
        return f"overlay-{self.name}"


class Reading:
    """The sound of one book. `title` and `files` are its documents: title page and chapters."""

    def __init__(self, publication: Publication, recording: Recording) -> None:
        self._publication = publication
        self._recording = recording
        self._sentences = Sentences(publication, recording.narration)
        self._writers: dict[str, SpokenWriter] = {}

    @property
    def voice(self) -> str:
        return self._recording.voice

    @property
    def length(self) -> int:
        """The length of the whole in milliseconds."""
        return self._recording.length

    def writer(self, links: Links, file: str, marks: Iterator[str]) -> SpokenWriter:
        """The writer of the next chapter."""
        chapter = len(self._writers) + 1
        self._writers[file] = SpokenWriter(links, file, self._sentences, chapter, marks)
        return self._writers[file]

    def overlays(self, title: str, documents: Mapping[str, str]) -> Iterator[Overlay]:
        """One for each finished document in which something is heard.

        `title` is the name of the title page, which is among the `documents`.
        """
        files = [title, *self._writers]
        for number, chapter in enumerate(self._recording.narration.chapters):
            file = files[chapter.number]
            track = self._recording.tracks[number]
            audio = f"audio/{chapter.number:02}.mp3"
            heard = list(self._heard(chapter, file, documents[file]))
            text = overlay(documents[file], file, audio, heard)
            name = file.removesuffix(".xhtml")
            yield Overlay(file, name, text, audio, track.file.read_bytes(), track.length)

    def _heard(self, chapter: Chapter, file: str, document: str) -> Iterator[Heard]:
        places = range(chapter.first, chapter.end)
        if chapter.number:
            section = self._publication.sections[chapter.number - 1]
            seen = self._writers[file].seen(section, places)
        else:
            seen = self._on_title_page(document, places)
        for place, each in zip(places, seen, strict=True):
            clip = self._recording.clips[place]
            escape = self._recording.narration.utterances[place].escape
            yield Heard(place, each.target, each.within, clip.begins, clip.ends, escape)

    # --- The title page --------------------------------------------------------------

    def _on_title_page(self, document: str, places: range) -> Iterator[Seen]:
        """Each utterance belongs to the line with the most words of it, else to the one before."""
        lines = {name: _words(text) for name, text in _LINE.findall(document)}
        latest = _TITLE
        for place in places:
            said = _words(self._recording.narration.utterances[place].printed)
            near = {n: len(said & line) / len(said | line | {""}) for n, line in lines.items()}
            best = max(near, key=lambda name: near[name])
            latest = best if near[best] else latest
            yield Seen(latest, latest)


def with_lines(body: str) -> str:
    """The body of a title page whose lines have ids."""
    lines, end, rest = body.partition(_END_OF_LINES)
    first, *others = lines.split("<p")
    named = [f'<p id="line.{number}"{line}' for number, line in enumerate(others, 1)]
    return "".join((first, *named, end, rest))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", unescape(_TAG.sub(" ", text)).casefold()))
