"""Random publications go through a whole build under watch: no harm, no traceback, no hang.

In `make test` some dozens of them, always the same; `make fuzz` makes others each time, a thousand
or as many as FUZZ says, prints their count, and has EPUBCheck look at some of the books.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest


def _module(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


hostile, strategies = _module("hostile"), _module("publications")
COUNT = int(os.environ.get("PLAINPRESS_FUZZ", "0"))
MEGABYTES = 1_000
BOOKS = 20
# As few phases as `make test` can do with: to make a failing publication smaller takes minutes.
PHASES = [Phase.generate, Phase.shrink] if COUNT else [Phase.generate]


class Held:
    """A publication that a failing test shows file by file."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def __repr__(self) -> str:
        return "\n".join(f"--- {name}\n{text!r}" for name, text in self.files.items())

    def write(self, folder: Path) -> None:
        for name, content in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)


def test_any_publication_is_built_or_refused_in_words(
    guard: Callable[[Path, Path], dict[str, Any]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ends: Counter[str] = Counter()
    most: dict[str, float] = {"seconds": 0.0, "megabytes": 0.0}
    books = tmp_path / "books"
    books.mkdir()

    @given(strategies.publications().map(Held))
    @settings(
        max_examples=COUNT or 40,
        deadline=None,
        derandomize=not COUNT,
        database=None,
        phases=PHASES,
        suppress_health_check=list(HealthCheck),
    )
    def build(held: Held) -> None:
        with tempfile.TemporaryDirectory(dir=tmp_path) as name:
            folder = Path(name)
            hostile.outside(folder / "outside")
            held.write(folder / "book")
            done = guard(folder / "book", folder / "out")
            ends["built" if done["code"] == 0 else "refused"] += 1
            most.update({key: max(most[key], done[key]) for key in most})
            assert done["code"] in (0, 1, 2), done
            assert "Traceback" not in done["said"], done["said"]
            assert done["forbidden"] == []
            assert done["megabytes"] < MEGABYTES
            assert bool(done["said"].strip())
            assert (folder / "out").exists() == (done["code"] == 0)
            if done["code"] == 0 and COUNT and ends["built"] % max(1, COUNT // BOOKS) == 0:
                shutil.copy(folder / "out" / "book.epub", books / f"{ends['built']}.epub")

    build()
    if COUNT:
        with capsys.disabled():
            sys.stdout.write(
                f"\n{ends.total()} inputs: {ends['built']} built, {ends['refused']} refused; "
                f"at most {most['seconds']:.1f} s CPU and {most['megabytes']:.0f} MB each\n"
            )
        assert valid(books) == []
    else:
        assert min(ends["built"], ends["refused"]) > 0


def valid(books: Path) -> list[Any]:
    """What EPUBCheck finds in these books."""
    from plainpress.accessibility.conformance import epubcheck

    return [fault for book in sorted(books.iterdir()) for fault in epubcheck.validate(book)]
