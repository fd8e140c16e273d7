"""The nodes of an edition by their kind, found in one walk for all checks."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeVar, cast

from plainpress.document.model import Bibliography, Node, Paragraph, Publication
from plainpress.document.outline import Outline, outline
from plainpress.document.records import dataclass
from plainpress.document.walk import nodes, plain_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

NodeT = TypeVar("NodeT", bound=Node)


@dataclass(frozen=True, slots=True)
class Index:
    """An edition, its names, and its nodes by kind in reading order.

    `in_bibliography` holds the identities of the nodes of the reference list, where
    addresses may stand as they are. `paragraphs` are all paragraphs with their words.
    """

    publication: Publication
    outline: Outline
    known_abbreviations: frozenset[str]
    in_bibliography: frozenset[int]
    paragraphs: tuple[tuple[Paragraph, str], ...]
    _by_kind: Mapping[type[Any], Sequence[Node]]

    def of(self, kind: type[NodeT]) -> Sequence[NodeT]:
        """All nodes of one kind, in reading order."""
        return _of(kind, self._by_kind)


def _of(kind: type[NodeT], by_kind: Mapping[type[Any], Sequence[Node]]) -> Sequence[NodeT]:
    return cast("Sequence[NodeT]", by_kind.get(kind, ()))


def index(publication: Publication, known_abbreviations: Collection[str] = ()) -> Index:
    by_kind: dict[type[Any], list[Node]] = defaultdict(list)
    for node in nodes(publication):
        by_kind[type(node)].append(node)
    return Index(
        publication=publication,
        outline=outline(publication),
        known_abbreviations=frozenset(known_abbreviations),
        in_bibliography=frozenset(id(node) for node in nodes(*by_kind[Bibliography])),
        paragraphs=tuple((node, plain_text(node.children)) for node in _of(Paragraph, by_kind)),
        _by_kind=by_kind,
    )
