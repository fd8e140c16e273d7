"""The transcript as one HTML page: no script, nothing fetched, every text of an author escaped."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from typing import TYPE_CHECKING

from plainpress.builders.pages import POLICY, calmed, environment, language_marks, safe
from plainpress.builders.transcript.parts import Passage, Unspoken
from plainpress.builders.xhtml import direction, is_safe
from plainpress.templates import template

if TYPE_CHECKING:
    from plainpress.builders.transcript.parts import Transcript

_OURS = "en"  # the language of our own words
_FONTS = (("Regular", 400), ("Bold", 700))


def render(transcript: Transcript, sheet: str = "") -> str:
    """The page. What is said in another language than the page's is marked with it.

    `sheet` is a style sheet beside the page; without one, the page holds its own.
    """
    language = transcript.language
    style = "" if sheet else _style()
    found = environment("transcript").get_template("transcript.html")
    return calmed(
        found.render(
            transcript=transcript,
            opening=_opening(transcript),
            chapters=[part for part in transcript.parts if part.number],
            direction=direction(language),
            ours=language_marks(_OURS, language),
            theirs=language_marks(language, _OURS),
            marks=language_marks,
            is_safe=is_safe,
            is_unspoken=lambda passage: isinstance(passage, Unspoken),
            policy=POLICY if sheet else _policy(style),
            sheet=sheet,
            style=safe(style),
        )
    )


def _opening(transcript: Transcript) -> list[Passage]:
    """What is said before the first chapter, without the title, which is the page's heading."""
    first = [part for part in transcript.parts if part.number == 0]
    said = [each for part in first for each in part.passages if isinstance(each, Passage)]
    if said and said[0].sentences[0].text == transcript.title:
        del said[0]
    return said


def _policy(style: str) -> str:
    """What the page may do: take this very style sheet, and the type inside it, and no more.

    Content Security Policy Level 3, 2.3.1 and 8.3: the style is named by its digest.
    """
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _style() -> str:
    """The style sheet, with the typeface inside it."""
    faces = "".join(
        '@font-face{font-family:"Atkinson Hyperlegible Next";'
        f"font-weight:{weight};src:url(data:font/woff2;base64,{_font(name)})}}\n"
        for name, weight in _FONTS
    )
    return f"{faces}{template('transcript/transcript.css').read_text(encoding='utf-8')}"


def _font(name: str) -> str:
    file = template(f"web/fonts/AtkinsonHyperlegibleNext-{name}.woff2")
    return b64encode(file.read_bytes()).decode("ascii")
