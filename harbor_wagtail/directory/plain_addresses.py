"""Addresses that tell nothing, for a site in discreet mode: numbers stand in the place of names and kinds of help.

They stay in the browser's list of opened pages, in bookmarks and in links that are passed on. A number is the record's own
and never given to another; an address with words leads to it, and one with a number back to the words once the mode is off.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect

from harbor_wagtail.directory.models import TaxonomyTerm
from harbor_wagtail.directory.models.taxonomy import DOMAINS
from harbor_wagtail.directory.presentation.county_slugs import county_of
from harbor_wagtail.models import HarborSettings
from harbor_wagtail.models.settings_kept import of_site


class PlainAddressesMixin:
    """For ``DirectoryPageMixin`` alone."""

    def is_discreet(self: Any, request: HttpRequest | None = None) -> bool:
        """Whether the site of the request (of this page without one) is in discreet mode."""
        if request is not None:
            return HarborSettings.for_visitor(request).discreet
        site = self.get_site()
        return bool(site and of_site(HarborSettings, site).discreet)

    def _kind_numbers(self: Any) -> Mapping[str, int]:
        kept: Mapping[str, int] = self.directory_kept.or_make(("kind numbers",), _read_kind_numbers)
        return kept

    def _plain_list(self, route: str, word: str) -> tuple[str, str | int]:
        """Route and argument of a list without words; what has no number keeps its word."""
        if route == "kind" and word in (numbers := self._kind_numbers()):
            return "kind_plain", numbers[word]
        county = county_of(word) if route == "county" else None
        return (route, county.fips) if county else (route, word)


def to_plain(request: HttpRequest, address: str) -> HttpResponseRedirect:
    """To where something is now, with the query that was sent. Not for ever: the mode can be switched."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(f"{address}?{query}" if query else address)


def _read_kind_numbers() -> dict[str, int]:
    return dict(TaxonomyTerm.objects.filter(taxonomy__slug=DOMAINS).values_list("code", "pk"))
