"""What is asked of a place and how answers become a grade: a framework, its bands and its issue areas."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField

from harbor_wagtail.advocacy.report_cards.models.guard import Guarded, GuardedQuerySet
from harbor_wagtail.models.words import default_language

YEAR = [MinValueValidator(1900), MaxValueValidator(2200)]


def points_field(label: Any, **options: Any) -> models.DecimalField[Any, Any]:
    """Points: up to 9999.99, two places, also below zero."""
    return models.DecimalField(label, **{"max_digits": 6, "decimal_places": 2, **options})


class FrameworkState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


class RankRule(models.TextChoices):
    STANDARD = "standard", _("1, 2, 2, 4: equal scores share a rank, the next ranks are left out")
    DENSE = "dense", _("1, 2, 2, 3: equal scores share a rank, no rank is left out")
    NONE = "none", _("no ranks")


class BonusRule(models.TextChoices):
    APART = "apart", _("shown apart, does not count")
    ADDED = "added", _("added to the score, which may pass the maximum")
    UP_TO_MAXIMUM = "up_to_maximum", _("added to the score, up to the maximum")


class Framework(Guarded, ClusterableModel):
    """One version of a method. Published, its numbers stand; another version replaces it.

    Words stand here in ``language``; in further languages they are rows of ``Wording``.
    """

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(_("name in addresses"), max_length=80, unique=True)
    version = models.CharField(_("version"), max_length=40, blank=True, help_text=_("Such as 2.0, or a year."))
    language = models.CharField(
        _("language of its words"), max_length=20, default=default_language, help_text=_("Its code, such as en.")
    )
    summary = models.TextField(_("summary"), blank=True, help_text=_("One or two plain sentences."))
    method = RichTextField(
        _("method"),
        blank=True,
        features=["h3", "bold", "italic", "ol", "ul", "link"],
        help_text=_(
            "Why these goals, who reads the laws, what a grade does not say. The numbers are added by themselves."
        ),
    )
    rank_rule = models.CharField(_("ranks"), max_length=10, choices=RankRule.choices, default=RankRule.STANDARD.value)
    letters = models.BooleanField(
        _("letters are shown"), default=True, help_text=_("Off: levels are shown in words only.")
    )
    decimals = models.PositiveSmallIntegerField(
        _("decimals of a score"),
        default=0,
        validators=[MaxValueValidator(2)],
        help_text=_("Scores are rounded to them."),
    )
    bonus_rule = models.CharField(
        _("bonus points"), max_length=14, choices=BonusRule.choices, default=BonusRule.APART.value
    )
    bonus_cap = points_field(_("most bonus points"), null=True, blank=True, validators=[MinValueValidator(0)])
    layout = models.ForeignKey(
        "harbor_wagtail.TileLayout",
        verbose_name=_("map of squares"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Its places are those that the framework is about."),
    )
    starts = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True, validators=YEAR)
    ends = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True, validators=YEAR)
    replaces = models.ForeignKey(
        "self", verbose_name=_("replaces"), null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    crosswalk_note = models.TextField(
        _("what changed"),
        blank=True,
        help_text=_("Shown where the history of a place passes from the older framework to this one."),
    )
    permission = models.CharField(
        _("permission or license"),
        max_length=255,
        blank=True,
        help_text=_("Whose framework it is and who allowed its use. Grades of others are theirs."),
    )
    is_example = models.BooleanField(
        _("example"), default=False, help_text=_("Invented. It can grade invented places only.")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=FrameworkState.choices, default=FrameworkState.DRAFT.value, editable=False
    )

    guarded = ("rank_rule", "letters", "decimals", "bonus_rule", "bonus_cap", "is_example", "slug")
    frozen_message = _("A published edition is scored by this. Make a new version of the framework instead.")

    objects = GuardedQuerySet.as_manager()

    class Meta:
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")
        ordering = ["name", "starts", "version"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=models.F("starts")),
                name="harbor_advocacy_framework_years",
                violation_error_message=_("The last year is before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.version})" if self.version else self.name

    @classmethod
    def frozen_condition(cls) -> Q:
        return Q(editions__state="frozen")

    @property
    def is_published(self) -> bool:
        return self.state == FrameworkState.PUBLISHED

    def clean(self) -> None:
        super().clean()
        older: Framework | None = self.replaces
        while older is not None:
            if older.pk is not None and older.pk == self.pk:
                raise ValidationError({"replaces": _("A framework cannot replace itself.")})
            older = older.replaces


class OfFramework(Guarded):
    """A row of a framework (its ``framework``): frozen with the first published edition."""

    class Meta:
        abstract = True

    @classmethod
    def frozen_condition(cls) -> Q:
        return Q(framework__editions__state="frozen")

    @classmethod
    def frozen_parents(cls, keys: set[Any]) -> bool:
        return are_frozen(keys)

    def parent_key(self) -> Any:
        return self.framework_id  # type: ignore[attr-defined]


class Band(OfFramework):
    """From ``low`` to ``high``, both included; an empty end is open. ``token`` picks the colour, 1 is the best."""

    framework = ParentalKey(Framework, on_delete=models.CASCADE, related_name="bands")
    letter = models.CharField(_("letter"), max_length=3, blank=True)
    words = models.CharField(_("level in words"), max_length=80, help_text=_("Such as “strong protection”."))
    low = points_field(_("from"), null=True, blank=True, help_text=_("Empty: no matter how few points."))
    high = points_field(_("to"), null=True, blank=True, help_text=_("Empty: no matter how many points."))
    token = models.PositiveSmallIntegerField(
        _("colour"),
        validators=[MinValueValidator(1), MaxValueValidator(7)],
        help_text=_("1 to 7; 1 is the best. The colours are the site's."),
    )
    mark = models.CharField(
        _("mark"), max_length=3, blank=True, help_text=_("Shown on tiles where letters are off. Often empty.")
    )

    guarded = ("framework", "letter", "low", "high", "token")
    frozen_message = Framework.frozen_message

    objects = GuardedQuerySet.as_manager()

    class Meta:
        verbose_name = _("band")
        verbose_name_plural = _("bands")
        ordering = ["token", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(high__gte=models.F("low")),
                name="harbor_advocacy_band_range",
                violation_error_message=_("It ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.words}" if self.letter else self.words


class IssueArea(OfFramework):
    framework = ParentalKey(Framework, on_delete=models.CASCADE, related_name="areas")
    name = models.CharField(_("name"), max_length=160)
    code = models.CharField(_("code"), max_length=20, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    maximum = points_field(
        _("points"),
        validators=[MinValueValidator(0)],
        help_text=_("What its goals give together at most, bonus apart. Publishing checks that they add up."),
    )

    guarded = ("framework", "maximum")
    frozen_message = Framework.frozen_message

    objects = GuardedQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue area")
        verbose_name_plural = _("issue areas")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


def are_frozen(frameworks: set[Any]) -> bool:
    """Whether one of them has a published edition."""
    return bool(frameworks) and Framework.objects.filter(pk__in=frameworks, editions__state="frozen").exists()
