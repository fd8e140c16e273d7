"""A build that is killed leaves every finished file whole, and the next build clears up.

In `make test` a few builds are killed; `make kill` kills 50 and lays the Word file out as well.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from plainpress.press import plan

if TYPE_CHECKING:
    from collections.abc import Callable

KILLS = int(os.environ.get("PLAINPRESS_KILLS", "0"))
MOMENTS = KILLS or 12
RANDOM_KILLS = KILLS or 5
TEXTS = [word for name in ("word", "pdf", "epub", "web") for word in ("--format", name)]
QUICK = ["--no-layout", *TEXTS]
# Whole builds, with LibreOffice and speech, only in `make kill`.
WISHES = ["--layout", "--format", "audio", *TEXTS] if KILLS else QUICK
KILLER = Path(__file__).with_name("killer.py")
Files = dict[str, bytes]
PLACED = 4  # so many steps before its end a build has put some files into place, and not all
NAMES = ("somebody", "everybody")


@pytest.fixture
def versions(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    here: Path,
    write: Any,
    start: Any,
    contents: Callable[[Path], Files],
) -> list[Files]:
    """What a whole build gives for each of two texts. The source is then that of the second."""
    monkeypatch.setenv("PLAINPRESS_CACHE", str(here / "cache"))
    wishes = getattr(request, "param", QUICK)
    for name in (*NAMES, "."):
        write(here / name / "booklet", NAMES[-1] if name == "." else name)
    builds = [start("build", f"{name}/booklet", *wishes, "-o", f"{name}/out") for name in NAMES]
    assert [build.wait() for build in builds] == [0, 0]
    return [contents(here / name / "out") for name in NAMES]


def is_whole(folder: Path, versions: list[Files], contents: Callable[[Path], Files]) -> None:
    """Every finished file is there, as one of the versions has it; folders are not mixed."""
    found: Files = {}
    for path in folder.iterdir():
        if path.name.startswith("."):
            continue  # the record; and LibreOffice may be at work, some seconds after its build
        if path.is_dir():
            found |= {f"{path.name}/{name}": data for name, data in contents(path).items()}
        else:
            found[path.name] = path.read_bytes()
    assert set(found) == set(versions[0])
    for part in {name.partition("/")[0] for name in found}:
        of_part = {name: data for name, data in found.items() if name.partition("/")[0] == part}
        assert any(of_part.items() <= version.items() for version in versions), part


def test_killed_at_any_step_a_build_leaves_whole_files_and_the_next_clears_up(
    here: Path, versions: list[Files], contents: Callable[[Path], Files], start: Any
) -> None:
    for number in range(MOMENTS):
        shutil.copytree(here / NAMES[0] / "out", here / f"out-{number}")
    killed = subprocess.run(
        [sys.executable, str(KILLER), str(MOMENTS)], capture_output=True, text=True, check=False
    )
    assert killed.returncode == 0, killed.stderr
    steps = killed.stdout.split()
    assert {"os.rename", "open"} <= set(steps)
    for number in range(len(steps)):
        is_whole(here / f"out-{number}", versions, contents)
    for number in {0, len(steps) // 2, len(steps) - PLACED} if not KILLS else range(len(steps)):
        assert start("build", "booklet", *QUICK, "-o", f"out-{number}").wait() == 0
        assert contents(here / f"out-{number}") == versions[1]


def test_killed_between_two_renames_the_older_folder_comes_back_even_if_the_next_build_fails(
    here: Path, versions: list[Files], contents: Callable[[Path], Files], start: Any
) -> None:
    for number in range(MOMENTS):
        shutil.copytree(here / NAMES[0] / "out", here / f"out-{number}")
    subprocess.run(
        [sys.executable, str(KILLER), str(MOMENTS), "two"], capture_output=True, check=True
    )
    broken = [n for n in range(MOMENTS) if not (here / f"out-{n}" / "web").exists()]
    assert len(broken) == 1
    (here / "booklet" / "01.md").write_text("# Start\n\n[](#nowhere)\n", encoding="utf-8")
    folder = here / f"out-{broken[0]}"
    assert start("build", "booklet", "-o", str(folder)).wait() == 1
    is_whole(folder, versions, contents)
    assert [path.name for path in folder.glob(".*")] == [plan.FILE]


@pytest.mark.parametrize("versions", [WISHES], indirect=True, ids=[""])
def test_killed_at_random_moments(
    here: Path, versions: list[Files], contents: Callable[[Path], Files], start: Any, write: Any
) -> None:
    temporary = here / "temporary"
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary)}
    chance = random.Random(KILLS)  # noqa: S311 - moments, not secrets
    began = time.monotonic()
    assert start("build", "booklet", *WISHES, "-o", "out", env=environment).wait() == 0
    length = time.monotonic() - began
    ends = []
    for number in range(RANDOM_KILLS):
        write(here / "booklet", NAMES[number % 2])
        process = start("build", "booklet", *WISHES, "-o", "out", env=environment)
        time.sleep(chance.uniform(0.2, 1) * length)
        process.kill()
        ends.append(process.wait())
        is_whole(here / "out", versions, contents)
    assert -signal.SIGKILL in ends
    write(here / "booklet", NAMES[1])
    assert start("build", "booklet", *WISHES, "-o", "out", env=environment).wait() == 0
    assert contents(here / "out") == versions[1]
    assert not [path for path in temporary.iterdir() if "plainpress" in path.name]
