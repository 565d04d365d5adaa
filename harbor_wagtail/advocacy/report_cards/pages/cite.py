"""To cite a grade: what it says, of which edition, with which corrections, seen on which day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.citations.cite_page import CitedPage
from harbor_wagtail.advocacy.report_cards.models import Edition
from harbor_wagtail.models import HarborSettings


def publisher_of(page: Any, request: HttpRequest) -> str:
    return page.cards_publisher.name if page.cards_publisher else HarborSettings.for_visitor(request).display_name


def cited(
    page: Any, request: HttpRequest, edition: Edition, *, title: str, url: str, abstract: str, corrected_on: Any = None
) -> CitedPage:
    """``url`` is absolute; ``corrected_on`` the day of the last correction of what is cited."""
    return CitedPage(
        title=title,
        kind=_("Report card"),
        ris_type="RPRT",
        publishers=(publisher_of(page, request),),
        year=edition.published_on.year if edition.published_on else edition.year,
        edition=edition_words(edition, corrected_on),
        url=url,
        language=page.locale.language_code if page.locale_id else "",
        abstract=abstract,
    )


def edition_words(edition: Edition, corrected_on: Any) -> str:
    """ "2026 report cards, laws as of July 31, 2026, with corrections up to Nov. 2, 2026"."""
    words = {
        "edition": getattr(edition, "said_name", edition.name),
        "date": date_format(edition.law_cutoff, "DATE_FORMAT"),
    }
    said = _("%(edition)s, laws as of %(date)s") % words
    if corrected_on is None:
        return said + ", " + _("without corrections")
    return said + ", " + _("with corrections up to %(date)s") % {"date": date_format(corrected_on, "DATE_FORMAT")}


def line(found: CitedPage) -> str:
    """With the day it was looked at: what stands online can change."""
    seen = _("seen on %(date)s") % {"date": date_format(timezone.localdate(), "DATE_FORMAT")}
    return f"{found.line()} ({seen})"
