"""Builds publications that nobody vouches for, each in a process of its own that is watched.

Reads lines "SOURCE OUTPUT"; writes a line of JSON for each: how the build ended ("code", a signal
as a negative number), what it printed ("said"), its processor time in seconds, its memory in
megabytes, and whatever it did that no build may do ("forbidden"): a file of a folder `outside`
read, anything written outside OUTPUT, a socket, a program started.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import tempfile
from pathlib import Path

import plainpress.builders.epub
import plainpress.builders.pdf  # noqa: F401 - imported once for all forks
from plainpress.press.command import main

TEXTS = [word for name in ("word", "pdf", "epub", "web") for word in ("--format", name)]
SECONDS = 10  # of the processor; what waits for ever is ended after six times as many
STUCK = 6 * SECONDS
ADDRESS_SPACE = 6 << 30  # typst and Python reserve far more than they use
WRITES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.link", "os.truncate"}
STARTS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Watch:
    """Notes what a build does that it may not."""

    def __init__(self, output: Path, notes: int) -> None:
        self.allowed = (os.path.realpath(output), os.devnull)
        self.notes = notes
        self.busy = False

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.busy or not (event == "open" or event in WRITES | STARTS or "socket" in event):
            return
        self.busy = True
        if fault := self.fault(event, arguments):
            os.write(self.notes, f"{event} {fault}\n".encode("utf-8", "backslashreplace"))
        self.busy = False

    def fault(self, event: str, arguments: tuple[object, ...]) -> str:
        if event in STARTS:
            trial = "svg_to_bytes" in str(arguments[1])  # our own, which draws a picture
            return "" if trial else str(arguments[:2])
        if event not in WRITES and event != "open":
            return str(arguments)
        places = [each for each in arguments[:2] if isinstance(each, str | bytes | os.PathLike)]
        if event == "open":  # by a number: a file that is open already
            places = places[:1] if isinstance(arguments[0], str | bytes | os.PathLike) else []
        for path in (self.whole(place, arguments[-1]) for place in places):
            writes = event in WRITES or int(arguments[2] or 0) & WRITING  # type: ignore[call-overload]
            if "/outside/" in path or (writes and not self.may_write(path)):
                return path
        return ""

    @staticmethod
    def whole(place: str | bytes | os.PathLike[str], folder: object) -> str:
        """The path; of one that starts from an open folder (so does `shutil.rmtree`) from there."""
        path = os.fsdecode(place)
        if not os.path.isabs(path) and isinstance(folder, int) and folder > 0:  # noqa: PTH117
            path = f"/proc/self/fd/{folder}/{path}"
        return os.path.realpath(path)

    def may_write(self, path: str) -> bool:
        return path.startswith(self.allowed) or path == self.parent

    @property
    def parent(self) -> str:
        return os.path.dirname(self.allowed[0])  # noqa: PTH120 - no object for each file


def build(source: str, output: str, notes: int, said: int) -> None:
    """The build itself, in the fork. It does not come back."""
    os.dup2(said, 1)
    os.dup2(said, 2)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    signal.alarm(STUCK)
    code = 0
    sys.addaudithook(Watch(Path(output), notes))
    try:
        main(["build", source, "--no-layout", "--draft", "-o", output, *TEXTS])
    except SystemExit as left:
        code = int(left.code or 0)
    except BaseException:  # noqa: BLE001 - told by its traceback
        import traceback

        traceback.print_exc()
        code = 99
    sys.stdout.flush()
    os._exit(code)


def watched(source: str, output: str) -> dict[str, object]:
    """What came of one build."""
    with tempfile.TemporaryFile() as notes, tempfile.TemporaryFile() as said:
        pid = os.fork()
        if not pid:
            build(source, output, notes.fileno(), said.fileno())
        _, status, used = os.wait4(pid, 0)
        notes.seek(0)
        said.seek(0)
        return {
            "code": os.waitstatus_to_exitcode(status),
            "said": said.read().decode("utf-8", "replace"),
            "seconds": used.ru_utime + used.ru_stime,
            "megabytes": used.ru_maxrss / 1024,
            "forbidden": notes.read().decode("utf-8").splitlines(),
        }


if __name__ == "__main__":
    source, output = sys.argv[1:]
    standard, sys.stdout = sys.stdout, sys.stderr
    # What is loaded at the first use is loaded once. Not by a PDF: Typst starts threads, which no
    # fork takes along.
    for form in ("word", "epub", "web"):
        words = ["build", source, "--no-layout", "--format", form, "-o", output]
        main(words, standalone_mode=False)
    standard.write("ready\n")
    standard.flush()
    for line in sys.stdin:
        standard.write(json.dumps(watched(*line.rstrip("\n").split("\t"))) + "\n")
        standard.flush()
