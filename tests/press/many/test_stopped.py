"""A run that is stopped ends at once, with all its workers; what is built by then is whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

LEAFLETS = 200
SOME = 6


@pytest.fixture
def leaflets(here: Path, publication: Callable[..., Path]) -> Path:
    for number in range(LEAFLETS):
        publication(here / f"many/leaflet-{number}")
    return here / "many"


def started(executor: str) -> subprocess.Popen[str]:
    """A run that has built some of them."""
    command = [sys.executable, "-m", "plainpress.press.command", "build", "many"]
    words = ["--executor", executor, "--format", "web", "--jobs", "2"]
    running = subprocess.Popen(
        [*command, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # a terminal's Ctrl-C reaches every process of its group
    )
    # Two are at work at once: of six that are there, some have been told of.
    while running.poll() is None and len([*Path("dist").glob("*/manifest.json")]) < SOME:
        time.sleep(0.05)
    return running


@pytest.mark.loopback
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another thing there")
@pytest.mark.parametrize("executor", ["processes", "dask"])
def test_ctrl_c_ends_the_run(
    here: Path,
    leaflets: Path,
    record: Callable[[Path], Any],
    digests_match: Callable[[Path], int],
    executor: str,
) -> None:
    with started(executor) as running:
        os.killpg(running.pid, signal.SIGINT)
        said, _ = running.communicate()
    assert running.returncode == 1
    assert said.strip() == "Aborted!"
    rows = record(here / "dist/builds.json")
    assert 0 < len(rows) < LEAFLETS
    assert {row["state"] for row in rows.values()} == {"built"}
    for manifest in (here / "dist").glob("*/manifest.json"):
        assert digests_match(manifest) == 1


@pytest.mark.loopback
@pytest.mark.skipif(sys.platform == "win32", reason="it has no SIGKILL")
@pytest.mark.parametrize("executor", ["processes", "dask"])
def test_no_worker_outlives_the_run(leaflets: Path, executor: str) -> None:
    psutil = pytest.importorskip("psutil", reason="it comes with distributed")
    with started(executor) as running:
        workers = psutil.Process(running.pid).children(recursive=True)
        running.kill()
        assert len(workers) >= 2
        _, left = psutil.wait_procs(workers, timeout=60)
        for each in left:
            each.kill()
    assert [each.pid for each in left] == []
