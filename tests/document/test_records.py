"""Our dataclasses behave as the standard library's of the same fields."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from dataclasses import field
from typing import Any

import pytest

from plainpress.document import model, records


def _made(dataclass: Any) -> type[Any]:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Base:
        """Has a field that equality ignores."""

        span: int = field(default=0, compare=False, repr=False)

    @dataclass(frozen=True, slots=True)
    class Record(Base):
        text: str
        items: tuple[int, ...] = ()
        names: dict[str, int] = field(default_factory=dict, hash=False)

        def __str__(self) -> str:
            return self.text

    return Record


@pytest.fixture(params=[dataclasses.dataclass, records.dataclass], ids=["library", "ours"])
def record(request: pytest.FixtureRequest) -> type[Any]:
    return _made(request.param)


def test_equality_and_hash_ignore_what_the_fields_say(record: type[Any]) -> None:
    assert record("a", (1,), span=1) == record("a", (1,), span=2)
    assert hash(record("a", (1,), span=1)) == hash(record("a", (1,), {"x": 1}, span=2))
    assert record("a") != record("b")
    assert record("a") != "a"


def test_repr_and_own_methods(record: type[Any]) -> None:
    assert repr(record("a", span=3)).endswith("Record(text='a', items=(), names={})")
    assert str(record("a")) == "a"


def test_it_cannot_be_changed_and_has_slots(record: type[Any]) -> None:
    made = record("a")
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'text'"):
        made.text = "b"
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'text'"):
        del made.text
    assert not hasattr(made, "__dict__")


def test_what_the_library_does_with_it(record: type[Any]) -> None:
    made = record("a", (1, 2), span=5)
    assert [each.name for each in dataclasses.fields(made)] == ["span", "text", "items", "names"]
    changed = dataclasses.replace(made, text="b")
    assert (changed.text, changed.items, changed.span) == ("b", (1, 2), 5)
    assert copy.deepcopy(made) == copy.copy(made) == made
    match made:
        case record(text, items):
            assert (text, items) == ("a", (1, 2))


def test_arguments_and_what_is_said_of_wrong_ones(record: type[Any]) -> None:
    parameters = inspect.signature(record).parameters
    assert list(parameters) == ["text", "items", "names", "span"]
    assert parameters["span"].kind is inspect.Parameter.KEYWORD_ONLY
    with pytest.raises(TypeError, match=r"Record.__init__\(\) missing 1 required .* 'text'"):
        record()
    assert record("a").names is not record("a").names


@pytest.mark.parametrize("dataclass", [dataclasses.dataclass, records.dataclass])
def test_one_that_can_be_changed_has_no_hash(dataclass: Any) -> None:
    @dataclass(slots=True)
    class Count:
        number: int = 0

        def __post_init__(self) -> None:
            self.number += 1

    count = Count(1)
    count.number += 1
    assert count == Count(2)
    with pytest.raises(TypeError, match="unhashable"):
        hash(count)


def test_nodes_can_be_pickled() -> None:
    node = model.Paragraph((model.Text("words", span=model.Span("a.md", 1, 2)),))
    read = pickle.loads(pickle.dumps(node))  # noqa: S301 - our own bytes
    assert read == node
    assert read.children[0].span == node.children[0].span
