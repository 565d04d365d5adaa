"""Maps of equal squares: where on a grid each place stands. Data, so that any federation can have its own."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from harbor_wagtail.inline_rows import ToldRows

#: Squares a grid may be wide and high; more would be too small to touch.
LARGEST = 40


class TileLayout(ClusterableModel):
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("short name"), max_length=60, unique=True)

    panels: ClassVar[list[Any]] = [
        FieldPanel("name"),
        FieldPanel("slug"),
        ToldRows(
            "tiles",
            heading=_("Squares"),
            label=_("square"),
            help_text=_("Columns and rows are counted from 0, from the left and from the top."),
        ),
        ToldRows(
            "listed",
            heading=_("Places without a square"),
            label=_("place"),
            help_text=_("Listed beside the map: tribal nations, places on no map."),
        ),
    ]

    class Meta:
        verbose_name = _("map of squares")
        verbose_name_plural = _("maps of squares")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Tile(models.Model):
    """``column`` and ``row`` count from 0, from the left and from the top."""

    layout = ParentalKey(TileLayout, on_delete=models.CASCADE, related_name="tiles")
    jurisdiction = models.ForeignKey(
        "harbor_wagtail.Jurisdiction", verbose_name=_("place"), on_delete=models.CASCADE, related_name="+"
    )
    column = models.PositiveSmallIntegerField(_("column"), validators=[MaxValueValidator(LARGEST)])
    row = models.PositiveSmallIntegerField(_("row"), validators=[MaxValueValidator(LARGEST)])

    panels: ClassVar[list[Any]] = [
        FieldPanel("jurisdiction"),
        FieldRowPanel([FieldPanel("column"), FieldPanel("row")]),
    ]

    class Meta:
        verbose_name = _("square")
        verbose_name_plural = _("squares")
        ordering = ["row", "column"]
        constraints = [
            models.UniqueConstraint(
                fields=["layout", "column", "row"],
                name="harbor_wagtail_tile_cell",
                violation_error_message=_("Another place stands on this square."),
            ),
            models.UniqueConstraint(
                fields=["layout", "jurisdiction"],
                name="harbor_wagtail_tile_place",
                violation_error_message=_("This place stands on another square already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.column}, {self.row}"


class ListedPlace(Orderable):
    """A place of the layout that has no square and is listed beside the map."""

    layout = ParentalKey(TileLayout, on_delete=models.CASCADE, related_name="listed")
    jurisdiction = models.ForeignKey(
        "harbor_wagtail.Jurisdiction", verbose_name=_("place"), on_delete=models.CASCADE, related_name="+"
    )

    panels: ClassVar[list[Any]] = [FieldPanel("jurisdiction")]

    class Meta(Orderable.Meta):
        verbose_name = _("place without a square")
        verbose_name_plural = _("places without a square")
        constraints = [models.UniqueConstraint(fields=["layout", "jurisdiction"], name="harbor_wagtail_listed_place")]

    def __str__(self) -> str:
        return str(self.jurisdiction)
