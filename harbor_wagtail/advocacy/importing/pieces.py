"""A document in pieces: headings, paragraphs, lists, tables, quotes, each with its place in the file."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from enum import Enum

from harbor_wagtail.advocacy.citations import marks

_TAG = re.compile(r"<[^>]*>")


class Kind(Enum):
    HEADING = "heading"
    TEXT = "text"
    LIST = "list"
    TABLE = "table"
    QUOTE = "quote"


@dataclass(slots=True)
class Item:
    """One line of a list; ``below`` is the list inside it."""

    html: str
    below: Piece | None = None


@dataclass(slots=True, eq=False)
class Piece:
    """``html`` is rich text of one line: bold, italic, links, line breaks, notes. ``level`` is that of a heading.

    ``rows`` are those of a table; ``head`` says that the first one names the columns.
    """

    kind: Kind
    place: str
    html: str = ""
    level: int = 0
    ordered: bool = False
    items: list[Item] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    head: bool = False

    @property
    def words(self) -> str:
        return plain(self.html)

    @property
    def is_flat(self) -> bool:
        return all(item.below is None and "<br/>" not in item.html for item in self.items)


def plain(rich: str) -> str:
    """Rich text without its marks and notes, in one line."""
    return " ".join(html.unescape(_TAG.sub("", marks.without_cites(rich).replace("<br/>", " "))).split())


def paragraph(rich: str) -> str:
    return f"<p>{rich}</p>" if rich else ""


def rich_list(piece: Piece) -> str:
    """A list as rich text holds it, lists inside lists included."""
    tag = "ol" if piece.ordered else "ul"
    lines = "".join(f"<li>{item.html}{rich_list(item.below) if item.below else ''}</li>" for item in piece.items)
    return f"<{tag}>{lines}</{tag}>"
