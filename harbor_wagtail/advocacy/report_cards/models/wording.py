"""Words in further languages: one row for each text of a framework and its editions.

One table rather than six: a translator sees a whole framework on one screen, a page reads all of its words in one query,
and ``original`` tells when the words translated have changed since.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.advocacy.report_cards.models.frameworks import Framework


class WordingOf(models.TextChoices):
    FRAMEWORK = "framework", _("framework")
    BAND = "band", _("band")
    AREA = "area", _("issue area")
    GOAL = "goal", _("policy goal")
    OPTION = "option", _("answer")
    DRAFTING = "drafting", _("point for drafting")
    EDITION = "edition", _("edition")


#: The columns of each kind that are words.
FIELDS: dict[str, tuple[str, ...]] = {
    WordingOf.FRAMEWORK.value: ("name", "summary", "method", "crosswalk_note"),
    WordingOf.BAND.value: ("words",),
    WordingOf.AREA.value: ("name",),
    WordingOf.GOAL.value: ("statement", "plain_statement"),
    WordingOf.OPTION.value: ("label",),
    WordingOf.DRAFTING.value: ("text",),
    WordingOf.EDITION.value: ("name", "note"),
}


class Wording(models.Model):
    """``row_id`` is the key of a row of the kind ``of``; ``original`` is what its column said when this was written."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="wordings")
    locale = models.ForeignKey(
        "wagtailcore.Locale", verbose_name=_("language"), on_delete=models.PROTECT, related_name="+"
    )
    of = models.CharField(max_length=10, choices=WordingOf.choices)
    row_id = models.PositiveBigIntegerField()
    field = models.CharField(max_length=20)
    text = models.TextField(_("words"))
    original = models.TextField(blank=True)

    class Meta:
        verbose_name = _("words in another language")
        verbose_name_plural = _("words in other languages")
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "locale", "of", "row_id", "field"], name="harbor_advocacy_wording_once"
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def key(self) -> tuple[Any, int, str]:
        return self.of, self.row_id, self.field
