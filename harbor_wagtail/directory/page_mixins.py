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

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField

from harbor_wagtail.conf import conf
from harbor_wagtail.directory.blocks import NarrowingBlock
from harbor_wagtail.directory.forms import Asked, SearchForm
from harbor_wagtail.directory.models import Organization
from harbor_wagtail.directory.organization_pages import OrganizationPagesMixin
from harbor_wagtail.directory.presentation.addresses import SECTION, canonical_page
from harbor_wagtail.directory.presentation.cards import cards
from harbor_wagtail.directory.presentation.choices_offered import county_choices, domain_choices
from harbor_wagtail.directory.presentation.found import Found, choice_names, filters_on, order_words, wider
from harbor_wagtail.directory.search.query import Search, find
from harbor_wagtail.models import HarborSettings
from harbor_wagtail.safety.headers import HarborHeadersMixin


class DirectoryPageMixin(OrganizationPagesMixin, HarborHeadersMixin, RoutablePageMixin, models.Model):
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
        return self.render_directory(request, None)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """This page and the organizations whose one address lies below it; nothing where an editor keeps search engines out."""
        if not HarborSettings.for_visitor(request).list_in_search_engines:
            return []
        own: list[dict[str, Any]] = super().get_sitemap_urls(request)
        first = canonical_page(request, self.locale.language_code)
        if first is None or first.pk != self.pk:
            return own
        listed = Organization.objects.public().only("slug", "last_modified").order_by("pk")
        return own + [
            {"location": self.get_organization_url(row, request, full=True), "lastmod": row.last_modified}
            for row in listed
        ]

    # The list

    def get_directory_narrowing(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """FIPS codes of counties and codes of kinds of help; empty means not narrowed."""
        blocks = list(self.directory_narrow_to)
        counties = tuple(block.value for block in blocks if block.block_type == "county")
        kinds = tuple(block.value.code for block in blocks if block.block_type == "kind" and block.value)
        return counties, kinds

    def get_directory_form(self, data: Any = None) -> SearchForm:
        counties, kinds = self.get_directory_narrowing()
        return SearchForm(data, domains=domain_choices(kinds), counties=county_choices(counties))

    def get_directory_search(self, asked: Asked) -> Search:
        counties, kinds = self.get_directory_narrowing()
        return Search(
            words=asked.words,
            domains=asked.domains,
            counties=(asked.county,) if asked.county else (),
            age=asked.age,
            near=asked.near,
            locale=self.locale.language_code,
            page=asked.page,
            per_page=conf.RESULTS_PER_PAGE,
            narrow_counties=counties,
            narrow_domains=kinds,
        )

    @sensitive_variables()
    def get_directory_context(self, request: HttpRequest, asked: Asked, form: SearchForm) -> dict[str, Any]:
        return {**self.get_context(request), "asked": asked, "form": form, "found": self._found(request, asked, form)}

    @sensitive_variables()
    def render_directory(self, request: HttpRequest, data: Any, *, fragment: bool = False) -> TemplateResponse:
        """The list for ``data`` (what was posted; None asks for everything). ``fragment``: the search and results alone."""
        form = self.get_directory_form(data)
        asked = form.asked()
        context = self.get_directory_context(request, asked, form.showing(asked))
        template = self.directory_results_template if fragment else self.get_directory_template(request)
        return TemplateResponse(request, template, context)

    def get_directory_template(self, request: HttpRequest) -> str:
        return self.directory_template

    # Wagtail's own

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        # Wagtail's metaclass would name a template after the host's class.
        return self.get_directory_template(request)

    def _found(self, request: HttpRequest, asked: Asked, form: SearchForm) -> Found:
        page = find(self.get_directory_search(asked))
        names = choice_names(form.fields["domain"].choices, form.fields["county"].choices)  # type: ignore[attr-defined]
        return Found(
            cards=cards(page.hits, lambda organization: self.get_organization_url(organization, request)),
            total=page.total,
            number=page.number,
            pages=page.pages,
            partial=page.partial,
            ready=page.ready,
            order=order_words(asked),
            filters=filters_on(asked, names),
            wider=[] if page.total else wider(asked, self._count),
        )

    def _count(self, asked: Asked) -> int:
        return int(find(self.get_directory_search(asked)).total)
