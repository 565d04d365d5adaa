"""One line of a document as rich text: bold, italic, links, notes, and nothing else."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

from bs4.element import Comment, NavigableString, PreformattedString, Tag
from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.importing.told import Told
from harbor_wagtail.models.source import clean_url

NOTE_TAG = "harbor-note"
_KEPT = {"strong": "b", "b": "b", "em": "i", "i": "i", "cite": "i"}
_NO_TEXT = ("script", "style", "template", "noscript", "iframe", "object", "svg")
_LEADS = re.compile(r"^(?:https?://|mailto:|tel:)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+")
_BROKEN = re.compile(r"(?<!\w)([^\W\d_]+)-(?:\n|<br/>)\s*([^\W\d_]+)(?!\w)")
_ESCAPED = re.compile(r"\\([_*~#&\[\]])")


class Liner:
    """Makes rich text of what lies in a tag. ``note`` gives the mark of a note, ``known`` are the words of the whole file."""

    def __init__(self, told: Told, note: Callable[[str], str], known: frozenset[str]) -> None:
        self._told, self._note, self._known = told, note, known
        self.place = ""

    def line(self, nodes: Any) -> str:
        """``nodes``: a tag, or what lies in one."""
        rich = "".join(self._node(node, False) for node in nodes)
        rich = _BROKEN.sub(self._joined, rich.replace("\u00ad", ""))
        rich = re.sub(r"[ \t\r\n\f\v]+", " ", rich).strip()
        rich = re.sub(r"<(b|i)>(\s*)</\1>", r"\2", rich)
        return re.sub(r"^(?:<br/>\s*)+|(?:\s*<br/>)+$", "", rich).strip()

    def _node(self, node: Any, in_link: bool) -> str:
        if isinstance(node, Comment):
            self._told.left_out(self.place, _("A remark in the file that readers never saw."), str(node).strip())
        if isinstance(node, PreformattedString):
            return ""
        if isinstance(node, NavigableString):
            return self._text(str(node), in_link)
        return self._tag(node, in_link) if isinstance(node, Tag) else ""

    def _tag(self, tag: Tag, in_link: bool) -> str:
        if tag.name in _NO_TEXT:
            self._told.left_out(
                self.place, _("Something that only browsers understand."), tag.get_text(" ", strip=True)
            )
            return ""
        if tag.name == NOTE_TAG:
            return self._note(str(tag["note"]))
        if tag.name == "img":
            return self._picture(tag)
        if tag.name == "br":
            return "<br/>"
        if tag.name in ("s", "del", "strike"):
            self._told.to_do(
                self.place, _("These words were struck through in the file. Here they are not."), tag.get_text()
            )
        inside = "".join(self._node(child, in_link or tag.name == "a") for child in tag.children)
        if tag.name == "a" and not in_link:
            return self._link(tag, inside)
        kept = _KEPT.get(tag.name)
        # A space at the end of bold words belongs after them.
        return re.sub(r"^(\s*)(.*?)(\s*)$", rf"\1<{kept}>\2</{kept}>\3", inside, flags=re.DOTALL) if kept else inside

    def _text(self, text: str, in_link: bool) -> str:
        if in_link or "://" not in text:
            return html.escape(clean_url(text) if in_link else text, quote=False)
        pieces, start = [], 0
        for found in _ADDRESS.finditer(text):
            shown = found[0].rstrip(".,;:!?")
            shown = shown.rstrip(")") if shown.count(")") > shown.count("(") else shown
            pieces.append(html.escape(text[start : found.start()], quote=False))
            pieces.append(_link_to(clean_url(shown), html.escape(clean_url(shown), quote=False)))
            start = found.start() + len(shown)
        return "".join(pieces) + html.escape(text[start:], quote=False)

    def _link(self, tag: Tag, inside: str) -> str:
        url = clean_url(_ESCAPED.sub(r"\1", html.unescape(str(tag.get("href") or "")))).replace("%5C", "")
        if _LEADS.match(url) and inside.strip():
            return _link_to(url, inside)
        if url and not url.startswith("#"):
            self._told.left_out(self.place, _("A link that leads nowhere from here; its words stayed."), url)
        return inside

    def _picture(self, tag: Tag) -> str:
        name = " ".join(filter(None, [str(tag.get("alt") or ""), str(tag.get("src") or "")]))
        what = _("A picture. Add it under Images and put a block “Picture” here, with the picture in words.")
        self._told.left_out(self.place, what, name)
        return ""

    def _joined(self, found: re.Match[str]) -> str:
        """A word that was cut at the end of a line, unless it has its hyphen elsewhere, too."""
        first, second = found[1], found[2]
        if not second[0].islower() or f"{first}-{second}".lower() in self._known:
            return f"{first}-{second}"
        self._told.mended(self.place, _("A word that was cut at the end of a line was joined:"), f"{first}-{second}")
        return first + second


def _link_to(url: str, inside: str) -> str:
    return f'<a href="{html.escape(url)}">{inside}</a>'
