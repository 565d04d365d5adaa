"""The content tree as HTML: for a page to fill in, for paper, and for the PDF engine."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import translation

from harbor_wagtail.documents.tree import Document

#: Marks of direction that keep a number whole where no element can stand, as in a page's margin.
ISOLATE = "\u2066{}\u2069"


def pdf_html(document: Document, *, fillable: bool = True) -> str:
    """A whole HTML document for the PDF engine, in the language of ``document``; lines instead of fields if asked."""
    return _render("harbor_wagtail/documents/pdf.html", document, "pdf" if fillable else "print")


def card_html(document: Document) -> str:
    """The wallet card: one sheet to cut out and fold."""
    return _render("harbor_wagtail/documents/card.html", document, "print")


def running_foot(document: Document) -> str:
    """What stands at the foot of every sheet: the first hotline, or the emergency number."""
    line = next((each for each in document.emergency.lines if each.call), None)
    if line is None:
        return ISOLATE.format(document.emergency.number) if document.emergency.number else ""
    return f"{line.name}: {ISOLATE.format(line.call)}"


def _render(template: str, document: Document, mode: str) -> str:
    with translation.override(document.language):
        return render_to_string(template, {"document": document, "mode": mode, "foot": running_foot(document)})
