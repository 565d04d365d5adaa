"""``AdvocacyPageMixin``: what all advocacy pages do.

A host overrides what it wants of ``get_advocacy_context(request, mode)``, ``get_description()``, ``get_sections()``,
``advocacy_template``, ``advocacy_handout_template``.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.search import index

from harbor_wagtail.advocacy import files, head, supersession
from harbor_wagtail.advocacy.abbreviations import glossary_of
from harbor_wagtail.advocacy.blocks.base import cite_problem
from harbor_wagtail.advocacy.choices import Reader, References
from harbor_wagtail.advocacy.citations.cite_page import CitedPage, cited_page
from harbor_wagtail.advocacy.fields import ChoiceListField
from harbor_wagtail.advocacy.outline import Section, contents, outline
from harbor_wagtail.advocacy.page_mixins.fields import AdvocacyFields
from harbor_wagtail.advocacy.quotes.holes import without_holes
from harbor_wagtail.advocacy.registry import SECTION
from harbor_wagtail.advocacy.templatetags.harbor_advocacy import harbor_plain
from harbor_wagtail.safety.headers import HarborHeadersMixin

FEWEST_IN_CONTENTS = 3
DESCRIPTION_LENGTH = 300


class AdvocacyPageMixin(HarborHeadersMixin, RoutablePageMixin, AdvocacyFields):
    """A page whose every claim leads to its source. ``advocacy_kind`` is what visitors read; ``ris_type`` what RIS calls it."""

    advocacy_section: ClassVar[str] = SECTION
    advocacy_kind: ClassVar[Any] = ""
    advocacy_code: ClassVar[str] = ""
    schema_type: ClassVar[str] = "WebPage"
    ris_type: ClassVar[str] = "ELEC"
    #: Whether a list of advocacy pages shows it; chapters are shown by their report.
    advocacy_is_listed: ClassVar[bool] = True
    advocacy_has_handout: ClassVar[bool] = True
    #: A handout that would be longer is set closer.
    advocacy_most_pages: ClassVar[int] = 2
    harbor_bare = False
    advocacy_template: ClassVar[str] = "harbor_advocacy/pages/page.html"
    advocacy_handout_template: ClassVar[str] = "harbor_advocacy/pages/handout.html"
    advocacy_pdf_template: ClassVar[str] = "harbor_advocacy/pages/handout_pdf.html"

    advocacy_panels: ClassVar[list[Any]] = [*AdvocacyFields.adv_first_panels, *AdvocacyFields.adv_folded_panels]
    advocacy_search_fields: ClassVar[list[Any]] = [
        index.SearchField("get_intro_text"),
        index.SearchField("adv_body"),
    ]

    class Meta:
        abstract = True

    # Addresses

    @path("")
    def page_route(self, request: HttpRequest) -> HttpResponse:
        response = self.render_advocacy(request, "page", self.advocacy_template)
        response.add_post_render_callback(lambda done: head.insert(done, self, request))
        return response

    @path("handout/", name="handout")
    def handout_route(self, request: HttpRequest) -> HttpResponse:
        return self.render_advocacy(request, "handout", self.advocacy_handout_template)

    @path("cite/", name="cite")
    def cite_route(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse(self.get_cited_page(request).ris(), content_type="application/x-research-info-systems")
        response.headers["Content-Disposition"] = f'attachment; filename="{self._slug}.ris"'
        return response

    def render_advocacy(self, request: HttpRequest, mode: str, template: str) -> TemplateResponse:
        return TemplateResponse(request, template, self.get_advocacy_context(request, mode))

    # What a host may override

    def get_advocacy_context(self, request: HttpRequest, mode: str) -> dict[str, Any]:
        """``mode`` is "page" or "handout"; both show the same content."""
        sections = without_holes(self.get_sections(), request, mode)
        entries = contents(sections)
        return {
            **self.get_context(request),
            "mode": mode,
            "sections": sections,
            "contents": entries if len(entries) >= FEWEST_IN_CONTENTS else [],
            "by_section": self.adv_references == References.SECTION,
            "newer": supersession.newer(self, request),
            "cited": self.get_cited_page(request),
            "glossary": glossary_of(self),
            "readers": Reader,
            "handout_url": self._below(request, "handout"),
            "cite_url": self._below(request, "cite"),
            "file": self.get_handout_offer() if mode == "page" else None,
        }

    def get_sections(self) -> list[Section]:
        return outline(self.adv_body)

    def get_description(self) -> str:
        """For search engines and share cards, at most ``DESCRIPTION_LENGTH`` characters."""
        given = getattr(self, "search_description", "") or self.get_intro_text()
        return given if len(given) <= DESCRIPTION_LENGTH else given[: DESCRIPTION_LENGTH - 1].rsplit(" ", 1)[0] + "…"

    def get_intro_text(self) -> str:
        return harbor_plain(_as_rich_text(self.adv_intro))

    def get_cited_page(self, request: HttpRequest | None = None) -> CitedPage:
        return cited_page(self, request)

    def get_handout_offer(self) -> files.Offer | None:
        """The PDF, where one can be made; what is known of it."""
        return files.offer(self, self._file_url()) if self.advocacy_has_handout else None

    # For templates

    @property
    def harbor_intro(self) -> Any:
        return _as_rich_text(self.adv_intro)

    @property
    def harbor_readers(self) -> list[Any]:
        return self._words("adv_readers")

    @property
    def harbor_jurisdictions(self) -> list[Any]:
        return self._words("adv_jurisdictions")

    @property
    def harbor_notices(self) -> list[Any]:
        """In the page's language where there is one."""
        return [block.value.localized for block in self.adv_notices if block.value]

    @property
    def harbor_publishers(self) -> list[Any]:
        return [block.value for block in self.adv_publishers if block.value]

    # Wagtail's own

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return self.advocacy_template

    def clean(self) -> None:
        super().clean()
        problems: dict[str, Any] = {}
        if problem := cite_problem(self.adv_intro or ""):
            problems["adv_intro"] = problem
        if self.pk and self.adv_supersedes_id == self.pk:
            problems["adv_supersedes"] = _("A page cannot take its own place.")
        if problem := self._bare_myth():
            problems["search_description"] = problem
        if problems:
            raise ValidationError(problems)

    def _bare_myth(self) -> str:
        """A description that repeats a myth without calling it one would be read alone, in search results."""
        said = " ".join((getattr(self, "search_description", "") or "").lower().split())
        for block in self.adv_body:
            if (
                said
                and block.block_type == "myth"
                and " ".join(block.value["myth"].lower().split()).rstrip(".") in said
            ):
                words = (gettext("Myth").lower(), gettext("not true"))
                if not any(word in said for word in words):
                    return gettext(
                        "This repeats a myth without saying that it is one. Begin with “Myth:”, or leave it empty."
                    )
        return ""

    def _words(self, name: str) -> list[Any]:
        field = self._meta.get_field(name)
        return field.words(getattr(self, name)) if isinstance(field, ChoiceListField) else []

    @property
    def _slug(self) -> str:
        return getattr(self, "slug", "") or "page"

    def _below(self, request: HttpRequest, name: str) -> str:
        url = self.get_url(request) if self.pk else None
        return url + self.reverse_subpage(name) if url else ""

    def _file_url(self) -> str:
        try:
            return reverse("harbor_advocacy:handout", args=[self.pk]) if self.pk else ""
        except NoReverseMatch:
            return ""  # harbor_wagtail.E003 tells the developer


def _as_rich_text(value: str) -> Any:
    from wagtail.rich_text import RichText

    return RichText(value or "")
