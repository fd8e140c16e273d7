"""A publication's files of data: read from inside its folder only, and within limits.

Everything that keeps a file from being read is an OSError or a ValueError with a plain message;
for TOML it is `tomllib.TOMLDecodeError`.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from plainpress.document.report import data

if TYPE_CHECKING:
    from pathlib import Path

_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""


def is_inside(path: Path, root: Path) -> bool:
    """Whether a path stays in a folder, also by way of symbolic links. One in a circle does not."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, ValueError, RuntimeError):
        return False


def own_bytes(root: Path, name: str) -> bytes:
    """The bytes of a regular file in a publication's folder."""
    path = root / name
    if not is_inside(path, root):
        raise ValueError("it lies outside the publication's folder")
    limit = data("limits.toml")["data"]
    if path.exists() and not path.is_file():
        raise ValueError("it is not a file")
    if (size := path.stat().st_size) > limit:
        raise ValueError(f"it has {size:,} bytes, and {limit:,} is the limit")
    return path.read_bytes()


def own_text(root: Path, name: str) -> str:
    """The same as text."""
    return own_bytes(root, name).decode("utf-8")


def toml(text: str) -> dict[str, Any]:
    """A TOML text, unless it is nested so deeply that reading it would never end."""
    most = data("limits.toml")["key-parts"]
    if deep := re.search(rf"(?<![\w-])(?:{_PART}){{{most}}}", text):
        line = text.count("\n", 0, deep.start()) + 1
        raise tomllib.TOMLDecodeError(
            f"a key has more than {most} parts (at line {line}, column 1)"
        )
    try:
        return tomllib.loads(text)
    except RecursionError:
        line = _deepest_line(text)
        raise tomllib.TOMLDecodeError(
            f"lists or tables are nested too deeply (at line {line}, column 1)"
        ) from None


def _deepest_line(text: str) -> int:
    lines = text.split("\n")
    return 1 + max(range(len(lines)), key=lambda number: len(re.findall(r"[\[{]", lines[number])))
