"""Judgements on words that hold in every format: alternatives, links, headings, language tags.

Each gives the code of the rule that is broken, or None. One judgement serves the document,
the Word file and the EPUB, so that the three never disagree.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

ALT_LIMIT = 150
HEADING_LIMIT = 100

_FILE_NAME = re.compile(
    r"^\S+\.(?:png|jpe?g|gif|svg|emf|wmf|bmp|tiff?|webp|avif|heic|pdf|eps)$"
    r"|^(?:img|dsc|screenshot)[-_ ]?\d+$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"^(?:(?:https?|ftp)://|www\.)\S+$"
    r"|^(?:[\w-]+\.)+(?:com|org|net|uk|gov|edu|int|eu|info|io|ac|co|ie|wales|scot)(?:/\S*)?$",
    re.IGNORECASE,
)
_MAIL_OR_PHONE = ("mailto:", "tel:")


@cache
def words_data() -> Mapping[str, Any]:
    """The word lists of data/words.toml, each a frozen set."""
    text = files(__package__).joinpath("data", "words.toml").read_text("utf-8")
    return MappingProxyType({name: frozenset(words) for name, words in tomllib.loads(text).items()})


def squeezed(text: str) -> str:
    """Lower case, single spaces, no marks at the ends: the form in which words are compared."""
    return " ".join(text.casefold().split()).strip(
        " .,:;!?\u2026\"'\u201c\u201d\u2018\u2019()[]<>\u2192\u00bb\u203a"
    )


def alt_fault(alt: str) -> str | None:
    """What is wrong with the alternative text of a picture that is not decorative."""
    text = alt.strip()
    if not text:
        return "figure-without-alt"
    if _FILE_NAME.match(text) or _is_placeholder(text):
        return "alt-placeholder"
    if _names_the_medium(text):
        return "alt-names-the-medium"
    return "alt-too-long" if len(text) > ALT_LIMIT else None


def _is_placeholder(text: str) -> bool:
    bare = re.sub(r"[\s_-]*\d+$", "", squeezed(text))
    return not bare or bare in words_data()["placeholder_alts"]


def _names_the_medium(text: str) -> bool:
    found = re.match(r"(?:an?\s+|the\s+)?(\w+)\s+(?:of|showing|that shows)\b", text.casefold())
    return found is not None and found[1] in words_data()["picture_words"]


def link_fault(words: str, url: str = "", *, inside: bool = False) -> str | None:
    """What is wrong with the words of a link.

    An e-mail address or a telephone number may be its own words: people copy them. A link that
    stays `inside` a finished file may have any: a chapter may be called "Start" or "More".
    """
    text = squeezed(words)
    if not text:
        return "link-empty"
    if inside:
        return None
    if text in words_data()["vague_links"]:
        return "link-words"
    if url.startswith(_MAIL_OR_PHONE):
        return None
    return "bare-link" if _ADDRESS.match(words.strip().strip("<>")) else None


def heading_fault(words: str) -> str | None:
    """What is wrong with the words of a heading."""
    text = words.strip()
    if not text:
        return "heading-empty"
    return "heading-too-long" if len(text) > HEADING_LIMIT else None


# --- Languages -----------------------------------------------------------------------------

# BCP 47 (RFC 5646), 2.1: language, script, region, variants, extensions, private use.
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-[a-z]{3}){0,3}"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*)"
    r"(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)


@cache
def _subtags() -> Mapping[str, Any]:
    text = files(__package__).joinpath("data", "language-subtags.toml").read_text("utf-8")
    data = tomllib.loads(text)
    names = ("languages", "scripts", "regions", "variants")
    return MappingProxyType(data | {name: frozenset(data[name].split()) for name in names})


def is_language_tag(tag: str) -> bool:
    """Whether a tag is well formed and its subtags are registered (BCP 47)."""
    found = _TAG.fullmatch(tag)
    if not found:
        return False
    language, script, region = found["language"].lower(), found["script"], found["region"]
    known = _subtags()
    return (
        (len(language) == 3 or language in known["languages"])  # noqa: PLR2004 # ISO 639-2 and -3
        and (not script or script.title() in known["scripts"])
        and (not region or region.upper() in known["regions"])
        and known["variants"].issuperset(found["variants"].lower().split("-")[1:])
    )


def script_of(tag: str) -> str:
    """The script that a language is written in, as in its tag or by custom: "Latn", "Arab"."""
    found = _TAG.fullmatch(tag)
    if not found:
        return "Latn"
    if found["script"]:
        return found["script"].title()
    script: str = _subtags()["script_of"].get(found["language"].lower(), "Latn")
    return script


def foreign_run(text: str, script: str) -> str:
    """The first run of two letters or more in another script than `script`, or nothing.

    Latin letters pass everywhere (names and abbreviations), and so do single letters of any
    script, as in formulas.
    """
    if text.isascii():
        return ""
    run: list[str] = []
    for char in text:
        joins = bool(run) and (unicodedata.category(char)[0] == "M" or char in "\u200c\u200d")
        if joins or (char.isalpha() and _is_foreign(char, script)):
            run.append(char)
        elif len(run) > 1:
            break
        else:
            run.clear()
    return "".join(run) if len(run) > 1 else ""


def _is_foreign(char: str, script: str) -> bool:
    scripts = _subtags()["letters"].get(unicodedata.name(char, "").partition(" ")[0])
    return scripts is not None and script not in scripts
