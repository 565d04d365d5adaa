"""HSDS ``location``: where help is given, and the promise that a hidden door stays hidden."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField

from harbor_wagtail.directory.models import choices, rows
from harbor_wagtail.directory.models.base import ChildRow, Record, TextRow, user_foreign_key
from harbor_wagtail.directory.models.querysets import RecordQuerySet, visible
from harbor_wagtail.directory.models.taxonomy import ACCESSIBILITY

#: Columns that would lead somebody to the door, with the value that says "nothing is stored".
#: ``city`` is one of them unless ``show_town`` is set.
ADDRESS_FIELDS: dict[str, Any] = {
    "address_ref": None,
    "attention": "",
    "address_1": "",
    "address_2": "",
    "region": "",
    "postal_code": "",
    "latitude": None,
    "longitude": None,
    "alternate_name": "",
    "url": "",
    "map_url": "",
    "transportation": "",
    "external_identifier": "",
    "external_identifier_type": "",
}


class AddressNotPublic(ValidationError):
    """Something other than the visibility action tried to make a hidden place public. Nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            _("This place is shown by area only. Making its address public is an action of its own."),
            code="address-not-public",
        )


def nothing_to_find() -> Q:
    """Every address column empty: the condition under which a place may be anything but public."""
    empty = {
        f"{name}__isnull" if value is None else name: True if value is None else value
        for name, value in ADDRESS_FIELDS.items()
    }
    return Q(**empty) & (Q(show_town=True) | Q(city=""))


