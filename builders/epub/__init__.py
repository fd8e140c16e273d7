"""Takes one edition of a publication; gives an EPUB 3.3 file, with metadata that is true of it."""

from plainpress.builders.epub.book import build
from plainpress.builders.epub.certificate import CONFORMANCE, certify

__all__ = ["CONFORMANCE", "build", "certify"]
