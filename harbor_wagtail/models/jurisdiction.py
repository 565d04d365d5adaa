"""Places that make laws: a country, its states, a tribal nation, a county; facts only, shared by every part."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

#: Words that stand for something else where the address of a place stands ("…/2025/method/").
TAKEN_SLUGS = frozenset({"method", "codebook", "errata", "compare", "embed", "goals", "latest"})


class JurisdictionKind(models.TextChoices):
    COUNTRY = "country", _("country")
    STATE = "state", _("state")
    DISTRICT = "district", _("district")
    TERRITORY = "territory", _("territory")
    TRIBAL_NATION = "tribal_nation", _("tribal nation")
    COUNTY = "county", _("county")
    CUSTOM = "custom", _("another kind of place")


class Jurisdiction(models.Model):
    """``code`` is the short label that maps and spreadsheets show ("GA"); it is unique within its parent."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("name in addresses"), max_length=80, unique=True, help_text=_("Such as north-dakota."))
    code = models.CharField(
        _("code"), max_length=12, blank=True, help_text=_("Short: the map and spreadsheets call the place by it.")
    )
    kind = models.CharField(
        _("kind"), max_length=16, choices=JurisdictionKind.choices, default=JurisdictionKind.STATE.value
    )
    region = models.CharField(
        _("region"), max_length=80, blank=True, help_text=_("Neighbours are compared within it. Often empty.")
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        help_text=_("A tribal nation has its own law: it is part of a country, not of a state."),
    )
    example = models.BooleanField(
        _("example"), default=False, help_text=_("Invented. Only invented frameworks may grade it.")
    )

    panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("code")]),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("region")]),
        FieldPanel("parent"),
        FieldPanel("example"),
    ]

    class Meta:
        verbose_name = _("place that makes laws")
        verbose_name_plural = _("places that make laws")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "code"],
                condition=~Q(code=""),
                name="harbor_wagtail_jurisdiction_code",
                violation_error_message=_("Another place of the same country has this code."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """What fits on a tile."""
        return self.code or self.name[:3]

    def clean(self) -> None:
        super().clean()
        if self.slug in TAKEN_SLUGS:
            raise ValidationError({"slug": _("A page of report cards has this address. Choose another word.")})
        if self.kind == JurisdictionKind.TRIBAL_NATION and self.parent and self.parent.kind == JurisdictionKind.STATE:
            raise ValidationError({"parent": _("A tribal nation is not part of a state. Choose the country.")})
        above: Jurisdiction | None = self.parent
        while above is not None:
            if above.pk is not None and above.pk == self.pk:
                raise ValidationError({"parent": _("A place cannot be part of itself.")})
            above = above.parent
