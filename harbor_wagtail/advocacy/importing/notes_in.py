"""Where the notes of a document are: Word's, Markdown's, and those somebody typed with raised numbers.

Each mark becomes a tag ``harbor-note`` and each note is taken out of the text, so that all three are read alike.
"""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup, Tag

from harbor_wagtail.advocacy.importing.inline import NOTE_TAG
from harbor_wagtail.advocacy.importing.told import Told
from harbor_wagtail.keys import key

_WORD_MARK = re.compile(r"^#((?:foot|end)note-\d+)$")
_MARKDOWN_MARK = re.compile(r"^#(fn\d+)$")
_BACK = re.compile(r"^#(?:fnref|(?:foot|end)note-ref-)")
_TYPED = re.compile(r"^\s*\[?(\d{1,3})\]?[.)]?\s+(?=\S)")
_RAISED = re.compile(r"^\s*\[?(\d{1,3}(?:\s*,\s*\d{1,3})*)\]?\s*$")


def take_notes(soup: BeautifulSoup, told: Told) -> dict[str, Tag]:
    """The notes by the name that the tags in ``soup`` now give; the text has them no more."""
    notes = _linked(soup)
    notes.update(_typed(soup, told))
    return notes


def _linked(soup: BeautifulSoup) -> dict[str, Tag]:
    notes: dict[str, Tag] = {}
    for link in soup.find_all("a", href=True):
        if found := _WORD_MARK.match(str(link["href"])) or _MARKDOWN_MARK.match(str(link["href"])):
            note = soup.find("li", id=found[1])
            if isinstance(note, Tag):
                notes[found[1]] = note
                raised = link.parent if link.parent and link.parent.name == "sup" else link
                raised.replace_with(_mark(soup, found[1]))
    for note in notes.values():
        for back in note.find_all("a", href=_BACK):
            back.decompose()
        holder = note.parent
        note.extract()
        _drop_if_empty(holder)
    return notes


def _drop_if_empty(holder: Any) -> None:
    while isinstance(holder, Tag) and holder.name in ("ol", "section") and not holder.get_text(strip=True):
        holder, empty = holder.parent, holder
        empty.decompose()


def _typed(soup: BeautifulSoup, told: Told) -> dict[str, Tag]:
    """A raised number leads to the next paragraph (or line of a list) that begins with it."""
    places = {id(tag): place for place, tag in enumerate(soup.find_all(True))}
    marks = [tag for tag in soup.find_all("sup") if _RAISED.match(tag.get_text()) and not _begins(tag)]
    candidates = [(places[id(tag)], number, tag) for number, tag in _candidates(soup)]
    notes: dict[str, Tag] = {}
    for mark in marks:
        numbers = [int(number) for number in re.findall(r"\d+", mark.get_text())]
        found = [_next(candidates, places[id(mark)], number) for number in numbers]
        if any(each is None for each in found):
            continue  # a power, or a note that is not in the file: the number stays as it is
        for place in found:
            name = f"typed-{place[0]}"
            notes[name] = place[2]
            mark.insert_before(_mark(soup, name))
        told.replaced(mark.get_text())
        mark.decompose()
    for note in notes.values():
        told.replaced(_without_number(note))
        holder = note.parent
        note.extract()
        _drop_if_empty(holder)
    return notes


def _candidates(soup: BeautifulSoup) -> list[tuple[int, Tag]]:
    found = []
    for tag in soup.find_all("p"):
        if number := _TYPED.match(tag.get_text()):
            found.append((int(number[1]), tag))
    for listed in soup.find_all("ol"):
        if listed.find_parent(["li", "ol", "ul"]) is None:
            start = key(listed.get("start"))
            first = 1 if start is None else start
            lines = listed.find_all("li", recursive=False)
            found += [(number, tag) for number, tag in enumerate(lines, start=first)]
    return found


def _next(candidates: list[tuple[int, int, Tag]], after: int, number: int) -> Any:
    later = [each for each in candidates if each[0] > after and each[1] == number]
    return min(later, key=lambda each: each[0]) if later else None


def _begins(tag: Tag) -> bool:
    """Whether the raised number opens its paragraph: then it is the note, not the mark."""
    before = tag.previous_sibling
    while before is not None and not str(before).strip():
        before = before.previous_sibling
    return before is None and tag.parent is not None and tag.parent.name == "p"


def _without_number(note: Tag) -> str:
    """Returns the number that was taken off."""
    if note.name != "p":
        return ""
    for text in note.find_all(string=True):
        if not str(text).strip():
            continue
        kept = re.sub(r"^\s*\[?\d{1,3}\]?[.)]?\s*", "", str(text), count=1)
        text.replace_with(kept)
        return str(text).removesuffix(kept)
    return ""


def _mark(soup: BeautifulSoup, name: str) -> Tag:
    return soup.new_tag(NOTE_TAG, attrs={"note": name})
