"""A zip file whose bytes depend on what is put in, and on nothing else."""

from __future__ import annotations

import zipfile
from datetime import UTC
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

_COMPRESSION = 6
_PACKED = (".mp3",)  # what compression makes no smaller
_EARLIEST_YEAR = 1980  # of a date in a zip file


class StillZip(zipfile.ZipFile):
    """A zip file in which nothing depends on the clock or the machine."""

    def __init__(self, path: Path, clock: dt.datetime) -> None:
        super().__init__(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION)
        moment = clock.astimezone(UTC)
        self._date = (max(moment.year, _EARLIEST_YEAR), *moment.timetuple()[1:6])

    def writestr(
        self,
        name: Any,  # noqa: ANN401  # as the class above has it
        data: Any,  # noqa: ANN401
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Write one file with our date, and with the rights and the system that Unix has."""
        info = zipfile.ZipInfo(str(name), self._date)
        usual = zipfile.ZIP_STORED if info.filename.endswith(_PACKED) else zipfile.ZIP_DEFLATED
        info.compress_type = usual if compress_type is None else compress_type
        info.create_system = 3
        info.external_attr = 0o644 << 16
        super().writestr(info, data, compresslevel=compresslevel or _COMPRESSION)
