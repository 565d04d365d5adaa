"""What pages of advocacy share: terms and their meaning, notices, and the files made of handouts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import TranslatableMixin

from harbor_wagtail.advocacy.choices import NoticeKind
from harbor_wagtail.advocacy.consultations.models import ConsultationRequest  # noqa: F401  (a model of this app)
from harbor_wagtail.advocacy.quotes.models import QuoteSettings, SurvivorQuote
from harbor_wagtail.advocacy.report_cards import models as report_cards  # noqa: F401  (models of this app)

__all__ = ["GlossaryTerm", "HandoutFile", "Notice", "QuoteSettings", "SurvivorQuote"]


class GlossaryTerm(TranslatableMixin, models.Model):
    """A term in one language. Its short form becomes an abbreviation where a page first uses it."""

    term = models.CharField(_("term"), max_length=120)
    short_form = models.CharField(_("short form"), max_length=20, blank=True, help_text=_("Such as CSEC."))
    meaning = models.TextField(_("meaning"), help_text=_("In plain words."))
    avoid = models.BooleanField(
        _("better avoided"), default=False, help_text=_("The glossary explains it and says what to write instead.")
    )
    instead = models.CharField(_("write instead"), max_length=200, blank=True)

    panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("term"), FieldPanel("short_form")]),
        FieldPanel("meaning"),
        FieldRowPanel([FieldPanel("avoid"), FieldPanel("instead")]),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("term")
        verbose_name_plural = _("glossary")
        ordering = ["term"]

    def __str__(self) -> str:
        return f"{self.term} ({self.short_form})" if self.short_form else self.term


class Notice(TranslatableMixin, models.Model):
    """A text that stands on several pages word for word: a disclaimer, the sentence a grant asks for."""

    kind = models.CharField(_("kind"), max_length=12, choices=NoticeKind.choices, default=NoticeKind.DISCLAIMER)
    name = models.CharField(_("name"), max_length=120, help_text=_("For the team, to choose it by."))
    funder = models.CharField(_("funder"), max_length=200, blank=True)
    number = models.CharField(_("number of the grant"), max_length=60, blank=True)
    text = models.TextField(_("text"), help_text=_("Word for word, as the funder asks for it."))

    panels: ClassVar[list[Any]] = [
        FieldPanel("kind"),
        FieldPanel("name"),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("funder"), FieldPanel("number")]),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class HandoutFile(models.Model):
    """A PDF made of a page, kept by the digest of what it was made from; one of another digest is never given out."""

    owner = models.CharField(max_length=160, unique=True)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("handout")
        verbose_name_plural = _("handouts")

    def __str__(self) -> str:
        return self.owner
