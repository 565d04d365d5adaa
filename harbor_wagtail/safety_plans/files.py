"""The files of a plan: made once for one content, kept by its digest, given out as long as the content is the same.

The digest is that of the whole content tree, hotlines included: change a number and the next one to ask gets a new
file.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, transaction

from harbor_wagtail import __version__
from harbor_wagtail.documents import engine, fonts, pdf, word
from harbor_wagtail.documents.pdf import FORMAT, Pdf
from harbor_wagtail.documents.tree import Document
from harbor_wagtail.safety_plans.models import PlanFile

logger = logging.getLogger(__name__)

PDF, WORD, CARD = "pdf", "docx", "card"
KINDS = (PDF, WORD, CARD)
CONTENT_TYPES = {
    PDF: "application/pdf",
    CARD: "application/pdf",
    WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What a page says beside a link. ``pages`` and ``size`` (bytes) are 0 until the file is made."""

    kind: str
    url: str
    pages: int = 0
    size: int = 0


def digest(document: Document, kind: str) -> str:
    # A dataclass shows its class and every field, in a fixed order: two trees are alike when this is.
    return hashlib.sha256(f"{__version__}:{FORMAT}:{kind}:{document!r}".encode()).hexdigest()


def owner_of(page: Any) -> str:
    return f"{page._meta.label_lower}:{page.pk}"


def can_make(kind: str, document: Document | None = None) -> bool:
    """Word always; PDF where there is an engine and, for a document at hand, a font for every sign in it."""
    if kind == WORD:
        return True
    return engine.available() and not (document and fonts.missing(document.every_text(), document.language))


def plan_file(page: Any, kind: str, document: Document) -> PlanFile:
    """The file for this content: the kept one, else made now. Raises ``engine.NoEngine`` where it cannot be made."""
    name = digest(document, kind)
    kept = PlanFile.objects.filter(owner=owner_of(page), kind=kind, digest=name).first()
    return kept or _make(page, kind, document, name)


def is_kept(page: Any, kind: str, document: Document) -> bool:
    return PlanFile.objects.filter(owner=owner_of(page), kind=kind, digest=digest(document, kind)).exists()


def has_file(page: Any, kind: str, document: Document) -> bool:
    """Whether the file for this very content is kept or can be made."""
    return can_make(kind, document) or is_kept(page, kind, document)


def _make(page: Any, kind: str, document: Document, name: str) -> PlanFile:
    if not can_make(kind, document):
        raise engine.NoEngine(engine.problem() or "No font here has every sign of this plan.")
    made = render(kind, document)
    values = {
        "digest": name,
        "content": made.content,
        "size": len(made.content),
        "pages": made.pages or None,
        "fields": made.fields,
    }
    owner = owner_of(page)
    try:
        with transaction.atomic():
            return PlanFile.objects.update_or_create(owner=owner, kind=kind, defaults=values)[0]
    except DatabaseError:
        # A full disk, or two at once: the file is whole in memory, and whoever asked for it gets it.
        logger.exception("A file of %s was made but could not be kept", owner)
        return PlanFile(owner=owner, kind=kind, **values)


def render(kind: str, document: Document) -> Pdf:
    """Make it now, and keep it nowhere."""
    if kind == WORD:
        return Pdf(word.make_docx(document), 0)
    return pdf.make_card(document) if kind == CARD else pdf.make_pdf(document)


def forget(page: Any) -> None:
    PlanFile.objects.filter(owner=owner_of(page)).delete()


def known(pages: list[Any]) -> dict[tuple[str, str], tuple[int, int]]:
    """(owner, kind) → (pages, size in bytes) of what is kept for these pages: one query."""
    owners = [owner_of(page) for page in pages]
    rows = PlanFile.objects.filter(owner__in=owners).values_list("owner", "kind", "pages", "size")
    return {(owner, kind): (count or 0, size) for owner, kind, count, size in rows}
