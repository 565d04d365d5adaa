"""Abstract child rows. Each parent has its own concrete table, named ``<Parent><Row>``, below the same abstract base.

Fields follow HSDS 3.2; what HSDS has no word for says so. ``contact_ref`` and ``phone_ref`` point at a sibling row by
its HSDS id rather than by a database key, since a published revision may give its children new keys.
"""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.directory.models import choices
from harbor_wagtail.directory.models.base import ChildRow


class PhoneRow(ChildRow):
    """HSDS ``phone``. The number is kept as its source wrote it; one filter turns it into a link."""

    number = models.CharField(_("number"), max_length=100)
    extension = models.CharField(_("extension"), max_length=20, blank=True)
    type = models.CharField(
        _("kind"), max_length=20, choices=choices.PhoneType.choices, default=choices.PhoneType.VOICE
    )
    purpose = models.CharField(
        _("what it is for"),
        max_length=20,
        choices=choices.PhonePurpose.choices,
        default=choices.PhonePurpose.OFFICE,
        help_text=_("Visitors are shown the number for starting first."),
    )
    description = models.TextField(_("note"), blank=True, help_text=_("For example: ask for the youth desk."))
    contact_ref = models.UUIDField(_("contact it belongs to"), null=True, blank=True, editable=False)

    class Meta(ChildRow.Meta):
        abstract = True
        verbose_name = _("phone number")
        verbose_name_plural = _("phone numbers")

    def __str__(self) -> str:
        return self.number


class ContactRow(ChildRow):
    """HSDS ``contact``: a role first. A name is kept only with the consent of the person it belongs to."""

    title = models.CharField(_("role"), max_length=255, blank=True, help_text=_("For example: intake worker."))
    department = models.CharField(_("department"), max_length=255, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(_("name of the person"), max_length=255, blank=True)
    name_consent_on = models.DateField(_("the person agreed to be named on"), null=True, blank=True)

    class Meta(ChildRow.Meta):
        abstract = True
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(
                condition=Q(name="") | Q(name_consent_on__isnull=False),
                name="%(app_label)s_%(class)s_name_consent",
                violation_error_message=_("A person may be named only with the date on which they agreed."),
            )
        ]

    def __str__(self) -> str:
        return self.title or self.department


