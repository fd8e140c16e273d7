"""Words on a sheet of ours: the picture is that of the whole drawing, the bytes are fewer."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from string import Template
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageChops

from plainpress.builders import sheet
from plainpress.builders.audio import cover as square
from plainpress.builders.epub import cover
from plainpress.builders.raster import drawn
from plainpress.builders.web import card
from plainpress.document.model import Publication
from plainpress.templates import template

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHEETS = ("epub/cover-plain", "web/card", "audio/cover")
# Of some million pixels so many may differ, and by so much of 255: at the edges of curves.
PIXELS, SHADE = 100, 48
TITLES = (
    "Teeth",
    "How to get help when you look after somebody at home, and what it costs",
    "ÅÇÝ ĝǫỹ Ǻ Wj fj",
    "Incomprehensibilities-in-one-word-that-no-measure-holds",
    "",
)
PICTURES: dict[str, Callable[[Publication], bytes]] = {
    "epub/cover-plain": lambda edition: cover.draw(edition).data,
    "web/card": lambda edition: card.draw(edition.title, edition.publisher),
    "audio/cover": square.draw,
}


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


@pytest.mark.parametrize("name", SHEETS)
def test_the_empty_sheet_is_its_template_drawn(name: str, root: Path, *, accept: bool) -> None:
    file = root / "templates" / f"{name}.png"
    text = template(f"{name}.svg").read_text(encoding="utf-8")
    whole = opened(drawn(Template(text).substitute(words="")))
    if accept:
        whole.quantize(256, Image.Quantize.MEDIANCUT).save(file, "PNG", compress_level=9)
    assert opened(file.read_bytes()).tobytes() == whole.tobytes()


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("draft", [False, True])
def test_it_looks_like_the_whole_drawing_in_fewer_bytes(
    name: str, title: str, draft: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = Publication(
        title,
        "en",
        (),
        subtitle="A subtitle that goes over the end of its line, since it is long",
        publisher="The publisher of all of this, whose name goes over the end of its line too",
    )
    edition = replace(edition, draft=draft, edition="easy-read" if draft else "standard")
    made = PICTURES[name](edition)
    monkeypatch.setattr(sheet, "_put_together", lambda *_: b"")
    whole = PICTURES[name](edition)
    assert made != whole
    difference = ImageChops.difference(opened(made), opened(whole))
    assert max(most for _, most in difference.getextrema()) <= SHADE
    assert sum(difference.convert("L").histogram()[1:]) <= PIXELS
    assert len(made) < len(whole)
    monkeypatch.undo()
    assert PICTURES[name](edition) == made


def test_a_sheet_of_too_many_colours_is_drawn_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    stripes = "".join(
        f'<rect x="{n}" y="9" width="1" height="9" fill="#{n:02x}{255 - n:02x}01"/>'
        for n in range(256)
    )
    found: Any = sheet.png("web/card", stripes, [sheet.Box(0, 0, 256, 20)])
    svg = template("web/card.svg").read_text(encoding="utf-8")
    assert found == drawn(Template(svg).substitute(words=stripes))
