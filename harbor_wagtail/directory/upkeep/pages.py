"""The part of a directory page on which visitors say that something is wrong, and which says when nobody is left."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.contrib.routable_page.models import path

from harbor_wagtail.directory.presentation.loading import chosen_organization, public_organization
from harbor_wagtail.directory.upkeep.corrections import CorrectionForm
from harbor_wagtail.directory.upkeep.silence import rules, silent_months


class CorrectionPagesMixin:
    """For ``OrganizationPagesMixin`` alone; a host overrides its methods on its own page class."""

    correction_template: ClassVar[str] = "harbor_directory/upkeep/correction.html"

    @property
    def directory_silent_months(self: Any) -> int:
        """For how many months nobody checked anything here; 0 while somebody does."""
        return silent_months(self.directory_kept)

    @path("<slug:slug>/correction/", name="organization_correction")
    def correction_route(self: Any, request: HttpRequest, slug: str) -> HttpResponse:
        return self._at(request, "organization_correction", public_organization(slug), slug)

    @path("at/<int:number>/correction/", name="organization_correction_plain")
    def correction_plain_route(self: Any, request: HttpRequest, number: int) -> HttpResponse:
        return self._at(request, "organization_correction", chosen_organization(str(number)))

    def render_organization_correction(self: Any, request: HttpRequest, organization: Any) -> HttpResponse:
        if not rules(self.directory_kept).corrections:
            return self._no_listing(request)
        form = None if "sent" in request.GET else CorrectionForm(organization)
        return self.render_correction(request, organization, form)

    def get_correction_url(self: Any, organization: Any, request: HttpRequest | None = None) -> str:
        """Where to say that something is wrong; empty where the site takes nothing from visitors."""
        accepted = rules(self.directory_kept).corrections
        return self._below("organization_correction", organization, request) if accepted else ""

    def render_correction(
        self: Any, request: HttpRequest, organization: Any, form: CorrectionForm | None
    ) -> TemplateResponse:
        """The form, or thanks without one."""
        context = {
            **self.get_context(request),
            "organization": organization,
            "organization_url": self.get_organization_url(organization, request),
            "form": form,
            "harbor_language_links": self._organization_links(request, organization, "organization_correction"),
        }
        response = TemplateResponse(request, self.correction_template, context)
        response.headers["X-Robots-Tag"] = "noindex"
        return response
