"""Shards: every publication is in exactly one, on every machine the same."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainpress.document.errors import UsageError
from plainpress.press.many import shards
from plainpress.press.many.finding import Place, find

if TYPE_CHECKING:
    from collections.abc import Callable


@given(st.integers(0, 200), st.integers(1, 30))
def test_shards_part_the_publications_evenly(number: int, count: int) -> None:
    places = tuple(Place(Path(f"{each}"), f"{each:04}") for each in range(number))
    parts = [shards.Shard(each, count).part(places) for each in range(1, count + 1)]
    assert sorted((one for part in parts for one in part), key=lambda one: one.name) == [*places]
    sizes = [len(part) for part in parts]
    assert max(sizes) - min(sizes) <= 1


def test_the_order_does_not_depend_on_the_file_system(
    tmp_path: Path, publication: Callable[..., Path]
) -> None:
    names = ["b", "A", "c/z", "c/b/a", "\u00e9t\u00e9", "Zoo", "a-1"]
    for copy in ("one", "two"):
        random.Random(copy).shuffle(names)  # noqa: S311 - an order of making, no secret
        for name in names:
            publication(tmp_path / copy / name)
    one, two = (find(tmp_path / copy).places for copy in ("one", "two"))
    by_letters = sorted(names, key=lambda name: name.casefold().split("/"))
    assert [each.name for each in one] == [each.name for each in two] == by_letters


@pytest.mark.parametrize("text", ["0/3", "4/3", "3", "a/b", "1/0", "-1/3", "1/3/5", "1 / 3", "٣/٤"])
def test_what_is_no_shard_is_said_in_one_line(text: str) -> None:
    with pytest.raises(UsageError, match="is no shard: write which one, and of how many") as told:
        shards.parse(text)
    assert "\n" not in str(told.value)


def test_all_shards_together_build_everything(
    here: Path, root: Path, run: Callable[..., tuple[int, str]]
) -> None:
    codes = [
        run("build", "leaflets", "--shard", f"{each}/2", "--format", "web")[0] for each in (1, 2)
    ]
    assert sorted(codes) == [0, 1]  # one of them has the bad publication
    assert sorted(path.name for path in (here / "dist").iterdir()) == [
        "builds-1-of-2.json",
        "builds-2-of-2.json",
        "good",
        "health",
    ]


def test_a_shard_may_be_empty(root: Path, run: Callable[..., tuple[int, str]]) -> None:
    code, text = run("build", "leaflets", "--shard", "9/9")
    assert code == 0
    assert text == "Shard 9/9 holds none of the 3 publications.\n"
