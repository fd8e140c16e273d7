"""Times as DAISY 2.02 writes them."""

from __future__ import annotations

_SECOND = 1000  # milliseconds


def exact(milliseconds: int) -> str:
    """A length to the millisecond: "01:02:03.456"."""
    seconds, rest = divmod(milliseconds, _SECOND)
    return f"{_clock(seconds)}.{rest:03}"


def whole_seconds(milliseconds: int) -> str:
    """A length to the nearest second: "01:02:03"."""
    return _clock((milliseconds + _SECOND // 2) // _SECOND)


def seconds(milliseconds: int) -> str:
    """A time in a clip: "83.456s"."""
    return f"{milliseconds // _SECOND}.{milliseconds % _SECOND:03}s"


def _clock(whole: int) -> str:
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02}:{minute:02}:{second:02}"
