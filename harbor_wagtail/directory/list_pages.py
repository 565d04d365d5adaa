"""The part of ``DirectoryPageMixin`` that is lists at neutral addresses: a kind of help, a county, and all of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.contrib.routable_page.models import path

from harbor_wagtail import places
from harbor_wagtail.directory.asked import Asked
from harbor_wagtail.directory.forms import flat
from harbor_wagtail.directory.plain_addresses import PlainAddressesMixin, to_plain
from harbor_wagtail.directory.presentation.addresses import language_links
from harbor_wagtail.directory.presentation.choices_offered import choices
from harbor_wagtail.directory.presentation.county_slugs import county_of, county_slug
from harbor_wagtail.directory.presentation.loading import is_named, public_organization
from harbor_wagtail.navigation import Link

#: A code that can stand in an address; an import may have brought others.
_IN_ADDRESS = re.compile(r"[-a-zA-Z0-9_]+")


@dataclass(frozen=True, slots=True)
class ListLink:
    """A list at an address of its own; ``total`` is how many services are in it, if counted."""

    title: str
    url: str
    total: int | None = None


class ListPagesMixin(PlainAddressesMixin):
    """For ``DirectoryPageMixin`` alone; a host overrides its methods on its own page class."""

    list_index_template: ClassVar[str] = "harbor_directory/list_index.html"

    # An organization may be called "Help" or "In": its page goes before our index, which nothing but these two link to.

    @path("help/", name="kinds")
    def kinds_route(self: Any, request: HttpRequest) -> HttpResponse:
        if is_named("help") and public_organization("help"):
            return self.organization_route(request, "help")
        return self._index(request, _("Kinds of help"), self.get_kind_links(request), "kinds")

    @path("in/", name="counties")
    def counties_route(self: Any, request: HttpRequest) -> HttpResponse:
        if is_named("in") and public_organization("in"):
            return self.organization_route(request, "in")
        return self._index(request, _("Counties"), self.get_county_links(request), "counties")

    @path("help/<slug:kind>/", name="kind")
    def kind_route(self: Any, request: HttpRequest, kind: str) -> HttpResponse:
        named = flat(self._list_choices()["domain"])
        if kind not in named:
            raise Http404("No kind of help has this code.")
        if self.is_discreet(request) and kind in self._kind_numbers():
            return to_plain(request, self._list_url("kind", request, kind))
        return self._list(request, Asked(domains=(kind,)), named[kind], "kind", kind)

    @path("list/<int:number>/", name="kind_plain")
    def kind_plain_route(self: Any, request: HttpRequest, number: int) -> HttpResponse:
        kind = next((code for code, known in self._kind_numbers().items() if known == number), "")
        named = flat(self._list_choices()["domain"])
        if kind not in named:
            raise Http404("No kind of help has this number.")
        if not self.is_discreet(request):
            return to_plain(request, self._list_url("kind", request, kind))
        return self._list(request, Asked(domains=(kind,)), named[kind], "kind", kind)

    @path("in/<slug:county>/", name="county")
    def county_route(self: Any, request: HttpRequest, county: str) -> HttpResponse:
        found = places.county(county) or county_of(county)
        if found is None or found.fips not in flat(self._list_choices()["county"]):
            raise Http404("No service says that it serves this county.")
        if self.is_discreet(request) != (county == found.fips):
            return to_plain(request, self._list_url("county", request, county_slug(found)))
        title = _("Help in %(county)s") % {"county": found}
        return self._list(request, Asked(county=found.fips), title, "county", county_slug(found))

    def get_kind_links(self: Any, request: HttpRequest | None = None, *, full: bool = False) -> list[ListLink]:
        """A list for every kind of help that leads to a service."""
        counts = self.get_directory_in_use().get("domain", {})
        named = [(code, name) for code, name in self._list_choices()["domain"] if _IN_ADDRESS.fullmatch(code)]
        return [
            ListLink(name, self._list_url("kind", request, code, full=full), counts[code])
            for code, name in named
            if counts.get(code)
        ]

    def get_county_links(self: Any, request: HttpRequest | None = None, *, full: bool = False) -> list[ListLink]:
        """A list for every county that a service names, by state and name."""
        counts = self.get_directory_in_use().get("county", {})
        codes = [code for code in flat(self._list_choices()["county"]) if code]
        found = [county for county in map(places.county, codes) if county]
        return [
            ListLink(str(county), self._list_url("county", request, county_slug(county), full=full), counts.get(code))
            for code, county in ((county.fips, county) for county in found)
        ]

    def _list_choices(self: Any) -> Mapping[str, Any]:
        counties, kinds = self.get_directory_narrowing()
        return choices(self.directory_kept, kinds, counties)

    def _list_url(self: Any, route: str, request: HttpRequest | None, *args: str, full: bool = False) -> str:
        base = self.get_full_url(request) if full else self.get_url(request)
        found: tuple[str | int, ...] = args
        if args and self.is_discreet(request):
            route, *found = self._plain_list(route, *args)
        return base + self.reverse_subpage(route, args=found) if base else ""

    def _list(self: Any, request: HttpRequest, asked: Asked, title: str, route: str, slug: str) -> HttpResponse:
        response = self.respond_directory(request, asked)
        response.context_data |= {
            "list_title": title,
            "canonical_url": self._list_url(route, request, slug, full=True),
            "harbor_language_links": self._list_links(request, route, slug),
        }
        return response

    def _index(self: Any, request: HttpRequest, title: str, links: list[ListLink], route: str) -> HttpResponse:
        context = {
            **self.get_context(request),
            "list_title": title,
            "links": links,
            "directory_url": self.get_url(request),
            "canonical_url": self._list_url(route, request, full=True),
            "harbor_language_links": self._list_links(request, route),
        }
        return TemplateResponse(request, self.list_index_template, context)

    def _list_links(self: Any, request: HttpRequest, route: str, *args: str) -> list[Link]:
        """The same list in the other languages."""
        return language_links(self, lambda page: page._list_url(route, request, *args))
