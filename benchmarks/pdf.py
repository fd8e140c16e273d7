"""PDF of one book: plainpress, and what a user would pick instead, side by side.

`python pdf.py [WORDS ...]`: books of 10,000 words, or of as many as are named. The others are
pandoc by way of Typst, pandoc by way of WeasyPrint, and LibreOffice from our Word file, whose
making is not counted; of a book of 500,000 words and more, only the first. Prints a row for each
with the median of its pairs (PAIRS=3: three in place of five), and the time of one edit that is
built again in a running process; all of it goes into build/speed.json, beside that of `speed.py`.

Ours is PDF/UA-1 with every page number filled in; the others' files are not checked for it.
pandoc sets no PDF itself: it writes Typst or HTML, which a second process sets.
"""

from __future__ import annotations

import datetime as dt
import gc
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from timing import Run, run, together

from plainpress.builders.word.layout import available

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus import Book
    from speed import Row

    from plainpress.document.model import Publication

ROUNDS = 5  # of one edit
SIZES = (10_000,)
CLOCK = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
_TO_PDF = 'pdf:writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"}}'
_TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], root=sys.argv[3])"


def build(source: Path, output: Path) -> None:
    """The PDF of a publication, as the command builds it, without the checks."""
    from plainpress.builders import pdf
    from plainpress.builders.artifact import Options

    gc.disable()
    pdf.build(_read(source), Options(output, CLOCK))
    gc.freeze()


def _read(source: Path) -> Publication:
    from plainpress.document.reader import read

    publication = read(source).publication
    if publication is None:
        raise SystemExit(f"{source} cannot be read")
    return publication


def ours(book: Book) -> Run:
    """By plainpress, in one process."""
    output = book.publication / "book.pdf"
    command = [sys.executable, str(Path(__file__)), "--build", str(book.publication), str(output)]
    return run(command, book.publication)


def _pandoc(book: Book, ending: str) -> tuple[Path, Run]:
    import pypandoc

    written = book.markdown.with_suffix(ending)
    command = [pypandoc.get_pandoc_path(), str(book.markdown), "-s", "--toc"]
    return written, run([*command, "-o", str(written)], book.publication)


def by_typst(book: Book) -> Run:
    """By pandoc and Typst, the same Typst as ours."""
    written, first = _pandoc(book, ".typ")
    output, root = str(written.with_suffix(".pdf")), str(book.publication)
    placed = book.publication / written.name
    placed.write_bytes(written.read_bytes())
    second = run([sys.executable, "-c", _TYPST, str(placed), output, root], book.publication)
    return together([first, second])


def by_weasyprint(book: Book) -> Run:
    """By pandoc and WeasyPrint, asked for PDF/UA-1 as well."""
    written, first = _pandoc(book, ".html")
    command = [sys.executable, "-m", "weasyprint", "--pdf-variant", "pdf/ua-1"]
    command += [
        "--base-url",
        f"{book.publication}/",
        str(written),
        str(written.with_suffix(".pdf")),
    ]
    return together([first, run(command, book.publication)])


def rebuilt(book: Book) -> float:
    """CPU seconds of one edit that is built again in a running process, the median."""
    from plainpress.builders import pdf
    from plainpress.builders.artifact import Options
    from plainpress.document.model import Paragraph, Text

    publication = _read(book.publication)
    options = Options(book.publication / "book.pdf", CLOCK)
    pdf.build(publication, options)
    seconds = []
    for number in range(ROUNDS):
        first, *others = publication.sections
        blocks = (Paragraph((Text(f"Edit number {number}."),)), *first.blocks)
        edited = replace(publication, sections=(replace(first, blocks=blocks), *others))
        began = time.process_time()
        pdf.build(edited, options)
        seconds.append(time.process_time() - began)
    return statistics.median(seconds)


def by_libreoffice(book: Book, program: str) -> Run:
    """By LibreOffice, from our Word file, which is there already; asked for PDF/UA-1 as well."""
    word, profile = _word(book), book.publication.with_name("profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    command += ["--convert-to", _TO_PDF, "--outdir", str(word.parent), str(word)]
    word.with_suffix(".pdf").unlink(missing_ok=True)
    found = run(command, word.parent)
    if not word.with_suffix(".pdf").exists():  # it ends with success even then
        raise SystemExit(f"LibreOffice made no PDF of {word}")
    return found


def _word(book: Book) -> Path:
    from tools import ours as formats_by_plainpress

    made = book.publication / "out" / "book.docx"
    if not made.exists():
        formats_by_plainpress(book, "word")
    return made


def compare(book: Book) -> list[Row]:
    """The rows of one size of book, printed as they come."""
    from speed import MEGA
    from speed import compare as paired

    tools: dict[str, Callable[[], Run]] = {"pandoc and Typst": lambda: by_typst(book)}
    if book.words < MEGA // 2:
        tools["pandoc and WeasyPrint"] = lambda: by_weasyprint(book)
        if program := available():
            tools["LibreOffice"] = lambda: by_libreoffice(book, program)
        else:
            print("LibreOffice is not on this machine: no row for it")
    rows = []
    for name, theirs in tools.items():
        rows.append(paired(f"PDF: {name}", book.words, lambda: ours(book), theirs))
        print(rows[-1], flush=True)
    return rows


def main() -> None:
    """Print the table, and write the results."""
    from corpus import make
    from speed import HEADERS, MEGA, PAIRS, keep

    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    print(f"PDF: CPU seconds of whole processes and peak memory in MB, median of {PAIRS} pairs")
    print(HEADERS)
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            book = make(size, Path(folder))
            rows = compare(book)
            edits = {}
            if book.words < MEGA // 2:
                edits = {str(book.words): rebuilt(book)}
                print(f"one edit, in a running process: {edits[str(book.words)]:.2f} s")
            keep(rows, edits)  # by size: a run that is stopped has lost nothing


if __name__ == "__main__":
    if sys.argv[1:2] == ["--build"]:
        build(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
