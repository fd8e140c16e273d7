"""The size of PNG, JPEG and GIF pictures, from their headers alone."""

from __future__ import annotations

import struct

# Dots per inch that one CSS pixel stands for.
_CSS_DPI = 96.0
_METRE = 0.0254

Raster = tuple[str, int, int, float]

_GIF_HEADER = struct.Struct("<6sHH")
_CHUNK = struct.Struct(">I4s")
_SIZE = struct.Struct(">II")
_PHYSICAL = struct.Struct(">IIB")
_JFIF = struct.Struct(">BH")
_FRAME = struct.Struct(">HH")
_MARKER = 0xFF
_APP0 = 0xE0
# Start of frame: all of this range but the tables that share it (ITU-T T.81, table B.1).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def measure_raster(raw: bytes) -> Raster | None:
    """Media type, width and height in pixels, and pixels per CSS pixel; None if it is neither.

    Width and height are 0 where the file is cut short.
    """
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(raw)
    if raw.startswith(b"\xff\xd8\xff"):
        return _jpeg(raw)
    if raw[:6] in {b"GIF87a", b"GIF89a"}:
        whole = len(raw) > _GIF_HEADER.size
        _name, width, height = _GIF_HEADER.unpack_from(raw) if whole else (b"", 0, 0)
        return "image/gif", width, height, 1.0
    return None


def _png(raw: bytes) -> Raster:
    """Walk the chunks without unpacking any (PNG, 5.3): a whole file ends with IEND."""
    broken = ("image/png", 0, 0, 1.0)
    width = height = 0
    scale, place = 1.0, 8
    while place + _CHUNK.size + 4 <= len(raw):
        length, kind = _CHUNK.unpack_from(raw, place)
        body = raw[place + 8 : place + 8 + length]
        if len(body) < length:
            return broken
        if kind == b"IHDR" and length >= _SIZE.size:
            width, height = _SIZE.unpack_from(body)
        elif kind == b"pHYs" and length == _PHYSICAL.size:
            across, _down, unit = _PHYSICAL.unpack(body)
            scale = _scale(across * _METRE) if unit == 1 else 1.0
        elif kind == b"IEND":
            return "image/png", width, height, scale
        place += 12 + length
    return broken


def _jpeg(raw: bytes) -> Raster:
    """Walk the segments to the frame header (ITU-T T.81, B.2.2)."""
    scale, place = 1.0, 2
    while place + 9 < len(raw) and raw[place] == _MARKER:
        marker = raw[place + 1]
        if marker == _MARKER:  # padding
            place += 1
            continue
        if marker in _FRAMES:
            height, width = _FRAME.unpack_from(raw, place + 5)
            whole = raw.rfind(b"\xff\xd9") > place
            return "image/jpeg", width if whole else 0, height, scale
        if marker == _APP0 and raw[place + 4 : place + 9] == b"JFIF\0":
            scale = _jfif_scale(raw[place + 11 : place + 14])
        place += 2 + int.from_bytes(raw[place + 2 : place + 4])
    return "image/jpeg", 0, 0, 1.0


def _jfif_scale(density: bytes) -> float:
    if len(density) < _JFIF.size:
        return 1.0
    unit, dots = _JFIF.unpack(density)
    return _scale(dots * {1: 1.0, 2: 2.54}.get(unit, 0.0))


def _scale(dpi: float) -> float:
    # A density below a screen's is a default of some program (72 dpi), not a wish.
    return dpi / _CSS_DPI if dpi > _CSS_DPI else 1.0
