"""Takes a publication's folder and an output folder; builds Word and EPUB, as pandoc would.

No check, no layout for page numbers: what pandoc does not do is left out here.
"""

from __future__ import annotations

import datetime as dt
import gc
import sys
from pathlib import Path

from plainpress.builders import epub, word
from plainpress.builders.artifact import Options
from plainpress.document.reader import read


def main() -> None:
    """Build both files."""
    gc.disable()  # as the command does
    source, output = map(Path, sys.argv[1:])
    output.mkdir(exist_ok=True)
    publication = read(source).publication
    if publication is None:
        raise SystemExit(f"{source} cannot be read")
    clock = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
    for build, name in ((word.build, "book.docx"), (epub.build, "book.epub")):
        build(publication, Options(output / name, clock, layout=False))
    gc.freeze()  # as the command does: nothing is taken apart at the end


if __name__ == "__main__":
    main()
