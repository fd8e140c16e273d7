"""The document as a whole: title, language, settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility.files.word.document import is_on, q, value
from plainpress.accessibility.wording import is_language_tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.files.word.document import Document


def title(document: Document) -> Iterator[tuple[str, str]]:
    """The core properties have a title (WCAG 2.2, 2.4.2)."""
    found = document.core.find(q("dc:title")) if document.core is not None else None
    if found is None or not (found.text or "").strip():
        yield "title-missing", "the document properties have no title"


def language(document: Document) -> Iterator[tuple[str, str]]:
    """The defaults or the Normal style set a language, and each language mark is valid."""
    defaults = []
    if document.style_part is not None:
        defaults = list(document.style_part.iterfind(f"{q('w:docDefaults')}//{q('w:lang')}"))
    normal = next((s for s in document.styles.values() if s.get(q("w:default")) == "1"), None)
    if normal is not None:
        defaults += normal.iter(q("w:lang"))
    if not any(value(mark) for mark in defaults):
        yield "language-missing", "neither the defaults nor the Normal style set a language"
    marks = [
        *defaults,
        *(mark for story in document.stories for mark in story.root.iter(q("w:lang"))),
    ]
    names = (q("w:val"), q("w:eastAsia"), q("w:bidi"))
    tags = {mark.get(name) for mark in marks for name in names}
    for tag in sorted(tag for tag in tags if tag):
        if not is_language_tag(tag):
            yield "language-invalid", f"the language mark “{tag}” is not a valid language tag"


def settings(document: Document) -> Iterator[tuple[str, str]]:
    """Nothing keeps readers out, and nothing asks them a question at opening."""
    if document.settings is None:
        return
    protection = document.settings.find(q("w:documentProtection"))
    if protection is not None and protection.get(q("w:enforcement")) in {"1", "true", "on"}:
        yield "document-protected", "document protection is enforced"
    if is_on(document.settings.find(q("w:updateFields"))):
        yield "fields-ask-at-opening", "the settings ask Word to update fields at opening"
