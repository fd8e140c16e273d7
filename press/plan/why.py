"""Takes what a step took and what it takes now; gives in words why it has to run, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHOWN = 3


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """What is new, changed or gone, by name; empty where nothing is."""
    if not before:
        return "it was not made before"
    parts = [
        ("new", [name for name in now if name not in before]),
        ("changed", [name for name in now if name in before and now[name] != before[name]]),
        ("gone", [name for name in before if name not in now]),
    ]
    return "; ".join(f"{word}: {_some(names)}" for word, names in parts if names)


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    more = len(names) - _SHOWN
    return f"{shown} and {more} more" if more > 0 else shown
