"""Two builds into one folder at once: the second says that it waits, then does its work."""

from __future__ import annotations

import errno
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from plainpress.press import lock, plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOLDER = """
import sys
from pathlib import Path
from plainpress.press import lock
with lock.alone(Path(sys.argv[1]), lambda: None):
    print("held", flush=True)
    sys.stdin.read()
"""
Start = Any  # a function that starts `plainpress WORDS`


@pytest.fixture
def held(here: Path) -> subprocess.Popen[str]:
    """Another process that holds the folder `out` until it is told or killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, "out"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def waits(process: subprocess.Popen[str]) -> None:
    assert process.stderr
    said = "plainpress: another build into out is running; this one waits for it to end\n"
    assert process.stderr.readline() == said
    assert process.poll() is None


@pytest.mark.parametrize("end", ["told", "killed"])
def test_a_build_waits_for_another_and_then_does_its_work(
    end: str, booklet: Path, held: subprocess.Popen[str], start: Start
) -> None:
    second = start("build", "booklet", "-o", "out", "--format", "epub")
    waits(second)
    assert not (booklet.parent / "out" / "booklet.epub").exists()
    if end == "killed":
        held.kill()
    held.communicate()
    assert second.wait() == 0, second.stderr
    names = sorted(path.name for path in (booklet.parent / "out").iterdir())
    assert names == [plan.FILE, "booklet.epub", "manifest.json"]


def test_builds_at_once_are_all_right(
    booklet: Path, start: Start, contents: Callable[[Path], dict[str, bytes]]
) -> None:
    folders = ("alone", "both", "both", "both")
    builds = [start("build", "booklet", "--no-layout", "-o", folder) for folder in folders]
    ends = [(each.communicate()[1], each.returncode) for each in builds]
    assert [code for _, code in ends] == [0] * 4, ends
    assert contents(booklet.parent / "both") == contents(booklet.parent / "alone")


def test_a_source_is_read_only_when_the_folder_is_ours(
    booklet: Path, held: subprocess.Popen[str], start: Start
) -> None:
    second = start("build", "booklet", "-o", "out", "--format", "web")
    waits(second)
    (booklet / "01.md").write_text("# Start\n\nThe newest words.\n", encoding="utf-8")
    held.communicate()
    assert second.wait() == 0
    assert "newest" in (booklet.parent / "out" / "web" / "start.html").read_text("utf-8")


def test_a_build_that_fails_leaves_no_folder_and_no_lock(booklet: Path, start: Start) -> None:
    (booklet / "01.md").write_text("# Start\n\n[](#nowhere)\n", encoding="utf-8")
    assert start("build", "booklet", "-o", "new/out").wait() == 1
    assert [path.name for path in booklet.parent.iterdir()] == ["booklet"]


def test_a_file_system_without_locks_is_worked_on_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_lock", refuse)
    with lock.alone(tmp_path / "out", lambda: None) as able:
        assert not able
    assert list(tmp_path.iterdir()) == []
