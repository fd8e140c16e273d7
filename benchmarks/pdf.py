"""PDF of one book: plainpress, pandoc by way of Typst, pandoc by way of WeasyPrint, in one run.

Takes the numbers of words to try (10,000 without any). Prints CPU seconds of whole processes,
the median of five rounds, and the time of one edit that is built again in a running process.
Ours is PDF/UA-1 with every page number filled in; the others' files are neither checked nor
tagged for it. pandoc sets no PDF itself: it writes Typst or HTML, which a second process sets.
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

from timing import Run, median, run, together

if TYPE_CHECKING:
    from corpus import Book

    from plainpress.document.model import Publication

ROUNDS = 5
SIZES = (10_000,)
CLOCK = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
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


def compare(book: Book) -> str:
    """A row of the table: words, the three tools, how many times faster ours is, one edit."""
    tools = (ours, by_typst, by_weasyprint)
    for tool in tools:
        tool(book)
    rounds = [[tool(book) for tool in tools] for _ in range(ROUNDS)]
    found = [median([each[number] for each in rounds]).seconds for number in range(len(tools))]
    ratios = [
        statistics.median(each[number].seconds / each[0].seconds for each in rounds)
        for number in (1, 2)
    ]
    return (
        f"{book.words:>9,}  {found[0]:>9.2f}  {found[1]:>9.2f}  {found[2]:>9.2f}"
        f"  {ratios[0]:>7.1f}x  {ratios[1]:>7.1f}x  {rebuilt(book):>8.2f}"
    )


def main() -> None:
    """Print the table."""
    from corpus import make

    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    print(f"PDF, CPU seconds, median of {ROUNDS} rounds; pandoc by way of Typst and WeasyPrint")
    print("    words  plainpress      Typst  WeasyPrint  faster   faster  one edit")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            print(compare(make(size, Path(folder))), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--build"]:
        build(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
