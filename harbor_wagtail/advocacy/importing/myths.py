"""Myths and their facts, found by the words they begin with: "Myth 1: …", "Fact: …", or a table with those two columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.citations import marks
from harbor_wagtail.advocacy.importing.citing import Notebook
from harbor_wagtail.advocacy.importing.pieces import Kind, Piece, paragraph, plain, rich_list
from harbor_wagtail.advocacy.importing.told import Told

_OPEN = r"^(?:<[bi]>)*\s*"
_SHUT = r"(?:</[bi]>)*\s*(?:[#№]?\s*(\d{1,2}))?\s*(?:</[bi]>)*\s*"
_MYTH = re.compile(rf"{_OPEN}(?:myth|mito){_SHUT}(?:[:.–—-]\s*(?:</[bi]>)*\s*|$)(?:</[bi]>)*", re.IGNORECASE)
_FACT = re.compile(
    rf"{_OPEN}(?:fact|truth|reality|hecho|realidad|verdad){_SHUT}(?:[:.–—-]\s*(?:</[bi]>)*\s*|$)(?:</[bi]>)*",
    re.IGNORECASE,
)
_MATERIALS = re.compile(r"^(?:supporting materials?|sources?|materiales? de apoyo|fuentes?)\s*:?$", re.IGNORECASE)
_LINK = re.compile(r'<a href="(https?://[^"]+)">(.*?)</a>')
_MARKS = "“”\"'«»"


@dataclass
class Myth:
    place: str
    number: str = ""
    myth: list[str] = field(default_factory=list)
    heading: str = ""
    fact: list[str] = field(default_factory=list)
    materials: list[tuple[str, str]] = field(default_factory=list)

    def block(self, position: int, notebook: Notebook, told: Told) -> dict[str, Any]:
        """The words of a myth take no notes: theirs go to the fact, which says why it is not true."""
        said = " ".join(self.myth)
        moved = "".join(marks.markup(cite) for cite in marks.cites_in(said))
        if moved:
            told.mended(self.place, _("A note at the myth stands at its fact now."))
        fact = "".join(self.fact)
        value = {
            "myth": plain(said).strip(_MARKS + " "),
            "fact_heading": paragraph(self.heading),
            "fact": fact.replace("</p>", f"{moved}</p>", 1) if moved else fact,
            "what_works": "",
            "materials": [notebook.source_called(title, url) for title, url in self.materials],
            "number": int(self.number) if self.number and int(self.number) != position else None,
        }
        return {"type": "myth", "value": value}


def has_myths(pieces: list[Piece]) -> bool:
    return any(starts(piece) or is_pairs(piece) for piece in pieces)


def starts(piece: Piece) -> bool:
    return piece.kind in (Kind.HEADING, Kind.TEXT) and bool(_MYTH.match(piece.html))


def is_pairs(piece: Piece) -> bool:
    """A table with a column of myths and one of facts."""
    return piece.kind is Kind.TABLE and bool(piece.rows) and bool(_columns(piece))


def _columns(piece: Piece) -> list[int]:
    names = [re.sub(r"s$", "", plain(cell).strip(" :").lower()) for cell in piece.rows[0]]
    myth = [at for at, name in enumerate(names) if name in ("myth", "mito")]
    fact = [at for at, name in enumerate(names) if name in ("fact", "truth", "reality", "hecho", "realidad", "verdad")]
    return [myth[0], fact[0]] if len(myth) == len(fact) == 1 and len(names) == 2 else []


def from_table(piece: Piece) -> list[Myth]:
    at_myth, at_fact = _columns(piece)
    return [Myth(piece.place, "", [row[at_myth]], fact=[paragraph(row[at_fact])]) for row in piece.rows[1:]]


def read(pieces: list[Piece], start: int, told: Told) -> tuple[Myth | None, int]:
    """The pair that begins at ``start`` and where the next piece is; no pair where a myth has no fact."""
    first = pieces[start]
    found = _MYTH.match(first.html)
    if found is None:
        return None, start
    told.replaced(plain(found[0]))
    myth = Myth(first.place, found[1] or "", list(filter(None, [_tidy(first.html[found.end() :])])))
    at = start + 1
    while at < len(pieces) and not _FACT.match(pieces[at].html) and pieces[at].kind in (Kind.TEXT, Kind.QUOTE):
        if starts(pieces[at]):
            break
        myth.myth.append(pieces[at].html)
        at += 1
    if at >= len(pieces) or not _FACT.match(pieces[at].html) or not myth.myth:
        told.to_do(
            first.place, _("A myth without its fact. It was left as text; myths do not stand alone."), first.words
        )
        return None, start
    at = _fact(pieces, at, myth, told)
    return (myth, at) if myth.fact else (None, start)


def _fact(pieces: list[Piece], at: int, myth: Myth, told: Told) -> int:
    opening = pieces[at]
    told.replaced(" ".join(found[0] for found in [_FACT.match(opening.html)] if found))
    rest = _tidy(_FACT.sub("", opening.html, count=1))
    if rest and opening.kind is Kind.HEADING:
        myth.heading = rest
    elif rest:
        myth.fact.append(paragraph(rest))
    at += 1
    while at < len(pieces):
        piece = pieces[at]
        if starts(piece) or is_pairs(piece) or piece.kind in (Kind.TABLE, Kind.QUOTE):
            break
        if _MATERIALS.match(piece.words):
            told.replaced(piece.words)
            return _materials(pieces, at + 1, myth)
        if piece.kind is Kind.HEADING:
            break
        myth.fact.append(rich_list(piece) if piece.kind is Kind.LIST else paragraph(piece.html))
        at += 1
    return at


def _materials(pieces: list[Piece], at: int, myth: Myth) -> int:
    """Titles, each with its address in it, behind it or in the next paragraph."""
    title = ""
    while at < len(pieces) and pieces[at].kind in (Kind.TEXT, Kind.LIST) and not starts(pieces[at]):
        lines = [item.html for item in pieces[at].items] or pieces[at].html.split("<br/>")
        if any(item.below for item in pieces[at].items):
            break
        for line in lines:
            link = _LINK.search(line)
            words = plain(_LINK.sub("", line) if link and plain(link[2]).startswith("http") else line).strip(" :–—-")
            if link:
                myth.materials.append(
                    (title and not words and title or words or plain(link[2]), link[1].replace("&amp;", "&"))
                )
                title = "" if not words else _finish(title, myth)
            else:
                title = _finish(title, myth) or words
        at += 1
    _finish(title, myth)
    return at


def _finish(title: str, myth: Myth) -> str:
    if title:
        myth.materials.append((title, ""))
    return ""


def _tidy(rich: str) -> str:
    """A tag that was opened before the word "Myth" is shut after it without a beginning."""
    for tag in ("b", "i"):
        if rich.count(f"</{tag}>") > rich.count(f"<{tag}>"):
            rich = rich.replace(f"</{tag}>", "", 1)
    return rich.strip()
