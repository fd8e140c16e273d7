"""The pictures of an easy-read edition, beside the words that are heard."""

from __future__ import annotations

import shutil
from itertools import groupby
from typing import TYPE_CHECKING

from plainpress.builders.artifact import Loss
from plainpress.builders.xhtml.links import picture_names
from plainpress.document.model import PictureRow
from plainpress.document.records import dataclass
from plainpress.document.walk import nodes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from plainpress.builders.transcript.parts import Passage
    from plainpress.document.model import Publication
    from plainpress.document.narration import Narration

FOLDER = "pictures/"
# What every browser shows.
_SHOWN = frozenset({"image/gif", "image/jpeg", "image/png", "image/svg+xml", "image/webp"})


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a page shows it: its address, and its size in CSS pixels."""

    address: str
    width: int
    height: int


class Pictures:
    """Which picture stands beside which words."""

    def __init__(self, publication: Publication, narration: Narration) -> None:
        rows = tuple(nodes_of(PictureRow, *publication.sections))
        self._images = {row.image.file: row.image for row in rows}
        self._addresses = picture_names(tuple(self._images.values()), FOLDER)
        self._utterances = narration.utterances
        # Nodes are told apart as objects: the same words may stand beside two pictures.
        self._rows = {id(node): row for row in rows for node in (row, *row.children)}

    def copy(self, folder: Path) -> None:
        """Put the pictures where the page looks for them."""
        for image in self._images.values():
            file = folder / self._addresses[image.file]
            file.parent.mkdir(exist_ok=True)
            shutil.copyfile(image.file, file)

    def losses(self) -> Iterator[Loss]:
        for image in self._images.values():
            if image.media_type not in _SHOWN:
                yield Loss(f"the picture {image.name}: some browsers cannot show its format")

    def grouped(
        self, passages: Iterable[Passage]
    ) -> Iterator[tuple[Picture | None, tuple[Passage, ...]]]:
        """The passages of each picture with it, and those between them without one."""
        found = ((self._row(passage), passage) for passage in passages)
        for _, pairs in groupby(found, lambda pair: id(pair[0])):
            group = list(pairs)
            row = group[0][0]
            picture = self._picture(row) if row else None
            yield picture, tuple(passage for _, passage in group)

    def _row(self, passage: Passage) -> PictureRow | None:
        place = passage.sentences[0].place
        return self._rows.get(id(self._utterances[place].node))

    def _picture(self, row: PictureRow) -> Picture:
        image = row.image
        return Picture(self._addresses[image.file], round(image.width), round(image.height))
