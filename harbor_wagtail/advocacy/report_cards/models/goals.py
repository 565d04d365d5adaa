"""Policy goals: what a law should do, the answers a place can have, and what to mind when drafting it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from harbor_wagtail.advocacy.report_cards.models.frameworks import (
    Framework,
    IssueArea,
    OfFramework,
    points_field,
)
from harbor_wagtail.advocacy.report_cards.models.guard import Guarded, GuardedQuerySet


class PolicyGoal(OfFramework, ClusterableModel):
    """A goal gives the points of its answer, times ``weight``, at most ``cap``. A bonus goal is counted apart."""

    framework = models.ForeignKey(
        Framework, verbose_name=_("framework"), on_delete=models.CASCADE, related_name="goals"
    )
    area = models.ForeignKey(
        IssueArea,
        verbose_name=_("issue area"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="goals",
        help_text=_("May be empty for bonus goals."),
    )
    code = models.CharField(_("code"), max_length=20, help_text=_("Such as 3.1. Spreadsheets name the goal by it."))
    slug = models.SlugField(_("name in addresses"), max_length=80)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    statement = models.TextField(_("goal"), help_text=_("As the framework puts it: “State law should …”"))
    plain_statement = models.TextField(_("goal in plain words"), blank=True)
    weight = points_field(
        _("weight"),
        default=Decimal(1),
        validators=[MinValueValidator(0)],
        help_text=_("The points of an answer, times this."),
    )
    cap = points_field(_("at most"), null=True, blank=True, help_text=_("Points the goal gives at most. Often empty."))
    is_bonus = models.BooleanField(_("bonus"), default=False, help_text=_("Its points are shown apart."))
    brief_url = models.CharField(
        _("address of its brief"),
        max_length=500,
        blank=True,
        help_text=_("Only for a brief elsewhere; a brief of this site names the goal itself."),
    )

    guarded = ("framework", "area", "code", "weight", "cap", "is_bonus")
    frozen_message = Framework.frozen_message

    objects = GuardedQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy goal")
        verbose_name_plural = _("policy goals")
        ordering = ["framework", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "code"],
                name="harbor_advocacy_goal_code",
                violation_error_message=_("Another goal of this framework has this code."),
            ),
            models.UniqueConstraint(
                fields=["framework", "slug"],
                name="harbor_advocacy_goal_slug",
                violation_error_message=_("Another goal of this framework has this name in addresses."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.plain_statement or self.statement}"[:120]

    def clean(self) -> None:
        super().clean()
        if self.area_id and self.area and self.area.framework_id != self.framework_id:
            raise ValidationError({"area": _("This issue area belongs to another framework.")})
        if not self.area_id and not self.is_bonus:
            raise ValidationError({"area": _("Choose the issue area that its points count in.")})


class OptionStatus(models.TextChoices):
    MET = "met", _("met")
    PARTLY = "partly", _("partly met")
    NOT_MET = "not_met", _("not met")
    NOT_APPLICABLE = "not_applicable", _("does not apply")


class GoalOption(Guarded, ClusterableModel):
    """One answer. One that does not apply takes the goal out of the place's maximum."""

    goal = ParentalKey(PolicyGoal, on_delete=models.CASCADE, related_name="options")
    code = models.CharField(_("code"), max_length=20, help_text=_("Short: spreadsheets name the answer by it."))
    label = models.CharField(_("answer"), max_length=255)
    points = points_field(_("points"), default=Decimal(0), help_text=_("Below zero for a law that does harm."))
    status = models.CharField(_("the goal is"), max_length=14, choices=OptionStatus.choices)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    guarded = ("goal", "code", "points", "status")
    frozen_message = Framework.frozen_message

    objects = GuardedQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "code"],
                name="harbor_advocacy_option_code",
                violation_error_message=_("Another answer of this goal has this code."),
            ),
            models.CheckConstraint(
                condition=~Q(status="not_applicable") | Q(points=0),
                name="harbor_advocacy_option_no_points",
                violation_error_message=_("An answer that says the goal does not apply gives no points."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @classmethod
    def frozen_condition(cls) -> Q:
        return Q(goal__framework__editions__state="frozen")

    @classmethod
    def frozen_parents(cls, keys: set[Any]) -> bool:
        return PolicyGoal.objects.filter(pk__in=keys, framework__editions__state="frozen").exists()

    def parent_key(self) -> Any:
        return self.goal_id


class GoalCode(models.Model):
    """What another framework, of this site or of somebody else, calls the same goal."""

    goal = ParentalKey(PolicyGoal, on_delete=models.CASCADE, related_name="codes")
    framework_name = models.CharField(_("framework"), max_length=160, help_text=_("With its version or year."))
    code = models.CharField(_("code there"), max_length=40)

    class Meta:
        verbose_name = _("code elsewhere")
        verbose_name_plural = _("codes elsewhere")
        ordering = ["framework_name", "code"]

    def __str__(self) -> str:
        return f"{self.framework_name}: {self.code}"


class LinkKind(models.TextChoices):
    SAME = "same", _("asks the same as")
    REPLACES = "replaces", _("replaces")
    SIMILAR = "similar", _("is similar to")


class GoalLink(models.Model):
    """How a goal stands to one of another framework: what a crosswalk is made of."""

    from_goal = ParentalKey(PolicyGoal, on_delete=models.CASCADE, related_name="links")
    to_goal = models.ForeignKey(
        PolicyGoal, verbose_name=_("goal of another framework"), on_delete=models.CASCADE, related_name="linked_from"
    )
    kind = models.CharField(_("this goal"), max_length=10, choices=LinkKind.choices, default=LinkKind.REPLACES.value)

    class Meta:
        verbose_name = _("link to another goal")
        verbose_name_plural = _("links to other goals")
        constraints = [
            models.UniqueConstraint(
                fields=["from_goal", "to_goal"],
                name="harbor_advocacy_goal_link",
                violation_error_message=_("These two goals are linked already."),
            ),
            models.CheckConstraint(
                condition=~Q(from_goal=models.F("to_goal")),
                name="harbor_advocacy_goal_link_other",
                violation_error_message=_("A goal cannot be linked to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.to_goal.code}"


class DraftingItem(ClusterableModel):
    """One thing to mind when writing the law, with laws that did."""

    goal = ParentalKey(PolicyGoal, on_delete=models.CASCADE, related_name="drafting_items")
    text = models.TextField(_("what to mind"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    statutes = ParentalManyToManyField(
        "harbor_advocacy.StatuteRef", verbose_name=_("laws that do it"), blank=True, related_name="drafting_items"
    )

    class Meta:
        verbose_name = _("point for drafting")
        verbose_name_plural = _("points for drafting")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text[:80]