class LanguageRow(ChildRow):
    """HSDS ``language``; ``term`` ties it to our vocabulary, ``provision`` says who speaks it."""

    term = models.ForeignKey(
        "harbor_directory.TaxonomyTerm",
        verbose_name=_("language"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        limit_choices_to={"taxonomy__slug": "languages"},
        related_name="+",
    )
    name = models.CharField(_("language as its source names it"), max_length=100, blank=True)
    code = models.CharField(_("language code"), max_length=20, blank=True)
    provision = models.CharField(
        _("how"),
        max_length=20,
        choices=choices.LanguageProvision.choices,
        default=choices.LanguageProvision.UNSPECIFIED,
    )
    note = models.TextField(_("note"), blank=True, help_text=_("For example: not at all times, please call ahead."))
    phone_ref = models.UUIDField(_("phone it belongs to"), null=True, blank=True, editable=False)

    class Meta(ChildRow.Meta):
        abstract = True
        verbose_name = _("language")
        verbose_name_plural = _("languages")

    def __str__(self) -> str:
        return self.term.name if self.term else self.name or self.code


class ScheduleRow(ChildRow):
    """HSDS ``schedule``: one span of opening hours by RFC 5545 rule parts, in the place's own wall-clock time.

    ``closed`` is ours: HSDS cannot say "closed on these days". A span whose ``closes_at`` is not after its
    ``opens_at`` runs past midnight. ``timezone`` is the source's UTC offset in hours, kept but never calculated with.
    """

    closed = models.BooleanField(
        _("closed"), default=False, help_text=_("Closed on these days, whatever else is said.")
    )
    byday = models.CharField(
        _("days"), max_length=100, blank=True, help_text=_("Two-letter days separated by commas: MO,TU,WE,TH,FR,SA,SU.")
    )
    opens_at = models.TimeField(_("opens"), null=True, blank=True)
    closes_at = models.TimeField(_("closes"), null=True, blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)
    description = models.TextField(_("hours in words"), blank=True)
    notes = models.TextField(_("note"), blank=True)
    freq = models.CharField(_("repeats"), max_length=10, blank=True)
    interval = models.PositiveIntegerField(_("every"), null=True, blank=True)
    dtstart = models.DateField(_("first day"), null=True, blank=True)
    until = models.DateField(_("last day"), null=True, blank=True)
    count = models.PositiveIntegerField(_("times"), null=True, blank=True)
    wkst = models.CharField(_("week starts on"), max_length=2, blank=True)
    byweekno = models.CharField(_("weeks of the year"), max_length=255, blank=True)
    bymonthday = models.CharField(_("days of the month"), max_length=255, blank=True)
    byyearday = models.CharField(_("days of the year"), max_length=255, blank=True)
    timezone = models.DecimalField(_("UTC offset at the source"), max_digits=4, decimal_places=2, null=True, blank=True)
    schedule_link = models.CharField(_("web page with the hours"), max_length=500, blank=True)
    attending_type = models.TextField(_("how people attend"), blank=True)

    class Meta(ChildRow.Meta):
        abstract = True
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")

    def __str__(self) -> str:
        return self.description or f"{self.byday} {self.opens_at or ''}–{self.closes_at or ''}".strip(" –")


class ServiceAreaRow(ChildRow):
    """HSDS ``service_area``: who is served, by area. ``fips`` is the county's (5 digits) or the state's (2 digits)."""

    kind = models.CharField(_("area"), max_length=20, choices=choices.AreaKind.choices, default=choices.AreaKind.COUNTY)
    fips = models.CharField(_("county or state"), max_length=5, blank=True, db_index=True)
    name = models.TextField(_("name"), blank=True)
    description = models.TextField(_("description"), blank=True)
    extent = models.TextField(_("boundary"), blank=True)
    extent_type = models.CharField(_("kind of boundary"), max_length=20, blank=True)
    uri = models.CharField(_("web address"), max_length=500, blank=True)

    class Meta(ChildRow.Meta):
        abstract = True
        verbose_name = _("area served")
        verbose_name_plural = _("areas served")

    def __str__(self) -> str:
        return self.name or self.fips or str(choices.AreaKind(self.kind).label)


class AttributeRow(ChildRow):
    """HSDS ``attribute``: any other term a record is tagged with, with the value given for it."""

    term = models.ForeignKey(
        "harbor_directory.TaxonomyTerm", verbose_name=_("term"), on_delete=models.CASCADE, related_name="+"
    )
    link_type = models.CharField(_("relation"), max_length=255, blank=True)
    link_entity = models.CharField(_("kind of record, as its source says"), max_length=255, blank=True)
    value = models.TextField(_("value"), blank=True)
    label = models.CharField(_("label"), max_length=255, blank=True)

    class Meta(ChildRow.Meta):
        abstract = True
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")

    def __str__(self) -> str:
        return self.label or str(self.term)


class FundingRow(ChildRow):
    """HSDS ``funding``."""

    source = models.TextField(_("who funds it"))

    class Meta(ChildRow.Meta):
        abstract = True
        verbose_name = _("funding")
        verbose_name_plural = _("funding")

    def __str__(self) -> str:
        return self.source[:80]


class UrlRow(ChildRow):
    """HSDS ``url``: a further web address."""

    label = models.CharField(_("label"), max_length=255, blank=True)
    url = models.CharField(_("web address"), max_length=500)

    class Meta(ChildRow.Meta):
        abstract = True
        verbose_name = _("web address")
        verbose_name_plural = _("further web addresses")

    def __str__(self) -> str:
        return self.label or self.url


class CostOptionRow(ChildRow):
    """HSDS ``cost_option``."""

    option = models.CharField(_("for whom or what"), max_length=255, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    amount = models.DecimalField(
        _("amount"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    amount_description = models.TextField(_("what the amount covers"), blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)

    class Meta(ChildRow.Meta):
        abstract = True
        verbose_name = _("cost")
        verbose_name_plural = _("costs")

    def __str__(self) -> str:
        return self.option or self.amount_description[:80]
