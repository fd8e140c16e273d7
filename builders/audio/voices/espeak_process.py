"""A process that speaks one sentence with espeak-ng and ends.

It takes the library, its data, a voice and words a minute as arguments, the text on its input;
it gives the sample rate as a line, then samples of 16 bits. It imports nothing of ours.
"""

from __future__ import annotations

import ctypes
import sys

_RETRIEVAL, _UTF8, _END_PAUSE, _RATE = 1, 1, 0x1000, 1  # names and values of speak_lib.h
_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


def main(library: str, data: str, voice: str, pace: str) -> int:
    """0 if it spoke, else 1 with the reason on its error stream."""
    engine = ctypes.CDLL(library)
    rate = engine.espeak_Initialize(_RETRIEVAL, 0, data.encode(), 0)
    if rate <= 0 or engine.espeak_SetVoiceByName(voice.encode()) != 0:
        sys.stderr.write(f"no voice {voice}")
        return 1
    heard: list[bytes] = []

    def hear(samples: object, count: int, _events: object) -> int:
        if count > 0:
            heard.append(ctypes.string_at(samples, count * 2))  # type: ignore[arg-type]
        return 0

    callback = _Callback(hear)
    engine.espeak_SetSynthCallback(callback)
    engine.espeak_SetParameter(_RATE, int(pace), 0)
    text = sys.stdin.buffer.read() + b"\0"
    size = ctypes.c_size_t(len(text))
    engine.espeak_Synth(text, size, 0, 0, 0, _UTF8 | _END_PAUSE, None, None)
    engine.espeak_Synchronize()
    sys.stdout.buffer.write(f"{rate}\n".encode() + b"".join(heard))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
