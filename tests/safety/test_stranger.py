"""A source from a stranger: limits hold, and nothing outside its folder is read or written.

Each build is watched by `guard.py`; the publications are those of `hostile.py`.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

_spec = importlib.util.spec_from_file_location("hostile", Path(__file__).with_name("hostile.py"))
assert _spec
assert _spec.loader
hostile = importlib.util.module_from_spec(_spec)
sys.modules["hostile"] = hostile
_spec.loader.exec_module(hostile)

MEGABYTES = 1_000


@pytest.mark.parametrize("name", hostile.CASES)
def test_a_hostile_source_does_no_harm(
    name: str,
    tmp_path: Path,
    guard: Callable[[Path, Path], dict[str, Any]],
    contents: Callable[[Path], dict[str, bytes]],
) -> None:
    make, code = hostile.CASES[name]
    hostile.outside(tmp_path / "outside")
    make(tmp_path / "book")
    done = guard(tmp_path / "book", tmp_path / "out")
    assert done["code"] in ({1} if code else {0, 1}), done["said"]
    assert done["forbidden"] == []
    assert "Traceback" not in done["said"]
    assert f"({code})" in done["said"] or not code, done["said"]
    assert done["megabytes"] < MEGABYTES
    if done["code"]:
        assert not (tmp_path / "out").exists()
        assert done["said"].strip()
    else:
        made = contents(tmp_path / "out")
        assert not [name for name, data in made.items() if hostile.SECRET.encode() in data]


def test_the_guard_sees_what_it_is_to_see(
    tmp_path: Path, guard: Callable[[Path, Path], dict[str, Any]]
) -> None:
    hostile.outside(tmp_path / "outside")
    hostile.write(tmp_path / "outside" / "book")
    done = guard(tmp_path / "outside" / "book", tmp_path / "out")
    assert done["code"] == 0
    assert [each for each in done["forbidden"] if each.endswith("01.md")]
