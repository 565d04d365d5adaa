"""Word to plain HTML. What mammoth passes over without a word is looked up in the XML and told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.importing.guards import word_parts
from harbor_wagtail.advocacy.importing.source import Source
from harbor_wagtail.advocacy.importing.told import Told, Unreadable

STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
"""
#: The XML of a part that is not read as text holds these words all the same.
_AROUND = (
    (re.compile(r"word/(?:header|footer)\d*\.xml"), "w"),
    (re.compile(r"word/comments\.xml"), "w"),
    (re.compile(r"word/(?:diagrams/data|charts/chart)\d*\.xml"), "a"),
)


def read(path: Path, told: Told) -> Source:
    """``told`` gets tracked changes, comments, headers and footers, drawings and what mammoth does not know."""
    parts = word_parts(path)
    _tell_changes(parts["word/document.xml"], told)
    _tell_around(parts, told)
    html = _converted(path)
    return Source(html)


def words_of_document(path: Path) -> str:
    """All text a reader of the document sees, from its XML: against this the page is checked."""
    return " ".join(_text(part) for name, part in word_parts(path).items() if _is_read(name))


def _is_read(name: str) -> bool:
    return name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")


def _converted(path: Path) -> str:
    import mammoth

    try:
        with path.open("rb") as stream:
            done = mammoth.convert_to_html(
                stream, style_map=STYLES, convert_image=mammoth.images.img_element(_no_picture)
            )
    except RecursionError:
        raise Unreadable(_("The document is nested too deeply to be read.")) from None
    except Exception:  # mammoth names no errors of its own; whatever it stumbles on, the file is at fault
        raise Unreadable(_("The file is damaged. Open it in Word, and save it again.")) from None
    return str(done.value)


def _no_picture(_picture: Any) -> dict[str, str]:
    return {"src": ""}


def _tell_changes(document: Element, told: Told) -> None:
    deleted = [text for each in document.iter() if _name(each) in ("del", "moveFrom") if (text := _text(each, True))]
    if deleted:
        told.mended("", _("Tracked deletions were left out, as if they had been accepted."), " … ".join(deleted))
    inserted = [text for each in document.iter() if _name(each) == "ins" if (text := _text(each))]
    if inserted:
        told.mended("", _("Tracked insertions were kept, as if they had been accepted."), " … ".join(inserted))


def _tell_around(parts: dict[str, Element], told: Told) -> None:
    what = (
        _("The line at the top or bottom of every sheet has no place on the page."),
        _("A comment is not put on the page."),
        _("A drawing or chart is not taken over. Save it as a picture, and say in words what it shows."),
    )
    for name, part in sorted(parts.items()):
        for (pattern, _prefix), said in zip(_AROUND, what, strict=True):
            if pattern.fullmatch(name):
                pieces = [_text(each) for each in part if _name(each) == "comment"] or [_text(part)]
                for words in filter(lambda text: re.search(r"[^\W\d_]", text), pieces):
                    told.left_out("", said, words)


def _text(element: Element, deleted: bool = False) -> str:
    return " ".join("".join(_pieces(element, deleted)).split())


def _pieces(element: Element, deleted: bool) -> Iterator[str]:
    for child in element:
        name = _name(child)
        if name == "t" or (deleted and name == "delText"):
            yield child.text or ""
        elif name in ("tab", "br", "cr"):
            yield " "
        elif name == "noBreakHyphen":
            yield "\u2011"
        # What is in a choice stands in its fallback again.
        elif name != "Choice" and (deleted or name not in ("del", "moveFrom")):
            yield from _pieces(child, deleted)
            if name in ("p", "tc"):
                yield " "


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
