"""One folder a case: source.md, and the chapters and the navigation that come of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).parent
CASES = sorted(path.parent.name for path in FOLDER.glob("*/source.md"))


def canonical(text: str) -> bytes:
    parser = etree.XMLParser(remove_blank_text=True)
    tree = etree.fromstring(text.encode(), parser)
    return etree.tostring(tree, method="c14n2", strip_text=True)


def is_expected(name: str) -> bool:
    return name == "nav.xhtml" or name.startswith("chapter-")


@pytest.mark.parametrize("case", CASES)
def test_chapters(case: str, finished: Callable[[str], dict[str, str]], accept: bool) -> None:
    files = {name: text for name, text in finished(case).items() if is_expected(name)}
    folder = FOLDER / case / "expected"
    if accept:
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    assert sorted(files) == sorted(path.name for path in folder.iterdir())
    for name, text in files.items():
        assert canonical(text) == canonical((folder / name).read_text(encoding="utf-8")), name