class Location(Record):
    """A place, online or in the world. Until a person says that its address is public, only its area is shown.

    The address is columns of this row, because a check constraint cannot span tables, and none of them is ever part
    of a revision: ``harbor_wagtail.directory.visibility`` changes them, at once and for every version.
    A second public address is a second location.
    """

    organization = models.ForeignKey(
        "harbor_directory.Organization",
        verbose_name=_("organization"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="locations",
    )
    name = models.CharField(
        _("name"),
        max_length=255,
        blank=True,
        help_text=_("For example “Downtown office”. Never an address: the name is shown even where the place is not."),
    )
    location_type = models.CharField(
        _("kind"), max_length=10, choices=choices.LocationType.choices, default=choices.LocationType.PHYSICAL
    )
    county = models.CharField(
        _("county"),
        max_length=5,
        blank=True,
        db_index=True,
        validators=[RegexValidator(r"^\d{5}$", _("A county is stored by its five-digit FIPS code."))],
        help_text=_("Always shown, also where the place is not public."),
    )
    time_zone = models.CharField(
        _("time zone"), max_length=50, blank=True, help_text=_("Leave empty to use the county's.")
    )
    accessibility_features = ParentalManyToManyField(
        "harbor_directory.TaxonomyTerm",
        verbose_name=_("accessibility"),
        blank=True,
        limit_choices_to={"taxonomy__slug": ACCESSIBILITY},
        related_name="+",
    )

    address_visibility = models.CharField(
        _("may the address be shown?"),
        max_length=20,
        choices=choices.AddressVisibility.choices,
        default=choices.AddressVisibility.UNDECIDED,
        editable=False,
    )
    show_town = models.BooleanField(_("show the town"), default=False, editable=False)
    agreed_by_role = models.CharField(
        _("who at the provider agreed (role)"), max_length=255, blank=True, editable=False
    )
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True, editable=False)
    visibility_changed_at = models.DateTimeField(_("last decided"), null=True, blank=True, editable=False)
    visibility_changed_by = user_foreign_key(_("last decided by"))

    address_ref = models.UUIDField(_("HSDS id of the address"), null=True, blank=True, editable=False)
    attention = models.CharField(_("attention"), max_length=255, blank=True, editable=False)
    address_1 = models.CharField(_("street and number"), max_length=255, blank=True, editable=False)
    address_2 = models.CharField(_("unit or floor"), max_length=255, blank=True, editable=False)
    city = models.CharField(_("town"), max_length=255, blank=True, editable=False)
    region = models.CharField(_("district"), max_length=255, blank=True, editable=False)
    state_province = models.CharField(_("state"), max_length=100, blank=True, editable=False)
    postal_code = models.CharField(_("ZIP code"), max_length=20, blank=True, editable=False)
    country = models.CharField(_("country"), max_length=2, blank=True, editable=False)
    address_type = models.CharField(_("kind of address"), max_length=20, blank=True, editable=False)
    latitude = models.FloatField(_("latitude"), null=True, blank=True, editable=False)
    longitude = models.FloatField(_("longitude"), null=True, blank=True, editable=False)
    alternate_name = models.CharField(_("other name of the place"), max_length=255, blank=True, editable=False)
    url = models.CharField(_("web page of the place"), max_length=500, blank=True, editable=False)
    map_url = models.CharField(_("map"), max_length=500, blank=True, editable=False)
    transportation = models.TextField(_("how to get there"), blank=True, editable=False)
    external_identifier = models.CharField(_("id of the building"), max_length=255, blank=True, editable=False)
    external_identifier_type = models.CharField(_("kind of id"), max_length=100, blank=True, editable=False)

    live_fields: ClassVar[tuple[str, ...]] = (
        *Record.record_live_fields,
        "address_visibility",
        "show_town",
        "agreed_by_role",
        "agreed_on",
        "visibility_changed_at",
        "visibility_changed_by",
        "city",
        "state_province",
        "country",
        "address_type",
        *ADDRESS_FIELDS,
    )
    default_exclude_fields_in_copy: ClassVar[list[str]] = ["latest_revision", *live_fields]

    objects = RecordQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name", "pk"]
        permissions = [("change_visibility_location", "Can decide whether the address of a place is public")]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(address_visibility=choices.AddressVisibility.PUBLIC) | nothing_to_find(),
                name="harbor_directory_location_hidden_address",
                violation_error_message=_("A place that is not public cannot have an address."),
            ),
        ]

    def __str__(self) -> str:
        """Never an address: this ends up in logs, mails and messages."""
        if self.name:
            return self.name
        return str(_("Place %(number)s") % {"number": self.pk}) if self.pk else str(_("New place"))

    def is_public(self) -> bool:
        """A place is told of with the organization it belongs to, or with a service that is given there."""
        theirs = type(self).objects.public().filter(visible("organization__"), ~Q(organization__inclusion="declined"))
        return self.pk is not None and (
            theirs.filter(pk=self.pk).exists() or self.service_at_locations.public().exists()
        )

    @property
    def address_is_public(self) -> bool:
        return self.address_visibility == choices.AddressVisibility.PUBLIC

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse an instance read before the place was hidden: it would write the address back."""
        if not self._state.adding and self.address_is_public and not getattr(self, "_visibility_action", False):
            hidden = type(self).objects.filter(pk=self.pk).exclude(address_visibility=self.address_visibility)
            if _writes_address(kwargs.get("update_fields")) and hidden.exists():
                raise AddressNotPublic
        super().save(*args, **kwargs)


def _writes_address(update_fields: Any) -> bool:
    if update_fields is None:
        return True
    return not {*ADDRESS_FIELDS, "city", "address_visibility"}.isdisjoint(update_fields)


class LocationText(TextRow):
    location = ParentalKey(Location, on_delete=models.CASCADE, related_name="texts")
    description = models.TextField(
        _("about the place"),
        blank=True,
        help_text=_("What people find there. Where the place is not public: nothing that leads to its door."),
    )

    class Meta:
        verbose_name = _("words")
        verbose_name_plural = _("words, by language")
        constraints = [
            models.UniqueConstraint(fields=["location", "locale"], name="harbor_directory_locationtext_locale")
        ]


class LocationPhone(rows.PhoneRow):
    location = ParentalKey(Location, on_delete=models.CASCADE, related_name="phones")

    class Meta(rows.PhoneRow.Meta):
        pass


class LocationContact(rows.ContactRow):
    location = ParentalKey(Location, on_delete=models.CASCADE, related_name="contacts")

    class Meta(rows.ContactRow.Meta):
        pass


class LocationLanguage(rows.LanguageRow):
    location = ParentalKey(Location, on_delete=models.CASCADE, related_name="languages")

    class Meta(rows.LanguageRow.Meta):
        pass


class LocationSchedule(rows.ScheduleRow):
    location = ParentalKey(Location, on_delete=models.CASCADE, related_name="schedules")

    class Meta(rows.ScheduleRow.Meta):
        pass


class LocationAttribute(rows.AttributeRow):
    location = ParentalKey(Location, on_delete=models.CASCADE, related_name="attributes")

    class Meta(rows.AttributeRow.Meta):
        pass


class LocationAccessibility(ChildRow):
    """HSDS ``accessibility``: what the terms above cannot say."""

    location = ParentalKey(Location, on_delete=models.CASCADE, related_name="accessibility")
    description = models.TextField(_("description"), blank=True)
    details = models.TextField(_("details"), blank=True)
    url = models.CharField(_("web page"), max_length=500, blank=True)

    class Meta(ChildRow.Meta):
        verbose_name = _("accessibility note")
        verbose_name_plural = _("accessibility notes")

    def __str__(self) -> str:
        return self.description[:80]
