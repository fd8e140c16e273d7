"""Takes a name; gives what builders fill in: Word parts, style sheets, pages, fonts."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def template(path: str) -> Traversable:
    """A file or folder of this package by its path, such as `word/styles.xml`."""
    return files(__package__).joinpath(*path.split("/"))
