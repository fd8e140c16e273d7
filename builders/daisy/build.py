"""The files of a talking book: contents, a master file, text, and SMIL and sound by chapter.

The names are short, since old players read file systems that know no others. The files lie in
the zip without a folder around them: a library unpacks each book into a folder of its own.
"""

from __future__ import annotations

import hashlib
import zipfile
from typing import TYPE_CHECKING, Any

from plainpress.builders.artifact import Artifact
from plainpress.builders.daisy import clock
from plainpress.builders.daisy.book import book
from plainpress.builders.daisy.metadata import FORMAT, GENERATOR, Extent, metadata
from plainpress.builders.imprint import identifier
from plainpress.builders.pages import calmed, environment, safe
from plainpress.builders.recording import losses
from plainpress.builders.still_zip import StillZip
from plainpress.builders.transcript.parts import Unspoken
from plainpress.builders.xhtml import is_safe, language_attributes

if TYPE_CHECKING:
    from pathlib import Path

    from markupsafe import Markup

    from plainpress.builders.artifact import Options
    from plainpress.builders.daisy.book import Book
    from plainpress.builders.recording import Recording
    from plainpress.document.model import Publication

MEDIA_TYPE = "application/zip"
NCC, MASTER, TEXT = "ncc.html", "master.smil", "content.html"
_SECOND = 1000


class NothingSpokenError(ValueError):
    """The builder was called without a recording; the press makes one first."""


def build(publication: Publication, options: Options) -> Artifact:
    """Write the zip file `options.output` from `options.recording`."""
    if options.recording is None:
        raise NothingSpokenError
    recording = options.recording
    made = book(publication, recording)
    texts = _texts(publication, made)
    sounds = {f"{each.name}.mp3": each.track.file for each in made.chapters}
    texts = {NCC: _ncc(publication, options, made, texts, sounds), **texts}
    _pack(options, texts, sounds)
    with options.output.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Artifact(
        path=options.output,
        format="daisy",
        edition=publication.edition,
        media_type=MEDIA_TYPE,
        digest=digest,
        size=options.output.stat().st_size,
        losses=tuple(losses(recording)),
        duration=recording.length / _SECOND,
    )


def _pack(options: Options, texts: dict[str, bytes], sounds: dict[str, Path]) -> None:
    """Texts, then sound, which is packed already: to deflate it once more would gain nothing."""
    with StillZip(options.output, options.clock) as archive:
        for name, content in texts.items():
            archive.writestr(name, content)
        for name, file in sounds.items():
            archive.writestr(name, file.read_bytes(), zipfile.ZIP_STORED)


def _texts(publication: Publication, made: Book) -> dict[str, bytes]:
    """Every text but the contents."""
    known = {"identifier": identifier(publication), "format": FORMAT, "generator": GENERATOR}
    texts = {
        MASTER: _filled("master.smil", book=made, **known),
        TEXT: _filled("content.html", book=made, **known),
    }
    for each in made.chapters:
        texts[f"{each.name}.smil"] = _filled("chapter.smil", chapter=each, book=made, **known)
    return texts


def _ncc(
    publication: Publication,
    options: Options,
    made: Book,
    texts: dict[str, bytes],
    sounds: dict[str, Path],
) -> bytes:
    """The contents. They tell the size of the whole, themselves included."""
    recording: Recording | None = options.recording
    narrator = recording.voice if recording else ""
    size = sum(map(len, texts.values())) + sum(each.stat().st_size for each in sounds.values())
    files, found = 1 + len(texts) + len(sounds), b""
    for _ in range(2):
        extent = Extent(files, size + len(found))
        metas = metadata(publication, made, narrator, options.clock, extent)
        found = _filled("ncc.html", book=made, metas=metas)
    return found


def _filled(name: str, **values: Any) -> bytes:  # noqa: ANN401  # as a template takes them
    text = (
        environment("daisy")
        .get_template(name)
        .render(
            **values,
            exact=clock.exact,
            seconds=clock.seconds,
            marks=_marks,
            is_safe=is_safe,
            is_unspoken=lambda each: isinstance(each, Unspoken),
        )
    )
    return calmed(text).encode()


def _marks(language: str, around: str = "") -> Markup:
    """The language of words, nothing where it is that of the words around them."""
    return safe("" if language == around else language_attributes(language))
