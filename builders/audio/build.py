"""A recording as a folder of sound: chapters, the whole, captions, lists, and what players show."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain
from typing import TYPE_CHECKING

from plainpress.builders.artifact import Artifact
from plainpress.builders.audio import captions, lists, mp3
from plainpress.builders.folder import measure
from plainpress.builders.imprint import publisher
from plainpress.builders.recording import losses
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from plainpress.builders.artifact import Loss, Options
    from plainpress.builders.audio.player import Download
    from plainpress.builders.recording import Recording
    from plainpress.document.model import Publication

MEDIA_TYPE = mp3.MEDIA_TYPE
WHOLE = "whole"
_DOWNLOADS = (
    (f"{WHOLE}.mp3", "All of it as one MP3 file"),
    (f"{WHOLE}.m4b", "All of it as an audiobook with chapters (M4B)"),
    (lists.PLAYLIST, "Playlist of the chapters"),
    (f"{WHOLE}.vtt", "Captions"),
    ("transcript.html", "Transcript to read"),
    ("transcript.txt", "Transcript as plain text"),
)
_SECOND = 1000
_NAME = re.compile(r"[^a-z0-9]+")
_LONGEST = 40  # letters of a title in a file's name


class NothingSpokenError(ValueError):
    """The audio builder was called without a recording; the press makes one first."""


def build(publication: Publication, options: Options) -> Artifact:
    """Write the folder `options.output` from `options.recording`."""
    if options.recording is None:
        raise NothingSpokenError
    folder = options.output
    folder.mkdir()
    _Album(publication, options.recording, options.site, options.clock).write(folder)
    digest, size = measure(folder)
    return Artifact(
        path=folder,
        format="audio",
        edition=publication.edition,
        media_type=MEDIA_TYPE,
        digest=digest,
        size=size,
        losses=(*losses(options.recording), *_unshown(publication, options.recording)),
        duration=options.recording.length / _SECOND,
    )


def _unshown(publication: Publication, recording: Recording) -> Iterator[Loss]:
    from plainpress.builders.audio.pictures import Pictures

    return Pictures(publication, recording.narration).losses()


@dataclass(frozen=True, slots=True)
class _Album:
    """Makes every file of one folder."""

    publication: Publication
    recording: Recording
    site: str
    clock: dt.datetime

    def write(self, folder: Path) -> None:
        """All files. Those of chapters come in the order of their names."""
        # Processes that speak import this room, and want to start soon: they draw no page.
        from plainpress.builders.audio import cover, player

        (folder / cover.FILE).write_bytes(cover.draw(self.publication))
        picture = (folder / cover.FILE).read_bytes()
        episodes = [self._chapter(folder, place, picture) for place in self._places()]
        self._whole(folder, picture)
        self._transcript(folder)
        texts = {lists.PLAYLIST: lists.playlist(self.publication.title, episodes)}
        if self.site:
            texts[lists.FEED] = lists.feed(self.publication, episodes, self.site, self.clock)
        for name, text in texts.items():
            _write(folder / name, text)
        files = [each.file for each in episodes]
        downloads = list(_downloads(folder))
        player.write(folder, self.publication, self.recording, files, downloads)

    def _transcript(self, folder: Path) -> None:
        from plainpress.builders import transcript

        transcript.build_page(self.recording.narration, folder / "transcript.html", "player.css")
        transcript.build_text(self.recording.narration, folder / "transcript.txt")

    def _places(self) -> range:
        return range(len(self.recording.tracks))

    def _chapter(self, folder: Path, place: int, picture: bytes) -> lists.Episode:
        track = self.recording.tracks[place]
        number = self.recording.narration.chapters[place].number
        file = folder / f"{file_name(place, track.title if number else 'title')}.mp3"
        tags = self._tags(track.title, picture, (place + 1, len(self.recording.tracks)))
        mp3.write(file, [track.file], tags)
        _write(file.with_suffix(".vtt"), captions.of_track(self.recording, place))
        return lists.Episode(file.name, track.title, track.length, file.stat().st_size)

    def _whole(self, folder: Path, picture: bytes) -> None:
        from plainpress.builders.audio import m4b

        tracks, tags = self.recording.tracks, self._tags(self.publication.title, picture)
        marks = list(self._marks())
        mp3.write(folder / f"{WHOLE}.mp3", [each.file for each in tracks], tags, marks)
        m4b.write(folder / f"{WHOLE}.m4b", self._packets(), tags, marks)
        _write(folder / f"{WHOLE}.vtt", captions.whole(self.recording))

    def _packets(self) -> Iterator[bytes]:
        """All chapters as AAC, encoded on all cores before the first is given."""
        from plainpress.builders.audio import packets

        plans = [each.plan for each in self.recording.tracks if each.plan]
        packets.encode(plans)
        return chain.from_iterable(map(packets.read, plans))

    def _marks(self) -> Iterator[mp3.Mark]:
        start = 0
        for each in self.recording.tracks:
            yield mp3.Mark(each.title, start, start + each.length)
            start += each.length

    def _tags(self, title: str, picture: bytes, number: tuple[int, int] = (0, 0)) -> mp3.Tags:
        publication = self.publication
        authors = [person.name for person in publication.contributors if person.role == "aut"]
        day = publication.modified or publication.date
        return mp3.Tags(
            title=title,
            album=publication.title,
            artist=", ".join(authors) or publisher(publication),
            language=_three_letters(publication.language),
            date=str(day or ""),
            licence=publication.licence.url,
            comment=f"Spoken by a computer voice ({self.recording.voice}).",
            transcript="transcript.html",
            cover=picture,
            number=number,
        )


def _downloads(folder: Path) -> Iterator[Download]:
    from plainpress.builders.audio.player import Download

    for name, words in _DOWNLOADS:
        yield Download(name, words, (folder / name).stat().st_size)


def file_name(place: int, title: str) -> str:
    """The name of a chapter's file, without its ending: "02-what-is-co-production"."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = _NAME.sub("-", plain).strip("-")[:_LONGEST].rstrip("-")
    return f"{place:02}-{words}" if words else f"{place:02}"


def _three_letters(language: str) -> str:
    """ISO 639-2, as ID3 and MPEG-4 want it; "und" where it is not known."""
    from langcodes import Language

    try:
        return Language.get(language).to_alpha3()
    except LookupError:
        return "und"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
