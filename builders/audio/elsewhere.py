"""Takes sentences of a publication that another process builds; speaks them for its store.

Each machine speaks into a store of its own. What is left out here is spoken by who builds the
publication: so a sentence that fails, or a voice that is another here, does no harm, and what is
wrong is said there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from plainpress.builders.audio import frames, speaking
from plainpress.builders.audio.store import Store, folder
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from plainpress.builders.audio.speaking import Line


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a store, on its way to another."""

    key: str
    data: bytes


def speak(lines: Sequence[Line], *, bring: bool) -> tuple[Entry, ...]:
    """Speak lines into the store of this machine. Only if asked to, it gives what is there then."""
    store = Store(folder())
    for line in lines:
        if speaking.is_spoken_here(line):
            own = replace(line, store=store.root)
            if speaking.missing([own], store):
                speaking.make(own)
    return tuple(_entries(lines, store)) if bring else ()


def _entries(lines: Iterable[Line], store: Store) -> Iterator[Entry]:
    for line in lines:
        for key in (line.key, frames.key(line.key)):
            if (data := store.get(key)) is not None:
                yield Entry(key, data)


def keep(entries: Iterable[Entry]) -> None:
    """Put what was spoken elsewhere into the store of this machine."""
    store = Store(folder())
    for each in entries:
        if each.key not in store:
            store.put(each.key, each.data)
