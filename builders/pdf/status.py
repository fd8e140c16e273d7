"""The status of a finished PDF, written into its metadata: whether it is a draft.

PDF has no field for it. Document properties show keywords, so that people see it there;
programs find schema:creativeWorkStatus in the XMP packet, as in the EPUB.
"""

from __future__ import annotations

import re

from .objects import Objects, UnknownShapeError

_PACKET = re.compile(rb"/Metadata (\d+) 0 R")
_LENGTH = re.compile(rb"/Length (\d+)")
_END = b"</rdf:Description>"
_DRAFT = (
    b'<schema:creativeWorkStatus xmlns:schema="http://schema.org/">Draft'
    b"</schema:creativeWorkStatus>"
)


def as_draft(data: bytes) -> bytes:
    """The PDF with a packet of metadata that says "Draft" (ISO 16684-1, 7.4).

    Raises `UnknownShapeError` for a file that Typst 0.15 has not written.
    """
    objects = Objects(data)
    found = _PACKET.search(objects[objects.root])
    number = int(found[1]) if found else 0
    packet = objects[number] if number else b""
    if packet.count(_END) != 1 or not _LENGTH.search(packet):
        raise UnknownShapeError("no packet of metadata")
    longer = packet.replace(_END, _DRAFT + _END)
    objects[number] = _LENGTH.sub(
        lambda length: b"/Length %d" % (int(length[1]) + len(_DRAFT)), longer, count=1
    )
    return objects.write()
