"""The long steps of a long publication are done by all workers; none is lost or waits for ever."""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

import pytest
from distributed import KilledWorker

from plainpress.press import command, plan
from plainpress.press.many import driver, executors, parts, tasks, turn
from plainpress.press.many.order import order

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="it has no SIGKILL"),
    pytest.mark.loopback,  # the workers of a cluster talk to each other
]

NAMES = ("first", "second", "third")
# Formats for other processes: each notes who makes it, and where it is told to, kills that, once
# or always, or fails.
FORMATS = """
import hashlib, os, signal, time
from functools import partial
from pathlib import Path
from plainpress.builders.artifact import Artifact
from plainpress.press.formats import Format

NOTES = Path(os.environ["NOTES"])

def _build(name, publication, options):
    with (NOTES / "made").open("a") as made:
        made.write(f"{name} {os.getpid()}\\n")
    time.sleep(0.3)
    if (NOTES / f"kill-{name}").exists():
        (NOTES / f"kill-{name}").unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    if (NOTES / f"always-{name}").exists():
        os.kill(os.getpid(), signal.SIGKILL)
    if (NOTES / f"fail-{name}").exists():
        raise OSError(28, "No space left on device", str(options.output))
    options.output.write_bytes(name.encode())
    digest = hashlib.sha256(name.encode()).hexdigest()
    return Artifact(options.output, name, publication.edition, "text/plain", digest, len(name))

def __getattr__(name):
    kind, _, made = name.partition("_")
    if kind == "build":
        return partial(_build, made)
    if kind == "FORMAT":
        return Format(
            made, f".{made}", f"named:build_{made}", made, wants_pages=False, long=True
        )
    raise AttributeError(name)
"""


@pytest.fixture
def notes(installed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the formats note what is made."""
    entries = "\n".join(f"{name} = named:FORMAT_{name}" for name in NAMES)
    made = installed("named", FORMATS, f"[plainpress.formats]\n{entries}\n")
    monkeypatch.setenv("NOTES", str(made))
    return made


@pytest.fixture
def book(here: Path, publication: Callable[..., Path]) -> Path:
    sentence = "These are words that somebody wrote for a long text. "
    return publication(here / "books/long", "# Start\n\n" + f"{sentence * 5}\n\n" * 120)


def built(jobs: int, *words: str) -> dict[str, tasks.Result]:
    formats = [word for name in NAMES for word in ("--format", name)]
    given = [*formats, "--jobs", str(jobs), "-o", "dist", "--executor", "dask", *words]
    wishes: Any = command.build.make_context("build", given).params
    made = order("books", wishes)
    assert made
    with executors.crew(made) as crew:
        return {each.name: each for each in driver.results(crew, tasks.run, made.tasks())}


def makers(notes: Path) -> tuple[Counter[str], set[str]]:
    """How often each format was made, and by which processes."""
    rows = [each.split() for each in (notes / "made").read_text("utf-8").splitlines()]
    return Counter(name for name, _ in rows), {process for _, process in rows}


def hidden(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob(".*")}


@pytest.mark.parametrize("kill", [False, True])
def test_all_workers_make_files_and_one_that_is_killed_loses_none(
    here: Path,
    book: Path,
    publication: Callable[..., Path],
    notes: Path,
    digests_match: Callable[[Path], int],
    kill: bool,
) -> None:
    publication(here / "books/short")  # so that there are two workers
    if kill:
        (notes / "kill-second").touch()
    found = built(2)
    assert {name: each.state for name, each in found.items()} == {"long": "built", "short": "built"}
    assert [file.name for file in found["long"].files] == [f"long.{name}" for name in NAMES]
    assert not (notes / "kill-second").exists()
    assert digests_match(here / "dist/long/manifest.json") == len(NAMES)
    assert hidden(here / "dist") == {plan.FILE}
    count, processes = makers(notes)
    assert len(processes) >= 2
    if not kill:
        assert count == dict.fromkeys(NAMES, 2)


def test_a_publication_whose_step_kills_each_worker_is_named(
    here: Path, book: Path, notes: Path
) -> None:
    (notes / "always-third").touch()
    result = built(1)["long"]
    assert result.state == "failed"
    assert "killed the process that it ran in" in result.reasons[0]
    assert makers(notes)[0]["third"] == 4  # twice among others, twice alone


def test_a_step_that_lost_too_many_workers_puts_its_publication_under_suspicion(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is built again alone: the workers may have died of another publication."""
    wishes: Any = command.build.make_context("build", ["-o", "dist", "--executor", "dask"]).params
    made = order("leaflets", wishes)
    assert made
    task = made.tasks()[-1]
    died = KilledWorker("work", "tcp://10.0.0.5:1", 1)

    def lose(*_: object) -> None:
        part = parts.Parts(task, turn.Turn({}))
        future: Any = Future()
        future.set_exception(died)
        part._running[future] = "long.pdf"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(parts.Parts, "_wait", lambda *_: None)
            part.ended()

    monkeypatch.setattr("plainpress.press.build.build", lose)
    with pytest.raises(parts.WorkersDiedError):
        tasks.run(task)

    class Client:
        def get_executor(self, **_: object) -> None:
            """It is not asked for."""

    assert parts.WorkersDiedError in executors.Cluster(Client(), "", away=False).died


def test_a_worker_that_waits_gives_its_process_to_others(tmp_path: Path) -> None:
    usual = os.environ.get("PLAINPRESS_CORES"), tempfile.tempdir
    with turn.Turn({"SOURCE_DATE_EPOCH": "1"}) as first:
        tempfile.tempdir = str(tmp_path)
        with first.given_up():
            assert (os.environ.get("PLAINPRESS_CORES"), tempfile.tempdir) == (usual[0], None)
            with turn.Turn({"SOURCE_DATE_EPOCH": "2"}):
                assert os.environ["SOURCE_DATE_EPOCH"] == "2"
        assert (os.environ["SOURCE_DATE_EPOCH"], tempfile.tempdir) == ("1", str(tmp_path))
        tempfile.tempdir = usual[1]
    assert os.environ.get("PLAINPRESS_CORES") == usual[0]


def test_one_worker_does_all_its_steps_itself_and_waits_for_none(
    here: Path, book: Path, notes: Path, digests_match: Callable[[Path], int]
) -> None:
    assert built(1)["long"].state == "built"
    assert digests_match(here / "dist/long/manifest.json") == len(NAMES)
    count, processes = makers(notes)
    assert len(processes) == 1
    assert count == dict.fromkeys(NAMES, 1)


def test_a_step_that_fails_elsewhere_fails_its_publication_and_leaves_nothing(
    here: Path, book: Path, notes: Path
) -> None:
    (notes / "fail-first").touch()
    result = built(1)["long"]
    assert result.state == "failed"
    (reason,) = result.reasons
    assert reason.endswith("long.first: No space left on device")
    assert not list((here / "dist").rglob(".building-*"))
    assert not (here / "dist/long/manifest.json").exists()


def test_a_short_publication_is_one_task(
    here: Path, publication: Callable[..., Path], notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication(here / "books/short")
    words = ["--format", "pdf", "--format", "web", "-o", "dist", "--executor", "dask"]
    wishes: Any = command.build.make_context("build", words).params
    made = order("books", wishes)
    assert made
    (task,) = made.tasks()
    assert task.shares
    limited = order("books", {**wishes, "time_limit": 5.0})
    assert limited
    assert not limited.tasks()[0].shares  # nothing of it is made outside its time
    monkeypatch.setattr(tasks.Parts, "begin", None)  # it would fail
    assert tasks.run(task).state == "built"
