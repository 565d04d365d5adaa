"""The report card of one place as a tagged PDF: made of the page that is printed, kept by the digest of what it was made from."""

from __future__ import annotations

import hashlib
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from harbor_wagtail import __version__
from harbor_wagtail.advocacy.files import DENSE, LOOSE, Offer, keep
from harbor_wagtail.advocacy.models import HandoutFile
from harbor_wagtail.documents import engine, pdf

SHEET = "handout.css"
TEMPLATE = "harbor_advocacy/report_cards/card_pdf.html"
#: Longer ones are set closer, in two columns; what still does not fit is not cut.
MOST_PAGES = 2


def offer(page: Any, url: str) -> Offer | None:
    return Offer(url) if page.pk and url and engine.available() else None


def card_file(view: Any) -> HandoutFile:
    """The file for the card as it is now. Raises ``engine.NoEngine`` where none can be made."""
    language = view.page.locale.language_code
    with translation.override(language):
        context = {"page": view.page, "view": view, "links": view.links, **view.page.get_cards_context(view)}
        html = render_to_string(TEMPLATE, context, request=view.request)
    digest = hashlib.sha256(f"{__version__}:{pdf.FORMAT}:{html}".encode()).hexdigest()
    owner = f"report-card:{view.page.pk}:{view.edition.pk}:{view.place.pk}"
    kept = HandoutFile.objects.filter(owner=owner, digest=digest).first()
    return kept or keep(_make(html, language, owner, digest))


def _make(html: str, language: str, owner: str, digest: str) -> HandoutFile:
    rtl = ' dir="rtl"' in html[:200]
    made = pdf.make_from_html(html, language, SHEET, rtl=rtl)
    if made.pages > MOST_PAGES:
        made = pdf.make_from_html(html.replace(LOOSE, DENSE, 1), language, SHEET, rtl=rtl)
    return HandoutFile(owner=owner, digest=digest, content=made.content, size=len(made.content), pages=made.pages)
