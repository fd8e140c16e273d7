"""Takes a publication's folder, an output folder and formats; builds them, as pandoc would.

No check, no layout for page numbers: what pandoc does not do is left out here.
"""

from __future__ import annotations

import datetime as dt
import gc
import sys
from pathlib import Path

from plainpress.builders.artifact import Options
from plainpress.document.reader import read
from plainpress.press.formats import select


def main() -> None:
    """Build the formats, one after the other, from one reading."""
    gc.disable()  # as the command does
    source, output = map(Path, sys.argv[1:3])
    output.mkdir(exist_ok=True)
    publication = read(source).publication
    if publication is None:
        raise SystemExit(f"{source} cannot be read")
    clock = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
    for form in select(tuple(sys.argv[3:])):
        made = output / f"book{form.suffix}"
        form.load()(publication, Options(made, clock, layout=False))
    gc.freeze()  # as the command does: nothing is taken apart at the end


if __name__ == "__main__":
    main()
