"""Builds `booklet` into folders again and again, each time killed at another step.

`python killer.py MOMENTS [two]`: as many builds as moments are killed, each just before one of the
steps that change its output folder, `out-0`, `out-1` and so on, which are there before. The last
steps, in which files are put into place, all have their turn; of the others every so-manieth. With
`two` the system has no exchange of folders. Prints the name of each step. Every build is a fork of
this process: what takes long, the imports, is done once.
"""

from __future__ import annotations

import os
import signal
import sys

import plainpress.builders.epub
import plainpress.builders.pdf  # noqa: F401 - imported once for all forks
from plainpress.press import release
from plainpress.press.command import main

STEPS = {"os.rename", "os.mkdir", "os.rmdir", "os.remove", "ctypes.dlsym", "shutil.rmtree"}
TEXTS = [word for name in ("word", "pdf", "epub", "web") for word in ("--format", name)]
PLACING = 9
NEVER = -1


def build(folder: str, step: int) -> int:
    """Build in a fork, killed before a step; the number of the signal that ended it, or 0."""
    if pid := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    count = Count(folder, step)
    sys.addaudithook(count)
    main(["build", "booklet", "--no-layout", "-o", folder, *TEXTS], standalone_mode=False)
    os.write(1, f"{count.seen}\n".encode())
    os._exit(0)


class Count:
    """Counts the steps that change a folder, and kills this process before one of them."""

    def __init__(self, folder: str, step: int) -> None:
        self.folder = folder
        self.step = step
        self.seen = 0

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        writes = event == "open" and "w" in str(arguments[1])
        if not writes and event not in STEPS:
            return
        if event != "ctypes.dlsym" and self.folder not in str(arguments[0]):
            return
        if self.seen == self.step:
            os.write(1, f"{event}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)
        self.seen += 1


def total() -> int:
    """How many steps a build has that is not killed."""
    reading, writing = os.pipe()
    standard = os.dup(1)
    os.dup2(writing, 1)
    build("warm", NEVER)
    os.dup2(standard, 1)
    return int(os.read(reading, 100))


def chosen(moments: int) -> list[int]:
    steps = total()
    last = list(range(steps))[-PLACING:]
    others = list(range(steps - PLACING))
    some = max(1, moments - PLACING)
    return [*others[:: max(1, len(others) // some)][:some], *last]


if __name__ == "__main__":
    sys.stdout = sys.stderr  # what is printed for others are the steps
    for form in ("word", "web"):  # not pdf: Typst starts threads, which no fork takes along
        main(
            ["build", "booklet", "--no-layout", "--format", form, "-o", "warm"],
            standalone_mode=False,
        )
    if "two" in sys.argv:
        release.exchange = lambda *_: False
    for number, step in enumerate(chosen(int(sys.argv[1]))):
        if build(f"out-{number}", step) != -signal.SIGKILL:
            sys.exit(f"the build was to be killed before step {step}, and was not")
