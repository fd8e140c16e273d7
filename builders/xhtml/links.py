"""Where everything stands: the file and the id behind each label, work, note and picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plainpress.document.model import (
    Activity,
    BibliographyEntry,
    Example,
    Figure,
    Footnote,
    GlossaryEntry,
    Image,
    ImageFile,
    Note,
    NoteReference,
    PictureRow,
    Publication,
    Section,
    Table,
)
from plainpress.document.records import dataclass
from plainpress.document.walk import nodes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from plainpress.document.outline import Labelled

_LABELLED = (Section, Figure, Table, Activity, Example, Note, GlossaryEntry)
_PICTURED = (Figure, Image, PictureRow)
_NOTED = frozenset((NoteReference, BibliographyEntry, *_LABELLED, *_PICTURED))


@dataclass(frozen=True, slots=True)
class Place:
    """An element of one of the files."""

    file: str
    id: str


@dataclass(frozen=True, slots=True)
class Links:
    """Every target of a link. `references` are a footnote's marks in the text, in order.

    `pictures` gives the address of each picture by its `ImageFile.file`.
    """

    labels: Mapping[str, Place]
    works: Mapping[str, Place]
    notes: Mapping[str, Place]
    references: Mapping[str, tuple[Place, ...]]
    pictures: Mapping[Path, str]


@dataclass(frozen=True, slots=True)
class Survey:
    """The links of a publication; its sections, captioned figures and tables, and its pictures."""

    links: Links
    sections: tuple[tuple[Section, Place], ...]
    figures: tuple[tuple[Figure, Place], ...]
    tables: tuple[tuple[Table, Place], ...]
    images: tuple[ImageFile, ...]


class _Surveyor:
    """Gathers a survey in one walk over the publication."""

    def __init__(self, publication: Publication) -> None:
        self.labels: dict[str, Place] = {}
        self.works: dict[str, Place] = {}
        self.notes: dict[str, Place] = {}
        self.references: dict[str, list[Place]] = {}
        self.sections: list[tuple[Section, Place]] = []
        self.figures: list[tuple[Figure, Place]] = []
        self.tables: list[tuple[Table, Place]] = []
        self.images: dict[Path, ImageFile] = {}
        self._numbers = {note.label: note.number for note in publication.footnotes}
        self._taken: set[str] = set()

    def visit(self, root: Section | Footnote, file: str) -> None:
        for node in nodes(root):
            # Nearly all nodes are text: one look in a set lets them pass.
            if type(node) not in _NOTED:
                continue
            if isinstance(node, NoteReference):
                self._reference(node, file)
            elif isinstance(node, BibliographyEntry):
                self.works.setdefault(node.key, Place(file, self._anchor(f"work-{node.key}")))
            elif isinstance(node, _LABELLED):
                self._label(node, file)
            if isinstance(node, _PICTURED):
                self.images.setdefault(node.image.file, node.image)

    def visit_notes(self, publication: Publication, last_file: str) -> None:
        for note in publication.footnotes:
            # A note without a mark in the text stands at the very end, so that it is not lost.
            place = self.notes.setdefault(note.label, Place(last_file, f"note.{note.number}"))
            self.visit(note, place.file)

    def _reference(self, node: NoteReference, file: str) -> None:
        number = self._numbers.get(node.label)
        if number is None:
            return
        self.notes.setdefault(node.label, Place(file, f"note.{number}"))
        marks = self.references.setdefault(node.label, [])
        marks.append(Place(file, f"note.{number}.mark.{len(marks) + 1}"))

    def _label(self, node: Labelled, file: str) -> None:
        place = Place(file, "")
        if node.label:
            place = self.labels.setdefault(node.label, Place(file, self._anchor(node.label)))
        if isinstance(node, Section):
            self.sections.append((node, place))
        elif isinstance(node, Figure) and node.number:
            self.figures.append((node, place if place.id else Place(file, f"figure.{node.number}")))
        elif isinstance(node, Table) and node.number:
            self.tables.append((node, place if place.id else Place(file, f"table.{node.number}")))

    def _anchor(self, label: str) -> str:
        # An id of ours holds a full stop, an anchor made from a label never does: the two cannot
        # meet. An XML id is an NCName, so it may not begin with a digit.
        name = re.sub(r"[^\w-]", "-", label)
        if not (name[0].isalpha() or name[0] == "_"):
            name = f"_{name}"
        anchor, count = name, 1
        while anchor in self._taken:
            count += 1
            anchor = f"{name}-{count}"
        self._taken.add(anchor)
        return anchor


def survey(publication: Publication, files: Sequence[str], folder: str = "images/") -> Survey:
    """What the links of a publication need to know; `files` has one name for each chapter.

    A footnote stands in the chapter that mentions it first.
    """
    surveyor = _Surveyor(publication)
    for section, file in zip(publication.sections, files, strict=True):
        surveyor.visit(section, file)
    surveyor.visit_notes(publication, files[-1] if files else "")
    images = surveyor.images
    links = Links(
        surveyor.labels,
        surveyor.works,
        surveyor.notes,
        {label: tuple(places) for label, places in surveyor.references.items()},
        picture_names(tuple(images.values()), folder),
    )
    return Survey(
        links,
        tuple(surveyor.sections),
        tuple(surveyor.figures),
        tuple(surveyor.tables),
        tuple(images.values()),
    )


_EXTENSIONS = {
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
}


def picture_names(images: Sequence[ImageFile], folder: str) -> dict[Path, str]:
    """An address for each picture, made from its name in plain letters; two never share one."""
    names: dict[Path, str] = {}
    taken: set[str] = set()
    for image in images:
        stem = re.sub(r"[^a-z0-9]+", "-", image.file.stem.lower()).strip("-") or "picture"
        extension = _EXTENSIONS.get(image.media_type, image.file.suffix.lstrip(".").lower())
        name, count = f"{stem}.{extension}", 1
        while name in taken:
            count += 1
            name = f"{stem}-{count}.{extension}"
        taken.add(name)
        names[image.file] = folder + name
    return names
