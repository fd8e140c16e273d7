"""Takes a wish; gives how much speech this machine keeps, and clears it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.document.errors import UsageError

if TYPE_CHECKING:
    from plainpress.builders.audio.store import Totals

_MEGABYTE = 1_000_000


def report(clear: bool, limit: int | None) -> str:
    """One line: what is kept, or what was taken away. `limit` is in megabytes."""
    from plainpress.builders.audio.store import Store, folder

    if clear and limit is not None:
        raise UsageError("give --clear or --limit, not both: --clear takes everything away")
    store = Store(folder())
    if not clear and limit is None:
        return f"{_words(store.totals())} in {store.root}. --clear takes it away."
    gone = store.prune(0 if clear else (limit or 0) * _MEGABYTE)
    return f"Took {_words(gone)} away from {store.root}."


def _words(totals: Totals) -> str:
    number = f"{totals.entries} piece{'' if totals.entries == 1 else 's'} of speech"
    return f"{number} ({totals.size / _MEGABYTE:.1f} MB)"
