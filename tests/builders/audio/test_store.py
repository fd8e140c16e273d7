"""The store of speech: whole entries or none, whoever writes and however it ends."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from plainpress.builders.audio.store import Store, Totals, key_of

KEY = key_of("clip", "Trees give shade.", 160)
DAY = 86_400


def test_what_is_put_in_comes_out(store: Store) -> None:
    assert store.get(KEY) is None
    assert KEY not in store
    store.put(KEY, b"sound")
    assert KEY in store
    assert store.get(KEY) == b"sound"


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 100])
def test_a_damaged_entry_counts_as_absent_and_goes_away(store: Store, damage: bytes) -> None:
    store.put(KEY, b"sound")
    store.path(KEY).write_bytes(damage)
    assert store.get(KEY) is None
    assert KEY not in store


def test_keys_differ_by_every_part_and_by_where_parts_end() -> None:
    assert len({key_of("a", "b"), key_of("ab"), key_of("a", ["b"]), key_of("a", "b", 1)}) == 4


def test_what_was_used_longest_ago_goes_first(store: Store) -> None:
    keys = [key_of(number) for number in range(3)]
    for age, key in enumerate(keys):
        store.put(key, b"x" * 68)  # 100 bytes with the digest
        then = time.time() - (3 - age) * DAY
        os.utime(store.path(key), (then, then))
    assert store.get(keys[0])  # which makes it the latest
    assert store.prune(200) == Totals(1, 100)
    assert [key in store for key in keys] == [True, False, True]


def test_half_written_files_of_dead_processes_are_cleared_a_day_later(store: Store) -> None:
    store.put(KEY, b"sound")
    folder = store.path(KEY).parent
    for name, age in ((".part-1-old", 2 * DAY), (".part-1-new", 0)):
        (folder / name).write_bytes(b"half")
        os.utime(folder / name, (time.time() - age,) * 2)
    assert store.totals().entries == 1
    store.prune()
    assert sorted(path.name[:10] for path in folder.glob(".part*")) == [".part-1-ne"]


WRITE = """
import sys, pathlib
from plainpress.builders.audio.store import Store, key_of
store = Store(pathlib.Path(sys.argv[1]))
for number in range(300):
    store.put(key_of(number % 5), str(number % 5).encode() * 5000)
"""


def test_two_processes_share_a_store(store: Store) -> None:
    command = [sys.executable, "-c", WRITE, str(store.root)]
    both = [subprocess.Popen(command) for _ in range(2)]
    while any(each.poll() is None for each in both):
        for number in range(5):
            assert store.get(key_of(number)) in {None, str(number).encode() * 5000}
    assert [each.returncode for each in both] == [0, 0]
    assert store.totals().entries == 5


def test_a_full_disk_leaves_no_entry(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        store.put(KEY, b"sound")
    assert KEY not in store
    assert list(store.path(KEY).parent.iterdir()) == []
