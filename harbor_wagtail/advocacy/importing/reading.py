"""Plain HTML taken apart into pieces, in the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.importing.inline import Liner
from harbor_wagtail.advocacy.importing.pieces import Item, Kind, Piece, plain
from harbor_wagtail.advocacy.importing.told import Told

_HEADING = re.compile(r"^h([1-6])$")
#: Tags that hold blocks. Whatever is not named here is a part of a line.
_BLOCKS = {"p", "ul", "ol", "table", "blockquote", "pre", "hr", "dl", "h1", "h2", "h3", "h4", "h5", "h6"}
_BOXES = {
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "aside",
    "figure",
    "details",
    "body",
    "html",
    "center",
}
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")


class Reader:
    """``note`` gives the mark of a note by its name; it is asked in reading order."""

    def __init__(self, told: Told, note: Callable[[str], str], soup: BeautifulSoup) -> None:
        known = frozenset(word.lower() for word in _WORDS.findall(soup.get_text()))
        self._told = told
        self._liner = Liner(told, note, known)
        self._heading = ""

    def pieces(self, parent: Tag) -> Iterator[Piece]:
        loose: list[Any] = []
        for node in parent.children:
            if isinstance(node, Tag) and node.name in _BLOCKS | _BOXES:
                yield from self._loose(loose)
                yield from self.pieces(node) if node.name in _BOXES else self._block(node)
            else:
                loose.append(node)
        yield from self._loose(loose)

    def _loose(self, nodes: list[Any]) -> Iterator[Piece]:
        """Words outside of any paragraph are a paragraph."""
        place = self._place(next((node for node in nodes if isinstance(node, Tag)), None))
        if rich := self._line(nodes, place):
            yield Piece(Kind.TEXT, place, rich)
        nodes.clear()

    def _block(self, tag: Tag) -> Iterator[Piece]:
        place = self._place(tag)
        if found := _HEADING.match(tag.name):
            yield from self._headed(tag, int(found[1]), place)
        elif tag.name in ("ul", "ol"):
            yield from self._list(tag, place)
        elif tag.name == "table":
            yield self._table(tag, place)
        elif tag.name == "blockquote":
            _keep_signature(tag)
            if lines := [
                line for piece in self.pieces(tag) for line in re.split("\u2028|<br/>", "\n".join(_lines(piece)))
            ]:
                yield Piece(Kind.QUOTE, place, "\n".join(lines))
        elif tag.name == "dl":
            yield from self._definitions(tag, place)
        elif tag.name != "hr" and (rich := self._line(tag.children, place)):
            yield Piece(Kind.TEXT, place, rich)

    def _headed(self, tag: Tag, level: int, place: str) -> Iterator[Piece]:
        if rich := self._line(tag.children, place):
            yield Piece(Kind.HEADING, place, rich, level)
            self._heading = plain(rich)

    def _list(self, tag: Tag, place: str) -> Iterator[Piece]:
        """Tables and quotes inside a list cannot stay in it: they follow."""
        after: list[Piece] = []
        items = [self._item(line, after) for line in tag.find_all("li", recursive=False)]
        items = [item for item in items if item.html or item.below]
        if items:
            yield Piece(Kind.LIST, place, ordered=tag.name == "ol", items=items)
        for piece in after:
            self._told.mended(piece.place, _("It stood inside a list; here it follows the list."))
        yield from after

    def _item(self, tag: Tag, after: list[Piece]) -> Item:
        lines, below = [], None
        for piece in self.pieces(tag):
            if piece.kind is Kind.LIST:
                below = piece if below is None else _joined(below, piece)
            elif piece.kind in (Kind.TABLE, Kind.QUOTE):
                after.append(piece)
            else:
                lines.append(piece.html)
        return Item("<br/>".join(lines), below)

    def _table(self, tag: Tag, place: str) -> Piece:
        rows = [row for row in tag.find_all("tr") if row.find_parent("table") is tag]
        cells = [[self._cell(cell, place) for cell in row.find_all(["td", "th"], recursive=False)] for row in rows]
        kept = [(row, line) for row, line in zip(rows, cells, strict=True) if any(line)]
        head = bool(kept) and (
            kept[0][0].find("td", recursive=False) is None or kept[0][0].find_parent("thead") is not None
        )
        width = max((len(line) for _row, line in kept), default=0)
        padded = [[*line, *[""] * (width - len(line))] for _row, line in kept]
        return Piece(Kind.TABLE, place, rows=padded, head=head)

    def _cell(self, tag: Tag, place: str) -> str:
        if any(cell.get("colspan") or cell.get("rowspan") for cell in [tag]):
            self._told.to_do(place, _("Cells of this table were joined. Look whether each word is in its column."))
        return "<br/>".join(line for piece in self.pieces(tag) for line in _lines(piece))

    def _definitions(self, tag: Tag, place: str) -> Iterator[Piece]:
        for child in tag.find_all(["dt", "dd"]):
            if rich := self._line(child.children, place):
                yield Piece(Kind.TEXT, place, f"<b>{rich}</b>" if child.name == "dt" else rich)

    def _line(self, nodes: Any, place: str) -> str:
        self._liner.place = place
        return self._liner.line(nodes)

    def _place(self, tag: Tag | None) -> str:
        line = tag.get("data-line") if tag is not None else None
        if line:
            return _("line %(number)s") % {"number": line}
        return _("below “%(heading)s”") % {"heading": self._heading[:60]} if self._heading else _("at the top")


def _keep_signature(quote: Tag) -> None:
    """Who said it stands on a line of its own, which Markdown takes for the same one."""
    for text in quote.find_all(string=re.compile(r"\n\s*[–—-]")):
        text.replace_with(re.sub(r"\n\s*(?=[–—-]\s*\S)", "\u2028", str(text)))


def _lines(piece: Piece) -> list[str]:
    if piece.kind is Kind.LIST:
        return list(filter(None, _flat(piece)))
    if piece.kind is Kind.TABLE:
        return [" · ".join(filter(None, row)) for row in piece.rows]
    return piece.html.split("\n")


def _flat(piece: Piece) -> Iterator[str]:
    for item in piece.items:
        yield item.html
        if item.below:
            yield from _flat(item.below)


def _joined(first: Piece, second: Piece) -> Piece:
    first.items += second.items
    return first


def soup_of(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")
