"""Lets atheris look for bytes that the reader cannot bear, guided by which of its lines they reach.

`python reader_fuzz.py [-runs=N | -max_total_time=SECONDS]`, with any option of libFuzzer. It starts
from the sources of this project, and changes them. An input is a chapter, or `publication.toml`,
a line of three % signs, and a chapter. It ends with an error, and the input in a file, for an
exception, more than 10 seconds, or more than 1 GB.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from itertools import chain
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["plainpress.document", "markdown_it", "mdit_py_plugins"]):
    from plainpress.document.reader import read

PROJECT = Path(__file__).resolve().parents[2]
SOURCES = ("tests/document/reader/*/source.md", "tests/document/reader/*.md", "sources/*/*.md")
SETTINGS = b'title = "A"\nlanguage = "en-GB"\n'
BETWEEN = b"\n%%%\n"
LIMITS = ["-timeout=10", "-rss_limit_mb=1000", "-max_len=20000"]


def main() -> None:
    """Fuzz until the time or the number of inputs is reached."""
    with tempfile.TemporaryDirectory() as name:
        book, corpus = Path(name, "book"), Path(name, "corpus")
        book.mkdir()
        corpus.mkdir()
        found = chain.from_iterable(PROJECT.glob(pattern) for pattern in SOURCES)
        for number, source in enumerate(found):
            shutil.copyfile(source, corpus / f"{number}.md")

        def one(data: bytes) -> None:
            settings, between, text = data.partition(BETWEEN)
            (book / "publication.toml").write_bytes(settings if between else SETTINGS)
            (book / "01.md").write_bytes(text if between else data)
            reading = read(book)
            assert reading.publication is not None or reading.findings

        words = [sys.argv[0], *LIMITS, f"-artifact_prefix={tempfile.gettempdir()}/", *sys.argv[1:]]
        atheris.Setup([*words, str(corpus)], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
