"""Takes a narration; gives its transcript: what is said, as a page and as plain text."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from plainpress.builders.artifact import Artifact, Loss
from plainpress.builders.transcript import page, plain
from plainpress.builders.transcript.parts import parts

if TYPE_CHECKING:
    from pathlib import Path

    from plainpress.document.narration import Narration

__all__ = ["FORMAT", "build_page", "build_text", "page", "parts", "plain"]

FORMAT = "transcript"


def build_page(narration: Narration, output: Path, sheet: str = "") -> Artifact:
    """The transcript as one page that needs nothing beside it, or a style sheet of that name."""
    return _written(narration, output, page.render(parts(narration), sheet), "text/html")


def build_text(narration: Narration, output: Path) -> Artifact:
    """The transcript as a plain text, which cannot say that a passage is in another language."""
    foreign = [each for each in narration.utterances if each.language != narration.language]
    losses = tuple(
        Loss(f"plain text has no mark for the language of “{each.printed or each.text}”", each.span)
        for each in foreign
    )
    return _written(narration, output, plain.render(parts(narration)), "text/plain", losses)


def _written(
    narration: Narration, output: Path, text: str, media_type: str, losses: tuple[Loss, ...] = ()
) -> Artifact:
    data = text.encode()
    output.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    return Artifact(output, FORMAT, narration.edition, media_type, digest, len(data), losses)
