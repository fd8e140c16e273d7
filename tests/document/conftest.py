"""A document as indented text, the same every time: what the expected files of cases hold."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest

from plainpress.document import model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from plainpress.document.reader import Reading

_INDENT = "  "


@pytest.fixture(scope="session")
def dump() -> Callable[[Reading], str]:
    """A function from a reading to its tree as text."""
    return _dump


def _dump(reading: Reading) -> str:
    """The tree of a reading, then its remarks."""
    lines = list(_node(reading.publication, 0)) if reading.publication else ["(no publication)"]
    lines += [f"remark {_place(remark.span)}: {remark.text!r}" for remark in reading.remarks]
    return "\n".join(lines) + "\n"


def _place(span: model.Span) -> str:
    lines = str(span.first) if span.first == span.last else f"{span.first}-{span.last}"
    return f"[{span.path}:{lines}]" if span.path else "[]"


def _node(node: model.Node, depth: int) -> Iterator[str]:
    simple: list[str] = []
    children: list[tuple[str, tuple[Any, ...]]] = []
    for entry in fields(node):
        value = getattr(node, entry.name)
        if entry.name == "span" or value in ("", (), None, 0, False):
            continue
        if isinstance(value, tuple) and isinstance(value[0], (model.Node, tuple)):
            children.append((entry.name, value))
        elif isinstance(value, model.ImageFile):
            size = f"{value.width:g}x{value.height:g}"
            simple.append(f"{entry.name}={value.name}({value.media_type} {size})")
        elif value != model.Licence():
            simple.append(f"{entry.name}={value!r}")
    words = " ".join([type(node).__name__, *simple, _place(node.span)])
    yield f"{_INDENT * depth}{words}"
    single = len(children) == 1 and children[0][0] in {"children", "items", "rows", "cells"}
    for name, value in children:
        if not single:
            yield f"{_INDENT * (depth + 1)}{name}:"
        yield from _nodes(value, depth + (1 if single else 2))


def _nodes(value: tuple[Any, ...], depth: int) -> Iterator[str]:
    for item in value:
        if isinstance(item, tuple):
            yield f"{_INDENT * depth}-"
            yield from _nodes(item, depth + 1)
        else:
            yield from _node(item, depth)
