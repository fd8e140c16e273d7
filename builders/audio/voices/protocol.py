"""What every voice takes and gives: a sentence in, samples out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from plainpress.document.errors import PlainpressError
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EVERY = "*"  # in `Card.languages`: the engine itself knows which


class VoiceError(PlainpressError):
    """A voice could not speak a sentence; the message says which one, why and what to do."""


@dataclass(frozen=True, slots=True)
class Speech:
    """What a voice said: mono samples from -1 to 1, `rate` of them a second."""

    samples: NDArray[np.float32]
    rate: int


class Voice(Protocol):
    """An engine with a voice loaded.

    `fingerprint` names everything that its sound depends on besides the words: engine, version,
    model, back end. The same fingerprint, words, language and pace give the same samples.
    """

    fingerprint: str

    def speaks(self, language: str) -> bool:
        """Whether it can speak a language, given as a BCP 47 tag."""

    def speak(self, text: str, language: str, pace: float) -> Speech:
        """One sentence at about `pace` words a minute. Raises `VoiceError`."""


@dataclass(frozen=True, slots=True)
class Card:
    """What there is to know of a voice before it is loaded.

    `engine` is where it is made, as "module:function". `languages` are primary language subtags,
    or "*". `megabytes` is what it adds to an installation. An `online` voice sends the text to a
    service outside this machine, named in `service`; nothing chooses it but its name. `gain` is
    the factor that brings its speech to our level; where it is 0, it is measured at the first use.
    """

    name: str
    engine: str
    languages: tuple[str, ...]
    accent: str
    licence: str
    megabytes: float
    quality: str
    service: str = ""
    gain: float = 0.0

    @property
    def online(self) -> bool:
        return bool(self.service)

    def load(self) -> Voice:
        """The voice itself. It is loaded only now, because engines are heavy."""
        module, _, function = self.engine.partition(":")
        return cast("Voice", getattr(import_module(module), function)())
