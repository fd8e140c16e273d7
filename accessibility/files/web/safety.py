"""What a page may do: nothing but show itself. No script in it, no request to another machine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plainpress.accessibility.files.epub.book import q

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.files.web.pages import Element, Page, Pages

    Found = Iterator[tuple[str, str]]

# Attributes whose address the browser fetches by itself when it shows the page.
_FETCHED = ("src", "srcset", "poster", "data", "background")
_FETCHED_LINKS = {"stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch"}
_ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_SCRIPTED = re.compile(r"\s*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)
_UNSAFE = re.compile(r"'unsafe-|\*|(?<!')\bdata:|https?:")
# Data in a script element is never run (HTML, 4.12.1: data blocks).
_DATA = {"application/ld+json", "application/json"}


def policy(page: Page, _: Pages) -> Found:
    """The page forbids what it does not need (Content Security Policy Level 3)."""
    policies = [
        meta.get("content", "")
        for meta in page.find_all("h:meta")
        if meta.get("http-equiv", "").lower() == "content-security-policy"
    ]
    if not policies:
        yield "page-policy-missing", f"{page.name} has no Content-Security-Policy"
    for each in policies:
        if "default-src 'none'" not in each or _UNSAFE.search(each):
            yield "page-policy-missing", f"the policy of {page.name} lets too much pass: {each}"


def scripts(page: Page, _: Pages) -> Found:
    """No script and no style stands in the page itself, not even in an attribute or an address."""
    for element in page.elements():
        name = element.tag.rpartition("}")[2]
        if name == "style" or (name == "script" and not _is_outside(element)):
            yield "script-in-page", f"{page.name} has a {name} element with words of its own"
        for attribute, value in element.attrib.items():
            if attribute == "style" or attribute.startswith("on"):
                yield "script-in-page", f"{page.name} has the attribute {attribute} on {name}"
            if attribute in {"href", "src", "action", "formaction"} and _SCRIPTED.match(value):
                yield "script-in-page", f"{page.name} has an address that runs: {value[:60]}"


def _is_outside(script: Element) -> bool:
    return bool(script.get("src")) or script.get("type", "").lower() in _DATA


def requests(page: Page, _: Pages) -> Found:
    """Nothing that the browser fetches by itself comes from another machine."""
    for element in page.elements():
        addresses = [element.get(name, "") for name in _FETCHED]
        if element.tag == q("h:link") and _FETCHED_LINKS & set(element.get("rel", "").split()):
            addresses.append(element.get("href", ""))
        for address in addresses:
            if _ELSEWHERE.match(address):
                yield "request-outside", f"{page.name} would ask another machine for {address}"
