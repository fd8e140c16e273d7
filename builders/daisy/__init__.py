"""Takes an edition and its recording; gives a talking book in DAISY 2.02, packed as one zip."""

from plainpress.builders.daisy.build import MEDIA_TYPE, build

__all__ = ["MEDIA_TYPE", "build"]
