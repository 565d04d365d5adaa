"""Published report cards and the page that shows them, made in one line. Places and grades are invented."""

from __future__ import annotations

import datetime
from typing import Any

from harbor_wagtail.advocacy.report_cards.freezing import freeze, publish_framework
from harbor_wagtail.advocacy.report_cards.models import Edition, Framework
from harbor_wagtail.models import Jurisdiction
from harbor_wagtail.pages.models import ReportCardsPage
from tests import advocacy, report_cards

PUBLISHED = datetime.date(2025, 10, 1)


def cards_page(parent: Any = None, **given: Any) -> ReportCardsPage:
    above = parent or advocacy.root()
    made = ReportCardsPage(**{"title": "Report cards", "slug": "report-cards", "locale": above.locale, **given})
    above.add_child(instance=made)
    made.save_revision().publish()
    return made


def published(
    framework: Framework, slug: str, year: int, given: dict[Jurisdiction, str], *, law: bool = True, **values: Any
) -> Edition:
    """An edition with these answers (see ``report_cards.answer``), frozen."""
    made = report_cards.edition(framework, slug, year, **values)
    report_cards.answer(made, given, law=law)
    return publish(made)


def publish(edition: Edition) -> Edition:
    if not edition.framework.is_published:
        publish_framework(edition.framework)
    freeze(edition, on=PUBLISHED.replace(year=edition.year))
    edition.refresh_from_db()
    return edition
