"""Who stands behind a page or a source: a council, an institute, a ministry. Not a provider of services."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.images import get_image_model_string


class Publisher(models.Model):
    name = models.CharField(_("name"), max_length=200, unique=True)
    abbreviation = models.CharField(_("abbreviation"), max_length=30, blank=True)
    url = models.URLField(_("address on the web"), blank=True)
    founded = models.PositiveSmallIntegerField(
        _("year it was founded"), null=True, blank=True, help_text=_("A year stays true; “ten years ago” does not.")
    )
    about = models.TextField(_("about"), blank=True, help_text=_("One or two sentences."))
    logo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown with the name beside it, or with the name as its description."),
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("abbreviation"), FieldPanel("founded")]),
        FieldPanel("url"),
        FieldPanel("about"),
        FieldPanel("logo"),
    ]

    class Meta:
        verbose_name = _("publisher")
        verbose_name_plural = _("publishers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
