"""Attributes in braces: `{audience=public}`, `{lang=cy}`, `{.decorative #label}`."""

from __future__ import annotations

import re

_ITEM = r"""(?:[.#][\w:.-]+|[\w:-]+=(?:"[^"\n]*"|'[^'\n]*'|[\w:./-]+))"""
_WHOLE = re.compile(rf"\{{[ \t]*({_ITEM}(?:[ \t]+{_ITEM})*)[ \t]*\}}")
_ONE = re.compile(_ITEM)

Attributes = dict[str, str]


def attributes(text: str, start: int) -> tuple[Attributes, int] | None:
    """The attributes that stand at `start`, and where they end; None where there are none.

    Classes are joined by spaces under "class", `#name` is "id", as in HTML.
    """
    if not (match := _WHOLE.match(text, start)):
        return None
    found: Attributes = {}
    for item in _ONE.findall(match[1]):
        if item[0] == ".":
            found["class"] = f"{found.get('class', '')} {item[1:]}".strip()
        elif item[0] == "#":
            found["id"] = item[1:]
        else:
            key, _, value = item.partition("=")
            found[key] = value[1:-1] if value[0] in "\"'" else value
    return found, match.end()
