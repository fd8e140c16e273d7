"""An edition as pages: one a chapter, a first page with the contents, and what they need."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from plainpress.builders.artifact import Artifact, Loss, Options
from plainpress.builders.folder import measure
from plainpress.builders.imprint import deeds, publisher, status
from plainpress.builders.web import search
from plainpress.builders.web.addresses import CONTENTS, addresses
from plainpress.builders.web.pages import calmed, environment, language_marks, safe
from plainpress.builders.web.words import ENGLISH
from plainpress.builders.web.writer import WebWriter
from plainpress.builders.xhtml import (
    Flavour,
    PhraseWriter,
    Survey,
    direction,
    escape,
    is_safe,
    survey,
)
from plainpress.document.dates import day
from plainpress.document.outline import outline, title_text
from plainpress.document.records import dataclass
from plainpress.templates import template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from markupsafe import Markup

    from plainpress.document.model import Footnote, ImageFile, Publication, Section

MEDIA_TYPE = "text/html"
STYLE = ("site.css", "site.js", "icon.svg")
FONTS = tuple(
    f"AtkinsonHyperlegibleNext-{cut}.woff2" for cut in ("Regular", "Bold", "Italic", "BoldItalic")
)
PICTURES = "pictures/"
_DEEPEST_HEADING = 6
# Beside a chapter stand all chapters of a book that has so many at most; of a longer one those that
# are so near. Else each of n pages has n lines, and nobody finds a line among them.
_MOST_BESIDE, _NEAR = 60, 15
_UPRIGHT = 1.4  # height to width of a cover that keeps its upper part calm
# Pictures that every browser shows.
_SHOWN = frozenset({"image/gif", "image/jpeg", "image/png", "image/svg+xml", "image/webp"})


def build(publication: Publication, options: Options) -> Artifact:
    """Write the pages of an edition into the folder `options.output`, which may not exist yet.

    The folder works from a disk, under any address, and without its script.
    """
    site = _Site(publication, options.site)
    options.output.mkdir()
    losses = list(_losses(site.survey))
    for name, text in site.texts():
        calm = calmed(text)
        if calm != text:
            losses.append(Loss(f"marks that turn the order of words round, in {name}"))
        (options.output / name).write_text(calm, encoding="utf-8", newline="\n")
    copy_style(options.output, STYLE)
    _copy_pictures(site.pictures(), options.output)
    digest, size = measure(options.output)
    return Artifact(
        path=options.output,
        format="web",
        edition=publication.edition,
        media_type=MEDIA_TYPE,
        digest=digest,
        size=size,
        losses=tuple(losses),
    )


def copy_style(folder: Path, files: Sequence[str]) -> None:
    """Put the style sheets, scripts and typefaces of the pages into a folder."""
    for name in files:
        (folder / name).write_bytes(template(f"web/{name}").read_bytes())
    (folder / "fonts").mkdir()
    for name in FONTS:
        (folder / "fonts" / name).write_bytes(template(f"web/fonts/{name}").read_bytes())


def _copy_pictures(pictures: Iterator[tuple[str, ImageFile]], folder: Path) -> None:
    for address, image in pictures:
        file = folder / address
        file.parent.mkdir(exist_ok=True)
        shutil.copyfile(image.file, file)


def _losses(found: Survey) -> Iterator[Loss]:
    for section, _ in found.sections:
        if section.level > _DEEPEST_HEADING:
            yield Loss("a heading below the sixth level: it is shown as a sixth", section.span)
    for image in found.images:
        if image.media_type not in _SHOWN:
            yield Loss(f"the picture {image.name}: some browsers cannot show its format")


def cover_name(media_type: str) -> str:
    """The file of the cover's picture, empty for a format that some browsers cannot show."""
    if media_type not in _SHOWN:
        return ""
    return f"cover.{media_type.partition('/')[2].partition('+')[0]}"


