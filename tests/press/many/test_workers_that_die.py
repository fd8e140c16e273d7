"""A worker that dies is replaced, its publication built again; one that kills workers is named."""

from __future__ import annotations

import os
import signal
import sys
from concurrent.futures import Executor, Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from plainpress.document.errors import MissingToolError, PlainpressError
from plainpress.press import command, plan
from plainpress.press.many import driver, executors
from plainpress.press.many.order import order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from plainpress.press.many.order import Order
    from plainpress.press.many.tasks import Result, Task

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="it has no SIGKILL"),
    pytest.mark.loopback,  # the workers of a cluster talk to each other
]

LEAFLETS = 6
# What a worker runs in the place of `tasks.run`: a build during which it is killed from within,
# once or always, where a file in the publication says so.
KILLING = """
import os, signal, threading
from pathlib import Path
from plainpress.press.many.tasks import run

def kill():
    os.kill(os.getpid(), signal.SIGKILL)

def work(task):
    always, once = Path(task.source, "kill-always"), Path(task.source, "kill-once")
    if always.exists() or once.exists():
        once.unlink(missing_ok=True)
        threading.Timer(0.05, kill).start()
        while True:
            run(task)
    return run(task)
"""
FORMATS = ("--format", "word", "--format", "epub", "--format", "web")
TEXTS: Any = command.build.make_context(
    "build", ["--no-layout", "--jobs", "2", "-o", "out", *FORMATS]
).params


@pytest.fixture
def ordered(here: Path, publication: Callable[..., Path]) -> Order:
    for number in range(LEAFLETS):
        publication(here / f"many/leaflet-{number}")
    made = order("many", TEXTS)
    assert made
    return made


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Task], Result]:
    import importlib

    (tmp_path / "modules").mkdir()
    (tmp_path / "modules/killing.py").write_text(KILLING)
    monkeypatch.syspath_prepend(str(tmp_path / "modules"))
    monkeypatch.delitem(sys.modules, "killing", raising=False)
    made: Callable[[Task], Result] = importlib.import_module("killing").work
    return made


def results(ordered: Order, work: Callable[[Task], Result]) -> Iterator[Result]:
    with executors.crew(ordered) as crew:
        yield from driver.results(crew, work, ordered.tasks())


def states(found: Iterator[Result] | list[Result]) -> dict[str, str]:
    seen: dict[str, str] = {}
    for each in found:
        assert each.name not in seen, "two results for one publication"
        seen[each.name] = each.state
    return seen


def assert_whole(folder: Path, publications: int, digests_match: Callable[[Path], int]) -> None:
    manifests = sorted(folder.rglob("manifest.json"))
    assert len(manifests) == publications
    assert [digests_match(each) for each in manifests] == [3] * publications
    hidden = {path.name for path in folder.rglob(".*")}
    assert hidden == {plan.FILE}, "a stage or a lock was left behind"


@pytest.mark.parametrize("executor", ["processes", "dask"])
def test_a_worker_that_dies_in_a_build_loses_nothing(
    here: Path,
    ordered: Order,
    work: Callable[[Task], Result],
    digests_match: Callable[[Path], int],
    executor: str,
) -> None:
    (here / "many/leaflet-1/kill-once").touch()
    found = states(results(replace(ordered, executor=executor), work))
    assert found == {f"leaflet-{number}": "built" for number in range(LEAFLETS)}
    assert_whole(here / "out", LEAFLETS, digests_match)


@pytest.mark.parametrize("executor", ["processes", "dask"])
def test_a_publication_that_kills_each_worker_is_named_and_harms_no_other(
    here: Path,
    ordered: Order,
    work: Callable[[Task], Result],
    digests_match: Callable[[Path], int],
    executor: str,
) -> None:
    (here / "many/leaflet-2/kill-always").touch()
    found = list(results(replace(ordered, executor=executor), work))
    failed = [each for each in found if each.state == "failed"]
    assert [each.name for each in failed] == ["leaflet-2"]
    assert "killed the process that it ran in" in failed[0].reasons[0]
    assert len(states(found)) == LEAFLETS
    others = sorted(path.name for path in (here / "out").iterdir() if path.name != "leaflet-2")
    assert len(others) == LEAFLETS - 1
    for name in others:
        assert_whole(here / "out" / name, 1, digests_match)


