"""What an edition found, stored when it is frozen: pages read it and compute nothing again."""

from __future__ import annotations

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.advocacy.report_cards.models.editions import Edition, OfEdition
from harbor_wagtail.advocacy.report_cards.models.frameworks import Band, IssueArea, points_field
from harbor_wagtail.advocacy.report_cards.models.guard import Guarded, GuardedQuerySet


class ResultState(models.TextChoices):
    GRADED = "graded", _("graded")
    PARTLY = "partly", _("assessed in part")
    NOT_ASSESSED = "not_assessed", _("not assessed")


class Result(OfEdition):
    """One place in one edition. ``points`` of ``maximum`` are those of the answers; ``score`` is what bands and ranks go by.

    Only a place with an answer to every goal that counts has a score, a band and a rank. ``published_rank`` is the rank
    that somebody printed, kept beside ours; before the freeze a row may hold nothing but it.
    """

    edition = models.ForeignKey(Edition, verbose_name=_("edition"), on_delete=models.CASCADE, related_name="results")
    jurisdiction = models.ForeignKey(
        "harbor_wagtail.Jurisdiction", verbose_name=_("place"), on_delete=models.PROTECT, related_name="results"
    )
    state = models.CharField(max_length=14, choices=ResultState.choices, default=ResultState.NOT_ASSESSED.value)
    points = points_field(_("points"), null=True, blank=True, max_digits=9)
    maximum = points_field(_("maximum"), null=True, blank=True, max_digits=9)
    bonus = points_field(_("bonus"), null=True, blank=True, max_digits=9)
    score = points_field(_("score"), null=True, blank=True, max_digits=9)
    band = models.ForeignKey(Band, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True)
    tied = models.BooleanField(_("shares its rank"), default=False)
    answered = models.PositiveSmallIntegerField(_("goals with an answer"), default=0)
    goals = models.PositiveSmallIntegerField(_("goals"), default=0)
    published_rank = models.PositiveSmallIntegerField(
        _("rank as published"), null=True, blank=True, validators=[MinValueValidator(1)]
    )

    frozen_message = Edition.frozen_message

    objects = GuardedQuerySet.as_manager()

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ["edition", "jurisdiction"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "jurisdiction"], name="harbor_advocacy_result_once"),
            models.CheckConstraint(
                condition=Q(state="graded") | Q(score__isnull=True, band__isnull=True, rank__isnull=True),
                name="harbor_advocacy_result_graded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jurisdiction}: {self.score if self.score is not None else self.get_state_display()}"


class AreaResult(Guarded):
    """Points of one place in one issue area; none where no goal of it has an answer."""

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="areas")
    area = models.ForeignKey(IssueArea, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=14, choices=ResultState.choices, default=ResultState.NOT_ASSESSED.value)
    points = points_field(_("points"), null=True, blank=True, max_digits=9)
    maximum = points_field(_("maximum"), null=True, blank=True, max_digits=9)

    frozen_message = Edition.frozen_message

    objects = GuardedQuerySet.as_manager()

    class Meta:
        verbose_name = _("result in an issue area")
        verbose_name_plural = _("results in issue areas")
        constraints = [models.UniqueConstraint(fields=["result", "area"], name="harbor_advocacy_area_result")]

    def __str__(self) -> str:
        return f"{self.area}: {self.points}"

    @classmethod
    def frozen_condition(cls) -> Q:
        return Q(result__edition__state="frozen")

    @classmethod
    def frozen_parents(cls, keys: set[Any]) -> bool:
        return Result.objects.filter(pk__in=keys, edition__state="frozen").exists()

    def parent_key(self) -> Any:
        return self.result_id
