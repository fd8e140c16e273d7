"""EbookLib's writer, with what it gets wrong mended in one place."""

from __future__ import annotations

import zipfile
from datetime import UTC
from typing import TYPE_CHECKING, Any

from ebooklib.epub import NAMESPACES, EpubBook, EpubWriter

from plainpress.builders.still_zip import StillZip

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

MIMETYPE = "mimetype"


class AccessibleEpubWriter(EpubWriter):  # type: ignore[misc]  # EbookLib ships no types
    """Writes a book whose documents are finished: it never parses or rebuilds one of them."""

    def __init__(self, path: Path, book: EpubBook, clock: dt.datetime) -> None:
        # EbookLib would take local time and stamp it Z; EPUB 3.3, 5.5.6 wants UTC.
        super().__init__(str(path), book, {"mtime": clock.astimezone(UTC)})
        self._path = path
        self._clock = clock

    def write(self) -> None:
        """Write the container. The zip is ours, because EbookLib's carries the time of day."""
        with StillZip(self._path, self._clock) as self.out:
            # OCF, EPUB 3.3, 4.3.2: first in the file, and neither deflated nor extended.
            self.out.writestr(MIMETYPE, "application/epub+zip", zipfile.ZIP_STORED)
            self._write_container()
            self._write_opf()
            self._write_items()

    def _write_opf_file(self, root: Any) -> None:  # noqa: ANN401  # an lxml element
        # The package says its language, or a screen reader reads the metadata in its own
        # (EPUB 3.3, 5.3.3; Ace: epub-lang). EbookLib has no setting for it.
        root.set(f"{{{NAMESPACES['XML']}}}lang", self.book.language)
        root.set("dir", self.book.direction or "ltr")
        # EbookLib declares a prefix that is reserved and that we do not use.
        del root.attrib["prefix"]
        # EbookLib always points to an NCX, which EPUB 3 does not need and this book has not.
        del root.find("spine").attrib["toc"]
        super()._write_opf_file(root)
