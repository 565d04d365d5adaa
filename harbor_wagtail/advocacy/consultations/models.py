"""What was asked. No address of a visitor's machine, no browser, no place: only what the form says, until its day comes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from harbor_wagtail.advocacy.choices import Reader
from harbor_wagtail.tabular.cells import guarded


class ConsultationRequest(models.Model):
    created = models.DateTimeField(_("received"), auto_now_add=True, db_index=True)
    delete_on = models.DateField(_("deleted on"), db_index=True)
    page = models.CharField(_("page"), max_length=255, help_text=_("Its title on that day."))
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    organization = models.CharField(_("organization"), max_length=160, blank=True)
    role = models.CharField(_("who is asking"), max_length=12, choices=Reader.choices, blank=True)
    question = models.TextField(_("question"))
    answered = models.BooleanField(_("answered"), default=False)

    wagtail_reference_index_ignore = True

    panels: ClassVar[list[Any]] = [
        FieldPanel("name", read_only=True),
        FieldPanel("email", read_only=True),
        FieldPanel("organization", read_only=True),
        FieldPanel("question", read_only=True),
        FieldPanel("delete_on"),
        FieldPanel("answered"),
    ]

    class Meta:
        verbose_name = _("request for a consultation")
        verbose_name_plural = _("consultations")
        ordering = ["-created"]

    # Strangers wrote these: a spreadsheet must not take a cell for a formula.

    @admin.display(description=_("name"))
    def name_in_sheet(self) -> str:
        return guarded(self.name)

    @admin.display(description=_("e-mail"))
    def email_in_sheet(self) -> str:
        return guarded(self.email)

    @admin.display(description=_("organization"))
    def organization_in_sheet(self) -> str:
        return guarded(self.organization)

    @admin.display(description=_("question"))
    def question_in_sheet(self) -> str:
        return guarded(self.question)

    def __str__(self) -> str:
        return f"{self.name}, {self.created:%Y-%m-%d}" if self.created else self.name
