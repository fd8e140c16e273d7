"""Where the finished files of earlier builds lie: in the output folder, or elsewhere as well.

Files that lie elsewhere are brought into the folder only if somebody has to look into them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from plainpress.press import plan

if TYPE_CHECKING:
    from pathlib import Path

    from plainpress.press.plan import Kept, Record


class Shelf(Protocol):
    """Says of finished files whether they are there, and still what was made."""

    def amiss(self, kept: Kept) -> str:
        """Why a file has to be made again: it is gone, or another; empty if it is whole."""

    def has(self, path: Path) -> bool:
        """Whether there is anything by that name, whole or not."""

    def is_released(self, record: Record, folder: Path) -> bool:
        """Whether the files that are made from the whole are still what was made."""

    def bring(self, path: Path) -> bool:
        """Bring a finished file or folder into its place in the output folder; whether it came."""


class Folder:
    """All finished files are in the output folder."""

    def amiss(self, kept: Kept) -> str:
        if plan.is_whole(kept):
            return ""
        return "its file is not what was made" if self.has(kept.artifact.path) else "it is gone"

    def has(self, path: Path) -> bool:
        return path.exists()

    def is_released(self, record: Record, folder: Path) -> bool:
        return plan.is_released(record, folder)

    def bring(self, path: Path) -> bool:
        del path
        return False
