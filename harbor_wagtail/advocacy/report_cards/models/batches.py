"""What one import changed, kept so that it can be taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.advocacy.report_cards.models.editions import Edition


class ScoreBatch(models.Model):
    """One import into one edition. ``counts``: created, changed, unchanged, refused."""

    edition = models.ForeignKey(Edition, verbose_name=_("edition"), on_delete=models.CASCADE, related_name="batches")
    created = models.DateTimeField(_("imported"), auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    file = models.CharField(_("file"), max_length=255)
    counts = models.JSONField(_("rows"), default=dict)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("import of answers")
        verbose_name_plural = _("imports of answers")
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.file}, {self.created:%Y-%m-%d %H:%M}" if self.created else self.file


class ScoreChange(models.Model):
    """One row before and after. ``of`` is "assessment" or "statute"; no ``before`` means that it was created."""

    batch = models.ForeignKey(ScoreBatch, on_delete=models.CASCADE, related_name="changes")
    of = models.CharField(max_length=10)
    row_id = models.PositiveBigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("change of an import")
        verbose_name_plural = _("changes of imports")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.of} {self.row_id}"
