"""Takes the nodes of a document; gives the XHTML bodies that EPUB, web and PDF share."""

from plainpress.builders.xhtml.links import Links, Place, Survey, survey
from plainpress.builders.xhtml.text import (
    attribute,
    direction,
    escape,
    is_safe,
    language_attributes,
)
from plainpress.builders.xhtml.titles import figure_title
from plainpress.builders.xhtml.words import ENGLISH, Words
from plainpress.builders.xhtml.writer import BodyWriter, Flavour, PhraseWriter

__all__ = [
    "ENGLISH",
    "BodyWriter",
    "Flavour",
    "Links",
    "PhraseWriter",
    "Place",
    "Survey",
    "Words",
    "attribute",
    "direction",
    "escape",
    "figure_title",
    "is_safe",
    "language_attributes",
    "survey",
]
