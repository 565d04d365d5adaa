"""Survivors' words with the consent they were given with.

No drafts, no revisions, no search index, no translation rows: the words stand in this table and nowhere else. What names
a record (lists, choosers, logs) is its reference code.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from harbor_wagtail.advocacy.fields import ChoiceListField
from harbor_wagtail.advocacy.quotes import consent, rules
from harbor_wagtail.advocacy.quotes.choices import AgeBand, Attribution, Basis, Channel, Compensation, Method, Standing


class SurvivorQuote(models.Model):
    reference = models.CharField(
        _("reference code"),
        max_length=24,
        unique=True,
        validators=[
            RegexValidator(
                r"^[A-Z]{1,8}-(\d{4}-)?\d{1,5}(-[A-Z]{2})?$",
                _("Write a code such as SQ-12 or SQ-12-ES: no name, no number to call."),
            )
        ],
        help_text=_("Such as SQ-12. Who it stands for, and how to reach them, is kept outside of this site."),
    )
    words = models.TextField(
        _("the words"), help_text=_("Word for word, as they were approved. Without quotation marks.")
    )
    excerpt = models.TextField(
        _("shortened for the page"), blank=True, help_text=_("Only if the whole is too long. Leave out; add nothing.")
    )
    edits_approved = models.BooleanField(_("they approved the shortened words"), default=False)
    language = models.CharField(_("language"), max_length=20, default="en")
    original = models.ForeignKey(
        "self",
        verbose_name=_("translated from"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="translations",
        help_text=_("If these words are a translation. Consent is then that of the original; fill in nothing else."),
    )
    content_note = models.CharField(
        _("content note"),
        max_length=120,
        blank=True,
        help_text=_("What may be hard to read, in a few neutral words. Shown before the quote."),
    )
    example = models.BooleanField(_("example"), default=False, help_text=_("Invented. Shown with the word “Example”."))

    attribution = models.CharField(
        _("said by"), max_length=8, choices=Attribution.choices, default=Attribution.SURVIVOR
    )
    attribution_words = models.CharField(_("their words or name"), max_length=80, blank=True)
    name_approved = models.BooleanField(_("they agreed that this name is shown"), default=False)
    age_band = models.CharField(
        _("age"), max_length=8, blank=True, choices=AgeBand.choices, help_text=_("Shown. Only if they want it there.")
    )
    state = models.CharField(_("state"), max_length=2, blank=True, help_text=_("Shown. Only if they want it there."))
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2200)],
        help_text=_("Shown. Only if they want it there."),
    )

    basis = models.CharField(_("may be used because"), max_length=12, choices=Basis.choices, default=Basis.CONSENT)
    scope = ChoiceListField(
        verbose_name=_("agreed to"),
        help_text=_("What is not ticked is not agreed to."),
        choices_from=lambda: Channel.choices,
    )
    consented_on = models.DateField(_("consent given on"), null=True, blank=True)
    expires_on = models.DateField(
        _("last day of consent"), null=True, blank=True, help_text=_("Empty: one year. At most three years.")
    )
    method = models.CharField(_("consent was"), max_length=12, blank=True, choices=Method.choices)
    guardian_agreed = models.BooleanField(_("under 18: a guardian agreed"), default=False)
    youth_agreed = models.BooleanField(_("under 18: the young person agreed"), default=False)
    context_shown = models.BooleanField(_("they saw the page, or its draft, before it was published"), default=False)
    not_a_client = models.BooleanField(_("they are no client of ours, and have not been for a year"), default=False)
    risk_considered = models.BooleanField(_("we talked about who may recognize them, and what then"), default=False)
    support_offered = models.BooleanField(_("somebody to talk to was offered"), default=False)
    compensation = models.CharField(_("payment"), max_length=8, blank=True, choices=Compensation.choices)

    source = models.ForeignKey(
        "harbor_wagtail.Source",
        verbose_name=_("publication"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    pinpoint = models.CharField(_("place in it"), max_length=80, blank=True)
    permission = models.CharField(
        _("permission or license"),
        max_length=200,
        blank=True,
        help_text=_("Such as CC BY 4.0, or who permitted it and when."),
    )

    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    end_noted_at = models.DateTimeField(null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ["reference"]
        permissions = [
            ("withdraw_survivorquote", _("Can withdraw the consent of a quote")),
            ("export_survivorquote", _("Can export the list of quotes")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True)
                | models.Q(consented_on__isnull=True)
                | models.Q(expires_on__gte=models.F("consented_on")),
                name="harbor_quote_ends_after_consent",
            )
        ]

    def __str__(self) -> str:
        """Never the words: this stands in lists, choosers and logs."""
        return self.reference

    def clean(self) -> None:
        super().clean()
        rules.tidy(self)
        rules.check(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        rules.tidy(self)
        super().save(*args, **kwargs)

    @property
    def shown_words(self) -> str:
        return self.excerpt or self.words

    @property
    def excerpt_needs_approval(self) -> bool:
        return bool(self.excerpt) and self.excerpt != self.words and not self.edits_approved

    @property
    def standing(self) -> str:
        """In words, for lists."""
        return str(self.stands.label)

    @property
    def stands(self) -> Standing:
        """Today, for the team: whether some site of this installation may show it."""
        minors = consent.is_minor(self) and QuoteSettings.any_allows_minors()
        return consent.standing(self, minors=minors)

    @property
    def last_day(self) -> Any:
        return consent.last_day(self)


@register_setting(icon="openquote", order=151)
class QuoteSettings(BaseSiteSetting):
    minors_allowed = models.BooleanField(
        _("words of people under 18 may be shown"),
        default=False,
        help_text=_("Only with the consent of both, the young person and a guardian. Off: never."),
    )

    class Meta:
        verbose_name = _("settings for quotes")
        verbose_name_plural = _("settings for quotes")

    @classmethod
    def allows_minors(cls, request: HttpRequest) -> bool:
        """On the site of the request. Unlike ``for_request`` it writes nothing."""
        site = Site.find_for_request(request)
        return bool(site) and cls.objects.filter(site=site, minors_allowed=True).exists()

    @classmethod
    def any_allows_minors(cls) -> bool:
        return cls.objects.filter(minors_allowed=True).exists()
