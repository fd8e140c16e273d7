"""Text as XML wants it, and the direction in which a language is written."""

from __future__ import annotations

# Languages that are written from right to left unless a script subtag says otherwise, and the
# scripts that always are (Unicode CLDR, script metadata).
_RTL_LANGUAGES = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
)
_RTL_SCRIPTS = frozenset({"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"})
_SCRIPT_SUBTAG = 4  # letters, BCP 47 section 2.2.3


def escape(text: str) -> str:
    """Text for the inside of an element."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


def attribute(text: str) -> str:
    """Text for the inside of an attribute in double quotes; a line break in it stays one."""
    return escape(text).replace('"', "&quot;").replace("\n", "&#10;")


def direction(language: str) -> str:
    """`rtl` or `ltr`, for a BCP 47 tag."""
    subtags = language.lower().split("-")
    for subtag in subtags[1:]:
        if len(subtag) == _SCRIPT_SUBTAG and subtag.isalpha():
            return "rtl" if subtag in _RTL_SCRIPTS else "ltr"
    return "rtl" if subtags[0] in _RTL_LANGUAGES else "ltr"


def language_attributes(language: str) -> str:
    """`lang` and `xml:lang`, and `dir`, which a passage needs where it differs from its parent.

    EPUB 3.3, 6.1.2 wants both spellings of the language to agree.
    """
    tag = attribute(language)
    return f' lang="{tag}" xml:lang="{tag}" dir="{direction(language)}"'


_SAFE_SCHEMES = ("https:", "http:", "mailto:", "tel:")


def is_safe(url: str) -> bool:
    """Whether an address leads somewhere and runs nothing: no `javascript:`, no `data:`."""
    return url.lower().startswith(_SAFE_SCHEMES)
