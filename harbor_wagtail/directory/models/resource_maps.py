"""Community resource maps: which help there is in a place, for whom, how to start, what is missing, who does something.

What the directory says is computed, never stored; here is what people add: ways in, notes on
capacity, gaps and the plan; ``resource_map_records`` has corrections, reviews and words in other languages.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Locale, Orderable

from harbor_wagtail import places
from harbor_wagtail.directory.models.choices import Answer
from harbor_wagtail.directory.models.map_choices import (
    BarrierKind,
    CapacityKind,
    EntryKind,
    GapStatus,
    Strategy,
    Weight,
)
from harbor_wagtail.directory.models.organizations import Organization
from harbor_wagtail.directory.models.taxonomy import DOMAINS, LANGUAGES, TaxonomyTerm

#: The five questions about a way in: each is a column of ``MapEntryPoint``.
ENTRY_QUESTIONS: tuple[str, ...] = ("system_contact", "police_report", "parental_consent", "id_needed", "cost")
KEY_LENGTH = 60


def default_language() -> int | None:
    found = Locale.objects.filter(language_code=settings.LANGUAGE_CODE).first() or Locale.objects.first()
    return found.pk if found else None


def validate_area(value: str) -> None:
    found: Any = places.state(value) if len(value) == 2 else places.county(value)
    if found is None or found.fips != value:
        raise ValidationError(_("Choose a county or a state from the list."))


class ResourceMap(ClusterableModel):
    """The map of one place. Who may read it is decided by the page that shows it."""

    name = models.CharField(
        _("place"), max_length=160, help_text=_("As people call it: “Mower and Freeborn counties”.")
    )
    area_note = models.TextField(
        _("borders, in words"),
        blank=True,
        help_text=_("For an area that is no county: a tribal nation, a school district, some ZIP codes."),
    )
    locale = models.ForeignKey(
        Locale,
        verbose_name=_("language of its words"),
        on_delete=models.PROTECT,
        related_name="+",
        default=default_language,
    )
    domains = ParentalManyToManyField(
        TaxonomyTerm,
        verbose_name=_("kinds of help"),
        blank=True,
        related_name="+",
        limit_choices_to={"taxonomy__slug": DOMAINS},
        help_text=_("Rows of the map. Choose none for all of them."),
    )
    languages = ParentalManyToManyField(
        TaxonomyTerm,
        verbose_name=_("languages"),
        blank=True,
        related_name="+",
        limit_choices_to={"taxonomy__slug": LANGUAGES},
        help_text=_("Columns of the map. Choose none for Spanish and American Sign Language."),
    )
    team = models.TextField(_("who made it"), blank=True, help_text=_("Roles, not names. Visitors read it."))
    reviewed_on = models.DateField(_("last review"), null=True, blank=True)
    next_review_on = models.DateField(_("next review"), null=True, blank=True)
    example = models.BooleanField(_("example"), default=False, help_text=_("Made up. The page says so at its top."))

    words: tuple[str, ...] = ("name", "area_note", "team")

    class Meta:
        verbose_name = _("community resource map")
        verbose_name_plural = _("resource maps")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def counties(self) -> tuple[str, ...]:
        """FIPS codes of all its counties, those of whole states too."""
        found: dict[str, None] = {}
        for area in self.areas.all():
            whole = len(area.fips) == 2
            found.update(
                dict.fromkeys(each.fips for each in places.counties(area.fips)) if whole else {area.fips: None}
            )
        return tuple(found)


class MapRow(Orderable):
    """A row that hangs on a map."""

    words: tuple[str, ...] = ()

    class Meta(Orderable.Meta):
        abstract = True


class MapArea(MapRow):
    resource_map = ParentalKey(ResourceMap, on_delete=models.CASCADE, related_name="areas")
    fips = models.CharField(_("county"), max_length=5, validators=[validate_area])

    class Meta(MapRow.Meta):
        verbose_name = _("county")
        verbose_name_plural = _("counties")

    def __str__(self) -> str:
        return str(places.state(self.fips) if len(self.fips) == 2 else places.county(self.fips))


def _answer(label: Any) -> Any:
    return models.CharField(label, max_length=10, choices=Answer.choices, default=Answer.UNKNOWN)


class MapEntryPoint(MapRow):
    """Where a young person can start, and what that takes. A "no" needs who said so and when."""

    resource_map = ParentalKey(ResourceMap, on_delete=models.CASCADE, related_name="entry_points")
    kind = models.CharField(_("kind"), max_length=20, choices=EntryKind.choices)
    name = models.CharField(_("name"), max_length=160, blank=True, help_text=_("Only where the kind does not say it."))
    who_notices = models.TextField(_("who notices (role)"), blank=True)
    first_words = models.TextField(_("what is said first"), blank=True)
    leads_to = models.TextField(_("where it leads, and who makes the call"), blank=True)
    hours = models.CharField(_("hours, in words"), max_length=160, blank=True)
    system_contact = _answer(_("Does it lead to contact with a court or child welfare?"))
    police_report = _answer(_("Is a police report needed, or made?"))
    parental_consent = _answer(_("Is consent of a parent or guardian needed?"))
    id_needed = _answer(_("Is an ID needed?"))
    cost = _answer(_("Does it cost something?"))
    said_by_role = models.CharField(_("who said so (role)"), max_length=160, blank=True)
    said_on = models.DateField(_("on"), null=True, blank=True)

    words = ("name", "who_notices", "first_words", "leads_to", "hours", "said_by_role")

    class Meta(MapRow.Meta):
        verbose_name = _("entry point")
        verbose_name_plural = _("entry points")

    def __str__(self) -> str:
        return self.name or str(EntryKind(self.kind).label)

    def clean(self) -> None:
        super().clean()
        says_no = any(getattr(self, name) == Answer.NO for name in ENTRY_QUESTIONS)
        if says_no and not (self.said_by_role and self.said_on):
            needed = _("A “no” needs who said so and when. Without both, choose “unknown”.")
            raise ValidationError({"said_by_role": needed})


class MapCapacityNote(MapRow):
    """What is known of how much there is. Of one provider's, visitors read nothing."""

    resource_map = ParentalKey(ResourceMap, on_delete=models.CASCADE, related_name="capacity_notes")
    domain = models.ForeignKey(
        TaxonomyTerm,
        verbose_name=_("kind of help"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        limit_choices_to={"taxonomy__slug": DOMAINS},
    )
    kind = models.CharField(_("about"), max_length=20, choices=CapacityKind.choices)
    text = models.TextField(_("note"))
    barrier = models.CharField(
        _("barrier"), max_length=20, choices=BarrierKind.choices, default=BarrierKind.NONE, blank=True
    )
    as_of = models.DateField(_("as of"), null=True, blank=True)
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("provider it is about"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("For the team. A note about one provider is never shown to visitors."),
    )
    public = models.BooleanField(_("show to visitors"), default=False)

    words = ("text",)

    class Meta(MapRow.Meta):
        verbose_name = _("note on capacity")
        verbose_name_plural = _("notes on capacity")

    def __str__(self) -> str:
        return self.text[:80]

    def clean(self) -> None:
        super().clean()
        if self.public and self.organization_id:
            told = _("A note about one provider is for the team. Write it without the provider to show it.")
            raise ValidationError({"public": told})


class MapGap(MapRow):
    """What is missing, and the action against it: one owner, one first step, one day."""

    resource_map = ParentalKey(ResourceMap, on_delete=models.CASCADE, related_name="gaps")
    gap = models.TextField(_("what is missing"))
    domain = models.ForeignKey(
        TaxonomyTerm,
        verbose_name=_("kind of help"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        limit_choices_to={"taxonomy__slug": DOMAINS},
    )
    column = models.CharField(_("column of the map"), max_length=KEY_LENGTH, blank=True, editable=False)
    evidence = models.TextField(_("how we know"), blank=True)
    affected = models.CharField(_("whom it hits"), max_length=255, blank=True)
    severity = models.PositiveSmallIntegerField(_("harm"), choices=Weight.choices, null=True, blank=True)
    feasibility = models.PositiveSmallIntegerField(_("can be done"), choices=Weight.choices, null=True, blank=True)
    strategy = models.CharField(
        _("strategy"), max_length=20, choices=Strategy.choices, default=Strategy.UNDECIDED, blank=True
    )
    owner_role = models.CharField(
        _("owner (role)"), max_length=160, blank=True, help_text=_("A role, not a name: “coalition coordinator”.")
    )
    first_step = models.TextField(_("first step"), blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    money = models.CharField(_("money"), max_length=160, blank=True)
    measure = models.CharField(_("how we will know"), max_length=255, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=GapStatus.choices, default=GapStatus.PROPOSED)
    public = models.BooleanField(_("show to visitors"), default=True)

    words = ("gap", "evidence", "affected", "owner_role", "first_step", "money", "measure")

    class Meta(MapRow.Meta):
        verbose_name = _("gap and action")
        verbose_name_plural = _("gaps and plan")

    def __str__(self) -> str:
        return self.gap[:80]
