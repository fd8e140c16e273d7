"""Run by each worker that is ours: Ctrl-C ends it at once, without a traceback of its own.

It may be in the middle of a long build: one that is killed leaves nothing half done.
"""

from __future__ import annotations

import signal


def calm() -> None:
    """Take Ctrl-C as any program does."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def dask_setup(_worker: object) -> None:
    """Dask calls this when a worker starts that is to load this module."""
    calm()
