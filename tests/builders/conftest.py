"""A recording without a voice, for every builder that holds sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plainpress.document.narration import narrate
from plainpress.document.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plainpress.builders.recording import Recording
    from plainpress.document.model import Publication
    from plainpress.document.narration import Narration


@pytest.fixture(scope="session")
def beeps(
    beeped: Callable[[Narration, Path], Recording],
) -> Callable[[Publication, Path], Recording]:
    """A function from an edition and a folder for its tracks to a recording of it."""

    def record(publication: Publication, folder: Path) -> Recording:
        return beeped(narrate(publication, Settings()), folder)

    return record
