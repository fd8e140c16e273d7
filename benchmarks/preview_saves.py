"""Takes a publication's folder; makes its pages as the preview does, once for each line of input.

It answers each line with the CPU seconds that the pages took, and its peak memory in MB.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from plainpress.press.preview import pages


def main() -> None:
    """Make the pages whenever somebody asks, as the preview does after each save."""
    for _ in sys.stdin:
        began = time.process_time()
        if pages.make(Path(sys.argv[1]), "standard").pages is None:
            raise SystemExit("there are no pages")
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(f"{time.process_time() - began} {used}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
