"""Gives what leaflets are drawn from: the topics and the frames of `data/`."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from plainpress.document.records import dataclass


@dataclass(frozen=True, slots=True)
class Stock:
    """Topics, each with sentences of its own, and the frames around them."""

    topics: tuple[dict[str, Any], ...]
    frames: dict[str, Any]


def stock() -> Stock:
    """The word lists, read."""
    return Stock(tuple(_read("topics.toml")["topic"]), _read("frames.toml"))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__ or "") / "data" / name).read_text("utf-8"))
