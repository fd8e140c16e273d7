"""Walking a document: all nodes, plain text, transform. Nobody else writes the recursion."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from plainpress.document import model
from plainpress.document.model import AnyNode, Inline, Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

NodeT = TypeVar("NodeT", bound=Node)

# Fields that hold children, in the order in which they are read aloud or printed. A figure
# is its picture, then its caption, then its long description; a table is its caption first.
_READING_ORDER = {
    model.Publication: ("sections", "footnotes"),
    model.Section: ("title", "blocks", "sections"),
    model.Table: ("caption", "rows"),
    model.Quotation: ("children", "source"),
}


def _child_fields(kind: type[Any]) -> tuple[str, ...]:
    # A child field is typed as a tuple of nodes; every other tuple field holds plain values.
    plain = {"tuple[str, ...]", "tuple[int, ...]"}
    return _READING_ORDER.get(kind) or tuple(
        entry.name
        for entry in fields(kind)
        if str(entry.type).startswith("tuple[") and entry.type not in plain
    )


def _of_blocks(kind: type[Any]) -> tuple[str, ...]:
    inline = {entry.name for entry in fields(kind) if entry.type == "tuple[Inline, ...]"}
    return tuple(name for name in _BACKWARDS[kind] if name not in inline)


_CHILD_FIELDS = {kind: _child_fields(kind) for kind in Node.__subclasses__()}
_BACKWARDS = {kind: names[::-1] for kind, names in _CHILD_FIELDS.items()}
_BLOCKS_BACKWARDS = {kind: _of_blocks(kind) for kind in _CHILD_FIELDS}


def _flat(value: tuple[Any, ...]) -> tuple[Any, ...]:
    # Only the definitions of a term are runs of blocks, and a run is never mixed with nodes.
    if value and isinstance(value[0], tuple):
        return tuple(node for run in value for node in _flat(run))
    return value


def children(node: Node) -> Iterator[Node]:
    """The direct children of a node, in reading order."""
    for name in _CHILD_FIELDS[type(node)]:
        yield from _flat(getattr(node, name))


def nodes(*roots: Node) -> Iterator[AnyNode]:
    """The roots and everything below them, parents first, in reading order.

    It keeps its own stack, so that no depth of nesting can exhaust Python's.
    """
    return _walk(roots, _BACKWARDS)


def blocks(*roots: Node) -> Iterator[AnyNode]:
    """As `nodes`, without the inlines, which are more than half of a book."""
    return _walk(roots, _BLOCKS_BACKWARDS)


def _walk(
    roots: tuple[Node, ...], backwards: Mapping[type[Any], tuple[str, ...]]
) -> Iterator[AnyNode]:
    stack: list[Any] = list(reversed(roots))
    while stack:
        node = stack.pop()
        yield node
        for name in backwards[type(node)]:
            if below := getattr(node, name):
                stack.extend(reversed(_flat(below)))


def nodes_of(kind: type[NodeT], *roots: Node) -> Iterator[NodeT]:
    """All nodes of one kind, in reading order."""
    return (node for node in nodes(*roots) if isinstance(node, kind))


def plain_text(inlines: Iterable[Inline]) -> str:
    """The words of a run of inlines as they are printed, without marks; note marks are left out."""
    words: list[str] = []
    for inline in inlines:
        if type(inline) is model.Text:  # as most are: there is nothing below it
            words.append(inline.text)
        else:
            words += map(_plain, nodes(inline))
    return "".join(words)


def spoken_text(inlines: Iterable[Inline]) -> str:
    """The words of a run as they are read aloud: a picture stands for its alternative."""
    run = tuple(inlines)
    pictures = (model.Text(node.alt) for node in nodes(*run) if isinstance(node, model.Image))
    return plain_text((*run, *pictures))


def _plain(node: Node) -> str:
    match node:
        case model.Text() | model.Code():
            return node.text
        case model.Abbreviation():
            return abbreviation_text(node)
        case model.LineBreak():
            return " "
        case _:
            return ""


def abbreviation_text(node: model.Abbreviation) -> str:
    """What is printed: "National Health Service (NHS)" where it is spelled out, else "NHS"."""
    return f"{node.expansion} ({node.text})" if node.spelled_out else node.text


def transform(node: NodeT, change: Callable[[Node], Node]) -> NodeT:
    """A copy of the tree in which `change` has been applied to every node, children first.

    Nodes that do not change are kept, not copied.
    """
    renewed: dict[str, Any] = {
        name: value
        for name in _CHILD_FIELDS[type(node)]
        if (value := _transform_all(getattr(node, name), change)) is not getattr(node, name)
    }
    return cast("NodeT", change(replace(node, **renewed) if renewed else node))


def _transform_all(value: tuple[Any, ...], change: Callable[[Node], Node]) -> tuple[Any, ...]:
    result = tuple(
        _transform_all(item, change) if isinstance(item, tuple) else transform(item, change)
        for item in value
    )
    same = all(old is new for old, new in zip(value, result, strict=True))
    return value if same else result
