"""The site map and the feed of versions: for machines that follow a publication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plainpress.builders.xhtml import attribute, escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SITE_MAP = "sitemap.xml"
FEED = "feed.xml"
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
# RFC 4287 wants a date in a feed; a publication without one gets this, as its files do.
_EARLIEST = "1980-01-01"


def site_map(site: str, addresses: Sequence[str], date: str) -> str:
    """The pages for search engines (sitemaps.org, protocol 0.9)."""
    changed = f"<lastmod>{escape(date)}</lastmod>" if date else ""
    lines = [f"<url><loc>{escape(site + each)}</loc>{changed}</url>\n" for each in addresses]
    return (
        f'{_DECLARATION}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{''.join(lines)}</urlset>\n"
    )


def atom(manifest: Mapping[str, Any], site: str) -> str:
    """The versions of a publication, the latest first (RFC 4287)."""
    title, language = escape(manifest["title"]), attribute(manifest["language"])
    author = escape(manifest.get("publisher") or manifest["title"])
    latest = manifest.get("date") or _EARLIEST
    entries = "".join(_entry(manifest, site, date, words) for date, words in _versions(manifest))
    return (
        f'{_DECLARATION}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">\n'
        f"<title>{title}</title>\n<id>{escape(manifest.get('identifier') or site)}</id>\n"
        f'<link rel="self" href="{attribute(site + FEED)}"/>\n<link href="{attribute(site)}"/>\n'
        f"<updated>{_moment(latest)}</updated>\n<author><name>{author}</name></author>\n"
        f"{entries}</feed>\n"
    )


def _versions(manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    first, latest = manifest.get("first_published", ""), manifest.get("date", "")
    if latest and latest != first:
        yield latest, "changed"
    if first:
        yield first, "first published"


def _entry(manifest: Mapping[str, Any], site: str, date: str, words: str) -> str:
    title = escape(f"{manifest['title']}: {words}")
    return (
        f"<entry>\n<title>{title}</title>\n"
        f'<id>{escape(f"{site}#version-{date}")}</id>\n<link href="{attribute(site)}"/>\n'
        f"<updated>{_moment(date)}</updated>\n<summary>{title}</summary>\n</entry>\n"
    )


def _moment(date: str) -> str:
    return f"{escape(date)}T00:00:00Z"
