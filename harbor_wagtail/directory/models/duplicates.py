from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.directory.models.base import user_foreign_key


class NotTheSame(models.Model):
    """Somebody looked at two organizations that seem to be one and found that they are not. ``first`` is the older."""

    first = models.ForeignKey("harbor_directory.Organization", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("harbor_directory.Organization", on_delete=models.CASCADE, related_name="+")
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True)
    by_user = user_foreign_key(_("decided by"))

    class Meta:
        verbose_name = _("pair that is not the same")
        verbose_name_plural = _("pairs that are not the same")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="harbor_directory_notthesame_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="harbor_directory_notthesame_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"
