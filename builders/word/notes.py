"""Footnotes: the marks in the text, and the part that holds the notes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .context import Place
from .fields import field
from .markup import DECLARATION, NAMESPACES, paragraph, run

if TYPE_CHECKING:
    from plainpress.document.model import NoteReference

    from .context import Context
    from .markup import Marks

# Word wants the lines between text and notes as notes of their own (17.11.23).
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
    'w:lineRule="auto"/></w:pPr><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:pPr><w:spacing w:after="0" '
    'w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:continuationSeparator/></w:r></w:p>'
    "</w:footnote>"
)


def note_reference(context: Context, node: NoteReference, marks: Marks) -> str:
    """The mark: a real footnote the first time, a field that repeats its number afterwards."""
    footnote = context.outline.footnotes.get(node.label)
    properties = context.properties(replace(marks, style=context.styles["footnote reference"]))
    if footnote is None:
        return run(str(node.number), properties)
    label = f"note {node.label}"
    if node.label in context.noted:
        repeat = f"NOTEREF {context.bookmarks.name(label)} \\f \\h"
        return field(repeat, run(str(node.number), properties), properties)
    if context.in_notes:
        context.loss("Word cannot hold a footnote to a footnote: its number is shown", node.span)
        return run(str(node.number), properties)
    context.notes.append(footnote)
    context.noted.add(node.label)
    mark = f'<w:r>{properties}<w:footnoteReference w:id="{len(context.notes)}"/></w:r>'
    return context.bookmarks.around(label, mark)


def footnotes_part(context: Context) -> str:
    """`word/footnotes.xml`, with the notes that the text refers to."""
    context.in_notes = True
    place = Place(width=context.page.text_width, style="footnote text")
    notes = "".join(
        f'<w:footnote w:id="{number}">{_note(context, number, place)}</w:footnote>'
        for number in range(1, len(context.notes) + 1)
    )
    context.in_notes = False
    for note in context.publication.footnotes:
        if note.label not in context.noted:
            context.loss(f"nothing in the text refers to the footnote {note.label}", note.span)
    return f"{DECLARATION}<w:footnotes {NAMESPACES}>{_SEPARATORS}{notes}</w:footnotes>"


def _note(context: Context, number: int, place: Place) -> str:
    style = context.styles["footnote reference"]
    mark = f'<w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr><w:footnoteRef/></w:r>{run(" ")}'
    content = context.blocks(context.notes[number - 1].children, place)
    if not content.startswith(paragraph(context.styles[place.style], "")[:20]):
        content = paragraph(context.styles[place.style], "") + content
    return content.replace("</w:pPr>", f"</w:pPr>{mark}", 1)
