"""Markdown to plain HTML, with the line each block stands on."""

from __future__ import annotations

import codecs
import re
from typing import Any

from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.importing.source import Source
from harbor_wagtail.advocacy.importing.told import Told

_DEFINED = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)
_USED = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_LINK_TEXT = re.compile(r"^ {0,3}\[(?!\^)([^\]]+)\]:\s*(\S+)", re.MULTILINE)
_FRONT = re.compile(r"\A---\s*\n(.*?)\n(?:---|\.\.\.)\s*\n", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.IGNORECASE)


def read(content: bytes, told: Told) -> Source:
    """``told`` gets what Markdown has that a page has not."""
    text = _decoded(content, told).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    title, text = _without_front(text, told)
    text += _unused_notes(text, told)
    _tell_unused_addresses(text, told)
    return Source(_rendered(text), title)


def _decoded(content: bytes, told: Told) -> str:
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(codec, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        told.to_do("", _("The file is not in UTF-8. It was read as a Windows file: look at accents and dashes."))
        return content.decode("cp1252", "replace")


def _without_front(text: str, told: Told) -> tuple[str, str]:
    """The lines between dashes at the top of a file, which some programs write. Their place is kept, for the numbers of lines."""
    found = _FRONT.match(text)
    if not found or ":" not in found[1]:
        return "", text
    title = ""
    for line in filter(None, map(str.strip, found[1].splitlines())):
        if not title and (said := _FRONT_TITLE.match(line)):
            title = said[1]
        else:
            told.left_out(_("line 1"), _("A line from the head of the file has no place on the page."), line)
    return title, "\n" * found[0].count("\n") + text[found.end() :]


def _unused_notes(text: str, told: Told) -> str:
    """Marks for notes that nothing leads to; without one the reader of Markdown drops them."""
    used = set(_USED.findall(text))
    lost = [label for label in dict.fromkeys(_DEFINED.findall(text)) if label not in used]
    if lost:
        told.to_do("", _("No text leads to these notes. They stand at the end of the page."), ", ".join(lost))
    return "".join(f"\n\n[^{label}]\n" for label in lost)


def _tell_unused_addresses(text: str, told: Told) -> None:
    for label, url in _LINK_TEXT.findall(text):
        if len(re.findall(re.escape(f"[{label}]"), text, re.IGNORECASE)) < 2:
            told.left_out("", _("An address that nothing leads to."), f"{label} {url}")


def _rendered(text: str) -> str:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(footnote_plugin)
    environment: dict[str, Any] = {}
    tokens = reader.parse(text, environment)
    for token in tokens:
        if token.map and token.nesting >= 0:
            token.attrSet("data-line", str(token.map[0] + 1))
    return str(reader.renderer.render(tokens, reader.options, environment))
