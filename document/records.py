"""Dataclasses that are defined in a fifth of the time, for a program that starts for each build.

The standard library writes and compiles up to seven methods for a frozen, slotted dataclass: half
a millisecond each, and a build imports over a hundred. Here only `__init__` is compiled; the
other methods are closures over the fields. The rest is the library's: slots, `fields`,
`replace`, `match`.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from dataclasses import Field, dataclass
else:
    from dataclasses import dataclass as _plain

    def dataclass(
        *, frozen: bool = False, slots: bool = False, kw_only: bool = False
    ) -> Callable[[type[Any]], type[Any]]:
        """As `dataclasses.dataclass` with these arguments; type checkers see that one."""
        plain = _plain(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)

        def decorate(cls: type[Any]) -> type[Any]:
            cls.__doc__ = cls.__doc__ or cls.__name__  # else the library makes one by `inspect`
            made = plain(cls)
            methods = {"__init__": _init(made), "__eq__": _eq(made), "__repr__": _repr(made)}
            methods["__hash__"] = _hash(made) if frozen else None
            if frozen:
                methods |= _FROZEN | (_COPIED if slots else {})
            for name, method in methods.items():
                if name not in vars(made):
                    setattr(made, name, method)
            return made

        return decorate


__all__ = ["dataclass"]


def _init(cls: type[Any]) -> Callable[..., None]:
    """`__init__`, compiled: every node of a book passes through it."""
    known: dict[str, Any] = {"put": object.__setattr__, "MISSING": MISSING}
    places: list[str] = []
    by_name: list[str] = []
    lines: list[str] = []
    for each in fields(cls):
        parameter, value = _parameter(each, known)
        (by_name if each.kw_only else places).append(parameter)
        lines.append(f" put(self, {each.name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    star = ["*", *by_name] if by_name else []
    head = f"def __init__({', '.join(['self', *places, *star])}):"
    exec("\n".join([head, *(lines or [" pass"])]), known)  # noqa: S102 - as the library does
    init: Callable[..., None] = known["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _parameter(each: Field[Any], known: dict[str, Any]) -> tuple[str, str]:
    """A parameter of `__init__` and what is put in the field; `known` receives its default."""
    name, default = each.name, f"default_{each.name}"
    if each.default_factory is not MISSING:
        known[default] = each.default_factory
        return f"{name}=MISSING", f"{default}() if {name} is MISSING else {name}"
    if each.default is not MISSING:
        known[default] = each.default
        return f"{name}={default}", name
    return name, name


def _values(names: Iterable[str]) -> Callable[[object], object]:
    found = tuple(names)
    return attrgetter(*found) if found else lambda _: ()


def _eq(cls: type[Any]) -> Callable[[object, object], object]:
    values = _values(each.name for each in fields(cls) if each.compare)

    def method(self: object, other: object) -> object:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    return method


def _hash(cls: type[Any]) -> Callable[[object], int]:
    hashed = (each for each in fields(cls) if (each.compare if each.hash is None else each.hash))
    values = _values(each.name for each in hashed)

    def method(self: object) -> int:
        return hash(values(self))

    return method


def _repr(cls: type[Any]) -> Callable[[object], str]:
    names = [each.name for each in fields(cls) if each.repr]

    def method(self: object) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({shown})"

    return method


def _refuse_to_set(_self: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _getstate(self: Any) -> list[Any]:  # noqa: ANN401 - any record
    """What a copy needs: a slotted, frozen object cannot be filled by assignments."""
    return [getattr(self, each.name) for each in fields(self)]


def _setstate(self: Any, state: list[Any]) -> None:  # noqa: ANN401 - any record
    for each, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)


_FROZEN = {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
_COPIED = {"__getstate__": _getstate, "__setstate__": _setstate}
