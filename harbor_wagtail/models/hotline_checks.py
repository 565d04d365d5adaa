"""Who of the team reached a hotline, when and how: a list that only grows, apart from drafts and old versions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.models.hotline import Hotline


class HotlineCheck(models.Model):
    class How(models.TextChoices):
        CALLED = "called", _("called it, and somebody answered")
        TEXTED = "texted", _("wrote to it, and somebody answered")
        READ = "read", _("read the hotline's own page")

    hotline = models.ForeignKey(
        Hotline, verbose_name=_("hotline"), on_delete=models.CASCADE, related_name="checks", editable=False
    )
    how = models.CharField(_("how"), max_length=8, choices=How.choices)
    checked_on = models.DateField(_("on"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    role = models.CharField(_("role"), max_length=120, blank=True, help_text=_("Such as “youth worker”."))

    class Meta:
        verbose_name = _("check of a hotline")
        verbose_name_plural = _("checks of hotlines")
        ordering = ["-checked_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.checked_on:%Y-%m-%d}: {self.get_how_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A check is never changed; record another one.")
        super().save(*args, **kwargs)


@transaction.atomic
def record_check(hotline: Hotline, *, how: str, checked_on: date, user: Any = None, role: str = "") -> HotlineCheck:
    """Note that somebody reached ``hotline``, and keep the latest day on it. Drafts and revisions are not touched."""
    by = user if user is not None and user.pk else None
    check = HotlineCheck.objects.create(hotline=hotline, how=how, checked_on=checked_on, checked_by=by, role=role)
    latest = HotlineCheck.objects.filter(hotline=hotline).values_list("checked_on", flat=True).first()
    Hotline.objects.filter(pk=hotline.pk).update(checked_on=latest)
    hotline.checked_on = latest
    return check


def confirmed_by_calling() -> models.QuerySet[Hotline]:
    """Published lines that are no example and that somebody of the team has called."""
    called = HotlineCheck.objects.filter(how=HotlineCheck.How.CALLED)
    return Hotline.objects.filter(live=True, example=False, pk__in=called.values("hotline"))
