"""Page numbers: LibreOffice lays the document out, and the PDF says where each bookmark stands."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from plainpress.document.records import dataclass

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterable, Mapping

    from pypdf import PdfReader

# LibreOffice needs some 4 seconds for 10,000 words and 25 for 100,000: what takes this
# long hangs. Seconds.
_TIMEOUT = 300
# Bookmarks become named destinations, which pypdf reads.
_FILTER = (
    'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}'
)


class LayoutError(Exception):
    """Why there are no page numbers, and what to do, in words for a `Loss`."""


def available() -> str:
    """The path of LibreOffice; empty where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


@dataclass(frozen=True, slots=True)
class Layout:
    """On which page each bookmark stands, from 1, and how many pages there are."""

    pages: Mapping[str, int]
    count: int


def lay_out(
    write: Callable[[Path], None], bookmarks: Iterable[str], *, is_ours: bool = True
) -> Layout:
    """The layout of a document: the page of each of the bookmarks.

    `write` puts the document where it is told; `is_ours` says that its letters are those
    of our template. Raises `LayoutError`.
    """
    program = available()
    if not program:
        raise LayoutError(
            "LibreOffice is not installed; Word fills them in at print preview (Ctrl+F2)"
        )
    with tempfile.TemporaryDirectory(prefix="plainpress-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        document = folder / "layout.docx"
        write(document)
        _convert(program, folder, document)
        pdf = folder / "layout.pdf"
        # LibreOffice ends with success even where it could not open the file.
        if not pdf.exists():
            raise LayoutError("LibreOffice could not lay the document out")
        places, count, fonts = _read(pdf)
    if is_ours and not any(_is_as_wide(font) for font in fonts):
        raise LayoutError(
            "no font here is as wide as Arial, so that every page would end elsewhere; "
            "install Liberation Sans (Debian: fonts-liberation)"
        )
    found = {name: places.get(_destination(name), places.get(name, 0)) for name in bookmarks}
    return Layout({name: page for name, page in found.items() if page}, count)


def _is_as_wide(font: str) -> bool:
    plain = font.replace(" ", "").lower()
    return any(name in plain for name in ("arial", "liberationsans", "arimo", "helvetica"))


def _convert(program: str, folder: Path, document: Path) -> None:
    import subprocess

    # A profile of its own: LibreOffice runs once for each profile, and a window that is open
    # on this machine would swallow the command.
    profile = (folder / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    command += ["--convert-to", _FILTER, "--outdir", str(folder), str(document)]
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
        )
    except OSError as error:
        raise LayoutError(f"LibreOffice did not start: {error.strerror}") from error
    try:
        process.wait(_TIMEOUT)
    except subprocess.TimeoutExpired as error:
        raise LayoutError(f"LibreOffice took longer than {_TIMEOUT} seconds") from error
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ends LibreOffice where it still runs, with the programs that it started itself."""
    if process.poll() is not None:
        return
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _destination(bookmark: str) -> str:
    """The name that LibreOffice gives a bookmark in the PDF: `fig_cycle` becomes "/fig5Fcycle"."""
    return "/" + bookmark.replace("_", "5F")


def _read(pdf: Path) -> tuple[dict[str, int], int, set[str]]:
    """The page of each named destination, the number of pages, and the fonts of the text."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(pdf)
        numbers = {
            page.indirect_reference.idnum: number
            for number, page in enumerate(reader.pages, 1)
            if page.indirect_reference
        }
        places = {
            name: numbers[target.idnum]
            for name, destination in reader.named_destinations.items()
            if (target := destination.raw_get("/Page")) and target.idnum in numbers
        }
        return places, len(reader.pages), _fonts(reader)
    except (PyPdfError, OSError, ValueError, KeyError, AttributeError) as error:
        raise LayoutError(f"the layout of LibreOffice could not be read: {error}") from error


def _fonts(reader: PdfReader) -> set[str]:
    """The fonts of the first pages: "BAAAAA+LiberationSans-Bold"."""
    from pypdf.generic import DictionaryObject

    names = set()
    for page in reader.pages[:3]:
        resources = page.get("/Resources", DictionaryObject()).get_object()
        fonts = resources.get("/Font", DictionaryObject()).get_object()
        names |= {str(font.get_object().get("/BaseFont", "")) for font in fonts.values()}
    return names
