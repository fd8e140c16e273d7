"""Lists of the chapters for players: a playlist, and a feed that podcast players subscribe to."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime
from typing import TYPE_CHECKING

from plainpress.builders.audio.captions import time
from plainpress.builders.imprint import publisher
from plainpress.builders.xhtml import attribute, escape
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plainpress.document.model import Publication

PLAYLIST, FEED = "playlist.m3u8", "feed.xml"
_SECOND = 1000


@dataclass(frozen=True, slots=True)
class Episode:
    """A chapter's file: its name, title, length in milliseconds, and size in bytes."""

    file: str
    title: str
    length: int
    size: int


def playlist(title: str, episodes: Sequence[Episode]) -> str:
    """An extended M3U playlist in UTF-8; its files lie beside it."""
    lines = ["#EXTM3U", f"#PLAYLIST:{_line(title)}"]
    for each in episodes:
        lines += [f"#EXTINF:{round(each.length / _SECOND)},{_line(each.title)}", each.file]
    return "\n".join(lines) + "\n"


def _line(text: str) -> str:
    return " ".join(text.split())


def feed(
    publication: Publication, episodes: Sequence[Episode], site: str, clock: dt.datetime
) -> str:
    """An RSS 2.0 feed with the elements of podcast players. `site` is the folder's address.

    Each episode is dated a minute after the one before, so that players keep the order.
    """
    language = attribute(publication.language)
    items = "".join(
        _item(each, site, clock + dt.timedelta(minutes=number))
        for number, each in enumerate(episodes)
    )
    about = escape(publication.description or publication.title)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
        'xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
        f"<title>{escape(publication.title)}</title>\n<link>{escape(site)}</link>\n"
        f"<description>{about}</description>\n<language>{language}</language>\n"
        f'<atom:link rel="self" type="application/rss+xml" href="{attribute(site + FEED)}"/>\n'
        f"<itunes:author>{escape(publisher(publication))}</itunes:author>\n"
        f'<itunes:image href="{attribute(site)}cover.png"/>\n'
        "<itunes:type>serial</itunes:type>\n<itunes:explicit>false</itunes:explicit>\n"
        '<itunes:category text="Education"/>\n'
        f"{items}</channel>\n</rss>\n"
    )


def _item(each: Episode, site: str, at: dt.datetime) -> str:
    address = attribute(site + each.file)
    length = time(each.length).partition(".")[0]
    return (
        f"<item>\n<title>{escape(each.title)}</title>\n<guid>{address}</guid>\n"
        f'<enclosure url="{address}" length="{each.size}" type="audio/mpeg"/>\n'
        f"<pubDate>{format_datetime(at)}</pubDate>\n"
        f"<itunes:duration>{length}</itunes:duration>\n</item>\n"
    )
