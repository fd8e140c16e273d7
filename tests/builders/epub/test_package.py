"""The package around the chapters: container, metadata, pages, cover, certificate."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from plainpress.builders.artifact import Options, PageMap
from plainpress.builders.epub import CONFORMANCE, build, certify
from plainpress.builders.epub.metadata import features, inspect, summary
from plainpress.builders.imprint import identifier
from plainpress.document.model import (
    Contributor,
    Emphasis,
    Figure,
    Image,
    ImageFile,
    Licence,
    Paragraph,
    Publication,
    Section,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from plainpress.builders.artifact import Artifact

CLOCK = dt.datetime(2025, 6, 1, 12, 30, tzinfo=dt.UTC)
PICTURE = Path(__file__).parent / "figures" / "cycle.svg"


def words(text: str) -> tuple[Text]:
    return (Text(text),)


def chapter(label: str, *blocks: str) -> Section:
    return Section(
        level=1, title=words(label), label=label, blocks=tuple(Paragraph(words(b)) for b in blocks)
    )


@pytest.fixture
def publication() -> Publication:
    return Publication(
        "A & B",
        "en-GB",
        (chapter("one", "a", "b", "c"), chapter("two", "d")),
        subtitle="For <all>",
        identifier="urn:uuid:5a4a7a2e-6e0f-5d0c-9d5f-0f6a3c1b7e21",
        publisher="A house",
        contributors=(
            Contributor("Ann Other"),
            Contributor("Bob Other"),
            Contributor("Cy Other", "edt"),
        ),
        description="What it is",
        subjects=("Health", "Care"),
        date=dt.date(2024, 5, 7),
        modified=dt.date(2025, 6, 1),
        licence=Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    )


def metadata(package: str) -> list[tuple[str, str]]:
    """Each metadata element by its name or property, with its value."""
    tree = etree.fromstring(package.encode())
    return [
        (element.get("property") or etree.QName(element).localname, element.text)
        for element in tree.find("{*}metadata")
    ]


def values(package: str, name: str) -> list[str]:
    return [value for key, value in metadata(package) if key == name]


# --- Container ---------------------------------------------------------------------------


def test_mimetype_comes_first_and_is_stored(build: Callable, publication: Publication) -> None:
    with zipfile.ZipFile(build(publication).path) as book:
        first = book.infolist()[0]
        assert first.filename == "mimetype"
        assert first.compress_type == zipfile.ZIP_STORED
        assert not first.extra
        assert book.read("mimetype") == b"application/epub+zip"


def test_same_source_same_bytes(publication_of: Callable, tmp_path: Path) -> None:
    publication = publication_of("figures")
    books = [build(publication, Options(tmp_path / name, CLOCK)).path.read_bytes() for name in "ab"]
    assert books[0] == books[1]


def test_artifact_tells_the_truth(build: Callable, publication: Publication) -> None:
    import hashlib

    artifact: Artifact = build(publication)
    data = artifact.path.read_bytes()
    assert artifact.size == len(data)
    assert artifact.digest == hashlib.sha256(data).hexdigest()
    assert (artifact.format, artifact.edition) == ("epub", "standard")
    assert artifact.conformance == ()


def test_every_file_is_in_the_manifest(build: Callable, publication: Publication) -> None:
    with zipfile.ZipFile(build(publication).path) as book:
        tree = etree.fromstring(book.read("EPUB/content.opf"))
        hrefs = {item.get("href") for item in tree.find("{*}manifest")}
        names = {name.removeprefix("EPUB/") for name in book.namelist()}
    assert names == hrefs | {"mimetype", "META-INF/container.xml", "content.opf"}


# --- Metadata ----------------------------------------------------------------------------


def test_bibliographic_metadata(contents: Callable, publication: Publication) -> None:
    package = contents(publication)["content.opf"]
    assert values(package, "identifier") == [publication.identifier]
    assert values(package, "title") == ["A & B", "For <all>"]
    assert values(package, "creator") == ["Ann Other", "Bob Other"]
    assert values(package, "contributor") == ["Cy Other"]
    assert values(package, "role") == ["aut", "aut", "edt"]
    assert values(package, "subject") == ["Health", "Care"]
    assert values(package, "date") == ["2024-05-07"]
    assert values(package, "dcterms:modified") == ["2025-06-01T12:30:00Z"]
    assert values(package, "dcterms:license") == [publication.licence.url]


def test_modified_is_utc(tmp_path: Path, publication: Publication) -> None:
    clock = CLOCK.astimezone(dt.timezone(dt.timedelta(hours=9)))
    build(publication, Options(tmp_path / "book.epub", clock))
    with zipfile.ZipFile(tmp_path / "book.epub") as book:
        package = book.read("EPUB/content.opf").decode()
    assert values(package, "dcterms:modified") == ["2025-06-01T12:30:00Z"]


def test_package_says_its_language_and_has_no_toc(
    contents: Callable, publication: Publication
) -> None:
    tree = etree.fromstring(contents(publication)["content.opf"].encode())
    assert tree.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-GB"
    assert "toc" not in tree.find("{*}spine").attrib


def test_each_edition_has_its_own_identifier(publication: Publication) -> None:
    easy = replace(publication, edition="easy-read")
    assert identifier(publication) == publication.identifier
    assert identifier(easy).startswith("urn:uuid:")
    assert identifier(easy) != identifier(publication)
    assert identifier(replace(publication, identifier="")).startswith("urn:uuid:")


def test_draft_says_so(contents: Callable, publication: Publication) -> None:
    files = contents(replace(publication, draft=True))
    assert values(files["content.opf"], "schema:creativeWorkStatus") == ["Draft"]
    assert '<p class="status">Draft</p>' in files["title.xhtml"]
    easy = contents(replace(publication, draft=True, edition="easy-read"))
    assert "Easy read draft" in easy["title.xhtml"]
    assert "Easy read draft" in easy["cover.xhtml"]
    assert "Draft" not in contents(publication)["title.xhtml"]


# --- Accessibility metadata ---------------------------------------------------------------


def with_picture(publication: Publication, alt: str) -> Publication:
    image = ImageFile("cycle.svg", "image/svg+xml", 320, 200, PICTURE)
    section = replace(chapter("pictures"), blocks=(Figure(image, alt),))
    return replace(publication, sections=(section,))


def test_alternatives_are_claimed_only_when_all_are_there(
    contents: Callable, publication: Publication
) -> None:
    good = contents(with_picture(publication, "A ring"))["content.opf"]
    assert "alternativeText" in values(good, "schema:accessibilityFeature")
    assert values(good, "schema:accessModeSufficient") == ["textual", "textual,visual"]
    bad = contents(with_picture(publication, ""))["content.opf"]
    assert "alternativeText" not in values(bad, "schema:accessibilityFeature")
    assert values(bad, "schema:accessModeSufficient") == ["textual,visual"]
    assert "no text alternative" in values(bad, "schema:accessibilitySummary")[0]


def test_only_what_is_there_is_claimed(contents: Callable, publication: Publication) -> None:
    package = contents(publication)["content.opf"]
    # The cover is a picture, and its words are its text alternative.
    assert values(package, "schema:accessMode") == ["textual", "visual"]
    assert values(package, "schema:accessModeSufficient") == ["textual", "textual,visual"]
    found = values(package, "schema:accessibilityFeature")
    assert not {"longDescription", "pageNavigation", "pageBreakMarkers"} & set(found)


def test_text_alone_is_not_visual() -> None:
    found = inspect(["<h1>A</h1><p>B</p>"], "", "")
    assert (found.pictures, found.decorations) == (0, 0)
    assert "alternativeText" not in list(features(found))


def test_summary_counts_pictures_without_words() -> None:
    found = inspect(['<img src="a" alt=""/><img src="b" alt=""/>'], "", "")
    assert "2 pictures that may carry meaning have no text alternative." in summary(found)


# --- Pages -------------------------------------------------------------------------------


def test_pages_of_a_paged_edition(contents: Callable, publication: Publication) -> None:
    # Page 4 begins inside a paragraph: no block begins there, and it has no mark.
    pages = PageMap({}, (2, 2, 3, 3, 5, 5), 5, "A & B, Word edition")
    files = contents(publication, pages)
    marks = [re.findall(r'id="(page\.\d+)"', files[f"chapter-0{n}.xhtml"]) for n in (1, 2)]
    assert marks == [["page.2", "page.3"], ["page.5"]]
    assert '<a href="chapter-02.xhtml#page.5">5</a>' in files["nav.xhtml"]
    package = files["content.opf"]
    assert values(package, "source") == values(package, "pageBreakSource") == [pages.source]
    found = values(package, "schema:accessibilityFeature")
    assert {"pageNavigation", "pageBreakMarkers"} <= set(found)


def test_no_pages_no_page_list(contents: Callable, publication: Publication) -> None:
    files = contents(publication)
    assert "page-list" not in files["nav.xhtml"]
    assert "pagebreak" not in files["chapter-01.xhtml"]
    assert values(files["content.opf"], "pageBreakSource") == []


# --- Little to build from --------------------------------------------------------------------


def test_no_chapters_and_no_words_still_make_a_book(
    contents: Callable, publication: Publication
) -> None:
    bare = contents(Publication("T", "en", ()))
    assert '<a href="title.xhtml" epub:type="titlepage">Title page</a>' in bare["nav.xhtml"]
    empty = Section(level=1, title=(), label="empty")
    files = contents(replace(publication, sections=(empty,)))
    assert "<title>A &amp; B</title>" in files["chapter-01.xhtml"]
    assert '<a href="chapter-01.xhtml">empty</a>' in files["nav.xhtml"]


def test_a_heading_that_is_a_picture_has_its_words_in_the_contents(
    contents: Callable, publication: Publication
) -> None:
    picture = Image(ImageFile("c.svg", "image/svg+xml", 32, 20, PICTURE), "A house & a tree")
    section = Section(level=1, title=(Emphasis((picture,)),), label="house")
    files = contents(replace(publication, sections=(section,)))
    assert '<a href="chapter-01.xhtml">A house &amp; a tree</a>' in files["nav.xhtml"]


# --- Cover and losses ----------------------------------------------------------------------


@pytest.mark.parametrize("size", [None, (320, 200), (320, 512)])
def test_cover(build: Callable, publication: Publication, size: tuple[int, int] | None) -> None:
    image = ImageFile("c.svg", "image/svg+xml", *size, PICTURE) if size else None
    artifact = build(replace(publication, cover=image))
    with zipfile.ZipFile(artifact.path) as book:
        assert book.read("EPUB/images/cover.png").startswith(b"\x89PNG")
        page = book.read("EPUB/cover.xhtml").decode()
        assert 'alt="Cover: A &amp; B. For &lt;all&gt;. A house"' in page
    assert artifact.losses == ()


def test_letters_that_the_typeface_lacks_are_a_loss(
    build: Callable, publication: Publication
) -> None:
    losses = build(replace(publication, title="مرحبا", language="ar")).losses
    assert [loss.what for loss in losses] == [
        "the words on the cover picture: our typeface lacks some letters"
    ]


def test_a_picture_that_few_can_show_is_a_loss(build: Callable, publication: Publication) -> None:
    image = ImageFile("old.tiff", "image/tiff", 10, 10, PICTURE)
    section = replace(chapter("pictures"), blocks=(Figure(image, "Old"),))
    losses = build(replace(publication, sections=(section,))).losses
    assert "old.tiff" in losses[0].what


# --- Certificate ---------------------------------------------------------------------------


def test_certify_adds_the_claim_and_nothing_else(build: Callable, publication: Publication) -> None:
    artifact = build(publication)
    with zipfile.ZipFile(artifact.path) as book:
        before = {name: book.read(name) for name in book.namelist()}
    assert CONFORMANCE not in before["EPUB/content.opf"].decode()
    certified = certify(artifact, "Us & Co", CLOCK)
    with zipfile.ZipFile(artifact.path) as book:
        after = {name: book.read(name) for name in book.namelist()}
        assert book.infolist()[0].compress_type == zipfile.ZIP_STORED
    package = after.pop("EPUB/content.opf").decode()
    before.pop("EPUB/content.opf")
    assert list(before.items()) == list(after.items())
    assert values(package, "dcterms:conformsTo") == [CONFORMANCE]
    assert values(package, "a11y:certifiedBy") == ["Us & Co"]
    assert certified.conformance == (CONFORMANCE,)
    assert certified.size == certified.path.stat().st_size


def test_certify_again_replaces_the_claim(build: Callable, publication: Publication) -> None:
    artifact = certify(build(publication), "Us", CLOCK)
    again = certify(artifact, "Us", CLOCK)
    assert again.digest == artifact.digest
