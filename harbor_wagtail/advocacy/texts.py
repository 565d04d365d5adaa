"""Every text of a page with the block it is in: for the reading level, and for checks of the language."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail import blocks
from wagtail.rich_text import RichText

from harbor_wagtail.advocacy.citations import marks

_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|ul|ol|blockquote)>|<br\s*/?>")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Text:
    """``block_id`` is the stream child's, to jump to; ``path`` names block and field: ``myth.fact``, ``steps.items``."""

    path: str
    text: str
    block_id: str = ""


def stream_texts(stream: Any) -> Iterator[Text]:
    """Texts of a stream in their order, one for each paragraph or line."""
    for child in stream:
        for path, text in _texts(child.block, child.value, child.block_type):
            yield Text(path, text, str(child.id or ""))


def _texts(block: Any, value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, RichText):
        yield from ((path, line) for line in rich_lines(value.source))
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from _texts(child, value.get(name), f"{path}.{name}")
    elif isinstance(block, blocks.ListBlock):
        for each in value or ():
            yield from _texts(block.child_block, each, path)
    elif isinstance(block, blocks.BaseStreamBlock):
        for each in value or ():
            yield from _texts(each.block, each.value, f"{path}.{each.block_type}")
    elif isinstance(block, (blocks.CharBlock, blocks.TextBlock)) and not isinstance(block, blocks.URLBlock):
        yield from ((path, line) for line in str(value or "").splitlines() if line.strip())


def rich_lines(source: str) -> Iterator[str]:
    """Paragraphs and lines of rich text as it is stored, as plain words without the notes."""
    for piece in _BLOCK_END.split(marks.without_cites(source or "")):
        if words := " ".join(html.unescape(_TAG.sub("", piece)).split()):
            yield words
