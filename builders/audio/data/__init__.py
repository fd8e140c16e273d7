"""Takes the name of a table of the audio builder; gives what stands in it."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache
def table(name: str) -> dict[str, Any]:
    """A table that lies beside this module. Nobody changes what it gives."""
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
