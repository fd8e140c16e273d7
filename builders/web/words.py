"""The words of the pages that are neither the author's nor shared with other formats."""

from __future__ import annotations

from plainpress.document.records import dataclass


@dataclass(frozen=True, slots=True)
class WebWords:
    """One language's words, and its BCP 47 tag. A value in braces is filled in.

    Those of the search are read by the script in the page, from attributes of the search box.
    """

    language: str = "en"
    skip: str = "Skip to the text"
    other_ways: str = "Other ways to read this"
    contents: str = "Contents"
    all_contents: str = "All {count} chapters"
    start: str = "Start reading"
    turn: str = "Before and after this part"
    previous: str = "Before:"
    next: str = "Next:"
    search: str = "Search in this publication"
    search_button: str = "Search"
    results: str = "What was found"
    found_one: str = "1 part found for “{query}”."
    found_many: str = "{count} parts found for “{query}”."
    found_most: str = "{count} parts found for “{query}”. The best {shown} are shown."
    found_none: str = "Nothing found for “{query}”. Try fewer words, or a shorter one."
    search_failed: str = "The search could not be loaded. The contents list still works."
    about: str = "About this publication"
    published_by: str = "Published by"
    first_published: str = "First published on"
    changed: str = "Last changed on"
    licence: str = "Licence:"
    draft: str = "This is a draft. It may still change."
    draft_easy_read: str = (
        "This is a draft. People with learning disabilities have not yet checked all of it."
    )
    statement: str = "Accessibility statement"


ENGLISH = WebWords()
