"""Takes a library's folder; gives its resources, typed, and the sections that show them."""

from __future__ import annotations

from plainpress.document.library.entries import read_library
from plainpress.document.library.records import Library, Resource
from plainpress.document.library.sections import easy_read_chapters, standard_chapters

__all__ = ["Library", "Resource", "easy_read_chapters", "read_library", "standard_chapters"]
