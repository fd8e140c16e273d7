"""Raw HTML: its words are kept, its tags are not."""

from __future__ import annotations

import re
from html import unescape

from plainpress.document.folder import CONTROL

_NAME = re.compile(r"<[/!?]*([A-Za-z][A-Za-z0-9-]*)")
TAG = re.compile(r"</?[A-Za-z][^>]*>|<[!?][^>]*>")
_BREAK = re.compile(r"<br[ \t\n]*/?>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
_INSTRUCTION = re.compile(r"<\?.*?(?:\?>|\Z)", re.DOTALL)
_UNSEEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)


def tag_name(html: str) -> str:
    """The name of the first tag: "div"."""
    match = _NAME.match(html)
    return match[1].lower() if match else html[:10].strip("<>")


def is_line_break(html: str) -> bool:
    """Whether it is `<br>`, the one tag that has a node of its own."""
    return bool(_BREAK.fullmatch(html))


def comments(html: str) -> list[tuple[int, str]]:
    """The comments, each with the number of lines before it."""
    return [
        (html.count("\n", 0, match.start()), match[1].strip("- \n"))
        for match in _COMMENT.finditer(html)
    ]


def without_comments(html: str) -> str:
    """The rest of the HTML once its comments are gone."""
    return _COMMENT.sub("", html)


def words(html: str) -> list[str]:
    """The paragraphs left when tags, scripts and styles are gone; entities are characters."""
    text = _INSTRUCTION.sub("", _UNSEEN.sub("", without_comments(html)))
    pieces: list[str] = []
    place = 0
    for match in _CDATA.finditer(text):
        pieces += [unescape(TAG.sub(" ", text[place : match.start()])), match[1]]
        place = match.end()
    pieces.append(unescape(TAG.sub(" ", text[place:])))
    clean = CONTROL.sub("", "".join(pieces))
    return [" ".join(part.split()) for part in re.split(r"\n[ \t]*\n", clean) if part.strip()]
