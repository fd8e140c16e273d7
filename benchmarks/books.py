"""Word and EPUB of one book: plainpress in one process, pandoc in two, side by side in one run.

Takes the numbers of words to try (10,000 and 100,000 without any). Prints CPU seconds of whole
processes, peak memory, and the ratio; the median of five pairs. The last column is `plainpress
build` with every check of the text and of the finished files, which pandoc has none of.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

import pypandoc
from corpus import Book, make
from timing import Run, median, run, together

PAIRS = 5
SIZES = (10_000, 100_000)


def ours(book: Book) -> Run:
    """Both formats by plainpress, without page numbers and checks, which pandoc has none of."""
    script = str(Path(__file__).with_name("build_both.py"))
    source, output = str(book.publication), str(book.publication / "out")
    return run([sys.executable, script, source, output], book.publication)


def checked(book: Book) -> Run:
    """Both formats by `plainpress build`, with every check. The text is random: as a draft."""
    command = [sys.executable, "-m", "plainpress.press.command", "build", str(book.publication)]
    output = str(book.publication / "checked")
    return run([*command, "--draft", "--fresh", "--no-layout", "-o", output], book.publication)


def theirs(book: Book) -> Run:
    """Both formats by pandoc, each with a contents list."""
    pandoc = pypandoc.get_pandoc_path()
    command = [pandoc, str(book.markdown), "--toc", "--resource-path", str(book.publication)]
    return together(
        [
            run([*command, "-o", str(book.markdown.with_suffix(suffix))], book.publication)
            for suffix in (".docx", ".epub")
        ]
    )


def compare(book: Book) -> str:
    """A row of the table: words, both tools' figures and the ratios."""
    ours(book), theirs(book)
    pairs = [(ours(book), theirs(book)) for _ in range(PAIRS)]
    plainpress, pandoc = median([one for one, _ in pairs]), median([two for _, two in pairs])
    faster = statistics.median(two.seconds / one.seconds for one, two in pairs)
    return (
        f"{book.words:>9,}  {plainpress.seconds:>9.2f}  {pandoc.seconds:>9.2f}  {faster:>8.1f}x"
        f"  {plainpress.megabytes:>9.0f}  {pandoc.megabytes:>9.0f}"
        f"  {pandoc.megabytes / plainpress.megabytes:>6.1f}x  {checked(book).seconds:>9.2f}"
    )


def main() -> None:
    """Print the table."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    print(f"Word and EPUB, CPU seconds and MB, median of {PAIRS} pairs")
    print(f"pandoc {pypandoc.get_pandoc_version()}, Python {sys.version.split()[0]}")
    print("    words  plainpress    pandoc    faster  ours (MB)  pandoc MB  smaller  with checks")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            print(compare(make(size, Path(folder))), flush=True)


if __name__ == "__main__":
    main()