def is_upright(width: float, height: float) -> bool:
    """Whether a cover is that of an upright book, which keeps its upper part calm."""
    return height >= _UPRIGHT * width


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a contents list: where it leads, its words as XHTML, the lines below it."""

    href: str
    words: Markup
    inner: tuple[Entry, ...] = ()
    current: bool = False


class _Site:
    """Makes every page of one edition."""

    def __init__(self, publication: Publication, address: str) -> None:
        self._publication = publication
        self._address = address
        self._files = addresses(publication.sections)
        self.survey: Survey = survey(publication, self._files, PICTURES)
        self._labels = outline(publication).labels
        self._phrases = PhraseWriter(self.survey.links, "", Flavour.WEB)
        self._entries = tuple(map(self._entry, publication.sections))
        self._environment = environment()

    def texts(self) -> Iterator[tuple[str, str]]:
        """Each page, and the index of the search, by name."""
        yield CONTENTS, self._first_page()
        notes: dict[str, list[Footnote]] = {}
        for note in self._publication.footnotes:
            notes.setdefault(self.survey.links.notes[note.label].file, []).append(note)
        for number, file in enumerate(self._files):
            yield file, self._chapter(number, notes.get(file, ()))
        yield search.FILE, search.index(self.survey.sections)

    def pictures(self) -> Iterator[tuple[str, ImageFile]]:
        """Each picture with its address."""
        for image in self.survey.images:
            yield self.survey.links.pictures[image.file], image
        if (cover := self._publication.cover) and (name := cover_name(cover.media_type)):
            yield name, cover

    # --- Pages -----------------------------------------------------------------------

    def _first_page(self) -> str:
        publication = self._publication
        cover = publication.cover
        return self._render(
            "first.html",
            file=CONTENTS,
            title=publication.title,
            entries=self._entries,
            start=self._files[0] if self._files else "",
            cover=cover and cover_name(cover.media_type),
            upright=bool(cover and is_upright(cover.width, cover.height)),
            people=list(deeds(publication.contributors)),
            date=publication.date and (publication.date.isoformat(), day(publication.date)),
            changed=self._changed(),
        )

    def _changed(self) -> tuple[str, str] | None:
        changed = self._publication.modified
        if changed is None or changed == self._publication.date:
            return None
        return changed.isoformat(), day(changed)

    def _chapter(self, number: int, notes: Sequence[Footnote]) -> str:
        section, file = self._publication.sections[number], self._files[number]
        writer = WebWriter(self.survey.links, file, self._labels)
        body = writer.section(section) + writer.footnotes(notes)
        return self._render(
            "chapter.html",
            file=file,
            title=title_text(section) or self._publication.title,
            entries=self._beside(number),
            all_of_them=len(self._entries) if len(self._entries) > _MOST_BESIDE else 0,
            contents=CONTENTS,
            body=safe(body),
            meanings=safe(writer.meanings()),
            previous=self._entries[number - 1] if number else None,
            next=self._entries[number + 1] if number + 1 < len(self._entries) else None,
        )

    def _render(self, name: str, **facts: Any) -> str:  # noqa: ANN401  # what a template wants
        publication, words = self._publication, ENGLISH
        kind = status(publication)
        return self._environment.get_template(name).render(
            publication=publication,
            words=words,
            direction=direction(publication.language),
            # Words of ours in a publication in another language, and the author's among them.
            ours=language_marks(words.language, publication.language),
            theirs=language_marks(publication.language, words.language),
            kind=kind,
            subtitle="" if publication.subtitle == kind else publication.subtitle,
            publisher=publisher(publication),
            licence_url=publication.licence.url if is_safe(publication.licence.url) else "",
            canonical=self._canonical(facts["file"]),
            **facts,
        )

    def _canonical(self, file: str) -> str:
        return f"{self._address.rstrip('/')}/{file}" if self._address else ""

    # --- Contents --------------------------------------------------------------------

    def _entry(self, section: Section) -> Entry:
        place = self.survey.links.labels[section.label]
        href = place.file if section.level == 1 else f"{place.file}#{place.id}"
        words = self._phrases.inlines(section.title) or escape(section.label)
        inner = tuple(map(self._entry, section.sections)) if section.level == 1 else ()
        return Entry(href, safe(words), inner)

    def _beside(self, number: int) -> tuple[Entry, ...]:
        """The contents beside a chapter: all chapters, or those near it; its own sections."""
        is_long = len(self._entries) > _MOST_BESIDE
        first = max(0, number - _NEAR) if is_long else 0
        near = self._entries[first : number + _NEAR + 1] if is_long else self._entries
        return tuple(
            Entry(entry.href, entry.words, entry.inner if here else (), here)
            for place, entry in enumerate(near, first)
            for here in [place == number]
        )
