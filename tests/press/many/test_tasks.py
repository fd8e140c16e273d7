"""What a worker does for one publication, and for it only."""

from __future__ import annotations

import gc
import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from plainpress.builders import processes
from plainpress.press import build, command
from plainpress.press.many import tasks
from plainpress.press.many.order import order

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

WISHES: Any = command.build.make_context(
    "build", ["--format", "web", "--no-layout", "-o", "out"]
).params


def good(root: Path) -> tasks.Task:
    made = order(str(root), WISHES)
    assert made
    return next(each for each in made.tasks() if each.name == "good")


def test_a_build_has_one_core_and_what_it_was_given(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    task = good(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")  # as on a worker elsewhere
    monkeypatch.delenv("PLAINPRESS_CORES", raising=False)
    before = dict(os.environ)
    seen = {}

    def look(request: build.Request) -> None:
        seen.update(jobs=request.jobs, cores=processes.cores(), collects=gc.isenabled())
        seen["epoch"] = os.environ["SOURCE_DATE_EPOCH"]
        raise MemoryError("no more")

    monkeypatch.setattr(build, "build", look)
    result = tasks.run(task)
    assert seen == {"jobs": 1, "cores": 1, "collects": False, "epoch": "86400"}
    assert gc.isenabled()
    assert dict(os.environ) == before
    assert result.state == "failed"
    assert result.reasons == ("plainpress itself failed (MemoryError: no more); please report it",)
    assert "in look" in result.trace


def test_a_worker_with_two_threads_builds_one_publication_at_a_time(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = good(root)
    at_work: list[int] = []
    seen = []

    def look(request: build.Request) -> None:
        at_work.append(1)
        time.sleep(0.05)
        seen.append(len(at_work))
        at_work.pop()
        raise MemoryError(request.source)

    monkeypatch.setattr(build, "build", look)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(tasks.run, [task] * 4))
    assert seen == [1] * 4


def test_a_source_that_the_worker_does_not_see_is_said_in_one_line(root: Path) -> None:
    task = good(root)
    (root / "good").rename(root / "elsewhere")
    result = tasks.run(task)
    assert result.state == "failed"
    assert "put the publications on a disk that every worker" in result.reasons[0]
    assert "\n" not in result.reasons[0]
