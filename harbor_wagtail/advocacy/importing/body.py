"""Pieces as blocks of a body, as Wagtail stores them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.citations import marks
from harbor_wagtail.advocacy.importing import myths
from harbor_wagtail.advocacy.importing.citing import Notebook
from harbor_wagtail.advocacy.importing.pieces import Kind, Piece, paragraph, plain, rich_list
from harbor_wagtail.advocacy.importing.told import Told

_DRAFTING = re.compile(
    r"\bdrafting (?:considerations?|points?)\b|\bconsideraciones\b.*\b(?:redacci[oó]n|redactar)", re.IGNORECASE
)
_QUOTED = re.compile(r"^(?:<i>)?[“\"«](.+)[”\"»](?:</i>)?\s*((?:[–—-]\s*|<br/>).*)?$")
_SPOKEN_FROM = 8
_SAID_BY = re.compile(r"^[–—-]\s*\S")
Block = dict[str, Any]


class Builder:
    """``quote`` keeps somebody's words in a record without consent and returns its id; pages show nothing of it."""

    def __init__(self, told: Told, notebook: Notebook, quote: Callable[[str], int], kind: str) -> None:
        self._told, self._notebook, self._quote, self._kind = told, notebook, quote, kind
        self._blocks: list[Block] = []
        self._heading = ""
        self._myths = 0

    def blocks(self, pieces: list[Piece]) -> list[Block]:
        whole = [piece.words for piece in pieces]
        at = 0
        while at < len(pieces):
            piece = pieces[at]
            if myths.starts(piece):
                pair, after = myths.read(pieces, at, self._told)
                if pair:
                    self._myth(pair)
                    at = after
                    continue
            self._piece(piece, whole)
            at += 1
        return [
            block for block in self._blocks if any(block["value"].values() if _is_struct(block) else [block["value"]])
        ]

    def _piece(self, piece: Piece, whole: list[str]) -> None:
        if myths.is_pairs(piece):
            for pair in myths.from_table(piece):
                self._myth(pair)
        elif piece.kind is Kind.HEADING:
            self._section(piece)
        elif piece.kind is Kind.LIST:
            self._list(piece)
        elif piece.kind is Kind.TABLE:
            self._table(piece)
        elif piece.kind is Kind.QUOTE or _is_spoken(piece):
            self._spoken(piece, whole)
        else:
            self._text(paragraph(piece.html))

    def _add(self, kind: str, value: Any) -> None:
        self._blocks.append({"type": kind, "value": value})

    def _myth(self, pair: myths.Myth) -> None:
        self._myths += 1
        self._blocks.append(pair.block(self._myths, self._notebook, self._told))

    def _section(self, piece: Piece) -> None:
        self._heading = piece.words
        self._add("section", {"heading": paragraph(heading_line(piece, self._told)), "subheading": "", "text": ""})

    def _text(self, rich: str) -> None:
        """After a heading the text is the section's; after text it goes on."""
        last = self._blocks[-1] if self._blocks else None
        if last and last["type"] == "section":
            last["value"]["text"] += rich
        elif last and last["type"] == "text":
            last["value"] += rich
        else:
            self._add("text", rich)

    def _list(self, piece: Piece) -> None:
        if not piece.is_flat:
            self._text(rich_list(piece))
            return
        stem, lines = self._stem(), [paragraph(item.html) for item in piece.items]
        if self._kind == "brief" and _DRAFTING.search(self._heading):
            points = [{"text": line, "why": "", "examples": []} for line in lines]
            self._add("drafting", {"heading": "", "stem": stem, "items": points})
        else:
            self._add("steps" if piece.ordered else "bullets", {"heading": "", "stem": stem, "items": lines})

    def _stem(self) -> str:
        """The paragraph before a list that ends like a beginning: "A plan will:"."""
        last = self._blocks[-1] if self._blocks else None
        text = str(last["value"]["text"] if last["type"] == "section" else last["value"]) if last else ""
        if not last or last["type"] not in ("section", "text") or not text.endswith("</p>"):
            return ""
        kept, _open, stem = text.rpartition("<p>")
        if not plain(stem).endswith((":", "…", "...")) or "<br/>" in stem:
            return ""
        if last["type"] == "section":
            last["value"]["text"] = kept
        else:
            last["value"] = kept
        return "<p>" + stem

    def _table(self, piece: Piece) -> None:
        rows = [[paragraph(cell) for cell in row] for row in piece.rows]
        if not rows:
            return
        if len(rows) == 1 or len(rows[0]) == 1:
            for row in rows:
                self._text("".join(row))
            self._told.mended(piece.place, _("A table of one row or column is text now."), plain("".join(rows[0])))
            return
        if not piece.head:
            self._told.to_do(
                piece.place,
                _("The first row of this table was taken for the names of its columns."),
                plain(" ".join(rows[0])),
            )
        columns, *below = rows
        named = [cell or f"<p>{number}</p>" for number, cell in enumerate(columns, start=1)]
        self._add(
            "table", {"heading": "", "columns": named, "rows": [{"cells": row} for row in below], "names_rows": True}
        )

    def _spoken(self, piece: Piece, whole: list[str]) -> None:
        """Words of somebody. Repeated from the page, they are for the eye; else nothing shows them without consent."""
        lines = (_QUOTED.sub(r"\1\n\2", piece.html) if piece.kind is Kind.TEXT else piece.html).split("\n")
        words = " ".join(plain(line) for line in lines if not _SAID_BY.match(plain(line))).strip()
        by = " ".join(plain(line) for line in lines if _SAID_BY.match(plain(line)))
        if any(words.strip(' .“”"') in other and other != piece.words for other in whole):
            self._add("pull_quote", {"text": words})
        else:
            self._add("quote", {"heading": "", "quote": self._quote(words), "on_page": False, "on_paper": False})
            what = _(
                "Somebody’s words, kept under Quotes without consent. Nobody sees them until you record who agreed to what:"
            )
            self._told.to_do(piece.place, what, words)
        if by.strip("–—- ").casefold() in ("survivor", "sobreviviente"):
            self._told.replaced(by)
        elif by:
            self._told.left_out(piece.place, _("Who said it is not taken over. Ask how they want to be named."), by)
        if any(marks.cites_in(piece.html)):
            self._told.left_out(piece.place, _("A note at somebody’s words has no place there."))


def heading_line(piece: Piece, told: Told) -> str:
    """Headings take italics and notes. Bold they are; an address in one is told."""
    for url in re.findall(r'<a href="([^"]+)">', piece.html):
        told.left_out(piece.place, _("Headings lead nowhere: put this link into the text."), url)
    rich = re.sub(r'<a href="[^"]*">(.*?)</a>', r"\1", piece.html)
    return re.sub(r"\s+", " ", re.sub(r"</?b>", "", rich).replace("<br/>", " ")).strip()


def _is_struct(block: Block) -> bool:
    return isinstance(block["value"], dict)


def _is_spoken(piece: Piece) -> bool:
    """A paragraph that is nothing but words in quotation marks, and perhaps who said them."""
    found = _QUOTED.match(piece.html) if piece.kind is Kind.TEXT else None
    return found is not None and len(plain(found[1]).split()) >= _SPOKEN_FROM and not set(found[1]) & set("“”«»")
