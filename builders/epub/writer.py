"""EbookLib's writer, with what it gets wrong mended in one place."""

from __future__ import annotations

import zipfile
from datetime import UTC
from typing import TYPE_CHECKING, Any

from ebooklib.epub import NAMESPACES, EpubBook, EpubWriter

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

MIMETYPE = "mimetype"
_COMPRESSION = 6
_PACKED = (".mp3",)  # what compression makes no smaller
_EARLIEST_YEAR = 1980  # of a date in a zip file


class StillZip(zipfile.ZipFile):
    """A zip file in which nothing depends on the clock or the machine."""

    def __init__(self, path: Path, clock: dt.datetime) -> None:
        super().__init__(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION)
        moment = clock.astimezone(UTC)
        self._date = (max(moment.year, _EARLIEST_YEAR), *moment.timetuple()[1:6])

    def writestr(
        self,
        name: Any,  # noqa: ANN401  # as the class above has it
        data: Any,  # noqa: ANN401
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Write one file with our date, and with the rights and the system that Unix has."""
        info = zipfile.ZipInfo(str(name), self._date)
        usual = zipfile.ZIP_STORED if info.filename.endswith(_PACKED) else zipfile.ZIP_DEFLATED
        info.compress_type = usual if compress_type is None else compress_type
        info.create_system = 3
        info.external_attr = 0o644 << 16
        super().writestr(info, data, compresslevel=compresslevel or _COMPRESSION)


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
