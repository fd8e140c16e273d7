"""Takes a generated book; gives one run of each tool that could make something of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import pypandoc
from timing import Run, run, together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from corpus import Book

HERE = Path(__file__).parent
# Sphinx has no directives of these names: a box of another kind does as much.
_CONFIGURATION = """
project, author, language = "A book", "Nobody", "en"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence"]
suppress_warnings = ["myst", "ref", "toc", "epub", "docutils"]
epub_show_urls = "no"
"""


def ours(book: Book, *formats: str) -> Run:
    """Formats by plainpress, in one process, without checks and page numbers: pandoc has none."""
    output = book.publication / "out"
    shutil.rmtree(output, ignore_errors=True)
    script = str(HERE / "build_formats.py")
    command = [sys.executable, script, str(book.publication), str(output), *formats]
    return run(command, book.publication)


def checked(book: Book, *formats: str) -> Run:
    """The same by `plainpress build`, with every check of the text and of the finished files.

    The text is random, and so a draft. All is in one process: its memory is that of the whole.
    """
    command = [sys.executable, "-m", "plainpress.press.command", "build", str(book.publication)]
    command += ["--draft", "--fresh", "--no-layout", "--jobs", "1"]
    command += ["-o", str(book.publication / "checked")]
    return run(
        [*command, *(word for name in formats for word in ("--format", name))], book.publication
    )


def pandoc(book: Book, *suffixes: str) -> Run:
    """A file of each suffix by pandoc, each with a contents list, in a process of its own."""
    command = [pypandoc.get_pandoc_path(), str(book.markdown), "--standalone", "--toc"]
    command += ["--resource-path", str(book.publication)]
    return together(
        [
            run([*command, "-o", str(book.markdown.with_suffix(suffix))], book.publication)
            for suffix in suffixes
        ]
    )


def sphinx(book: Book, builder: str, *, fresh: bool = True) -> Run:
    """A format by Sphinx with MyST, from the files that plainpress reads."""
    folder = book.publication.with_name(f"{book.publication.name}-sphinx")
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
        _sphinx_project(book, folder)
    made = folder / "_build" / builder
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-Q",
        "-b",
        builder,
        "-d",
        str(folder / "_build" / "d"),
    ]
    return run([*command, str(folder), str(made)], folder)


def _sphinx_project(book: Book, folder: Path) -> None:
    folder.mkdir()
    shutil.copytree(book.publication / "figures", folder / "figures")
    chapters = sorted(book.publication.glob("[0-9]*.md"))
    for chapter in chapters:
        shutil.copyfile(chapter, folder / chapter.name)
    (folder / "conf.py").write_text(_CONFIGURATION, encoding="utf-8")
    listed = "\n".join(chapter.stem for chapter in chapters)
    index = f"# A book\n\n```{{toctree}}\n{listed}\n```\n"
    (folder / "index.md").write_text(index, encoding="utf-8")


def edit(book: Book, number: int) -> None:
    """Change one line of one chapter, for both tools."""
    chapters = sorted(book.publication.glob("[0-9]*.md"))
    chapter = chapters[number % len(chapters)]
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(f"{text}\nHere is line {number}, which is new.\n", encoding="utf-8")
    folder = book.publication.with_name(f"{book.publication.name}-sphinx")
    shutil.copyfile(chapter, folder / chapter.name)


def saved(book: Book) -> Run:
    """The web pages by `plainpress build` after an edit, with every check."""
    command = [sys.executable, "-m", "plainpress.press.command", "build", str(book.publication)]
    output = str(book.publication / "saved")
    return run([*command, "--draft", "--format", "web", "-o", output], book.publication)


@contextmanager
def preview(book: Book) -> Iterator[Callable[[], Run]]:
    """A preview that has the book open: what it takes to show the pages after a save."""
    command = [sys.executable, str(HERE / "preview_saves.py"), str(book.publication)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        # Both are pipes: the library types them as if they might not be.
        ask, answers = cast("IO[str]", process.stdin), cast("IO[str]", process.stdout)

        def seen() -> Run:
            print(file=ask, flush=True)
            return Run(*map(float, answers.readline().split()))

        seen()  # as it does when it starts
        yield seen
        ask.close()


def shown(*command: str) -> Run:
    """A command that only says something."""
    return run(command, HERE)
