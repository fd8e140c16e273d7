"""Each claim of SECURITY.md names tests, and each of them is there."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


@pytest.fixture
def claims(root: Path) -> list[tuple[str, str]]:
    """Each claim, with what is said to hold it."""
    text = (root / "SECURITY.md").read_text("utf-8")
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| ")]
    return [(claim.strip(), held) for claim, held in rows if claim.strip() != "claim"]


def test_each_claim_names_the_tests_that_hold_it(claims: list[tuple[str, str]]) -> None:
    assert len(claims) > 10
    assert [claim for claim, held in claims if not TEST.search(held)] == []


def test_each_test_that_is_named_is_there(root: Path, claims: list[tuple[str, str]]) -> None:
    missing = []
    for file, name in TEST.findall("".join(held for _, held in claims)):
        path = root / file
        tree = ast.parse(path.read_text("utf-8")) if path.is_file() else ast.Module([], [])
        if name not in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}:
            missing.append(f"{file}::{name}")
    assert missing == []
