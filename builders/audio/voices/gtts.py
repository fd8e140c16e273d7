"""The online voice: Google Translate's, by way of gTTS. Nothing chooses it but its name.

gTTS sends without checking the service's certificate, waits for ever, tries once, and takes full
stops away after words that look like abbreviations. So the requests are gTTS's, and the sending
is ours: certificates checked, a limit on time, pauses, and a retry where the service says that it
is busy. A sentence is given whole or not at all; the store keeps those that came.
"""

from __future__ import annotations

import io
import re
import time
from base64 import b64decode
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from plainpress.builders.audio.voices.protocol import Speech, VoiceError
from plainpress.document.errors import MissingToolError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST = 100  # characters that the service takes at once
SECONDS = 20  # to wait for an answer
PAUSE = 0.5  # seconds between requests
TRIES = 5  # for one request; the wait doubles from two seconds on
_FIRST_WAIT = 2.0
_BUSY = 429
_SERVER_ERROR = 500
_SOUND = re.compile(r'jQ1olc","\[\\"(.*?)\\"]')
# Where a sentence may be cut that is too long: after a clause, else between words.
_CLAUSES = re.compile(r"(?<=[,;:\u2013\u2014.!?])\s+")
_BRITISH = "co.uk"


class Gtts:
    """The service's voice for each language. It has one pace: `pace` is not heeded."""

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        try:
            import gtts  # noqa: F401
        except ImportError:
            raise MissingToolError(
                "the voice gtts needs the package gTTS: run `pip install plainpress[online]`"
            ) from None
        self.fingerprint = f"gTTS {version('gTTS')} {_BRITISH}"
        self._sleep = sleep

    def speaks(self, language: str) -> bool:
        """Whether the service has the language."""
        from gtts.lang import tts_langs

        return self._tag(language) in tts_langs()

    def _tag(self, language: str) -> str:
        from gtts.lang import tts_langs

        return language if language in tts_langs() else language.partition("-")[0].lower()

    def speak(self, text: str, language: str, pace: float) -> Speech:
        """The sentence, from as many requests as it takes."""
        del pace
        if not self.speaks(language):
            raise VoiceError(f"Google Translate has no voice for the language {language!r}")
        sound = b"".join(self._asked(part, language) for part in parts(text))
        return _decoded(sound)

    def _asked(self, text: str, language: str) -> bytes:
        """The answer to one request, asked again where the service is busy."""
        wait, why = _FIRST_WAIT, ""
        for attempt in range(1, TRIES + 1):
            answer = self._sent(text, language)
            if isinstance(answer, bytes):
                self._sleep(PAUSE)
                return answer
            why = answer
            if attempt < TRIES:
                self._sleep(wait)
                wait *= 2
        raise VoiceError(f"Google Translate did not answer {TRIES} times: {why}")

    def _sent(self, text: str, language: str) -> bytes | str:
        """The sound, or why there was none that asking again may mend. Raises `VoiceError`."""
        import requests
        from gtts import gTTS

        asked: Any = gTTS(
            text,
            lang=self._tag(language),
            tld=_BRITISH,
            lang_check=False,
            pre_processor_funcs=[],
            tokenizer_func=lambda whole: [whole],
        )
        (request,) = asked._prepare_requests()  # noqa: SLF001 - gTTS has no public way
        try:
            with requests.Session() as session:
                settings = session.merge_environment_settings(request.url, {}, None, None, None)
                answer = session.send(request, **settings, timeout=SECONDS)
        except requests.RequestException as error:
            return type(error).__name__
        if answer.status_code == _BUSY or answer.status_code >= _SERVER_ERROR:
            return f"status {answer.status_code}"
        found = _SOUND.search(answer.text) if answer.ok else None
        if found is None:
            raise VoiceError(f"Google Translate gave no sound (status {answer.status_code})")
        return b64decode(found[1])


def parts(text: str) -> Iterator[str]:
    """A sentence in pieces that the service takes: whole clauses, and words of a long one."""
    piece = ""
    for clause in _CLAUSES.split(text):
        for words in _cut(clause):
            if piece and len(piece) + 1 + len(words) > MOST:
                yield piece
                piece = words
            else:
                piece = f"{piece} {words}".strip()
    if piece:
        yield piece


def _cut(clause: str) -> Iterator[str]:
    piece = ""
    for word in clause.split():
        for start in range(0, len(word), MOST):
            chunk = word[start : start + MOST]
            if piece and len(piece) + 1 + len(chunk) > MOST:
                yield piece
                piece = chunk
            else:
                piece = f"{piece} {chunk}".strip()
    if piece:
        yield piece


def _decoded(sound: bytes) -> Speech:
    """The samples of MP3. Raises `VoiceError` for what is none."""
    import av
    import numpy as np

    try:
        with av.open(io.BytesIO(sound), mode="r", format="mp3") as file:
            frames = list(file.decode(audio=0))
    except av.FFmpegError as error:
        raise VoiceError("Google Translate gave something that is no sound") from error
    if not frames:
        raise VoiceError("Google Translate gave an empty sound")
    samples = np.concatenate([frame.to_ndarray()[0] for frame in frames])
    return Speech(samples.astype(np.float32), frames[0].sample_rate)


@lru_cache(maxsize=1)
def load() -> Gtts:
    """The voice, made once a process."""
    return Gtts()
