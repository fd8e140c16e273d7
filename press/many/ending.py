"""Run by each worker that is ours when it starts: how it ends, if not by itself.

Ctrl-C ends it at once, without a traceback of its own, and so does the end of the process that gave
the order, however that came. It may be in the middle of a long build: one that is killed leaves
nothing half done.
"""

from __future__ import annotations

import signal

from plainpress.builders.processes import end_with_parent


def settle() -> None:
    """Take Ctrl-C as any program does, and do not outlive the parent."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    end_with_parent()


def dask_setup(_worker: object) -> None:
    """Dask calls this when a worker starts that is to load this module."""
    settle()
