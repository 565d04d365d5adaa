"""One year's findings by one framework: its state, its corrections, and what places replied."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.advocacy.report_cards.models.frameworks import YEAR, Framework
from harbor_wagtail.advocacy.report_cards.models.guard import FrozenError, Guarded, GuardedQuerySet, is_unlocked
from harbor_wagtail.models.jurisdiction import TAKEN_SLUGS


class EditionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    FROZEN = "frozen", _("published and frozen")


class EditionQuerySet(GuardedQuerySet["Edition"]):
    def published(self) -> EditionQuerySet:
        """Those that visitors may see, the newest first."""
        return self.filter(state=EditionState.FROZEN).order_by("-year", "-published_on", "-pk")


class Edition(Guarded):
    framework = models.ForeignKey(
        Framework, verbose_name=_("framework"), on_delete=models.PROTECT, related_name="editions"
    )
    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(_("name in addresses"), max_length=80, unique=True)
    year = models.PositiveSmallIntegerField(_("year"), validators=YEAR)
    law_cutoff = models.DateField(_("laws as of"), help_text=_("Later laws do not count in this edition."))
    note = models.TextField(_("note"), blank=True, help_text=_("Shown on the edition's page."))
    disputes_to = models.EmailField(
        _("address for disputes"), blank=True, help_text=_("Where a place can say that a grade is wrong.")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=EditionState.choices, default=EditionState.DRAFT.value, editable=False
    )
    published_on = models.DateField(_("published on"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    guarded = ("framework", "slug", "year", "law_cutoff", "state", "published_on")
    frozen_message = _("This edition is published. What is wrong in it is corrected in the open.")

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("report cards")
        ordering = ["-year", "-pk"]
        permissions = [("freeze_edition", _("Can publish editions and correct published ones"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_on__isnull=False), name="harbor_advocacy_edition_published_on"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def frozen_condition(cls) -> Q:
        return Q(state="frozen")

    def frozen_parent(self) -> bool:
        """Only ``freezing`` makes an edition frozen."""
        return self.is_published

    @property
    def is_published(self) -> bool:
        return self.state == EditionState.FROZEN

    def clean(self) -> None:
        super().clean()
        if self.slug in TAKEN_SLUGS:
            raise ValidationError({"slug": _("A page of report cards has this address. Choose another word.")})
        if self.pk and Edition.objects.filter(pk=self.pk).exclude(framework=self.framework_id).exists():
            from harbor_wagtail.advocacy.report_cards.models.assessments import Assessment

            if Assessment.objects.filter(edition=self.pk).exists():
                raise ValidationError({"framework": _("It has answers to the goals of another framework.")})


class OfEdition(Guarded):
    """A row of an edition (its ``edition``): frozen with it."""

    class Meta:
        abstract = True

    @classmethod
    def frozen_condition(cls) -> Q:
        return Q(edition__state="frozen")

    @classmethod
    def frozen_parents(cls, keys: set[Any]) -> bool:
        return Edition.objects.filter(pk__in=keys, state="frozen").exists()

    def parent_key(self) -> Any:
        return self.edition_id  # type: ignore[attr-defined]


class AppendOnly(models.QuerySet[Any]):
    """What was said in public stays said."""

    def update(self, **kwargs: Any) -> int:
        self._refuse()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse()
        return super().delete()

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        self._refuse()
        return super().bulk_update(*args, **kwargs)

    def _refuse(self) -> None:
        if not is_unlocked():
            raise FrozenError(Erratum.said)


class Erratum(models.Model):
    """A correction of a published edition: what it said, what it says now, why, since when. Never changed, never deleted.

    ``goal`` is empty where something else than an answer was corrected. ``effects`` lists the places whose published
    result moved with it: ``[{"code", "name", "old": {"score", "band", "rank"}, "new": {…}}]``.
    """

    said = _("A correction was public. It stays; add another one.")

    edition = models.ForeignKey(Edition, verbose_name=_("edition"), on_delete=models.CASCADE, related_name="errata")
    jurisdiction = models.ForeignKey(
        "harbor_wagtail.Jurisdiction",
        verbose_name=_("place"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    goal = models.ForeignKey(
        "harbor_advocacy.PolicyGoal",
        verbose_name=_("goal"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="errata",
    )
    old_option = models.ForeignKey(
        "harbor_advocacy.GoalOption", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    new_option = models.ForeignKey(
        "harbor_advocacy.GoalOption", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    what = models.CharField(_("what was corrected"), max_length=20, default="option")
    old = models.TextField(_("it said"), blank=True)
    new = models.TextField(_("it says"), blank=True)
    why = models.TextField(_("why"))
    on = models.DateField(_("on"), default=timezone.localdate)
    effects = models.JSONField(_("what moved with it"), default=list, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.edition}: {self.jurisdiction or ''} {self.goal.code if self.goal else self.what}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and not is_unlocked():
            raise FrozenError(self.said)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        if not is_unlocked():
            raise FrozenError(self.said)
        return super().delete(*args, **kwargs)


class PlaceReply(models.Model):
    """What a place says about its grade, in its own words; it may come at any time."""

    edition = models.ForeignKey(Edition, verbose_name=_("edition"), on_delete=models.CASCADE, related_name="replies")
    jurisdiction = models.ForeignKey(
        "harbor_wagtail.Jurisdiction", verbose_name=_("place"), on_delete=models.PROTECT, related_name="+"
    )
    words = models.TextField(_("reply"), help_text=_("Word for word. Shown beside the grade."))
    language = models.CharField(_("language"), max_length=20, default="en", help_text=_("Its code, such as en."))
    received_on = models.DateField(_("received on"))
    from_role = models.CharField(_("from"), max_length=160, help_text=_("Such as “Office of the Attorney General”."))

    class Meta:
        verbose_name = _("reply of a place")
        verbose_name_plural = _("replies of places")
        ordering = ["-received_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.jurisdiction}, {self.from_role}"
