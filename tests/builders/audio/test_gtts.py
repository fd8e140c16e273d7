"""The online voice against a stand-in that answers as the service does, limits included."""

from __future__ import annotations

import io
import json
import threading
import urllib.parse
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import gtts.tts
import numpy as np
import pytest
from lameenc import Encoder

from plainpress.builders.audio.voices import VoiceError, choose
from plainpress.builders.audio.voices.gtts import MOST, TRIES, Gtts, parts
from plainpress.document.errors import UsageError
from plainpress.document.settings import Settings
from plainpress.press import sound

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.loopback


def mp3() -> bytes:
    encoder = Encoder()
    encoder.set_in_sample_rate(24_000)
    encoder.set_channels(1)
    encoder.silence()
    tone = (8000 * np.sin(np.arange(24_000) / 10)).astype(np.int16)
    out = io.BytesIO()
    out.write(encoder.encode(tone.tobytes()) + encoder.flush())
    return out.getvalue()


class Service(ThreadingHTTPServer):
    """The stand-in: `answers` are the statuses to come; then 200 with sound, or without."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[str] = []
        self.answers: list[int] = []
        self.sound = b64encode(mp3()).decode()


class Answer(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        request = json.loads(urllib.parse.parse_qs(body)["f.req"][0])
        self.server.asked.append(json.loads(request[0][0][1])[0])
        self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
        self.end_headers()
        sound = self.server.sound
        line = f'["wrb.fr","jQ1olc","[\\"{sound}\\"]",null]' if sound else "[]"
        self.wfile.write(f")]}}'\n\n{line}\n".encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    server = Service()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    monkeypatch.setattr(gtts.tts, "_translate_url", lambda **_: address)
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def voice(service: Service, waits: list[float]) -> Gtts:
    return Gtts(sleep=waits.append)


def test_a_sentence_comes_whole(voice: Gtts, service: Service) -> None:
    speech = voice.speak("Dr Smith said st. Then he left.", "en-GB", 160)
    assert service.asked == ["Dr Smith said st. Then he left."]  # every full stop is still there
    assert speech.rate == 24_000
    assert speech.samples.size > 20_000


def test_a_long_sentence_goes_in_pieces_that_the_service_takes() -> None:
    text = "Trees, which give shade, and water, " * 10 + "x" * 250
    pieces = list(parts(text))
    assert max(map(len, pieces)) <= MOST
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")


def test_a_busy_service_is_asked_again_later_and_later(
    voice: Gtts, service: Service, waits: list[float]
) -> None:
    service.answers = [429, 503]
    assert voice.speak("Hello.", "en-GB", 160).samples.size
    assert service.asked == ["Hello."] * 3
    assert waits == [2.0, 4.0, 0.5]


def test_a_service_that_stays_busy_is_an_error_in_one_line(voice: Gtts, service: Service) -> None:
    service.answers = [429] * TRIES
    with pytest.raises(VoiceError, match=f"did not answer {TRIES} times: status 429"):
        voice.speak("Hello.", "en-GB", 160)


@pytest.mark.parametrize("answer", [403, 404])
def test_a_refusal_is_not_asked_again(voice: Gtts, service: Service, answer: int) -> None:
    service.answers = [answer]
    with pytest.raises(VoiceError, match=f"no sound .status {answer}"):
        voice.speak("Hello.", "en-GB", 160)
    assert len(service.asked) == 1


@pytest.mark.parametrize("sound", ["", b64encode(b"no sound").decode()])
def test_an_answer_without_sound_is_an_error(voice: Gtts, service: Service, sound: str) -> None:
    service.sound = sound
    with pytest.raises(VoiceError):
        voice.speak("Hello.", "en-GB", 160)


def test_nobody_there_is_an_error_after_some_tries(
    voice: Gtts, service: Service, waits: list[float]
) -> None:
    service.shutdown()
    service.server_close()
    with pytest.raises(VoiceError, match="did not answer"):
        voice.speak("Hello.", "en-GB", 160)
    assert waits == [2.0, 4.0, 8.0, 16.0]


def test_a_language_that_the_service_lacks_is_an_error(voice: Gtts) -> None:
    with pytest.raises(VoiceError, match="tlh"):
        voice.speak("nuqneH", "tlh", 160)


def test_it_is_used_only_by_name_and_with_leave(service: Service) -> None:
    publication: Any = type("P", (), {"language": "en-GB"})
    card = choose("", "en-GB")
    assert card is not None
    assert not card.online
    with pytest.raises(UsageError, match=r"sends the text to Google Translate.*--allow-network"):
        sound.choose(publication, Settings(), sound.Wish("gtts"))
    chosen = sound.choose(publication, Settings(), sound.Wish("gtts", network=True))
    assert chosen is not None
    assert chosen.online
    assert service.asked == []
