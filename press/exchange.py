"""Takes two paths on one disk; gives each the other's place in one step, where the system can."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_HERE = -100  # AT_FDCWD: paths start where the process stands (linux/fcntl.h)
_EXCHANGE = 2  # RENAME_EXCHANGE (linux/fs.h), and RENAME_SWAP (macOS, sys/stdio.h)


def exchange(one: Path, other: Path) -> bool:
    """Swap two files or folders, so that neither name is ever without one.

    False, and nothing done, where the system or the file system has no such call: `os` offers
    none, it is that of the C library (Linux 3.15 with glibc 2.28 or musl 1.2.6, macOS 10.12).
    """
    import ctypes  # only where a folder is replaced

    try:
        library = ctypes.CDLL(None)
        first, second = os.fsencode(one), os.fsencode(other)
        if sys.platform == "darwin":
            return bool(library.renamex_np(first, second, _EXCHANGE) == 0)
        return bool(library.renameat2(_HERE, first, _HERE, second, _EXCHANGE) == 0)
    except (AttributeError, OSError, TypeError):  # no such function, or no C library by that way
        return False
