"""The PDF of a handout: made of the very page that is shown, kept by the digest of what it was made from.

What a page may not show any more (a quote whose consent ended) is not in what the digest is taken of, so a file that
still has it is never given out again.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation

from harbor_wagtail import __version__
from harbor_wagtail.advocacy.models import HandoutFile
from harbor_wagtail.advocacy.quotes import memory, serving
from harbor_wagtail.documents import engine, pdf
from harbor_wagtail.not_written import NOT_WRITING, note

logger = logging.getLogger(__name__)
SHEET = "handout.css"
LOOSE, DENSE = 'data-set="loose"', 'data-set="dense"'


@dataclass(frozen=True, slots=True)
class Offer:
    """What a page says beside the link. ``pages`` and ``size`` (bytes) are 0 until the file is made."""

    url: str
    pages: int = 0
    size: int = 0


def owner_of(page: Any) -> str:
    return f"{page._meta.label_lower}:{page.pk}"


def offer(page: Any, url: str) -> Offer | None:
    if not url or not engine.available():
        return None
    kept = HandoutFile.objects.filter(owner=owner_of(page)).values_list("pages", "size").first()
    return Offer(url, *(kept or (0, 0)))


def markup(page: Any, request: HttpRequest) -> str:
    """The handout as an HTML document for the PDF engine, in the language of the page."""
    with translation.override(page.locale.language_code):
        context = page.get_advocacy_context(request, "pdf")
        return render_to_string(page.advocacy_pdf_template, context, request=request)


def handout(page: Any, request: HttpRequest) -> HandoutFile:
    """The file for the content as it is now: the kept one, else made now. Raises ``engine.NoEngine``."""
    html = markup(page, request)
    digest = hashlib.sha256(f"{__version__}:{pdf.FORMAT}:{html}".encode()).hexdigest()
    if serving.shown_on(request):
        return _in_memory(page, html, digest)
    kept = HandoutFile.objects.filter(owner=owner_of(page), digest=digest).first()
    return kept or keep(_make(page, html, digest))


def _in_memory(page: Any, html: str, digest: str) -> HandoutFile:
    """Survivors' words are written into no table: such a file is kept by this process alone, and not for long."""
    known: HandoutFile | None = memory.find(digest)
    if known is None:
        _forget_earlier(page)
        known = _make(page, html, digest)
        memory.keep(digest, known)
    return known


def _forget_earlier(page: Any) -> None:
    """How it was before the words came. Nobody is given that any more: where it cannot go now, it goes another time."""
    try:
        with transaction.atomic():
            HandoutFile.objects.filter(owner=owner_of(page)).delete()
    except NOT_WRITING as problem:
        note(problem)


def _make(page: Any, html: str, digest: str) -> HandoutFile:
    made = pdf.make_from_html(html, page.locale.language_code, SHEET, rtl=' dir="rtl"' in html[:200])
    if made.pages > page.advocacy_most_pages:
        # Set closer, in two columns; what still does not fit is not cut.
        html = html.replace(LOOSE, DENSE, 1)
        made = pdf.make_from_html(html, page.locale.language_code, SHEET, rtl=' dir="rtl"' in html[:200])
    return HandoutFile(
        owner=owner_of(page), digest=digest, content=made.content, size=len(made.content), pages=made.pages
    )


def keep(made: HandoutFile) -> HandoutFile:
    values = {name: getattr(made, name) for name in ("digest", "content", "size", "pages")}
    try:
        with transaction.atomic():
            return HandoutFile.objects.update_or_create(owner=made.owner, defaults=values)[0]
    except DatabaseError:
        # A full disk, or two at once: the file is whole in memory, and whoever asked for it gets it.
        logger.exception("A file of %s was made but could not be kept", made.owner)
        return made
