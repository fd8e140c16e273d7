"""Sentences of a run of prose, as offsets into it: `tokenizesentences`, mended for British text."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_LAST_WORD = re.compile(r"([^\W\d_][\w.'\u2019]*)\.[\"'\u201d\u2019)\]]*$")
_FIRST = re.compile(r"[\s\"'\u201c\u2018(\[£$€]*(\w+)")
# The one-character ellipsis ends a sentence before a capital letter, as three dots do.
_ELLIPSIS = re.compile(r"…[\"'\u201d\u2019)\]]*\s+(?=[\"'\u201c\u2018(\[]*[A-Z](?!\b))")


class _Joins(NamedTuple):
    """Abbreviations after which a full stop does not end the sentence."""

    always: frozenset[str]
    before_number: frozenset[str]
    before_name: frozenset[str]
    starters: frozenset[str]


@cache
def _joins() -> _Joins:
    text = files(__package__).joinpath("data", "sentence-joins.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return _Joins(*(frozenset(data[name]) for name in _Joins._fields))


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """The half-open spans of the sentences in a block's text, without the space around them."""
    from tokenizesentences import tokenize_spans

    spans: list[tuple[int, int]] = []
    for start, end in tokenize_spans(text):
        if spans and _goes_on(text[spans[-1][0] : spans[-1][1]], text[start : start + 40]):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return [part for span in spans for part in _at_ellipses(text, *span)]


def _at_ellipses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """One span, parted after each ellipsis character that a capitalised word follows."""
    if "…" not in text:
        return [(start, end)]
    cuts = list(_ELLIPSIS.finditer(text, start, end))
    firsts = [start, *(cut.end() for cut in cuts)]
    lasts = [*(cut.start() + len(cut.group().rstrip()) for cut in cuts), end]
    return list(zip(firsts, lasts, strict=True))


def _goes_on(before: str, after: str) -> bool:
    """Whether two pieces that the tokenizer parted are one sentence."""
    if not any(character.isalnum() for character in after):
        return True
    last = _LAST_WORD.search(before)
    first = _FIRST.match(after)
    if last is None or first is None:
        return False
    joins = _joins()
    word, follows = last.group(1), first.group(1)
    return (
        word in joins.always
        or (word in joins.before_number and follows[0].isdigit())
        or (word in joins.before_name and follows[0].isupper() and follows not in joins.starters)
    )
