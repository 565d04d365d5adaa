"""``ReportCardsPageMixin``: all editions, places and goals below one page.

It inherits no ``Page``, so it fits a swapped one. A host overrides what it wants of ``get_cards_context(view)`` and
``cards_templates``. Only published editions are shown; what they found is read, never computed again.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField

from harbor_wagtail.advocacy.blocks.base import LINE_FEATURES
from harbor_wagtail.advocacy.report_cards.links import Links
from harbor_wagtail.advocacy.report_cards.page_registry import SECTION
from harbor_wagtail.advocacy.report_cards.pages import serving, sitemap
from harbor_wagtail.safety.headers import HarborHeadersMixin


class ReportCardsPageMixin(HarborHeadersMixin, RoutablePageMixin, models.Model):
    """How places do by one framework or several: map, table, one page for each place and each goal."""

    cards_intro = RichTextField(
        _("introduction"), blank=True, features=LINE_FEATURES[:3], help_text=_("One or two sentences under the title.")
    )
    cards_publisher = models.ForeignKey(
        "harbor_wagtail.Publisher",
        verbose_name=_("published by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Stands in citations. Empty: the name of the site."),
    )
    cards_licence = models.CharField(
        _("license of the data"),
        max_length=120,
        blank=True,
        help_text=_("Such as CC-BY-4.0. Stands in the files and beside the downloads."),
    )

    harbor_section: ClassVar[str] = SECTION
    harbor_bare = False
    harbor_cacheable = True
    #: Template of each kind of page; a host may replace single ones.
    cards_templates: ClassVar[dict[str, str]] = {
        name: f"harbor_advocacy/report_cards/{name}.html"
        for name in (
            "index",
            "edition",
            "place",
            "print",
            "goals",
            "goal",
            "method",
            "codebook",
            "errata",
            "compare",
            "embed",
        )
    }
    cards_panels: ClassVar[list[Any]] = [
        FieldPanel("cards_intro"),
        MultiFieldPanel([FieldPanel("cards_publisher"), FieldPanel("cards_licence")], heading=_("Publication")),
    ]

    class Meta:
        abstract = True

    # Addresses. Those with fixed words come before those of places, which may have any other name.

    @path("")
    def index_route(self, request: HttpRequest) -> HttpResponse:
        return serving.answer(self, request, "index")

    @path("latest/<slug:place>/", name="latest")
    def latest_route(self, request: HttpRequest, place: str) -> HttpResponse:
        return serving.to_latest(self, request, place)

    @path("<slug:edition>/", name="edition")
    def edition_route(self, request: HttpRequest, edition: str) -> HttpResponse:
        return serving.answer(self, request, "edition", edition=edition)

    @path("<slug:edition>/method/", name="method")
    def method_route(self, request: HttpRequest, edition: str) -> HttpResponse:
        return serving.answer(self, request, "method", edition=edition)

    @path("<slug:edition>/codebook/", name="codebook")
    def codebook_route(self, request: HttpRequest, edition: str) -> HttpResponse:
        return serving.answer(self, request, "codebook", edition=edition)

    @path("<slug:edition>/errata/", name="errata")
    def errata_route(self, request: HttpRequest, edition: str) -> HttpResponse:
        return serving.answer(self, request, "errata", edition=edition)

    @path("<slug:edition>/compare/", name="compare")
    def compare_route(self, request: HttpRequest, edition: str) -> HttpResponse:
        return serving.answer(self, request, "compare", edition=edition)

    @path("<slug:edition>/embed/", name="embed")
    def embed_route(self, request: HttpRequest, edition: str) -> HttpResponse:
        return serving.answer(self, request, "embed", edition=edition)

    @path("<slug:edition>/goals/", name="goals")
    def goals_route(self, request: HttpRequest, edition: str) -> HttpResponse:
        return serving.answer(self, request, "goals", edition=edition)

    @path("<slug:edition>/goals/<slug:goal>/", name="goal")
    def goal_route(self, request: HttpRequest, edition: str, goal: str) -> HttpResponse:
        return serving.answer(self, request, "goal", edition=edition, goal=goal)

    @path("<slug:edition>/<slug:place>/", name="place")
    def place_route(self, request: HttpRequest, edition: str, place: str) -> HttpResponse:
        return serving.answer(self, request, "place", edition=edition, place=place)

    @path("<slug:edition>/<slug:place>/print/", name="print")
    def print_route(self, request: HttpRequest, edition: str, place: str) -> HttpResponse:
        return serving.answer(self, request, "print", edition=edition, place=place)

    # What a host may override

    def get_cards_context(self, view: serving.CardView) -> dict[str, Any]:
        """What the template of one page gets beside Wagtail's own context."""
        return view.context()

    def get_cards_template(self, name: str) -> str:
        return self.cards_templates[name]

    # For templates and other modules

    def cards_links(self, request: HttpRequest | None = None, *, absolute: bool = False) -> Links:
        url = self.get_full_url(request) if absolute else self.get_url(request)
        return Links(url or "", self.pk or 0)

    # Wagtail's own

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return self.get_cards_template("index")

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return sitemap.addresses(self, request, super().get_sitemap_urls(request))
