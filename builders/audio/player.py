"""The page that plays a recording and follows its words, sentence by sentence.

It needs no server. Without its script each chapter has the browser's own player, and every word
is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.builders.audio.pictures import Pictures
from plainpress.builders.imprint import publisher, status
from plainpress.builders.pages import POLICY, calmed, environment, language_marks
from plainpress.builders.recording import length_in_words
from plainpress.builders.transcript.parts import Passage, Unspoken, parts
from plainpress.builders.xhtml import direction, is_safe
from plainpress.document.records import dataclass
from plainpress.templates import template

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from plainpress.builders.recording import Recording
    from plainpress.builders.transcript.parts import Part
    from plainpress.document.model import Publication

PAGE = "index.html"
_OURS = "en"  # the language of our own words
_STYLES = ("audio/fonts.css", "transcript/transcript.css", "audio/player.css")
_FONTS = ("Regular", "Bold")
_SECOND, _MEGABYTE = 1000, 1_000_000


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take away: its name, what it is called, and its size in bytes."""

    file: str
    words: str
    size: int

    @property
    def megabytes(self) -> str:
        return f"{max(0.1, self.size / _MEGABYTE):.1f} MB"


def write(
    folder: Path,
    publication: Publication,
    recording: Recording,
    files: Sequence[str],
    downloads: Sequence[Download],
) -> None:
    """Write the page and what it needs. `files` are those of the chapters, in their order."""
    (folder / PAGE).write_text(
        _page(publication, recording, files, downloads), encoding="utf-8", newline="\n"
    )
    style = "".join(template(name).read_text(encoding="utf-8") for name in _STYLES)
    (folder / "player.css").write_text(style, encoding="utf-8", newline="\n")
    (folder / "player.js").write_bytes(template("audio/player.js").read_bytes())
    Pictures(publication, recording.narration).copy(folder)
    (folder / "icon.svg").write_bytes(template("web/icon.svg").read_bytes())
    (folder / "fonts").mkdir()
    for name in _FONTS:
        font = f"AtkinsonHyperlegibleNext-{name}.woff2"
        (folder / "fonts" / font).write_bytes(template(f"web/fonts/{font}").read_bytes())


def _page(
    publication: Publication,
    recording: Recording,
    files: Sequence[str],
    downloads: Sequence[Download],
) -> str:
    language = publication.language
    transcript = parts(recording.narration)
    pictures = Pictures(publication, recording.narration)
    page = environment("audio").get_template("player.html")
    return calmed(
        page.render(
            publication=publication,
            kind=status(publication),
            publisher=publisher(publication),
            licence_url=publication.licence.url if is_safe(publication.licence.url) else "",
            direction=direction(language),
            ours=language_marks(_OURS, language),
            theirs=language_marks(language, _OURS),
            marks=language_marks,
            chapters=list(zip(transcript.parts, files, recording.tracks, strict=True)),
            downloads=downloads,
            minutes=length_in_words(recording.length / _SECOND),
            length=lambda milliseconds: length_in_words(milliseconds / _SECOND),
            times=_times(recording),
            heard=lambda part: pictures.grouped(_heard(part)),
            name=_name,
            policy=POLICY,
            is_safe=is_safe,
            is_unspoken=lambda passage: isinstance(passage, Unspoken),
        )
    )


def _times(recording: Recording) -> dict[int, tuple[str, str]]:
    """From and to in seconds, in the file of its chapter, for each utterance."""
    return {
        place: (f"{clip.begins / _SECOND:.3f}", f"{clip.ends / _SECOND:.3f}")
        for place, clip in enumerate(recording.clips)
    }


def _name(part: Part) -> str:
    """What a chapter is called here; one without words in its title goes by its number."""
    return (part.title or f"Chapter {part.number}") if part.number else "Title page"


def _heard(part: Part) -> list[Passage]:
    """What is said in a chapter; what is not said is in the transcript."""
    return [each for each in part.passages if isinstance(each, Passage)]
