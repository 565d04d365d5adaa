"""The half of ``DirectoryPageMixin`` that is about one organization: its page and its card below a directory page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from wagtail.contrib.routable_page.models import path

from harbor_wagtail.directory.contact_pages import ContactPagesMixin
from harbor_wagtail.directory.forms import Asked
from harbor_wagtail.directory.models import Alias, Organization
from harbor_wagtail.directory.plain_addresses import PlainAddressesMixin, to_plain
from harbor_wagtail.directory.presentation.addresses import language_links, organization_url
from harbor_wagtail.directory.presentation.closing import elsewhere
from harbor_wagtail.directory.presentation.handout import COPIES, handout, wanted
from harbor_wagtail.directory.presentation.loading import chosen_organization, load_organization, public_organization
from harbor_wagtail.directory.presentation.organizations import organization_view
from harbor_wagtail.directory.presentation.structured import script, structured_data
from harbor_wagtail.directory.search.query import find
from harbor_wagtail.directory.upkeep.pages import CorrectionPagesMixin
from harbor_wagtail.models import HarborSettings
from harbor_wagtail.navigation import Link


class OrganizationPagesMixin(CorrectionPagesMixin, ContactPagesMixin, PlainAddressesMixin):
    """For ``DirectoryPageMixin`` alone; a host overrides its methods on its own page class."""

    organization_template: ClassVar[str] = "harbor_directory/organization_page.html"
    organization_card_template: ClassVar[str] = "harbor_directory/card_page.html"
    no_listing_template: ClassVar[str] = "harbor_directory/no_listing.html"

    @path("<slug:slug>/", name="organization")
    def organization_route(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self._at(request, "organization", public_organization(slug), slug)

    @path("at/<int:number>/", name="organization_plain")
    def organization_plain_route(self, request: HttpRequest, number: int) -> HttpResponse:
        return self._at(request, "organization", chosen_organization(str(number)))

    @sensitive_variables()
    def render_organization(
        self, request: HttpRequest, organization: Any, asked: Asked | None = None
    ) -> TemplateResponse:
        """The page of an organization; opened out of the results of ``asked``, with the way back to them."""
        context = self.get_organization_context(request, organization)
        if asked is not None:
            context |= {"asked": asked, "search_url": reverse("harbor_directory:search")}
        response = TemplateResponse(request, self.get_organization_template(request), context)
        if context["organization"].gone:
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    @path("<slug:slug>/card/", name="organization_card")
    def organization_card_route(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self._at(request, "organization_card", public_organization(slug), slug)

    @path("at/<int:number>/card/", name="organization_card_plain")
    def organization_card_plain_route(self, request: HttpRequest, number: int) -> HttpResponse:
        return self._at(request, "organization_card", chosen_organization(str(number)))

    def render_organization_card(self, request: HttpRequest, organization: Any) -> HttpResponse:
        context = self.get_organization_card_context(request, organization)
        if context["organization"].gone:
            return HttpResponseRedirect(self.get_organization_url(organization, request))
        response = TemplateResponse(request, self.organization_card_template, context)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def get_organization_url(self, organization: Any, request: HttpRequest | None = None, *, full: bool = False) -> str:
        """The organization's page below this one; empty for a page without an address."""
        return self._below("organization", organization, request, full=full)

    def get_organization_template(self, request: HttpRequest) -> str:
        return self.organization_template

    def get_organization_context(self: Any, request: HttpRequest, organization: Any) -> dict[str, Any]:
        loaded = load_organization(organization)
        view = organization_view(organization, loaded)
        url = organization_url(organization, request, self.locale.language_code, full=True)
        told = HarborSettings.for_visitor(request).list_in_search_engines and not (organization.example or view.gone)
        return {
            **self.get_context(request),
            "organization": view,
            "elsewhere": elsewhere(view.gone, self._count_elsewhere) if view.gone else [],
            "directory_url": self.get_url(request),
            "card_url": self._below("organization_card", organization, request),
            "contact_url": self._below("organization_contact", organization, request),
            "correction_url": self.get_correction_url(organization, request),
            "canonical_url": url,
            "structured_data": script(structured_data(organization, loaded, url)) if told and url else "",
            "harbor_language_links": self._organization_links(request, organization),
        }

    def get_organization_card_context(self: Any, request: HttpRequest, organization: Any) -> dict[str, Any]:
        view, choice = organization_view(organization, load_organization(organization)), wanted(request.GET)
        return {
            **self.get_context(request),
            "organization": view,
            "organization_url": self.get_organization_url(organization, request),
            "card": handout(view, choice),
            "choice": choice,
            "offered_copies": COPIES,
            "copies": range(choice.copies),
            "harbor_language_links": self._organization_links(request, organization, "organization_card"),
        }

    def _count_elsewhere(self: Any, kind: str, county: str) -> int:
        return int(find(self.get_directory_search(Asked(domains=(kind,), county=county))).total)

    def _below(self: Any, route: str, organization: Any, request: HttpRequest | None, *, full: bool = False) -> str:
        base = self.get_full_url(request) if full else self.get_url(request)
        if not base:
            return ""
        if self.is_discreet(request):
            return base + self.reverse_subpage(f"{route}_plain", args=[organization.pk])
        return base + self.reverse_subpage(route, args=[organization.slug])

    def _at(self: Any, request: HttpRequest, route: str, organization: Any | None, slug: str = "") -> HttpResponse:
        """What a route shows, at the one address it has now: with the organization's name (``slug``), or with its number
        on a discreet site. The other one leads there, for as long as the editor does not choose anew."""
        if organization is None:
            return self._former_address(request, slug, route) if slug else self._no_listing(request)
        if self.is_discreet(request) == bool(slug):
            return to_plain(request, self._below(route, organization, request))
        shown: HttpResponse = getattr(self, f"render_{route}")(request, organization)
        return shown

    def _former_address(self, request: HttpRequest, slug: str, route: str = "organization") -> HttpResponse:
        alias = Alias.objects.filter(kind=Alias.Kind.SLUG, value=slug, organization__isnull=False).first()
        organization = alias and Organization.objects.public().filter(pk=alias.organization_id).first()
        if not organization:
            return self._no_listing(request)
        return HttpResponsePermanentRedirect(self._below(route, organization, request))

    def _no_listing(self: Any, request: HttpRequest) -> HttpResponse:
        """The same page whether a listing is hidden, a draft, gone or never was: the address alone tells nobody which."""
        context = {**self.get_context(request), "directory_url": self.get_url(request)}
        response = TemplateResponse(request, self.no_listing_template, context, status=404)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def _organization_links(
        self: Any, request: HttpRequest, organization: Any, route: str = "organization"
    ) -> list[Link]:
        return language_links(self, lambda page: page._below(route, organization, request))
