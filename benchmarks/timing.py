"""Takes commands; gives the CPU seconds and the peak memory of each, run in turn."""

from __future__ import annotations

import os
import statistics
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """CPU seconds (user and system) of a whole process, and its peak memory in MB."""

    seconds: float
    megabytes: float


def run(command: Sequence[str], folder: Path) -> Run:
    """One run of a command, as the operating system accounts for it; a failure ends it all."""
    # Compiled modules are kept between runs, as they are for users.
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=kept
    )
    message = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{message.decode(errors='replace')[-2000:]}")
    return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def together(runs: Sequence[Run]) -> Run:
    """Several processes as one: their seconds added, the largest memory."""
    return Run(sum(one.seconds for one in runs), max(one.megabytes for one in runs))


def median(runs: Sequence[Run]) -> Run:
    """The median of the seconds and of the memory."""
    return Run(
        statistics.median(one.seconds for one in runs),
        statistics.median(one.megabytes for one in runs),
    )
