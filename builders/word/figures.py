"""Figures: the picture in line, its caption below, its long description as text after that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from plainpress.document.outline import number_text

from .captions import caption
from .markup import end_box, paragraph, run
from .media import Bounds, Picture, UnusableImageError, fitted
from .page import TWIPS_PER_CM

if TYPE_CHECKING:
    from plainpress.document.model import Figure, Image, ImageFile, Span

    from .context import Context, Place

# The tallest picture: its caption and some lines of text find room on the same page.
_TALLEST = round(15.0 * TWIPS_PER_CM)
_TALLEST_SQUARE = round(13.0 * TWIPS_PER_CM)
_TALLEST_LARGE = round(19.0 * TWIPS_PER_CM)
_NARROWEST = 1440
_SPACE_AFTER = 280


def figure(context: Context, node: Figure, place: Place) -> str:
    picture = drawing_run(
        context,
        node.image,
        alt=None if node.decorative else node.alt,
        bounds=_bounds(context, node.image, place),
        span=node.span,
        name=number_text(node),
    )
    if not node.caption:
        picture = context.bookmarks.around(node.label, picture)
        return paragraph(context.styles["Figure"], picture, place.form()) + _described(
            context, node, place
        )
    shown = paragraph(context.styles["Figure"], picture, replace(place, keep=True).form())
    return shown + caption(context, node, place) + _described(context, node, place)


def _bounds(context: Context, image: ImageFile, place: Place) -> Bounds:
    tallest = _TALLEST if image.height > image.width else _TALLEST_SQUARE
    width = max(place.width - place.start, _NARROWEST)
    # In large print a figure takes the whole width, so that its letters are large too.
    is_large = context.print_size is not None and place.is_top
    tallest = _TALLEST_LARGE if is_large else tallest
    return Bounds(width, min(tallest, context.page.text_height), enlarge=is_large)


def _described(context: Context, node: Figure, place: Place) -> str:
    """The long description, under a line that says what it describes (WCAG 2.2, 1.1.1)."""
    if not node.long_description:
        return ""
    title = f"Description of {number_text(node) or 'the picture'}"
    inner = replace(
        place,
        style="Long Description",
        style_start=0,
        indent=place.start,
        depth=0,
        frame=context.styles.frame("Long Description"),
        wears_frame=True,
        keep=False,
    )
    head = paragraph(
        context.styles["Long Description Title"],
        run(title, context.properties(context.english)),
        replace(inner, frame="").form(),
    )
    return head + end_box(context.blocks(node.long_description, inner), _SPACE_AFTER)


def inline_image(context: Context, node: Image) -> str:
    """A picture in a line of text."""
    return drawing_run(
        context,
        node.image,
        alt=None if node.decorative else node.alt,
        bounds=Bounds(context.page.text_width, _TALLEST),
        span=node.span,
    )


def drawing_run(
    context: Context,
    image: ImageFile,
    *,
    alt: str | None,
    bounds: Bounds,
    span: Span,
    name: str = "",
) -> str:
    """The run that shows a picture within bounds; its words where it cannot be shown.

    `alt` is None for a decorative picture.
    """
    width, height = fitted(image, bounds)
    name = name or f"Picture {context.media.drawings + 1}"
    picture = Picture(image, width, height, alt, name, bounds.cut)
    try:
        return f"<w:r>{context.media.drawing(picture, context.relationships)}</w:r>"
    except UnusableImageError as error:
        context.loss(f"the picture {image.name} cannot be put into Word: {error}", span)
        return run(alt or "", context.properties(context.marks))
