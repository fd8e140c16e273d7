"""When the time for a build is over, it ends with all that works for it, whatever that is at."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from plainpress.document.errors import StoppedError
from plainpress.press import limit, plan
from plainpress.press.command import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Files = dict[str, bytes]

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="what a process has started is known on Linux alone"
)
# A format whose builder notes its process and two that it starts, and then hangs: in Python, which
# a signal ends, or in C with the interpreter held, which no signal ends but SIGKILL.
PLUGIN = """
import ctypes, os, subprocess, sys, time
from pathlib import Path
from plainpress.press.formats import Format

HERE = Format("here", ".here", "hanging:build", "hangs in the process that reads")
APART = Format("apart", ".apart", "hanging:build", "hangs in a process of its own", long=True)

def build(publication, options):
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    started = [subprocess.Popen(command, start_new_session=alone).pid for alone in (False, True)]
    options.output.write_text("half")
    at = Path(os.environ["HANGING"])
    at.with_suffix(".new").write_text(" ".join(map(str, (os.getpid(), os.getppid(), *started))))
    at.with_suffix(".new").rename(at)
    if os.environ["HANGS_IN"] == "C":
        ctypes.PyDLL(None).sleep(600)
    while True:
        time.sleep(0.01)
"""
ENTRY_POINTS = "[plainpress.formats]\nhere = hanging:HERE\napart = hanging:APART\n"
METADATA = "Metadata-Version: 2.1\nName: hanging\nVersion: 1\n"
SLOW = "0.5"  # minutes: as good as no limit, where the test ends the time itself


@pytest.fixture
def hanging(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The formats that hang are installed; the file that names their processes when they do."""
    site = here / "site"
    (site / "hanging-1.dist-info").mkdir(parents=True)
    (site / "hanging.py").write_text(PLUGIN)
    (site / "hanging-1.dist-info/METADATA").write_text(METADATA)
    (site / "hanging-1.dist-info/entry_points.txt").write_text(ENTRY_POINTS)
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.delitem(sys.modules, "hanging", raising=False)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(site), os.environ["PYTHONPATH"])))
    monkeypatch.setenv("HANGING", str(here / "hangs"))
    monkeypatch.setattr(limit, "_idle", threading.local())  # one that was started without them
    yield here / "hangs"
    if kept := limit._idle.__dict__.pop("worker", None):
        kept.close()


