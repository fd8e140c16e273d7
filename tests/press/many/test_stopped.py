"""Ctrl-C ends a run at once, in one word; what is built by then is whole and written down."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LEAFLETS = 200
SOME = 6


@pytest.mark.loopback
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another thing there")
@pytest.mark.parametrize("executor", ["processes", "dask"])
def test_ctrl_c_ends_the_run(
    here: Path,
    publication: Callable[..., Path],
    record: Callable[[Path], Any],
    digests_match: Callable[[Path], int],
    executor: str,
) -> None:
    for number in range(LEAFLETS):
        publication(here / f"many/leaflet-{number}")
    command = [sys.executable, "-m", "plainpress.press.command", "build", "many"]
    words = ["--executor", executor, "--format", "web", "--jobs", "2"]
    with subprocess.Popen(
        [*command, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # a terminal's Ctrl-C reaches every process of its group
    ) as running:
        # Two are at work at once: of six that are there, some have been told of.
        while running.poll() is None and len([*(here / "dist").glob("*/manifest.json")]) < SOME:
            time.sleep(0.05)
        os.killpg(running.pid, signal.SIGINT)
        said, _ = running.communicate()
    assert running.returncode == 1
    assert said.strip() == "Aborted!"
    rows = record(here / "dist/builds.json")
    assert 0 < len(rows) < LEAFLETS
    assert {row["state"] for row in rows.values()} == {"built"}
    for manifest in (here / "dist").glob("*/manifest.json"):
        assert digests_match(manifest) == 1
