"""A quote that may not be shown leaves nothing behind: neither its block nor a section that was made for it alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from harbor_wagtail.advocacy.outline import Part, Section
from harbor_wagtail.advocacy.quotes import serving


def without_holes(sections: list[Section], request: HttpRequest, mode: str) -> list[Section]:
    """``sections`` as they are to be shown now. In a preview all stay: the editor is told what is missing."""
    if getattr(request, "is_preview", False):
        return sections
    _read_at_once(sections)
    channel = serving.channel_of({"mode": mode})
    kept = []
    for section in sections:
        parts = [part for part in section.parts if not _is_absent(part, request, channel)]
        if parts or len(parts) == len(section.parts) or _says_something(section):
            kept.append(replace(section, parts=parts))
    return kept


def _read_at_once(sections: list[Section]) -> None:
    """However many quotes there are, the same few queries; the blocks that are rendered later have the same objects."""
    blocks = (part.block for section in sections for part in section.parts if part.block.block_type == "quote")
    quotes = [quote for block in blocks if (quote := block.value["quote"])]
    if quotes:
        prefetch_related_objects(quotes, "source", "translations", "original__source", "original__translations")


def _is_absent(part: Part, request: HttpRequest, channel: str) -> bool:
    return part.block.block_type == "quote" and serving.find(part.block.value, request, channel) is None


def _says_something(section: Section) -> bool:
    value: Any = section.head.value if section.head else None
    return bool(value and value["text"])
