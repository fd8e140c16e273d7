"""Takes a package with sound in it; gives how long that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility.files.package import UnreadableError

if TYPE_CHECKING:
    from plainpress.accessibility.files.package import Package

NEAR = 0.05  # seconds: what no listener notices


def length_of(package: Package, member: str) -> float | None:
    """The length of an MP3 file in seconds; None for another kind, or for one that is not there."""
    import io

    from mutagen import MutagenError
    from mutagen.mp3 import MP3

    if member not in package.members or not member.casefold().endswith(".mp3"):
        return None
    try:
        return float(MP3(io.BytesIO(package.members[member])).info.length)
    except MutagenError as error:
        raise UnreadableError(f"the part {member} is not sound as MP3: {error}") from error
