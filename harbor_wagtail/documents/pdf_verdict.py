"""What a PDF of ours is like for somebody who does not see it: checked in the file itself, before it is written.

It answers for what the package and an editor's words can get wrong: tags, labels, order of headings, language, contrast,
fonts. It is no certificate; ``docs/safety-plans.md`` says which checkers passed the plans we ship.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from harbor_wagtail.documents import fonts
from harbor_wagtail.theme import contrast

#: WCAG 1.4.3.
ENOUGH_CONTRAST = 4.5
_TEXTS = {
    "untagged": gettext_noop("Nothing in it is tagged: a screen reader finds no order in it."),
    "no-language": gettext_noop("It does not say which language it is in."),
    "no-title": gettext_noop("It has no title."),
    "no-label": gettext_noop("A place to fill in has no label."),
    "same-name": gettext_noop("Two places to fill in share one name: what is typed into one appears in the other."),
    "no-appearance": gettext_noop("A place to fill in is not drawn."),
    "field-untagged": gettext_noop("A place to fill in stands outside the reading order."),
    "heading-skipped": gettext_noop("A heading is two levels below the one before it, or more."),
    "no-scope": gettext_noop("A table has a header cell that says nothing of its column."),
    "no-words": gettext_noop("A picture has no words that stand for it."),
    "link-unnamed": gettext_noop("A link has no name."),
    "font-left-out": gettext_noop("A font is not in the file: another device draws other letters."),
    "pale": gettext_noop("Text is too pale to be read by everybody."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """``place`` is the label, the heading or the name at fault; ``page`` counts from 1, 0 is the whole file."""

    code: str
    place: str = ""
    page: int = 0

    def __str__(self) -> str:
        text = _(_TEXTS[self.code])
        if self.place and self.page:
            return _("%(what)s (“%(place)s”, page %(page)d)") % {"what": text, "place": self.place, "page": self.page}
        return f"{text} (“{self.place}”)" if self.place else text


@dataclass(frozen=True, slots=True)
class Verdict:
    """``contrast`` is the lowest there is between a text and its ground (21 is black on white)."""

    fields: int = 0
    headings: int = 0
    tables: int = 0
    contrast: float = 0.0
    findings: tuple[Finding, ...] = field(default=())


def judge(pdf: Any, css: str) -> Verdict:
    """``pdf`` is the finished tree of objects (pydyf), ``css`` the stylesheet it is drawn with."""
    file = _File(pdf)
    lowest = _lowest_contrast(css)
    found = [*file.whole(), *file.of_fields(), *file.of_headings(), *file.of_the_rest()]
    if lowest < ENOUGH_CONTRAST:
        found.append(Finding("pale"))
    kinds = Counter(str(each.get("S")) for each in file.elements)
    headings = sum(kinds[f"/H{level}"] for level in range(1, 7))
    return Verdict(len(file.widgets), headings, kinds["/Table"], lowest, tuple(found))


class _File:
    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        objects = [each for each in pdf.objects if isinstance(each, dict)]
        self.elements = [each for each in objects if each.get("Type") == "/StructElem"]
        self.widgets = [each for each in objects if each.get("Subtype") == "/Widget"]
        self.links = [each for each in objects if each.get("Subtype") == "/Link"]
        self.fonts = [each for each in objects if each.get("Type") == "/FontDescriptor"]
        self.pages = {_number(reference): page for page, reference in enumerate(pdf.page_references, start=1)}

    def whole(self) -> Iterator[Finding]:
        catalog = self.pdf.catalog
        if "StructTreeRoot" not in catalog or "MarkInfo" not in catalog or not self.elements:
            yield Finding("untagged")
        if not _words(catalog.get("Lang")):
            yield Finding("no-language")
        if not _words(self.pdf.info.get("Title")).strip():
            yield Finding("no-title")

    def of_fields(self) -> Iterator[Finding]:
        names = Counter(_words(each.get("T")) for each in self.widgets)
        for each in self.widgets:
            label, page = _words(each.get("TU")), self._page(each.get("P"))
            if not label.strip():
                yield Finding("no-label", _words(each.get("T")), page)
            if names[_words(each.get("T"))] > 1:
                yield Finding("same-name", label, page)
            if "AP" not in each:
                yield Finding("no-appearance", label, page)
            if "StructParent" not in each:
                yield Finding("field-untagged", label, page)

    def of_headings(self) -> Iterator[Finding]:
        before = 0
        for element in self._in_order():
            kind = str(element.get("S"))
            if not re.fullmatch(r"/H[1-6]", kind):
                continue
            level = int(kind[2])
            if level > before + 1:
                yield Finding("heading-skipped", f"H{level}", self._page(element.get("Pg")))
            before = level

    def of_the_rest(self) -> Iterator[Finding]:
        for each in self.elements:
            if each.get("S") == "/TH" and "Scope" not in each.get("A", {}):
                yield Finding("no-scope", page=self._page(each.get("Pg")))
            if each.get("S") == "/Figure" and not _words(each.get("Alt")).strip():
                yield Finding("no-words", page=self._page(each.get("Pg")))
        for each in self.links:
            if not _words(each.get("Contents")).strip():
                yield Finding("link-unnamed", page=self._page(each.get("P")))
        for each in self.fonts:
            if not {"FontFile", "FontFile2", "FontFile3"} & set(each):
                yield Finding("font-left-out", str(each.get("FontName", "")))

    def _in_order(self) -> Iterator[Any]:
        root = self.pdf.objects[_number(self.pdf.catalog["StructTreeRoot"])] if self.elements else {}
        waiting = list(reversed(root.get("K", ())))
        while waiting:
            element = self.pdf.objects[_number(waiting.pop())]
            if element.get("Type") == "/StructElem":
                yield element
                kids = [kid for kid in element.get("K", ()) if isinstance(kid, bytes)]
                waiting += reversed(kids)

    def _page(self, reference: Any) -> int:
        return self.pages.get(_number(reference), 0) if reference else 0


def _number(reference: Any) -> int:
    text = reference.decode() if isinstance(reference, bytes) else str(reference)
    return int(text.split()[0])


def _words(value: Any) -> str:
    words = getattr(value, "string", value)
    return words.decode("latin-1") if isinstance(words, bytes) else str(words or "")


# Contrast


def _lowest_contrast(css: str) -> float:
    """Of every color of text on every ground of the sheet: more pairs than a page has, never fewer."""
    inks = {_whole(each) for each in re.findall(r"(?<![-\w])color: *(#[0-9a-f]+)", css)}
    grounds = {_whole(each) for each in re.findall(r"background: *(#[0-9a-f]+)", css)} | {"#ffffff"}
    return round(min((contrast(ink, ground) for ink in inks for ground in grounds), default=21.0), 1)


def _whole(color: str) -> str:
    return color if len(color) == 7 else "#" + "".join(digit * 2 for digit in color[1:])


def missing_at(document: Any) -> list[tuple[str, str]]:
    """(sign, the text it stands in) for every sign no font has, so that an editor finds the place."""
    signs = fonts.missing(document.every_text(), document.language)
    return [(sign, next(text for text in document.every_text() if sign in text)) for sign in signs]