@pytest.fixture
def over_when_it_hangs(hanging: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is over as soon as a builder hangs: no test depends on how fast a machine is."""

    class Clock(threading.Timer):
        def run(self) -> None:
            while not hanging.exists() and not self.finished.wait(0.01):
                pass
            if not self.finished.is_set():
                self.function(*self.args)

    monkeypatch.setattr(limit, "Timer", Clock)


def is_at_work(process: int) -> bool:
    """Whether a process is there and has not ended, whoever is to take note of that."""
    try:
        status = Path(f"/proc/{process}/stat").read_text("utf-8")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] not in "ZX"


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, words, prog_name="plainpress")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def build(*formats: str, output: str = "out", minutes: str = SLOW) -> tuple[int, str]:
    chosen = [word for name in formats for word in ("--format", name)]
    limited = ["--no-layout", "--jobs", "2", "--time-limit", minutes]
    return run("build", "booklet", "-o", output, *limited, *chosen)


def assert_all_ended(hanging: Path) -> None:
    processes = [int(each) for each in hanging.read_text().split()]
    assert len(processes) == 4
    assert not [each for each in processes if is_at_work(each) and each != os.getpid()]


@pytest.mark.usefixtures("over_when_it_hangs")
@pytest.mark.parametrize("where", ["here", "apart"])
@pytest.mark.parametrize("hangs_in", ["Python", "C"])
def test_a_build_that_hangs_is_ended_with_all_that_it_started(
    booklet: Path,
    hanging: Path,
    contents: Callable[[Path], Files],
    write: Any,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
    hangs_in: str,
) -> None:
    monkeypatch.setenv("HANGS_IN", hangs_in)
    assert build("word", "web")[0] == 0
    before = contents(booklet.parent / "out")
    write(booklet, "everybody")
    code, said = build("word", "web", where)
    assert code == 1
    assert said.count("\n") == 1
    assert said.startswith("plainpress: stopped after 0.5 minutes (--time-limit) while ")
    assert where in said.partition(" while ")[2]
    assert said.endswith("no finished file has been harmed\n")
    assert_all_ended(hanging)
    assert contents(booklet.parent / "out") == before
    assert {each.name for each in (booklet.parent / "out").glob(".*")} == {plan.FILE}


@pytest.mark.usefixtures("over_when_it_hangs")
def test_of_a_first_build_nothing_is_left(
    booklet: Path, hanging: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANGS_IN", "C")
    assert build("here", output="new/out")[0] == 1
    assert_all_ended(hanging)
    assert {path.name for path in booklet.parent.iterdir()} == {"booklet", "site", "hangs"}


def test_the_time_is_over_by_the_clock(booklet: Path, hanging: Path, start: Any) -> None:
    """Whatever it is at by then: a busy machine may not have come to the builder."""
    environment = {**os.environ, "HANGS_IN": "C"}
    words = ["--format", "here", "--time-limit", "0.02", "-o", "out"]
    process = start("build", "booklet", *words, env=environment)
    said = process.communicate()[1]
    assert process.returncode == 1
    assert said.startswith("plainpress: stopped after 0.02 minutes (--time-limit) while ")
    assert said.count("\n") == 1
    assert not (booklet.parent / "out").exists()
    if hanging.exists():
        assert_all_ended(hanging)


@pytest.mark.usefixtures("over_when_it_hangs")
def test_of_many_publications_the_others_are_built(
    here: Path, hanging: Path, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this process (a store in memory); each has the whole of the time."""
    monkeypatch.setenv("HANGS_IN", "C")
    for name in ("a", "b"):
        write(here / "many" / name)
    code, said = run("build", "many", "-o", "memory://x", "--format", "here", "--time-limit", SLOW)
    assert code == 1
    assert said.count("error: stopped after 0.5 minutes (--time-limit) while ") == 2
    assert_all_ended(hanging)
    hanging.unlink()
    code, said = run("build", "many", "-o", "memory://x", "--format", "epub", "--time-limit", SLOW)
    assert code == 0, said


def test_a_limit_changes_nothing_that_is_made(
    booklet: Path, contents: Callable[[Path], Files]
) -> None:
    assert run("build", "booklet", "-o", "free", "--format", "epub", "--format", "web")[0] == 0
    assert build("epub", "web", output="limited")[0] == 0
    assert contents(booklet.parent / "limited") == contents(booklet.parent / "free")


def test_errors_of_the_source_come_through_with_their_lines(booklet: Path) -> None:
    (booklet / "01.md").write_text("# Start\n\n[](#nowhere)\n", encoding="utf-8")
    free = run("build", "booklet", "-o", "out", "--format", "epub")
    assert free[0] == 1
    assert "01.md:3: error:" in free[1]
    assert build("epub") == free


@pytest.mark.parametrize("command", ["check", "report"])
def test_checks_and_reports_have_a_limit_too(booklet: Path, command: str) -> None:
    free = run(command, "booklet")
    assert run(command, "booklet", "--time-limit", SLOW) == free


@pytest.mark.parametrize("minutes", ["0", "-1", "nan", "inf", "1e9"])
@pytest.mark.parametrize("command", ["build", "check", "report"])
def test_what_is_no_time_is_wrong_usage(booklet: Path, command: str, minutes: str) -> None:
    code, said = run(command, "booklet", "--time-limit", minutes)
    assert code == 2
    assert said == "plainpress: --time-limit is a number of minutes above 0, at most 100,000\n"


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A process that works for this one, and is kept for the next work."""
    monkeypatch.setattr(limit, "_idle", threading.local())
    made = limit._worker()
    yield made
    made.close()


def test_the_process_is_kept_for_the_next_publication(booklet: Path, worker: Any) -> None:
    limit._idle.worker = worker
    assert [build("epub")[0], build("epub")[0]] == [0, 0]
    assert limit._idle.worker is worker


def test_a_process_that_is_ended_from_outside_is_one_line(booklet: Path, worker: Any) -> None:
    def end(_: object) -> None:
        worker._process.kill()

    limit._idle.worker = worker
    with pytest.raises(StoppedError, match=r"ended from outside while checking.*run the command"):
        limit.within(1, limit.limited.check, "booklet", ("standard",), hears={"tell": end})


def test_a_process_ends_with_that_which_started_it(here: Path) -> None:
    import subprocess

    script = (
        "import os; from plainpress.press import limit; w = limit._worker();"
        "print(w._process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    until = time.monotonic() + 60
    while is_at_work(int(done.stdout)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_at_work(int(done.stdout))
