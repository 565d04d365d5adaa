"""What a page of report cards depends on beside what it asks the database for: the key under which it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Model
from django.urls import get_script_prefix
from django.utils import timezone
from wagtail.models import Site

from harbor_wagtail.conf import SETTING
from harbor_wagtail.documents import engine
from harbor_wagtail.fragments import is_plain
from harbor_wagtail.models import HarborSettings

if TYPE_CHECKING:
    from harbor_wagtail.advocacy.report_cards.pages.serving import CardView


def key_of(view: CardView) -> Any:
    """What was read before the page is made is told here in full, so that nothing of it can be missed."""
    page, request = view.page, view.request
    site = HarborSettings.for_visitor(request)
    return (
        (view.name, view.edition_slug, view.place_slug, view.goal_slug, view.absolute),
        # No other page reads what stands behind the question mark.
        request.GET.getlist("places") if view.name == "compare" else (),
        (type(page).__module__, type(page).__qualname__, _values(page), page.locale.language_code),
        page._state.fields_cache.get("cards_publisher"),
        (_values(site), [_values(each) for each in site.texts.all()] if site.pk else [], site.display_name),
        # Addresses, of pages of other sites too; the day; what a developer set; whether a PDF can be offered.
        (view.links, view.page.cards_links(request, absolute=True), get_script_prefix(), Site.get_site_root_paths()),
        (timezone.localdate(), repr(getattr(settings, SETTING, None)), settings.ROOT_URLCONF, engine.available()),
    )


def _values(row: Model) -> list[Any]:
    """Of its columns, as the database has them."""
    values = [(field, getattr(row, field.attname)) for field in row._meta.concrete_fields]
    return [value if is_plain(value) else str(field.value_to_string(row)) for field, value in values]
