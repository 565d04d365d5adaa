"""One place's answer to one goal in one edition, why, who found it, and the laws it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.advocacy.report_cards.models.editions import Edition, OfEdition
from harbor_wagtail.advocacy.report_cards.models.goals import GoalOption, PolicyGoal
from harbor_wagtail.advocacy.report_cards.models.guard import Guarded, GuardedQuerySet
from harbor_wagtail.advocacy.report_cards.models.statutes import StatuteRef

NO_MIXING = _("An example grades invented places only, and invented places are graded by examples only.")


class AssessmentQuerySet(GuardedQuerySet["Assessment"]):
    def bulk_create(self, objs: Iterable[Assessment], *args: Any, **kwargs: Any) -> list[Assessment]:
        rows = list(objs)
        refuse_mixing({(row.edition_id, row.jurisdiction_id) for row in rows})
        return super().bulk_create(rows, *args, **kwargs)

    def disputed(self) -> AssessmentQuerySet:
        """Where the second coder came to another answer than the one that stands."""
        return self.filter(second_option__isnull=False).exclude(second_option=models.F("option"))


class Assessment(OfEdition):
    """``option`` is empty where nobody has found the answer yet: not assessed, which is never "not met"."""

    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.CASCADE, related_name="assessments"
    )
    jurisdiction = models.ForeignKey(
        "harbor_wagtail.Jurisdiction", verbose_name=_("place"), on_delete=models.PROTECT, related_name="assessments"
    )
    goal = models.ForeignKey(PolicyGoal, verbose_name=_("goal"), on_delete=models.PROTECT, related_name="assessments")
    option = models.ForeignKey(
        GoalOption,
        verbose_name=_("answer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assessments",
    )
    summary = models.TextField(_("in a sentence"), blank=True, help_text=_("What the law does, in plain words."))
    reasoning = models.TextField(_("why this answer"), blank=True)
    coder = models.CharField(_("coded by"), max_length=80, blank=True, help_text=_("Initials or a role; for the team."))
    second_coder = models.CharField(_("coded again by"), max_length=80, blank=True)
    second_option = models.ForeignKey(
        GoalOption,
        verbose_name=_("answer of the second coder"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    statutes = models.ManyToManyField(
        StatuteRef,
        verbose_name=_("laws"),
        through="harbor_advocacy.AssessmentStatute",
        related_name="assessments",
        blank=True,
    )
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    guarded = ("edition", "jurisdiction", "goal", "option", "summary", "reasoning")
    wagtail_reference_index_ignore = True  # thousands come and go with one spreadsheet
    frozen_message = _("This edition is published. An answer in it is corrected in the open, with the reason.")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer of a place")
        verbose_name_plural = _("answers")
        ordering = ["edition", "jurisdiction", "goal"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "jurisdiction", "goal"],
                name="harbor_advocacy_assessment_once",
                violation_error_message=_("This place has an answer to this goal already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.jurisdiction}: {self.goal.code}"

    def clean(self) -> None:
        super().clean()
        refuse_mixing({(self.edition_id, self.jurisdiction_id)})
        if self.goal_id and self.edition_id and self.goal.framework_id != self.edition.framework_id:
            raise ValidationError({"goal": _("This goal belongs to another framework than the edition.")})
        for name in ("option", "second_option"):
            chosen = getattr(self, name)
            if chosen is not None and chosen.goal_id != self.goal_id:
                raise ValidationError({name: _("This answer belongs to another goal.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_mixing({(self.edition_id, self.jurisdiction_id)})
        super().save(*args, **kwargs)


def refuse_mixing(pairs: set[tuple[int, int]]) -> None:
    """No invented grade for a real place: raises ``ValidationError``. One query, whatever the number of pairs."""
    editions: dict[int, set[int]] = {}
    for edition, place in pairs:
        editions.setdefault(edition, set()).add(place)
    for edition, places in editions.items():
        other = Edition.objects.filter(pk=edition).values_list("framework__is_example", flat=True).first()
        jurisdictions = Assessment._meta.get_field("jurisdiction").related_model
        if other is not None and jurisdictions._base_manager.filter(pk__in=places, example=not other).exists():
            raise ValidationError(NO_MIXING)


class AssessmentStatute(Guarded):
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="statute_rows")
    statute = models.ForeignKey(StatuteRef, verbose_name=_("law"), on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    wagtail_reference_index_ignore = True
    frozen_message = Assessment.frozen_message

    objects = GuardedQuerySet.as_manager()

    class Meta:
        verbose_name = _("law of an answer")
        verbose_name_plural = _("laws of answers")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "statute"], name="harbor_advocacy_assessment_statute")
        ]

    def __str__(self) -> str:
        return str(self.statute)

    @classmethod
    def frozen_condition(cls) -> Q:
        return Q(assessment__edition__state="frozen")

    @classmethod
    def frozen_parents(cls, keys: set[Any]) -> bool:
        return Assessment.objects.filter(pk__in=keys, edition__state="frozen").exists()

    def parent_key(self) -> Any:
        return self.assessment_id

    def clean(self) -> None:
        super().clean()
        if self.statute_id and self.statute.jurisdiction_id != self.assessment.jurisdiction_id:
            # A state's grade may rest on a law of its country, never on its neighbour's.
            above = self.assessment.jurisdiction
            while above.parent is not None:
                above = above.parent
                if above.pk == self.statute.jurisdiction_id:
                    return
            raise ValidationError({"statute": _("This is the law of another place.")})
