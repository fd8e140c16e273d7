"""Takes one edition of a publication; gives a folder of static pages that need no server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.builders.web import site
from plainpress.builders.web.site import MEDIA_TYPE

if TYPE_CHECKING:
    from plainpress.builders.artifact import Artifact, Options
    from plainpress.document.model import Publication

__all__ = ["MEDIA_TYPE", "build"]


def build(publication: Publication, options: Options) -> Artifact:
    """Pages of an edition; of a library, one page with filters."""
    if options.library and publication.edition == "standard":
        from plainpress.builders.web import library

        return library.build(publication, options, options.library)
    return site.build(publication, options)
