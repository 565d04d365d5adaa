"""``DirectoryPageMixin``: the directory as part of a host's page. It inherits no ``Page``, so it fits a swapped one.

A host writes ``class FindHelpPage(DirectoryPageMixin, BasePage)`` and overrides what it wants of:

- ``get_directory_narrowing()``: counties and kinds of help the page is narrowed to
- ``get_directory_form(data)``: the search form
- ``get_directory_search(asked)``: what is searched for a question
- ``get_directory_context(request, asked, form)``: the context of the list
- ``get_organization_context(request, organization)``: the context of one organization's page
- ``get_directory_template(request)``, ``get_organization_template(request)``
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField

from harbor_wagtail.conf import conf
from harbor_wagtail.directory.asked import MANY, Asked
from harbor_wagtail.directory.blocks import NarrowingBlock
from harbor_wagtail.directory.forms import SearchForm
from harbor_wagtail.directory.kept_address import KeptAddressMixin
from harbor_wagtail.directory.list_pages import ListPagesMixin
from harbor_wagtail.directory.list_response import ListResponse
from harbor_wagtail.directory.organization_pages import OrganizationPagesMixin
from harbor_wagtail.directory.presentation.addresses import SECTION, canonical_page
from harbor_wagtail.directory.presentation.choices_offered import choices
from harbor_wagtail.directory.presentation.kept import Kept
from harbor_wagtail.directory.presentation.loading import chosen_organization
from harbor_wagtail.directory.results import FRAGMENT_HEADER, compressed, results
from harbor_wagtail.directory.search.query import Search, find
from harbor_wagtail.directory.sitemaps import organizations_listed
from harbor_wagtail.models import HarborSettings
from harbor_wagtail.safety.headers import HarborHeadersMixin


class DirectoryPageMixin(
    KeptAddressMixin, ListPagesMixin, OrganizationPagesMixin, HarborHeadersMixin, RoutablePageMixin, models.Model
):
    """A directory of organizations at a page's address, and one page below it for each organization."""

    directory_intro = models.TextField(
        _("introduction"), blank=True, help_text=_("One or two sentences under the title.")
    )
    directory_narrow_to = StreamField(
        NarrowingBlock(),
        verbose_name=_("narrow to"),
        blank=True,
        help_text=_(
            "Counties and kinds of help this page is about. Leave empty to show every service of the directory."
        ),
    )
    directory_about = RichTextField(
        _("about this directory"),
        blank=True,
        features=["bold", "link", "ul", "ol"],
        help_text=_("Shown under the list: how organizations are chosen, and whom to tell about a mistake."),
    )

    #: Which part of the package this page class can stand for; see ``harbor_wagtail.directory.presentation.addresses``.
    harbor_section: ClassVar[str] = SECTION
    directory_template: ClassVar[str] = "harbor_directory/directory_page.html"
    directory_results_template: ClassVar[str] = "harbor_directory/includes/search.html"

    directory_panels: ClassVar[list[Any]] = [
        FieldPanel("directory_intro"),
        MultiFieldPanel([FieldPanel("directory_narrow_to")], heading=_("Which services")),
        FieldPanel("directory_about"),
    ]

    class Meta:
        abstract = True

    # Addresses

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Pages an editor puts below this one go before organizations of the same slug."""
        if path_components and self.get_children().live().filter(slug=path_components[0]).exists():
            return super(RoutablePageMixin, self).route(request, path_components)
        return super().route(request, path_components)

    @path("")
    def directory_route(self, request: HttpRequest) -> HttpResponse:
        return self.render_directory(request, request.GET if self.searches_in_address(request) else None)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """This page, its lists and the organizations whose one address lies below it.

        Nothing where an editor keeps search engines out."""
        if not HarborSettings.for_visitor(request).list_in_search_engines:
            return []
        own: list[dict[str, Any]] = super().get_sitemap_urls(request)
        first = canonical_page(request, self.locale.language_code)
        if first is None or first.pk != self.pk:
            return own
        lists = [*self.get_kind_links(request, full=True), *self.get_county_links(request, full=True)]
        return [
            *own,
            *({"location": link.url} for link in lists),
            *(
                {"location": self.get_organization_url(row, request, full=True), "lastmod": row.last_modified}
                for row in organizations_listed()
            ),
        ]

    # The list

    @property
    def directory_kept(self) -> Kept:
        """What this process keeps of the directory, as fresh as the last request for this page."""
        if "_directory_kept" not in self.__dict__:
            self._directory_kept = Kept()
        return self._directory_kept

    def get_directory_narrowing(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """FIPS codes of counties and codes of kinds of help; empty means not narrowed."""
        blocks = list(self.directory_narrow_to)
        counties = tuple(block.value for block in blocks if block.block_type == "county")
        kinds = tuple(block.value.code for block in blocks if block.block_type == "kind" and block.value)
        return counties, kinds

    def get_directory_form(self, data: Any = None) -> SearchForm:
        counties, kinds = self.get_directory_narrowing()
        return SearchForm(data, choices=choices(self.directory_kept, kinds, counties))

    def get_directory_search(self, asked: Asked) -> Search:
        counties, kinds = self.get_directory_narrowing()
        return Search(
            words=asked.words,
            near=asked.near,
            age=asked.age,
            age_stated=asked.age_stated,
            counties=(asked.county,) if asked.county else (),
            open_now=asked.open_now,
            open_at=asked.open_at(timezone.localdate()),
            locale=self.locale.language_code,
            page=asked.page,
            per_page=conf.RESULTS_PER_PAGE,
            narrow_counties=counties,
            narrow_domains=kinds,
            **{name: getattr(asked, name) for name in MANY.values()},
        )

    def get_directory_in_use(self) -> Mapping[str, Mapping[str, int]]:
        """How many services of this page there are by group and value of the filters; the rest is not offered."""
        key = ("in use", self.locale.language_code, self.get_directory_narrowing())
        everything = self.get_directory_search(Asked())
        return self.directory_kept.or_make(key, lambda: find(everything).counts)

    @sensitive_variables()
    def get_directory_context(self, request: HttpRequest, asked: Asked, form: SearchForm) -> dict[str, Any]:
        in_address = self.searches_in_address(request)
        # A page that a search without script leads to cannot be gone back to: its cards take the question along.
        by_button = request.method == "POST" and not in_address and FRAGMENT_HEADER not in request.headers
        found, filters = results(self, request, asked, form.offered, by_button=by_button)
        return {
            **self.get_context(request),
            "asked": asked,
            "form": form,
            "found": found,
            "facets": filters,
            "in_address": in_address,
            "search_url": self.get_url(request) if in_address else reverse("harbor_directory:search"),
            "kinds_url": self._list_url("kinds", request),
            "counties_url": self._list_url("counties", request),
            "directory_url": self.get_url(request),
            "canonical_url": self.get_full_url(request),
        }

    @sensitive_variables()
    def render_directory(self, request: HttpRequest, data: Any, *, fragment: bool = False) -> TemplateResponse:
        """The list for ``data`` (what was sent; None asks for everything). ``fragment``: the search and results alone.

        Where one of its organizations was opened, that one, with a way back to the list.
        """
        self.__dict__.pop("_directory_kept", None)
        form = self.get_directory_form(data)
        if data and (organization := chosen_organization(data.get("listing", ""))):
            asked = replace(form.asked(), page=form.fields["page"].clean(data.get("seen", "")))
            return self.render_organization(request, organization, asked)
        return self.respond_directory(request, form.asked(), form, fragment=fragment)

    @sensitive_variables()
    def respond_directory(
        self, request: HttpRequest, asked: Asked, form: SearchForm | None = None, *, fragment: bool = False
    ) -> TemplateResponse:
        """The list for a question that was read already, by ``form`` if at hand."""
        shown = (form or self.get_directory_form()).showing(asked)
        context = self.get_directory_context(request, asked, shown)
        template = self.directory_results_template if fragment else self.get_directory_template(request)
        response = ListResponse(request, template, context)
        response.add_post_render_callback(lambda rendered: compressed(request, rendered))
        return response

    def searches_in_address(self, request: HttpRequest) -> bool:
        """Whether the site's editor chose that a search stands in its address, so that it can be linked to. On a discreet
        site none does: its address would tell what was asked."""
        chosen = HarborSettings.for_visitor(request)
        return chosen.search_in_address and not chosen.discreet

    def harbor_noindex(self, request: HttpRequest) -> bool:
        return bool(request.GET) or super().harbor_noindex(request)

    def get_directory_template(self, request: HttpRequest) -> str:
        return self.directory_template

    # Wagtail's own

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        # Wagtail's metaclass would name a template after the host's class.
        return self.get_directory_template(request)
