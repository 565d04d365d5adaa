"""The kinds of advocacy page that stand alone."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import StreamField
from wagtail.search import index

from harbor_wagtail.advocacy.consultations import serving
from harbor_wagtail.advocacy.fields import BodyField
from harbor_wagtail.advocacy.models import GlossaryTerm
from harbor_wagtail.advocacy.page_mixins.base import AdvocacyPageMixin
from harbor_wagtail.advocacy.report_cards.briefs import goals_of
from harbor_wagtail.advocacy.templatetags.harbor_advocacy import harbor_plain
from harbor_wagtail.alphabet import alphabetical


class ExplainerPageMixin(AdvocacyPageMixin):
    """One question, answered; definitions in stages."""

    advocacy_code = "explainer"
    advocacy_kind = _("Explainer")

    class Meta:
        abstract = True


class FactSheetPageMixin(AdvocacyPageMixin):
    advocacy_code = "facts"
    advocacy_kind = _("Fact sheet")
    schema_type = "Report"
    ris_type = "RPRT"

    class Meta:
        abstract = True


class MythFactPageMixin(AdvocacyPageMixin):
    """Myths, each with its fact. What leaves the page says "Myth" and the fact together."""

    advocacy_code = "myths"
    advocacy_kind = _("Myths and facts")
    schema_type = "Article"
    ris_type = "RPRT"

    class Meta:
        abstract = True

    def get_description(self) -> str:
        if getattr(self, "search_description", "") or self.get_intro_text():
            return super().get_description()
        first = next((block.value for block in self.adv_body if block.block_type == "myth"), None)
        if first is None:
            return ""
        fact = harbor_plain(first["fact_heading"]) or harbor_plain(first["fact"])
        words = {"myth": first["myth"], "fact": fact if len(fact) <= 160 else fact[:159].rsplit(" ", 1)[0] + "…"}
        return gettext("Myth: “%(myth)s” Fact: %(fact)s") % words

    def clean(self) -> None:
        super().clean()
        if not any(block.block_type == "myth" for block in self.adv_body):
            raise ValidationError({"adv_body": _("Add one myth with its fact or more.")})


class GoalCodeBlock(blocks.StructBlock):
    framework = blocks.CharBlock(max_length=120, label=_("Framework"))
    code = blocks.CharBlock(max_length=20, label=_("Code"))

    class Meta:
        icon = "tag"
        label = _("Code of the goal")


class IssueBriefPageMixin(AdvocacyPageMixin):
    """One thing the law should do, why, and how to draft it."""

    brief_codes = StreamField(
        [("code", GoalCodeBlock())],
        verbose_name=_("codes of the goal"),
        blank=True,
        help_text=_("One for each framework."),
    )
    brief_statement = models.TextField(_("the goal"), help_text=_("“State law should …”, as the framework words it."))
    brief_plain = models.TextField(_("the goal in plain words"), blank=True)

    advocacy_code = "brief"
    advocacy_kind = _("Issue brief")
    schema_type = "Report"
    ris_type = "RPRT"
    advocacy_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("brief_statement"), FieldPanel("brief_plain"), FieldPanel("brief_codes")], heading=_("The goal")
        ),
        *AdvocacyPageMixin.advocacy_panels,
    ]
    advocacy_search_fields: ClassVar[list[Any]] = [
        *AdvocacyPageMixin.advocacy_search_fields,
        index.SearchField("brief_statement"),
    ]

    class Meta:
        abstract = True

    def get_advocacy_context(self, request: HttpRequest, mode: str) -> dict[str, Any]:
        return {**super().get_advocacy_context(request, mode), "goal_links": goals_of(self, request)}


class GlossaryPageMixin(AdvocacyPageMixin):
    """The terms of the page's language, in their order."""

    adv_body = BodyField(verbose_name=_("content"), blank=True)

    advocacy_code = "glossary"
    advocacy_kind = _("Glossary")

    class Meta:
        abstract = True

    def get_advocacy_context(self, request: HttpRequest, mode: str) -> dict[str, Any]:
        language = self.locale.language_code
        terms = sorted(
            GlossaryTerm.objects.filter(locale_id=self.locale_id),
            key=lambda each: (each.avoid, alphabetical(each.term, language)),
        )
        return {**super().get_advocacy_context(request, mode), "terms": terms, "glossary": {}}


class ActionPageMixin(AdvocacyPageMixin):
    """What readers can do, and where those who work on a law or a service ask for a consultation."""

    ask_email = models.EmailField(
        _("address that is told of requests"),
        blank=True,
        help_text=_("With it, the page leads to a form. The mail says only that something came, not what."),
    )
    ask_keep_days = models.PositiveSmallIntegerField(
        _("days a request is kept"), default=90, validators=[MinValueValidator(1), MaxValueValidator(730)]
    )

    advocacy_code = "actions"
    advocacy_kind = _("What you can do")
    advocacy_template: ClassVar[str] = "harbor_advocacy/pages/actions.html"
    advocacy_panels: ClassVar[list[Any]] = [
        *AdvocacyPageMixin.advocacy_panels[:3],
        MultiFieldPanel([FieldPanel("ask_email"), FieldPanel("ask_keep_days")], heading=_("Consultation")),
        *AdvocacyPageMixin.advocacy_panels[3:],
    ]

    class Meta:
        abstract = True

    def get_advocacy_context(self, request: HttpRequest, mode: str) -> dict[str, Any]:
        return {
            **super().get_advocacy_context(request, mode),
            "ask_url": self._below(request, "ask") if self.ask_email else "",
        }

    @path("ask/", name="ask")
    def ask_route(self, request: HttpRequest) -> HttpResponse:
        if not self.ask_email:
            raise Http404("Nobody is asked here.")
        return serving.answer(self, request, self._below(request, "ask"))
