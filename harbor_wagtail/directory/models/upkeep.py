"""Small tables that keep the rest honest: how new the directory is, and what is still to be erased."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DirectoryVersion(models.Model):
    """One row that counts changes to anything public. Caches are keyed by it."""

    number = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("directory version")

    @classmethod
    def current(cls) -> int:
        return cls.objects.filter(pk=1).values_list("number", flat=True).first() or 0

    @classmethod
    def bump(cls) -> None:
        """Call inside the transaction that changes the data, so that a rolled-back change is no new version."""
        if not cls.objects.filter(pk=1).update(number=F("number") + 1, changed_at=timezone.now()):
            cls.objects.get_or_create(pk=1, defaults={"number": 1})

    @classmethod
    def hold(cls) -> None:
        """Nothing public has changed, but whoever raises the number has to wait for the end of this transaction."""
        if not cls.objects.filter(pk=1).update(number=F("number")):
            cls.objects.get_or_create(pk=1)


class RedactionTask(models.Model):
    """An erasure that reaches beyond the database's rows, repeated until it is done. It names no address."""

    class Kind(models.TextChoices):
        DATABASE_FILES = "database-files", _("Freed pages of the database")

    kind = models.CharField(_("what"), max_length=20, choices=Kind.choices)
    location_id = models.BigIntegerField(_("number of the place"))
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=255, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("erasure to finish")
        verbose_name_plural = _("erasures to finish")
        ordering = ["pk"]
