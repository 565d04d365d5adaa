"""What is kept of a community resource map beside its form: cells said by hand, reviews, words in other languages."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from harbor_wagtail.directory.models.map_choices import HAND_LEVELS, Level
from harbor_wagtail.directory.models.resource_maps import KEY_LENGTH, ResourceMap
from harbor_wagtail.directory.models.taxonomy import TaxonomyTerm


class MapCorrection(models.Model):
    """One cell of the matrix said by hand: the level, why, by whom, and what the directory said at that time.

    ``ground`` is what was computed then: ``{"level": …, "yes": …, "unknown": …, "total": …}``, in providers.
    """

    resource_map = models.ForeignKey(ResourceMap, on_delete=models.CASCADE, related_name="corrections")
    domain = models.ForeignKey(TaxonomyTerm, on_delete=models.CASCADE, related_name="+")
    column = models.CharField(max_length=KEY_LENGTH)
    level = models.CharField(_("level"), max_length=12, choices=[(value, Level(value).label) for value in HAND_LEVELS])
    note = models.TextField(_("why"))
    ground = models.JSONField(default=dict)
    corrected_at = models.DateTimeField(auto_now=True)
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            models.UniqueConstraint(
                fields=["resource_map", "domain", "column"], name="harbor_directory_mapcorrection_cell"
            )
        ]

    def __str__(self) -> str:
        return f"{self.domain}, {self.column}: {Level(self.level).label}"


class MapReview(models.Model):
    """The matrix as it stood when the team looked at it together: ``levels`` by kind of help and column."""

    resource_map = models.ForeignKey(ResourceMap, on_delete=models.CASCADE, related_name="reviews")
    reviewed_on = models.DateField(_("reviewed on"))
    levels = models.JSONField(default=dict)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-reviewed_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.resource_map}, {self.reviewed_on}"


class MapWording(models.Model):
    """One text of a map in another language. ``original`` is what was translated, to tell when it has changed since."""

    resource_map = models.ForeignKey(ResourceMap, on_delete=models.CASCADE, related_name="wordings")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    of = models.CharField(max_length=20)
    row_id = models.PositiveBigIntegerField()
    field = models.CharField(max_length=20)
    text = models.TextField()
    original = models.TextField(blank=True)

    class Meta:
        verbose_name = _("words in another language")
        verbose_name_plural = _("words in other languages")
        constraints = [
            models.UniqueConstraint(
                fields=["resource_map", "locale", "of", "row_id", "field"], name="harbor_directory_mapwording_once"
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
