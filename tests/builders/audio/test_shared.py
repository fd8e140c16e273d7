"""Speech that machines share at an address: what one spoke, no other speaks again."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import fsspec
import pytest

from plainpress.builders.audio.shared import Shared, shared
from plainpress.builders.audio.store import Store, folder, key_of
from plainpress.document.errors import MissingToolError, PlainpressError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = key_of("clip", "Trees give shade.", 160)


@pytest.fixture(params=["memory://shelf", "file://{}"])
def address(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    made: str = request.param.format(tmp_path / "shelf")
    monkeypatch.setenv("PLAINPRESS_CACHE", made)
    shared.cache_clear()
    fsspec.filesystem("memory").store.clear()
    yield made
    shared.cache_clear()


def test_what_one_machine_keeps_another_finds(address: str, tmp_path: Path) -> None:
    one, two = Store(tmp_path / "one"), Store(tmp_path / "two")
    assert KEY not in one
    assert one.get(KEY) is None
    one.put(KEY, b"sound")
    assert KEY in two
    assert two.get(KEY) == b"sound"
    assert two.path(KEY).read_bytes() == one.path(KEY).read_bytes()


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 100])
def test_a_damaged_entry_counts_as_absent_and_is_renewed(
    address: str, tmp_path: Path, damage: bytes
) -> None:
    one, two = Store(tmp_path / "one"), Store(tmp_path / "two")
    shared(address).put(KEY, damage)
    assert KEY not in one
    one.put(KEY, b"sound")
    assert two.get(KEY) == b"sound"


def test_an_entry_that_one_has_is_not_asked_for(address: str, tmp_path: Path) -> None:
    store = Store(tmp_path / "one")
    store.put(KEY, b"sound")
    shared(address).put(KEY, b"")
    assert store.get(KEY) == b"sound"


def test_this_machine_keeps_its_own_in_the_usual_place(address: str) -> None:
    assert "://" not in str(folder())
    assert folder().parts[-2:] == ("plainpress", "speech")


def test_a_place_that_refuses_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("PLAINPRESS_CACHE", f"file://{tmp_path}/file")
    shared.cache_clear()
    with pytest.raises(PlainpressError, match=r"PLAINPRESS_CACHE=file://.* you may read and write"):
        Store(tmp_path / "one").put(KEY, b"sound")


def test_what_is_missing_or_unknown_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PlainpressError, match="PLAINPRESS_CACHE=nowhere://x: Protocol not known"):
        Shared("nowhere://x")
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(MissingToolError, match=r"pip install 'plainpress\[remote\]'"):
        Shared("s3://bucket/x")
