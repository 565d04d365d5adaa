"""How often a page was opened or downloaded on a day: a number, and nothing of who, when or what they looked for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PageCount(models.Model):
    """``page`` is the Wagtail page's number, no foreign key: the number of a page that is gone still stands.

    ``what`` is empty for the page itself, the name of a part of it (``organization``), or ``file:pdf`` for a download.
    """

    day = models.DateField(_("day"), editable=False)
    page = models.BigIntegerField(_("page"), editable=False)
    page_type = models.CharField(_("kind of page"), max_length=120, editable=False)
    what = models.CharField(_("what"), max_length=60, blank=True, editable=False)
    number = models.PositiveIntegerField(_("number"), default=0, editable=False)

    class Meta:
        verbose_name = _("number of a day")
        verbose_name_plural = _("numbers of days")
        constraints = [
            models.UniqueConstraint(fields=["day", "page", "page_type", "what"], name="harbor_wagtail_page_count")
        ]
