"""Figures: picture, caption and long description; pictures in a line; rows of easy-read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.document.outline import number_text
from plainpress.document.walk import plain_text

from . import markup
from .pictures import Bounds, centimetres, fitted

if TYPE_CHECKING:
    from plainpress.document.model import Figure, Image, ImageFile, PictureRow, Span, Table

    from .context import Context, Place

# The tallest picture: its caption and some lines of text find room on the same page.
_TALLEST = centimetres(15.0)
_TALLEST_SQUARE = centimetres(13.0)
_TALLEST_LARGE = centimetres(19.0)
_CAPTION = 11
_DESCRIPTION = 14.5
_PICTURE_COLUMN = centimetres(5.5)
_PICTURE = centimetres(4.5)
_LINE_HEIGHT = 1.6


def figure(context: Context, node: Figure, place: Place) -> str:
    """The picture, its caption below it, and its long description as text after that."""
    alt = None if node.decorative else node.alt or plain_text(node.caption)
    if alt == "":
        context.loss(f"the picture {node.image.name} has no words: it is passed over", node.span)
    picture = shown(
        context, node.image, alt or None, _bounds(context, node.image, place), node.span
    )
    body = context.anchor(node.label) + picture
    if node.caption:
        words = caption(context, node, place)
        drawn = f"#captioned([{body}], [{words}])"
    else:
        drawn = f"#block[{body}]"
    return drawn + _described(context, node, place)


def caption(context: Context, node: Figure | Table, place: Place) -> str:
    """The number in bold, and the words."""
    number = number_text(node)
    label = f"#strong[{markup.content(f'{number}. ')}]" if number else ""
    inner = place.inside(0, context.page.sized(_CAPTION))
    return (context.english(label) if label else "") + context.inlines(node.caption, inner)


def _bounds(context: Context, image: ImageFile, place: Place) -> Bounds:
    """Room for a picture: in large print the whole width, so that its letters are large too."""
    if context.page.is_large:
        tallest = _TALLEST_LARGE
    else:
        tallest = _TALLEST if image.height > image.width else _TALLEST_SQUARE
    tallest = min(tallest, context.page.height)
    return Bounds(place.width, tallest, enlarge=context.page.is_large and place.is_top)


def shown(context: Context, image: ImageFile, alt: str | None, bounds: Bounds, span: Span) -> str:
    """A picture within bounds; its words where it cannot be shown. `alt` is None for decoration."""
    name = context.pictures.name(image)
    if not name:
        context.loss(f"the picture {image.name} cannot be put into a PDF", span)
        return f"#unshown[{markup.words(alt, bounds.width, context.page.points)}]" if alt else ""
    width, height = fitted(image, bounds)
    words = "none" if alt is None else markup.string(alt)
    return f'#shown("{name}", {markup.points(width)}, {markup.points(height)}, {words})'


def _described(context: Context, node: Figure, place: Place) -> str:
    """The long description, under a line that says what it describes (WCAG 2.2, 1.1.1)."""
    if not node.long_description:
        return ""
    title = f"Description of {number_text(node) or 'the picture'}"
    head = context.english(markup.content(title))
    inner = place.inside(_DESCRIPTION)
    return f"#described([{head}])[{context.blocks(node.long_description, inner)}]"


def inline_image(context: Context, node: Image, place: Place) -> str:
    """A picture in a line of text."""
    name = context.pictures.name(node.image)
    alt = None if node.decorative else node.alt or None
    if not name:
        context.loss(f"the picture {node.image.name} cannot be put into a PDF", node.span)
        return markup.words(alt or "", place.width, place.points)
    bounds = Bounds(place.width, min(_TALLEST_SQUARE, context.page.height))
    width, height = fitted(node.image, bounds)
    words = "none" if alt is None else markup.string(alt)
    return f'#line-image("{name}", {markup.points(width)}, {markup.points(height)}, {words})'


def picture_row(context: Context, node: PictureRow, place: Place) -> str:
    """A row of an easy-read edition: the picture stands left, the words right."""
    column = min(_PICTURE_COLUMN, place.width / 3)
    size = min(_PICTURE, column * 0.9)
    picture = shown(
        context, node.image, node.alt or None, Bounds(size, size, enlarge=True), node.span
    )
    inner = place.inside(column)
    words = context.blocks(node.children, inner)
    breakable = "true" if _is_tall(context, node, inner) else "false"
    return f"#picture-row({markup.points(column)}, {breakable}, [{picture}])[{words}]"


def _is_tall(context: Context, node: PictureRow, place: Place) -> bool:
    """Whether a row is taller than a page could be: only then may it be split."""
    letters = place.width / (place.points * 0.5)
    lines = sum(len(plain_text(each.children)) // letters + 2 for each in node.children)
    return lines * place.points * _LINE_HEIGHT > context.page.height * 0.9
