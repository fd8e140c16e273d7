"""Takes steps and what they take; gives which have to run and why, and runs those side by side."""

from __future__ import annotations

from plainpress.press.plan.processes import Elsewhere, Results, Step, Tell, forks, run
from plainpress.press.plan.record import (
    FILE,
    Kept,
    Read,
    Record,
    Stamp,
    Takes,
    digest_of,
    is_released,
    is_whole,
    load,
    stamps,
    write,
)
from plainpress.press.plan.why import changed

__all__ = [
    "FILE",
    "Elsewhere",
    "Kept",
    "Read",
    "Record",
    "Results",
    "Stamp",
    "Step",
    "Takes",
    "Tell",
    "changed",
    "digest_of",
    "forks",
    "is_released",
    "is_whole",
    "load",
    "run",
    "stamps",
    "write",
]
