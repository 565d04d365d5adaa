"""Fonts in a PDF that do not tell when it was made."""

from __future__ import annotations

import io
from typing import Any


def undate(pdf: Any) -> None:
    """Give each font that was made smaller the day it was drawn in place of this second, in place.

    WeasyPrint makes fonts smaller with HarfBuzz, which leaves their dates alone. On a machine without that part of it
    (``libharfbuzz-subset0``) fontTools does, and writes the time into them: a plan would tell when it was fetched, and
    two files of the same words would differ.
    """
    for stream in pdf.objects:
        # Other streams have no such entry; what is no sfnt (OpenType with CFF too) is left as it is.
        if getattr(stream, "extra", {}).get("Length1") is not None:
            content = _undated(b"".join(stream.stream))
            stream.stream[:] = [content]
            stream.extra["Length1"] = len(content)


def _undated(content: bytes) -> bytes:
    from fontTools.ttLib import TTFont  # comes with WeasyPrint

    # Tables that nobody asks for are written as they are read.
    font = TTFont(io.BytesIO(content), recalcTimestamp=False, recalcBBoxes=False, lazy=True)
    if font["head"].modified == font["head"].created:
        return content
    font["head"].modified = font["head"].created
    target = io.BytesIO()
    font.save(target, reorderTables=None)
    return target.getvalue()
