"""Links that stand inside pages: in rich text, and in every block of a body that holds a web address.

What is stored is read, not what is shown, so that no record a block leads to is loaded: a night's run reads every page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField

from harbor_wagtail.models.link_check import LinkCheck

_HREF = re.compile(r"""<a\b[^>]*?\shref\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
ARROW = " ▸ "


@dataclass(frozen=True, slots=True)
class Written:
    """A link as it stands in a page. ``where`` names field and block in words; ``block_id`` is the block's in the form."""

    kind: str
    target: str
    where: str
    block_id: str = ""


@dataclass(frozen=True, slots=True)
class _Spot:
    path: tuple[str, ...]
    block_id: str = ""

    def inside(self, block: Any, block_id: Any = "") -> _Spot:
        return _Spot((*self.path, str(block.label or block.name)), str(block_id or "") or self.block_id)

    def written(self, kind: str, target: str) -> Written:
        return Written(kind, target, ARROW.join(dict.fromkeys(filter(None, self.path))), self.block_id)


def written_in(page: Any) -> Iterator[Written]:
    """Every link of a page in the order of its fields; those to its own site's pages and documents are Wagtail's to keep."""
    for field in page._meta.concrete_fields:
        spot, value = _Spot((str(field.verbose_name),)), getattr(page, field.attname)
        if isinstance(field, StreamField):
            yield from _in_stream(value.stream_block, value.raw_data, spot)
        elif isinstance(field, RichTextField):
            yield from _in_rich_text(value, spot)
        elif isinstance(field, models.URLField):
            yield from _address(value, spot)


def _in_block(block: Any, value: Any, spot: _Spot) -> Iterator[Written]:
    if not value:
        return
    if isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from _in_block(child, value.get(name), spot.inside(child))
    elif isinstance(block, blocks.ListBlock):
        for each in value:
            item = each if isinstance(each, dict) and each.get("type") == "item" else {"value": each}
            yield from _in_block(block.child_block, item["value"], spot)
    elif isinstance(block, blocks.BaseStreamBlock):
        yield from _in_stream(block, value, spot)
    elif isinstance(block, (blocks.RichTextBlock, blocks.RawHTMLBlock)):
        yield from _in_rich_text(value, spot)
    elif isinstance(block, blocks.URLBlock):
        yield from _address(value, spot)


def _in_stream(block: Any, children: Iterable[Any], spot: _Spot) -> Iterator[Written]:
    for each in children:
        child = block.child_blocks.get(each["type"])
        if child is not None:
            yield from _in_block(child, each["value"], spot.inside(child, each.get("id")))


def _in_rich_text(source: Any, spot: _Spot) -> Iterator[Written]:
    for found in _HREF.finditer(str(source or "")):
        yield from _address(html.unescape(found[1] or found[2] or ""), spot)


def _address(value: Any, spot: _Spot) -> Iterator[Written]:
    target = str(value or "").strip()
    scheme, _colon, rest = target.partition(":")
    if scheme.lower() in ("http", "https"):
        yield spot.written(LinkCheck.Kind.WEB, target)
    elif scheme.lower() in ("tel", "sms"):
        yield spot.written(LinkCheck.Kind.PHONE, unquote(re.split(r"[?;&]", rest)[0]))
