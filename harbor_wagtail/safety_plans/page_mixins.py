"""``SafetyPlanPageMixin`` and ``SafetyPlanIndexPageMixin``: plans and their list as part of a host's pages.

They inherit no ``Page``, so they fit a swapped one. A host overrides what it wants of ``get_plan_document()``,
``get_plan_context(request, mode)``, ``get_plan_offers(document)``, ``get_plan_template(request)``.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField

from harbor_wagtail.documents.fonts import can_be_typed
from harbor_wagtail.documents.tree import Document
from harbor_wagtail.safety.exits import is_telling
from harbor_wagtail.safety.headers import HarborHeadersMixin
from harbor_wagtail.safety_plans import files
from harbor_wagtail.safety_plans.blocks import PlanBlock, SourceBlock
from harbor_wagtail.safety_plans.choices import Audience, OfferWord, Stage
from harbor_wagtail.safety_plans.documents import plan_document
from harbor_wagtail.safety_plans.listing import SECTION, listed_plans
from harbor_wagtail.safety_plans.panels import ReviewPanel
from harbor_wagtail.safety_plans.review import source_problems

INDEX_SECTION = "safety-plans"


class SafetyPlanPageMixin(HarborHeadersMixin, RoutablePageMixin, models.Model):
    """A plan an editor composes once: to read or fill in here, to print, as PDF and Word, and as a card."""

    plan_audience = models.CharField(
        _("for"),
        max_length=12,
        choices=Audience.choices,
        default=Audience.LEFT,
        help_text=_(
            "A plan for somebody still in the situation is shown to read and remember, without places to write."
        ),
    )
    plan_stage = models.CharField(_("when"), max_length=12, choices=Stage.choices, default=Stage.ANY)
    plan_intro = models.TextField(_("introduction"), blank=True, help_text=_("One or two sentences under the title."))
    plan_emergency = models.CharField(
        _("words in the emergency box"),
        max_length=300,
        blank=True,
        help_text=_("The numbers stand there by themselves: they come from Settings and Hotlines."),
    )
    plan_content = StreamField(PlanBlock(), verbose_name=_("plan"))
    plan_sources = StreamField([("source", SourceBlock())], verbose_name=_("sources"), blank=True)
    plan_grade = models.PositiveSmallIntegerField(
        _("reading level wanted"),
        null=True,
        blank=True,
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(16)],
        help_text=_("School grade. 6 or less for young people. Empty: not checked."),
    )
    plan_version = models.CharField(_("version"), max_length=20, blank=True, help_text=_("Such as 1.2."))
    plan_reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    plan_review_by = models.DateField(_("review by"), null=True, blank=True, help_text=_("The team is reminded then."))
    plan_disclaimer = models.TextField(_("what this plan cannot do"), blank=True)
    plan_acknowledgement = models.TextField(_("acknowledgement"), blank=True, help_text=_("Of a grant, for instance."))
    plan_file_name = models.SlugField(
        _("name of the files"),
        max_length=40,
        default="notes",
        help_text=_("What is seen among somebody's downloads. Keep it plain: notes, paper, list."),
    )
    plan_word = models.CharField(
        _("offer a Word file"), max_length=3, choices=OfferWord.choices, default=OfferWord.BY_AUDIENCE, blank=True
    )

    harbor_section: ClassVar[str] = SECTION
    plan_template: ClassVar[str] = "harbor_safety_plans/plan_page.html"
    plan_print_template: ClassVar[str] = "harbor_safety_plans/print_page.html"

    plan_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("plan_audience"), FieldPanel("plan_stage")]), FieldPanel("plan_intro")],
            heading=_("Whom it is for"),
        ),
        FieldPanel("plan_emergency"),
        FieldPanel("plan_content"),
        FieldPanel("plan_sources"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("plan_version"), FieldPanel("plan_grade")]),
                FieldRowPanel([FieldPanel("plan_reviewed_on"), FieldPanel("plan_review_by")]),
                FieldPanel("plan_disclaimer"),
                FieldPanel("plan_acknowledgement"),
            ],
            heading=_("Version and review"),
        ),
        FieldRowPanel([FieldPanel("plan_file_name"), FieldPanel("plan_word")], heading=_("Files")),
        ReviewPanel(heading=_("Before you publish")),
    ]

    class Meta:
        abstract = True

    # Addresses

    @path("")
    def plan_route(self, request: HttpRequest) -> HttpResponse:
        return self.render_plan(request, "page", self.get_plan_template(request))

    @path("print/", name="print")
    def print_route(self, request: HttpRequest) -> HttpResponse:
        return self.render_plan(request, "print", self.plan_print_template)

    def render_plan(self, request: HttpRequest, mode: str, template: str) -> TemplateResponse:
        return TemplateResponse(request, template, self.get_plan_context(request, mode))

    # What a host may override

    def get_plan_document(self) -> Document:
        return plan_document(self)

    def get_plan_template(self, request: HttpRequest) -> str:
        return self.plan_template

    def get_plan_context(self, request: HttpRequest, mode: str) -> dict[str, Any]:
        document = self.get_plan_document()
        return {
            **self.get_context(request),
            "document": document,
            "mode": mode,
            "reading": self.plan_is_read,
            "offers": self.get_plan_offers(document) if mode == "page" else [],
            "print_url": self.get_url(request) + self.reverse_subpage("print") if self.get_url(request) else "",
            "save_url": self._file_url("json") if mode == "page" and files.can_make(files.PDF) else "",
            "fillable": bool(document.fields),
            "typed": can_be_typed(document.language),
        }

    def get_plan_offers(self, document: Document) -> list[files.Offer]:
        """The files a visitor may take, with what is known of them."""
        kept = files.known([self])
        offers = []
        for kind in (files.PDF, files.WORD, files.CARD):
            if self.plan_offers(kind) and files.has_file(self, kind, document):
                pages, size = kept.get((files.owner_of(self), kind), (0, 0))
                offers.append(files.Offer(kind, self._file_url(kind), pages, size))
        return [offer for offer in offers if offer.url]

    def plan_offers(self, kind: str) -> bool:
        """Word is for plans that are worked on at a desk, unless the editor says otherwise."""
        if kind != files.WORD or self.plan_word == OfferWord.YES:
            return True
        return self.plan_word == OfferWord.BY_AUDIENCE and self.plan_audience in (Audience.FAMILY, Audience.STAFF)

    @property
    def plan_is_read(self) -> bool:
        """Read and remembered, not filled in."""
        return bool(self.plan_audience == Audience.STILL_THERE)

    # Wagtail's own

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return self.get_plan_template(request)

    def clean(self) -> None:
        super().clean()
        if is_telling(self.plan_file_name):
            raise ValidationError({"plan_file_name": _("This name tells what the person was reading. Keep it plain.")})
        if problems := source_problems(self.plan_content, len(self.plan_sources)):
            raise ValidationError({"plan_sources": problems})

    def _file_url(self, kind: str) -> str:
        names = {files.CARD: f"{self.plan_file_name}-card.pdf"}
        name = names.get(kind, f"{self.plan_file_name}.{kind}")
        try:
            return reverse("harbor_safety_plans:file", args=[self.pk, name]) if self.pk else ""
        except NoReverseMatch:
            return ""  # harbor_wagtail.E003 tells the developer


class SafetyPlanIndexPageMixin(HarborHeadersMixin, models.Model):
    """The list of plans below this page, by whom they are for, when and in which language."""

    plans_intro = models.TextField(_("introduction"), blank=True, help_text=_("One or two sentences under the title."))

    harbor_section: ClassVar[str] = INDEX_SECTION
    plans_template: ClassVar[str] = "harbor_safety_plans/index_page.html"
    plans_panels: ClassVar[list[Any]] = [FieldPanel("plans_intro")]

    class Meta:
        abstract = True

    def get_plans_context(self, request: HttpRequest) -> dict[str, Any]:
        plans = listed_plans(self, request)
        return {
            "plans": plans,
            "audiences": [each for each in Audience if any(plan.audience == each for plan in plans)],
            "stages": [each for each in Stage if any(plan.stage == each for plan in plans)],
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)  # type: ignore[misc]
        return {**context, **self.get_plans_context(request)}

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return self.plans_template
