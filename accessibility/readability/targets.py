"""Targets: what each audience can be asked to read, as shipped and as a publication sets them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from plainpress.document.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one severity; None is no limit. The units stand in data/targets.toml."""

    flesch_kincaid: float | None = None
    smog: float | None = None
    longest: int | None = None
    long_share: float | None = None
    long_words: float | None = None
    paragraph: int | None = None
    mean: float | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What one audience can be asked to read. `long` is from how many words a sentence is long."""

    audience: str
    title: str
    long: int
    warn: Limits
    fail: Limits


@dataclass(frozen=True, slots=True)
class Chopped:
    """Signs of text that was cut instead of rewritten: short sentences full of hard words."""

    mean: float
    syllables: float
    sentences: int


@cache
def _shipped() -> Mapping[str, Any]:
    text = files(__package__).joinpath("data", "targets.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def chopped() -> Chopped:
    """The limits under which text counts as chopped."""
    return Chopped(**_shipped()["chopped"])


def targets(overrides: Mapping[str, Mapping[str, Any]] | None = None) -> Mapping[str, Target]:
    """The targets by audience, with what a publication's `[targets]` says put over ours.

    A new audience starts from the public's targets. A name that is no target is a UsageError.
    """
    found = {
        name: _changed(Target(name, name, 0, Limits(), Limits()), data)
        for name, data in _shipped().items()
        if name != "chopped"
    }
    for audience, changes in (overrides or {}).items():
        start = found.get(audience) or replace(found["public"], audience=audience, title=audience)
        found[audience] = _changed(start, changes)
    return MappingProxyType(found)


def _changed(target: Target, changes: Mapping[str, Any]) -> Target:
    """A target with these values: `title`, `long`, and limits named "warn-..." or "fail-..."."""
    for name, value in changes.items():
        level, _, limit = name.replace("-", "_").partition("_")
        if name in {"title", "long"}:
            target = replace(target, **{name: value})
        elif level == "warn" and limit in _LIMITS:
            target = replace(target, warn=replace(target.warn, **{limit: value}))
        elif level == "fail" and limit in _LIMITS:
            target = replace(target, fail=replace(target.fail, **{limit: value}))
        else:
            known = ", ".join(sorted(limit.replace("_", "-") for limit in _LIMITS))
            message = f'targets.{target.audience} in publication.toml has "{name}", no target'
            raise UsageError(f"{message}; write long, or warn- or fail- before one of {known}")
    return target


_LIMITS = frozenset(entry.name for entry in fields(Limits))
