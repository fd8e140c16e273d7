"""The package that a body goes into: ours, from its unzipped parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.document.records import dataclass
from plainpress.templates import template

from . import styles as style_part
from .markup import attribute, is_right_to_left
from .numbering import Numbering
from .package import WORD_TYPES, Package, Part, office
from .page import Page, a4

if TYPE_CHECKING:
    from plainpress.builders.print import PrintSize

    from .styles import Styles

# Kind of relationship, file in the template, content type.
_PARTS = (
    ("settings", "settings.xml", f"{WORD_TYPES}.settings+xml"),
    ("theme", "theme.xml", "application/vnd.openxmlformats-officedocument.theme+xml"),
    ("fontTable", "fontTable.xml", f"{WORD_TYPES}.fontTable+xml"),
)
STYLES_TYPE = f"{WORD_TYPES}.styles+xml"
NUMBERING_TYPE = f"{WORD_TYPES}.numbering+xml"
# Half-points of the text, and by how much headings grow. An easy-read edition is set in 16
# points, page numbers too (GOV.UK; Patient Information Forum 2023); its chapters follow each
# other on the page, since a booklet has 24 pages at most.
_LETTERS = {"easy-read": (32, 1.1)}
_FLOWING = {"easy-read"}


@dataclass(slots=True)
class Template:
    """Parts that stand ready, with what the body needs to know of them.

    `document` is the part that takes the body; `header` and `footer` say whether the
    template brings its own, as references from its last section. `styles_xml` goes into
    `styles_name`, the numbering into `numbering_name`. `missing` names the styles that a
    reader's own template lacks, and that are ours instead.
    """

    package: Package
    document: Part
    styles: Styles
    styles_xml: str
    styles_name: str
    numbering: Numbering
    numbering_name: str
    page: Page
    references: str = ""
    missing: tuple[str, ...] = ()


def read(name: str) -> str:
    """A part of our template as text."""
    return template(f"word/{name}").read_text(encoding="utf-8")


def new_document() -> Part:
    return Part("word/document.xml", b"", f"{WORD_TYPES}.document.main+xml")


def default_template(language: str, edition: str, size: PrintSize | None = None) -> Template:
    """Our template, in the language and the letter size of an edition or of a size of print."""
    package = Package()
    document = package.add(new_document())
    package.relationships.add(office("officeDocument"), document.name)
    xml = edition_styles(read("styles.xml"), language, edition, size)
    document.relationships.add(office("styles"), "styles.xml")
    document.relationships.add(office("numbering"), "numbering.xml")
    for kind, name, content_type in _PARTS:
        text = read(name).replace('<w:themeFontLang w:val="en-GB"/>', _theme_language(language))
        package.add(Part(f"word/{name}", text.encode(), content_type))
        document.relationships.add(office(kind), name)
    return Template(
        package=package,
        document=document,
        styles=style_part.read_styles(xml),
        styles_xml=xml,
        styles_name="word/styles.xml",
        numbering=Numbering(read("numbering.xml")),
        numbering_name="word/numbering.xml",
        page=a4(edition, size),
    )


def edition_styles(xml: str, language: str, edition: str, size: PrintSize | None = None) -> str:
    """Our styles with the language as the default of every run (WCAG 2.2, 3.1.1)."""
    xml = xml.replace('<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>', _lang(language))
    if is_right_to_left(language):
        bidi = "<w:pPrDefault><w:pPr><w:bidi/></w:pPr></w:pPrDefault>"
        xml = xml.replace("<w:pPrDefault/>", bidi)
        # "left" is the side where lines begin, which Word turns round in such paragraphs.
    body, display = _LETTERS.get(edition, (0, 1.0))
    if size:
        body, display = max(body, round(size.points * 2)), size.display
    if body:
        xml = style_part.enlarge(xml, body, display)
    return style_part.flowing(xml, "Heading1") if edition in _FLOWING else xml


def _theme_language(language: str) -> str:
    return f'<w:themeFontLang w:val="{attribute(language)}"/>'


def _lang(language: str) -> str:
    language = attribute(language)
    other = f'w:bidi="{language}"' if is_right_to_left(language) else 'w:bidi="ar-SA"'
    return f'<w:lang w:val="{language}" w:eastAsia="{language}" {other}/>'
