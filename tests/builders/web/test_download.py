"""The page on which people choose: made from the manifest, true, and harmless."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from plainpress.accessibility.files import web as checks
from plainpress.builders.recording import length_in_words
from plainpress.builders.web import download
from plainpress.builders.web.statement import contact_link, statement
from plainpress.builders.web.ways import ways


def row(file: str, form: str, edition: str = "standard", **more: Any) -> dict[str, Any]:
    return {
        "file": file,
        "format": form,
        "edition": edition,
        "title": "A guide",
        "language": "en-GB",
        "media_type": "application/octet-stream",
        "size": 1_234_567,
        "draft": False,
        "conformance": [],
        "findings": [],
        "losses": [],
        **more,
    }


def manifest(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "title": "A guide",
        "language": "en-GB",
        "first_published": "2021-04-01",
        "date": "2025-06-01",
        "artifacts": list(rows),
        **more,
    }


def page(content: dict[str, Any], folder: Path) -> str:
    output = folder / "made"
    output.mkdir()
    made = download.build(content, folder, output)
    assert made[-1] == output / "index.html"
    # The files of the manifest are not there: only the page is tried out.
    assert {finding.code for finding in checks.check(output)} <= {"reference-to-nowhere"}
    return made[-1].read_text(encoding="utf-8")


def test_ways_begin_with_the_pages_to_read_and_keep_an_edition_together() -> None:
    found = ways(
        [
            row("g.docx", "word", pages=55),
            row("g-easy-read.docx", "word", "easy-read", draft=True, pages=1),
            row("g.epub", "epub", pages=55),
            row("g-read-aloud.epub", "read-aloud", pages=55, duration=3900),
            row("web-easy-read", "web", "easy-read", draft=True),
            row("g.braille", "braille"),
            row("web", "web", reading_age={"years": 12, "formula": "F"}),
            row("g.mp3", "audio", duration=3900),
        ]
    )
    assert [(way.name, way.href, way.facts) for way in found] == [
        ("Read it", "web/index.html", ("Reading age: 12",)),
        ("Easy read", "web-easy-read/index.html", ()),
        ("Listen", "g.mp3/index.html", ("1 hour 5 minutes",)),
        ("Download Word", "g.docx", ("55 pages", "1.2 MB")),
        ("Book for phones and e-readers", "g.epub", ("1.2 MB",)),
        (
            *("Book that reads itself aloud", "g-read-aloud.epub"),
            ("1 hour 5 minutes", "1.2 MB"),
        ),
        ("Braille", "g.braille", ("1.2 MB",)),
    ]
    assert found[1].draft
    assert [(file.name, file.facts) for file in found[1].others] == [("Word", ("1 page", "1.2 MB"))]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 second"),
        (38.9, "38 seconds"),
        (61, "1 minute"),
        (150, "2 minutes"),
        (3600, "1 hour"),
        (9000, "2 hours 30 minutes"),
    ],
)
def test_lengths_in_words(seconds: float, words: str) -> None:
    assert length_in_words(seconds) == words


def test_the_statement_says_what_was_found_and_claims_no_more(tmp_path: Path) -> None:
    fault = {
        "code": "heading-skipped",
        "severity": "warning",
        "title": "A level of headings is left out",
        "link": "https://www.w3.org/WAI/WCAG22/Understanding/info-and-relationships.html",
        "count": 2,
    }
    content = manifest(
        row("g.docx", "word", findings=[fault]),
        row("g.epub", "epub", conformance=["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]),
        row("web-easy-read", "web", "easy-read", draft=True, losses=["a heading too deep"]),
        contact="help@example.org",
    )
    text = page(content, tmp_path)
    assert "conform in part to WCAG 2.2, level AA" in text
    assert "A level of headings is left out</a> (2 times)." in text
    assert "Easy read, web pages: A heading too deep." in text
    assert "Easy read: it is a draft. People with learning disabilities have not yet" in text
    assert '<a href="mailto:help@example.org">help@example.org</a>' in text
    assert "<td>2 to mend</td><td>No claim</td>" in text
    assert "EPUB Accessibility 1.1 - WCAG 2.2 Level AA</td>" in text
    assert "Equality Advisory" in text


def test_the_statement_says_what_the_checks_could_not_tell(tmp_path: Path) -> None:
    remark = {"title": "The order of some words could not be compared", "count": 1}
    text = page(manifest(row("g.pdf", "pdf", remarks=[remark])), tmp_path)
    assert "<h3>What the checks could not tell</h3>" in text
    assert "PDF: The order of some words could not be compared." in text
    assert "<td>Nothing to mend</td>" in text


def test_without_faults_the_statement_still_claims_nothing(tmp_path: Path) -> None:
    text = page(manifest(row("web", "web"), language="cy"), tmp_path)
    assert "The checks found nothing that falls short of WCAG 2.2, level AA." in text
    assert "we claim full conformance for no file" in text
    assert "What is known to fall short</h3>" not in text
    assert "could not tell" not in text
    assert "Equality Advisory" not in text


def test_a_file_that_no_check_has_seen_is_not_called_faultless() -> None:
    unseen = row("g.braille", "braille")
    del unseen["findings"]
    assert not statement(manifest(unseen)).files[0].checked


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("help@example.org", "mailto:help@example.org"),
        ("https://example.org/contact", "https://example.org/contact"),
        ("The library, Deal", ""),
        ("javascript:alert(1)", ""),
        ("a@b.c?subject=x", ""),
        ('"><script>@example.org', ""),
    ],
)
def test_where_a_contact_leads(contact: str, link: str) -> None:
    assert contact_link(contact) == link


def test_hostile_words_in_a_manifest_are_only_words(tmp_path: Path) -> None:
    bad = '</script><script>alert(1)</script>"><img src=x onerror=alert(1)>'
    content = manifest(
        row("web", "web", losses=[bad], title=bad),
        title=bad,
        subtitle=bad,
        description=bad,
        publisher=bad,
        contact=bad,
        site="javascript:alert(1)",
        contributors=[{"name": bad, "role": "aut"}],
        licence={"name": bad, "url": "javascript:alert(1)"},
        credits=[{"title": bad, "words": bad, "url": "javascript:alert(1)", "licence": bad}],
    )
    text = page(content, tmp_path)
    assert text.count("<script") == 1
    assert "<img src=x" not in text
    assert not re.search(r'(?:href|src)="javascript', text)
    data = re.search(r'<script type="application/ld\+json">(.*)</script>', text)
    assert data
    assert json.loads(data[1])["name"] == bad


def test_a_site_map_and_a_feed_only_where_the_address_is_known(tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    for name in ("index.html", "start.html"):
        (tmp_path / "web" / name).touch()
    content = manifest(row("web", "web"), site="https://example.org/guide", publisher="Us & Co")
    (tmp_path / "made").mkdir()
    made = download.build(content, tmp_path, tmp_path / "made")
    assert [path.name for path in made] == ["page", "sitemap.xml", "feed.xml", "index.html"]
    texts = {path.name: path.read_text("utf-8") for path in made[1:]}
    found = etree.fromstring(texts["sitemap.xml"].encode())
    assert [each.text for each in found.iter("{*}loc")] == [
        "https://example.org/guide/",
        "https://example.org/guide/web/index.html",
        "https://example.org/guide/web/start.html",
    ]
    feed = etree.fromstring(texts["feed.xml"].encode())
    assert [each.text for each in feed.iter("{*}updated")] == [
        "2025-06-01T00:00:00Z",
        "2025-06-01T00:00:00Z",
        "2021-04-01T00:00:00Z",
    ]
    assert len({each.text for each in feed.iter("{*}id")}) == 3
    assert 'content="https://example.org/guide/page/card.png"' in texts["index.html"]
    assert '<link rel="canonical" href="https://example.org/guide/">' in texts["index.html"]


def test_the_same_manifest_gives_the_same_page_and_card(tmp_path: Path) -> None:
    content = manifest(row("web", "web"), publisher="كتاب")
    for name in "ab":
        (tmp_path / name).mkdir()
        download.build(content, tmp_path, tmp_path / name)
    files = [
        {path.relative_to(tmp_path / name): path.read_bytes() for path in each if path.is_file()}
        for name in "ab"
        for each in [(tmp_path / name).rglob("*")]
    ]
    assert files[0] == files[1]
    assert files[0][Path("page/card.png")].startswith(b"\x89PNG")
