"""A finished folder as an artifact: its digest and its size."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def measure(folder: Path) -> tuple[str, int]:
    """The SHA-256 over all files in the order of their names, and the sum of their bytes.

    Each file counts with its path, its length and its bytes, so that no two folders that differ
    have the same digest.
    """
    digest, size = hashlib.sha256(), 0
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    for name, path in sorted(files.items()):
        if path.is_file():
            data = path.read_bytes()
            digest.update(f"{name}\0{len(data)}\0".encode())
            digest.update(data)
            size += len(data)
    return digest.hexdigest(), size
