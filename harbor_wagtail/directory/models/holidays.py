"""The site's calendar of holidays: one list, so that nobody types them once for each service."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class Holiday(models.Model):
    """A day, or some days, on which hours are not the usual ones. What a service does then, ``Service.holidays`` says."""

    class Repeats(models.TextChoices):
        """How the day of another year follows from ``first_day``."""

        NEVER = "never", _("Only that year")
        DATE = "date", _("Every year, on the same date")
        WEEKDAY = "weekday", _("Every year, on the same weekday of the month (the fourth Thursday)")
        LAST_WEEKDAY = "last-weekday", _("Every year, on the last such weekday of the month (the last Monday)")

    name = models.CharField(_("name"), max_length=100, help_text=_("For example “Thanksgiving”. Visitors read it."))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True, help_text=_("Only if it is more than one day."))
    repeats = models.CharField(_("repeats"), max_length=20, choices=Repeats.choices, default=Repeats.DATE)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["first_day", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__isnull=True) | models.Q(last_day__gte=models.F("first_day")),
                name="harbor_directory_holiday_days",
                violation_error_message=_("The last day is before the first."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.first_day and self.last_day and (self.last_day - self.first_day).days > 30:
            raise ValidationError({"last_day": _("A holiday is a month at most. For longer, give dated hours.")})

    def starts_in(self, year: int) -> date | None:
        """Its first day in a year, or ``None`` where there is none (29 February, a fifth Monday)."""
        first = self.first_day
        if self.repeats == self.Repeats.NEVER:
            return first if first.year == year else None
        if self.repeats == self.Repeats.DATE:
            return date(year, first.month, first.day) if first.day <= monthrange(year, first.month)[1] else None
        days_in_month = monthrange(year, first.month)[1]
        if self.repeats == self.Repeats.LAST_WEEKDAY:
            last = date(year, first.month, days_in_month)
            return last - timedelta(days=(last.weekday() - first.weekday()) % 7)
        offset = (first.weekday() - date(year, first.month, 1).weekday()) % 7
        day = 1 + offset + 7 * ((first.day - 1) // 7)
        return date(year, first.month, day) if day <= days_in_month else None

    def falls_on(self, day: date) -> bool:
        length = ((self.last_day or self.first_day) - self.first_day).days
        # One that begins on 31 December may still last in the next year.
        starts = filter(None, (self.starts_in(day.year), self.starts_in(day.year - 1) if day.year > 1 else None))
        return any(start <= day and (day - start).days <= length for start in starts)