def test_a_worker_of_a_cluster_that_is_killed_from_outside_is_replaced(
    here: Path,
    ordered: Order,
    work: Callable[[Task], Result],
    digests_match: Callable[[Path], int],
) -> None:
    with executors.crew(replace(ordered, executor="dask")) as crew:
        assert isinstance(crew, executors.Cluster)
        found = []
        for each in driver.results(crew, work, ordered.tasks()):
            if not found:
                victim = min(crew.client.run(os.getpid).values())
                os.kill(victim, signal.SIGKILL)
            found.append(each)
    assert states(found) == {f"leaflet-{number}": "built" for number in range(LEAFLETS)}
    assert_whole(here / "out", LEAFLETS, digests_match)


@pytest.fixture
def cluster() -> Iterator[Any]:
    """A cluster of one worker that is there already, on loopback."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0") as made:
        yield made


def test_a_cluster_that_is_there_builds_too(
    here: Path,
    root: Path,
    cluster: Any,
    run: Callable[..., tuple[int, str]],
    digests_match: Callable[[Path], int],
) -> None:
    words = ["--format", "word", "--format", "epub", "--format", "web", "--no-layout"]
    address = cluster.scheduler_address
    code, text = run("build", "leaflets", f"--executor=dask={address}", *words)
    assert code == 1
    assert "Built 2 of 3 publications, 6 files, into dist in" in text
    assert f"with the Dask cluster at {address}." in text
    assert "leaflets/bad/01.md:3: error:" in text
    (here / "dist/builds.json").unlink()
    assert_whole(here / "dist", 2, digests_match)


def test_a_cluster_without_workers_is_said_in_one_line(
    root: Path,
    cluster: Any,
    run: Callable[..., tuple[int, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(executors, "_PATIENCE", 0.5)
    cluster.scale(0)
    cluster.sync(cluster._correct_state)
    code, text = run("build", "leaflets", f"--executor=dask={cluster.scheduler_address}")
    assert code == 1
    assert text.endswith("has no workers: start some\n")
    assert text.count("\n") == 1


def test_no_cluster_at_the_address_is_said_in_one_line(
    root: Path, run: Callable[..., tuple[int, str]]
) -> None:
    import dask

    with dask.config.set({"distributed.comm.timeouts.connect": "1s"}):
        code, text = run("build", "leaflets", "--executor", "dask=tcp://127.0.0.1:9")
    assert code == 1
    assert text.startswith("plainpress: there is no Dask cluster at tcp://127.0.0.1:9: ")
    assert text.count("\n") == 1


def test_a_cluster_with_another_plainpress_is_refused() -> None:
    class Client:
        def wait_for_workers(self, _: int, timeout: float) -> None:
            assert timeout > 1

        def run(self, *_: Any, **__: Any) -> dict[str, Any]:
            return {"tcp://10.0.0.1:1": ModuleNotFoundError("No module named 'plainpress'")}

    with pytest.raises(PlainpressError, match=r"10\.0\.0\.1:1 has no plainpress .*: install"):
        executors._check_workers(Client(), "tcp://10.0.0.1:2")


def test_without_distributed_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingToolError, match=r"pip install 'plainpress\[dask\]'"):
        executors._distributed()


class _Gone(Executor):
    """An executor whose cluster goes away, or that cannot take a task."""

    words = "the cluster"
    died = ()

    def __init__(self, error: Exception | None) -> None:
        self._error = error

    def width(self) -> int:
        return 1

    @property
    def executor(self) -> Executor:
        return self

    def submit(self, *_: Any, **__: Any) -> Future[Any]:  # type: ignore[override]
        future: Future[Any] = Future()
        if self._error:
            future.set_exception(self._error)
        else:
            future.cancel()
            future.set_running_or_notify_cancel()
        return future


def test_a_crew_that_is_lost_ends_the_run_in_one_line(
    ordered: Order, work: Callable[[Task], Result]
) -> None:
    with pytest.raises(PlainpressError, match="the cluster went away while leaflet-0 was built"):
        list(driver.results(_Gone(None), work, ordered.tasks()))


def test_a_task_that_cannot_travel_fails_alone(
    ordered: Order, work: Callable[[Task], Result]
) -> None:
    found = list(driver.results(_Gone(TypeError("cannot be pickled")), work, ordered.tasks()))
    assert len(found) == LEAFLETS
    assert found[0].reasons == ("the worker could not take it: TypeError: cannot be pickled",)
