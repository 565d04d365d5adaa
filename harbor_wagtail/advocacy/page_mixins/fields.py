"""The facts every advocacy page may state, and the panels that fold them away."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.snippets.blocks import SnippetChooserBlock

from harbor_wagtail import places
from harbor_wagtail.advocacy.blocks.base import LINE_FEATURES, PersonBlock
from harbor_wagtail.advocacy.choices import Reader, References, Setting
from harbor_wagtail.advocacy.fields import BodyField, ChoiceListField
from harbor_wagtail.advocacy.panels import ReviewPanel
from harbor_wagtail.language.panels import LanguagePanel

FOLDED = "collapsed"


def in_a_year() -> datetime.date:
    """The day a new page is looked at again, unless the editor names another."""
    return timezone.localdate() + datetime.timedelta(days=365)


def base_page() -> str:
    """The site's base page (Wagtail 8 lets a site choose its own)."""
    return str(getattr(settings, "WAGTAIL_PAGE_MODEL", "wagtailcore.Page"))


def jurisdictions() -> list[tuple[str, Any]]:
    return [("us", _("the whole country")), ("tribal", _("tribal nations"))] + [
        (state.code.lower(), state.name) for state in places.states()
    ]


class ChangeEntryBlock(blocks.StructBlock):
    date = blocks.DateBlock(label=_("Day"))
    text = blocks.CharBlock(max_length=300, label=_("What changed"))

    class Meta:
        icon = "history"
        label = _("Change")


class AdvocacyFields(models.Model):
    adv_kicker = models.CharField(
        _("line above the title"), max_length=120, blank=True, help_text=_("The series, or “Chapter 1”.")
    )
    adv_intro = RichTextField(_("introduction"), blank=True, features=LINE_FEATURES)
    adv_body = BodyField(verbose_name=_("content"))
    adv_publishers = StreamField(
        [("publisher", SnippetChooserBlock("harbor_wagtail.Publisher"))], verbose_name=_("published by"), blank=True
    )
    adv_authors = StreamField([("person", PersonBlock())], verbose_name=_("authors"), blank=True)
    adv_year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2200)],
        help_text=_("Empty: the year this page was first published here."),
    )
    adv_edition = models.CharField(_("edition"), max_length=60, blank=True, help_text=_("Such as “2nd edition”."))
    adv_identifier = models.CharField(_("DOI or ISBN"), max_length=100, blank=True)
    adv_original_url = models.URLField(
        _("first published at"), max_length=1000, blank=True, help_text=_("If it stood somewhere else before.")
    )
    adv_licence = models.CharField(
        _("license or permission"), max_length=200, blank=True, help_text=_("What others may do with this page.")
    )
    adv_notices = StreamField(
        [("notice", SnippetChooserBlock("harbor_advocacy.Notice"))], verbose_name=_("notices"), blank=True
    )
    adv_readers = ChoiceListField(_("written for"), choices_from=lambda: Reader.choices)
    adv_jurisdictions = ChoiceListField(_("holds for"), choices_from=jurisdictions)
    adv_setting = models.CharField(_("setting"), max_length=8, choices=Setting.choices, default=Setting.ANY)
    adv_content_notes = models.CharField(
        _("content note"),
        max_length=200,
        blank=True,
        help_text=_("What may be hard to read here, in a few neutral words. Shown before the text."),
    )
    adv_reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    adv_reviewed_by = models.CharField(
        _("reviewed by"), max_length=160, blank=True, help_text=_("A role, such as “two people with lived experience”.")
    )
    adv_review_by = models.DateField(
        _("to be looked at again by"), default=in_a_year, help_text=_("The team is reminded then.")
    )
    adv_supersedes = models.ForeignKey(
        base_page(),
        verbose_name=_("takes the place of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The older page keeps its address and says at its top that this one is newer."),
    )
    adv_changes = StreamField([("change", ChangeEntryBlock())], verbose_name=_("change log"), blank=True)
    adv_references = models.CharField(
        _("notes stand"), max_length=8, choices=References.choices, default=References.PAGE
    )
    adv_grade = models.PositiveSmallIntegerField(
        _("reading level wanted"),
        null=True,
        blank=True,
        default=9,
        validators=[MinValueValidator(1), MaxValueValidator(16)],
        help_text=_("School grade. Empty: not checked."),
    )

    #: Whoever writes needs these; the title comes from the page.
    adv_first_panels: ClassVar[list[Any]] = [
        FieldPanel("adv_intro"),
        FieldPanel("adv_body"),
        FieldPanel("adv_review_by"),
        ReviewPanel(heading=_("Before you publish")),
        LanguagePanel(heading=_("Words to watch")),
    ]
    adv_folded_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldPanel("adv_kicker"),
                FieldPanel("adv_readers"),
                FieldRowPanel([FieldPanel("adv_setting"), FieldPanel("adv_grade")]),
                FieldPanel("adv_content_notes"),
                FieldPanel("adv_references"),
            ],
            heading=_("For whom, and how it reads"),
            classname=FOLDED,
        ),
        MultiFieldPanel(
            [
                FieldPanel("adv_publishers"),
                FieldPanel("adv_authors"),
                FieldRowPanel([FieldPanel("adv_year"), FieldPanel("adv_edition")]),
                FieldPanel("adv_original_url"),
                FieldRowPanel([FieldPanel("adv_identifier"), FieldPanel("adv_licence")]),
                FieldPanel("adv_notices"),
            ],
            heading=_("Publication facts"),
            classname=FOLDED,
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("adv_reviewed_on"), FieldPanel("adv_reviewed_by")]),
                FieldPanel("adv_supersedes"),
                FieldPanel("adv_changes"),
            ],
            heading=_("Review and changes"),
            classname=FOLDED,
        ),
        MultiFieldPanel([FieldPanel("adv_jurisdictions")], heading=_("Where it holds"), classname=FOLDED),
    ]

    class Meta:
        abstract = True
