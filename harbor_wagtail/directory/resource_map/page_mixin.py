"""``ResourceMapPageMixin``: a community resource map as part of a host's page. It inherits no ``Page``.

A host writes ``class MapPage(ResourceMapPageMixin, BasePage)`` and overrides what it wants of ``get_map_context`` and
``map_template``.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from harbor_wagtail.directory.resource_map import serving
from harbor_wagtail.models import HarborSettings
from harbor_wagtail.safety.headers import HarborHeadersMixin


class ResourceMapPageMixin(HarborHeadersMixin, RoutablePageMixin, models.Model):
    """What help there is in a place, for whom, how to start, what is missing and who does something about it."""

    map_intro = models.TextField(_("introduction"), blank=True, help_text=_("One or two sentences under the title."))
    resource_map = models.ForeignKey(
        "harbor_directory.ResourceMap",
        verbose_name=_("community resource map"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Made under Harbor ▸ Resource maps. What changes there shows here at once."),
    )

    harbor_section: ClassVar[str] = "resource_map"
    map_template: ClassVar[str] = "harbor_directory/resource_map/page.html"
    map_panels: ClassVar[list[Any]] = [FieldPanel("map_intro"), FieldPanel("resource_map")]

    class Meta:
        abstract = True

    @path("")
    def map_route(self, request: HttpRequest) -> HttpResponse:
        return serving.page(self, request)

    @path("print/", name="print")
    def print_route(self, request: HttpRequest) -> HttpResponse:
        return serving.print_page(self, request)

    @path("pdf/", name="pdf")
    def pdf_route(self, request: HttpRequest) -> HttpResponse:
        return serving.pdf_file(self, request)

    @path("csv/", name="csv")
    def csv_route(self, request: HttpRequest) -> HttpResponse:
        return serving.csv_file(self, request)

    def get_map_context(self, request: HttpRequest) -> dict[str, Any]:
        return serving.context(self, request)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Nothing where an editor keeps search engines out, or before there is a map."""
        told = HarborSettings.for_visitor(request).list_in_search_engines and self.resource_map_id
        return super().get_sitemap_urls(request) if told else []

    # Wagtail's metaclass would name a template after the host's class.
    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return self.map_template
