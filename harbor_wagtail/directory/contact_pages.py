"""The part of a directory page that gives an organization as a contact for a phone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from wagtail.contrib.routable_page.models import path

from harbor_wagtail.directory.presentation.loading import (
    chosen_organization,
    load_organization,
    public_organization,
)
from harbor_wagtail.directory.presentation.organizations import organization_view
from harbor_wagtail.directory.presentation.vcard import vcard


class ContactPagesMixin:
    """For ``OrganizationPagesMixin`` alone; a host overrides its methods on its own page class."""

    @path("<slug:slug>/contact/", name="organization_contact")
    def contact_route(self: Any, request: HttpRequest, slug: str) -> HttpResponse:
        return self._at(request, "organization_contact", public_organization(slug), slug)

    @path("at/<int:number>/contact/", name="organization_contact_plain")
    def contact_plain_route(self: Any, request: HttpRequest, number: int) -> HttpResponse:
        return self._at(request, "organization_contact", chosen_organization(str(number)))

    def render_organization_contact(self: Any, request: HttpRequest, organization: Any) -> HttpResponse:
        view = organization_view(organization, load_organization(organization))
        content = "" if view.gone else vcard(view, discreet=self.is_discreet(request))
        if not content:
            return HttpResponseRedirect(self.get_organization_url(organization, request))
        response = HttpResponse(content, content_type="text/vcard; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="contact.vcf"'
        response.headers["X-Robots-Tag"] = "noindex"
        return response
