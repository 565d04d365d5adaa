from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DataSource(models.Model):
    """Where records came from: a 211, a spreadsheet, another directory. Names whom to thank and whom to correct."""

    slug = models.SlugField(_("short name"), unique=True)
    name = models.CharField(_("name"), max_length=255)
    url = models.URLField(_("web page"), blank=True)
    licence = models.CharField(_("license"), max_length=255, blank=True)
    #: What somebody chose for the columns of this source's lists: see ``importing.choices``.
    mapping = models.JSONField(default=dict, blank=True, editable=False)
    created_at = models.DateTimeField(_("first used"), auto_now_add=True)

    class Meta:
        verbose_name = _("data source")
        verbose_name_plural = _("data sources")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
