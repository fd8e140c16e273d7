"""Takes nothing; gives two libraries of words without the work that they do on import.

textstat imports nltk, and with it numpy, for a dictionary that we replace: 180 ms of each check.
cefrpy looks through its own 250,000 words for damage: 110 ms; the lock file holds it to its hash.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from string import ascii_lowercase
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cefrpy import CEFRAnalyzer


def textstat_backend() -> ModuleType:
    """The package `textstat.backend`. What it asks of nltk, `scorer` answers."""
    with _standing_in("nltk"):
        from textstat import backend
    module: ModuleType = backend
    return module


def cefr_analyser() -> CEFRAnalyzer:
    """The levels of English words."""
    with (
        suppress(ImportError),  # another version may want more of it: then the real one is taken
        _standing_in(
            "cefrpy.CEFRDataValidator",
            VALID_WORD_CHARACTERS=set(ascii_lowercase),
            is_wlp_length_valid=lambda _: True,
            is_data_valid=lambda *_: True,
        ),
    ):
        import cefrpy  # noqa: F401
    from cefrpy import CEFRAnalyzer

    return CEFRAnalyzer()


@contextmanager
def _standing_in(name: str, **held: object) -> Iterator[None]:
    """Let a module of these things stand for another while a package is imported.

    Nothing is done where the real one is there already, and nothing is left behind.
    """
    if name in sys.modules:
        yield
        return
    module = ModuleType(name)
    vars(module).update(held)
    sys.modules[name] = module
    try:
        yield
    finally:
        del sys.modules[name]
