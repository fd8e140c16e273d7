"""Speed and memory of whole processes, against what a user would pick instead, side by side.

`python speed.py [WORDS ...]`: books of 10,000 and 100,000 words, or of as many as are named; with
PAIRS=3 in the environment three pairs of runs in place of five. Prints a row for each comparison,
with the median of its pairs, and writes all of it to build/speed.json, with machine and versions.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from itertools import pairwise
from math import log2
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypandoc
from corpus import Book, make
from timing import Run, median
from tools import checked, edit, ours, pandoc, preview, saved, shown, sphinx

if TYPE_CHECKING:
    from collections.abc import Callable

PAIRS = int(os.environ.get("PAIRS", "5"))
SIZES = (10_000, 100_000)
RESULTS = Path(__file__).resolve().parent.parent / "build" / "speed.json"
SMALL_CHAPTER, CHAPTERS = 410, 244  # words of a chapter, and chapters: the book that is edited
MEGA = 1_000_000
# How many times faster each is to be, by words of the book.
GOALS = {
    "Word: pandoc": {10_000: 10, 100_000: 20, MEGA: 20},
    "EPUB: pandoc": {10_000: 10, 100_000: 20, MEGA: 25},
    "Word, EPUB and web: pandoc three times": {10_000: 15, 100_000: 30, MEGA: 30},
    "EPUB: Sphinx with MyST": {10_000: 20, 100_000: 40},
    "one line edited, web: Sphinx": {MEGA // 10: 10},
    "PDF: pandoc and Typst": {10_000: 1.3},
    "PDF: pandoc and WeasyPrint": {10_000: 8, 100_000: 10},
    "PDF: LibreOffice": {10_000: 3, 100_000: 5},
}
HEADERS = (
    f"{'':<44} {'words':>9} {'ours':>8} {'theirs':>8} {'faster':>8} {'goal':>5} {'our MB':>8}"
    f" {'theirs':>8} {'smaller':>7} {'checked':>8}"
)


@dataclass(frozen=True, slots=True)
class Row:
    """What was compared on how many words: medians of CPU seconds and MB, and their ratios."""

    what: str
    words: int
    ours: Run
    theirs: Run
    faster: float
    smaller: float
    goal: float | None
    checked: float | None = None

    def __str__(self) -> str:
        goal = f"{self.goal:g}x" if self.goal else ""
        checks = f"{self.checked:.2f}" if self.checked is not None else ""
        return (
            f"{self.what:<44} {self.words:>9,}"
            f" {self.ours.seconds:>8.2f} {self.theirs.seconds:>8.2f}"
            f" {self.faster:>7.1f}x {goal:>5} {self.ours.megabytes:>8.0f}"
            f" {self.theirs.megabytes:>8.0f} {self.smaller:>6.1f}x {checks:>8}"
        )


def compare(
    what: str,
    words: int,
    one: Callable[[], Run],
    other: Callable[[], Run],
    with_checks: Callable[[], Run] | None = None,
) -> Row:
    """A row: each side once to warm up, then in pairs."""
    one(), other()
    pairs = [(one(), other()) for _ in range(PAIRS)]
    row = _row(what, words, [each for each, _ in pairs], [each for _, each in pairs])
    return replace(row, checked=with_checks().seconds) if with_checks else row


def of_book(book: Book) -> list[Row]:
    """The rows of one size of book, printed as they come."""
    rows = []
    pairs: list[tuple[str, tuple[str, ...], Callable[[], Run]]] = [
        ("Word: pandoc", ("word",), lambda: pandoc(book, ".docx")),
        ("EPUB: pandoc", ("epub",), lambda: pandoc(book, ".epub")),
        (
            "Word, EPUB and web: pandoc three times",
            ("word", "epub", "web"),
            lambda: pandoc(book, ".docx", ".epub", ".html"),
        ),
    ]
    if book.words < MEGA // 2:
        pairs.append(("EPUB: Sphinx with MyST", ("epub",), lambda: sphinx(book, "epub")))
    for what, formats, theirs in pairs:
        rows.append(
            compare(
                what,
                book.words,
                lambda formats=formats: ours(book, *formats),
                theirs,
                lambda formats=formats: checked(book, *formats),
            )
        )
        print(rows[-1], flush=True)
    return rows


def of_edit(folder: Path) -> list[Row]:
    """A line is edited in a book of many files; then each tool makes its web pages anew.

    Ours does so in two ways: `plainpress build`, with every check, and the preview that an editor
    has open, which shows the pages before it checks them.
    """
    book = make(SMALL_CHAPTER * CHAPTERS, folder, SMALL_CHAPTER)
    saved(book), sphinx(book, "html")
    built, seen, theirs = [], [], []
    with preview(book) as look:
        for number in range(PAIRS):
            edit(book, number)
            built.append(saved(book))
            seen.append(look())
            theirs.append(sphinx(book, "html", fresh=False))
    return [
        _row("one line edited, web: Sphinx", book.words, built, theirs),
        _row("one line edited, seen in the preview: Sphinx", book.words, seen, theirs),
    ]


def _row(what: str, words: int, ours: list[Run], theirs: list[Run]) -> Row:
    pairs = list(zip(ours, theirs, strict=True))
    near = min(GOALS.get(what, {}), key=lambda size: abs(size - words), default=0)
    return Row(
        what,
        words,
        median(ours),
        median(theirs),
        statistics.median(two.seconds / one.seconds for one, two in pairs),
        statistics.median(two.megabytes / one.megabytes for one, two in pairs),
        GOALS.get(what, {}).get(near),
    )


def of_help() -> float:
    """What `plainpress --help` takes over a bare Python, in milliseconds: the median."""
    command = str(Path(sys.executable).with_name("plainpress"))
    rounds = [
        shown(command, "--help").seconds - shown(sys.executable, "-c", "pass").seconds
        for _ in range(max(PAIRS, 5))
    ]
    return 1000 * statistics.median(rounds)


def growth(rows: list[Row]) -> list[str]:
    """By how much time and memory grow from each size to the next, for each doubling."""
    lines = []
    for what in dict.fromkeys(row.what for row in rows):
        of_it = [row for row in rows if row.what == what]
        for less, more in pairwise(of_it):
            doublings = log2(more.words / less.words)
            time = (more.ours.seconds / less.ours.seconds) ** (1 / doublings)
            memory = (more.ours.megabytes / less.ours.megabytes) ** (1 / doublings)
            lines.append(
                f"{what}: {less.words:,} to {more.words:,} words: for each doubling "
                f"{time:.2f} times the time, {memory:.2f} times the memory"
            )
    return lines


def machine() -> dict[str, str]:
    """What the figures were measured on, and with which versions."""
    cpu = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line]
    packages = ("plainpress", "sphinx", "myst-parser", "markdown-it-py", "ebooklib", "lxml")
    return {
        "cpu": cpu[0].partition(":")[2].strip() if cpu else platform.processor(),
        "cores": str(os.cpu_count()),
        "system": platform.platform(),
        "load": f"{os.getloadavg()[0]:.1f}",
        "python": platform.python_version(),
        "pandoc": str(pypandoc.get_pandoc_version()),
        "commit": _commit(),
        **{name: version(name) for name in packages},
    }


def _commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=RESULTS.parents[1]
    )
    return done.stdout.strip()


def keep(rows: list[Row], edits: dict[str, float]) -> None:
    """Add the rows of PDF, and the seconds of one edit by the words of its book, to the results.

    They take the place of those of an earlier run with as many words.
    """
    held = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    new = {(row.what, row.words) for row in rows}
    earlier = [each for each in held.get("rows", ()) if (each["what"], each["words"]) not in new]
    about = {**machine(), "typst": version("typst"), "weasyprint": version("weasyprint")}
    # What the PDF rows were measured on: they may be of another day than the rest.
    held |= {"pdf_machine": about, "pdf_pairs": PAIRS}
    held["pdf_edit_seconds"] = held.get("pdf_edit_seconds", {}) | edits
    _write({**held, "rows": earlier + [asdict(row) for row in rows]})


def _write(held: dict[str, Any]) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(held, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Print the tables, and write the results."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    about = machine()
    print(f"CPU seconds of whole processes and peak memory in MB, median of {PAIRS} pairs")
    print(", ".join(f"{name} {value}" for name, value in about.items()))
    print(HEADERS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [row for size in sizes for row in of_book(make(size, folder))]
        lines = growth(rows)
        for row in of_edit(folder):
            rows.append(row)
            print(row)
    over = of_help()
    print(f"plainpress --help: {over:.0f} ms over a bare Python (goal: at most 80)")
    print("\n".join(lines))
    held = {"machine": about, "pairs": PAIRS, "rows": [asdict(row) for row in rows]}
    held |= {"help_ms": over, "growth": lines}
    _write(held)
    print(f"Wrote {RESULTS}.")


if __name__ == "__main__":
    main()
