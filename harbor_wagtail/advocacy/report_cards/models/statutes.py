"""Laws: what they say word for word, when they are in force, and when somebody last looked."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from harbor_wagtail.advocacy.report_cards.models.guard import Guarded, GuardedQuerySet
from harbor_wagtail.models.source import PastedUrlField


class LawState(models.TextChoices):
    IN_FORCE = "in_force", _("in force")
    NOT_YET = "not_yet", _("enacted, not yet in force")
    REPEALED = "repealed", _("repealed")
    UNKNOWN = "unknown", _("not known whether in force")


class StatuteQuerySet(GuardedQuerySet["StatuteRef"]):
    def not_verified_since(self, day: datetime.date) -> StatuteQuerySet:
        """Laws nobody has looked at on or after ``day``; repealed ones need no more looking."""
        late = Q(verified_on__isnull=True) | Q(verified_on__lt=day)
        return self.filter(late).exclude(repealed_on__lte=timezone.localdate())


class StatuteRef(index.Indexed, Guarded):
    """One place in the law of one jurisdiction. Facts: in the language the law is written in, for pages of every language."""

    jurisdiction = models.ForeignKey(
        "harbor_wagtail.Jurisdiction", verbose_name=_("place"), on_delete=models.PROTECT, related_name="statutes"
    )
    citation = models.CharField(_("citation"), max_length=255, help_text=_("As lawyers write it."))
    heading = models.CharField(_("heading"), max_length=255, blank=True)
    quote = models.TextField(_("what it says"), blank=True, help_text=_("Word for word, without quotation marks."))
    language = models.CharField(_("language"), max_length=20, default="en", help_text=_("Its code, such as en."))
    enacted_on = models.DateField(_("enacted"), null=True, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    repealed_on = models.DateField(_("no longer in force from"), null=True, blank=True)
    verified_on = models.DateField(
        _("verified on"), null=True, blank=True, help_text=_("The day somebody read the law in the official source.")
    )
    verified_by = models.CharField(
        _("verified by"), max_length=120, blank=True, help_text=_("Shown. A role is enough.")
    )
    url = PastedUrlField(_("address of the official text"), max_length=1000, blank=True)
    archive_url = PastedUrlField(_("archived copy"), max_length=1000, blank=True)
    pending_bill = models.CharField(
        _("bill that would change it"), max_length=255, blank=True, help_text=_("Its number and where it stands.")
    )

    guarded = ("jurisdiction", "citation", "quote", "effective_on")
    frozen_message = _(
        "A published edition quotes this law. Add the changed law as a new one, or correct the edition’s quote in the open."
    )
    search_fields = [
        index.SearchField("citation"),
        index.SearchField("heading"),
        index.AutocompleteField("citation"),
        index.AutocompleteField("heading"),
        index.FilterField("jurisdiction"),
    ]

    objects = StatuteQuerySet.as_manager()

    class Meta:
        verbose_name = _("law")
        verbose_name_plural = _("laws")
        ordering = ["jurisdiction", "citation", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(repealed_on__isnull=True)
                | Q(effective_on__isnull=True)
                | Q(repealed_on__gte=F("effective_on")),
                name="harbor_advocacy_statute_dates",
                violation_error_message=_("It ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.citation} ({self.heading})" if self.heading else self.citation

    @classmethod
    def frozen_condition(cls) -> Q:
        return Q(assessments__edition__state="frozen")

    def state_on(self, day: datetime.date) -> LawState:
        """A law without any date is not said to be in force."""
        if self.repealed_on and self.repealed_on <= day:
            return LawState.REPEALED
        if self.effective_on:
            return LawState.IN_FORCE if self.effective_on <= day else LawState.NOT_YET
        return LawState.UNKNOWN if not self.enacted_on or self.enacted_on <= day else LawState.NOT_YET

    @property
    def state_today(self) -> LawState:
        return self.state_on(timezone.localdate())

    @property
    def state_label(self) -> str:
        """In words, for lists."""
        return str(self.state_today.label)

    def clean(self) -> None:
        super().clean()
        today = timezone.localdate()
        if self.verified_on and self.verified_on > today:
            raise ValidationError({"verified_on": _("This day has not come yet.")})
        if self.verified_by and not self.verified_on:
            raise ValidationError({"verified_on": _("Say on which day.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.citation = " ".join(self.citation.split())
        super().save(*args, **kwargs)
