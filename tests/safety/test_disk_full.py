"""A full disk, or a file that may not grow: one clear line, and the finished files as before."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from plainpress.press import plan

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

DISK = 1_000_000


def one_line(process: subprocess.Popen[str], words: str) -> None:
    _, said = process.communicate()
    assert process.returncode == 3, said
    assert said.count("\n") == 1, said
    assert words in said
    assert "no finished file has been harmed" in said


def test_a_full_disk_is_one_line_and_harms_nothing(
    booklet: Path, disk: Path, start: Any, write: Any, contents: Callable[[Path], Any]
) -> None:
    output = disk / "out"
    assert start("build", "booklet", "--no-layout", "-o", str(output)).wait() == 0
    before = contents(output)
    write(booklet, "everybody")
    room = shutil.disk_usage(disk).free
    assert room > 300_000
    for left in (20_000, 100_000, 250_000):
        filler = disk / "filler"
        filler.write_bytes(bytes(room - left))
        process = start("build", "booklet", "--no-layout", "-o", str(output))
        one_line(process, "no space left on device")
        filler.unlink()
        assert contents(output) == before
    assert [path.name for path in output.glob(".*")] == [plan.FILE]


@pytest.mark.parametrize("size", [100, 15_000, 60_000])
def test_a_file_that_may_not_grow_is_one_line_and_harms_nothing(
    size: int, booklet: Path, start: Any, contents: Callable[[Path], Any]
) -> None:
    (booklet.parent / "out").mkdir()
    (booklet.parent / "out" / "booklet.epub").write_text("the last good one")
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))"
    process = start("build", "booklet", "--no-layout", "-o", "out", before=limit)
    one_line(process, "file too large")
    assert contents(booklet.parent / "out") == {"booklet.epub": b"the last good one"}
