"""HSDS ``service``: what is offered, for whom, and what it takes to start."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField

from harbor_wagtail.directory.models import choices, rows, taxonomy
from harbor_wagtail.directory.models.base import ChildRow, Record, TextRow
from harbor_wagtail.directory.models.organizations import Organization, Program
from harbor_wagtail.directory.models.querysets import ServiceQuerySet

AGE_LIMITS = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(150))]


class Service(Record):
    """One kind of help. Public when it and its organization are; a missing fact is unknown, never "no"."""

    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="services"
    )
    program = models.ForeignKey(
        Program,
        verbose_name=_("program"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="services",
    )
    name = models.CharField(
        _("what it is called"),
        max_length=255,
        help_text=_("For example “Youth shelter”. Visitors see it as a heading."),
    )
    alternate_name = models.CharField(_("other names"), max_length=255, blank=True)
    url = models.CharField(_("web page"), max_length=500, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    domains = ParentalManyToManyField(
        "harbor_directory.TaxonomyTerm",
        verbose_name=_("kind of help"),
        blank=True,
        limit_choices_to={"taxonomy__slug": taxonomy.DOMAINS},
        related_name="services_by_domain",
    )
    populations = ParentalManyToManyField(
        "harbor_directory.TaxonomyTerm",
        verbose_name=_("made for"),
        blank=True,
        limit_choices_to={"taxonomy__slug": taxonomy.POPULATIONS},
        related_name="services_by_population",
    )
    genders = ParentalManyToManyField(
        "harbor_directory.TaxonomyTerm",
        verbose_name=_("genders served"),
        blank=True,
        limit_choices_to={"taxonomy__slug": taxonomy.GENDERS},
        related_name="services_by_gender",
        help_text=_("None ticked means not stated."),
    )
    not_served = ParentalManyToManyField(
        "harbor_directory.TaxonomyTerm",
        verbose_name=_("does not serve"),
        blank=True,
        limit_choices_to={"taxonomy__slug__in": [taxonomy.POPULATIONS, taxonomy.GENDERS]},
        related_name="services_not_serving",
    )

    minimum_age = models.DecimalField(
        _("youngest age"), max_digits=5, decimal_places=2, null=True, blank=True, validators=AGE_LIMITS
    )
    maximum_age = models.DecimalField(
        _("oldest age"), max_digits=5, decimal_places=2, null=True, blank=True, validators=AGE_LIMITS
    )
    all_ages = models.BooleanField(
        _("all ages"), default=False, help_text=_("The provider says there is no age limit.")
    )
    residence = models.CharField(
        _("where people must live"),
        max_length=20,
        choices=choices.Residence.choices,
        default=choices.Residence.UNKNOWN,
    )
    referral = models.CharField(
        _("who may refer"), max_length=20, choices=choices.Referrer.choices, default=choices.Referrer.UNKNOWN
    )
    cost = models.CharField(_("cost"), max_length=20, choices=choices.Cost.choices, default=choices.Cost.UNKNOWN)
    hours = models.CharField(
        _("open"), max_length=20, choices=choices.HoursKind.choices, default=choices.HoursKind.UNKNOWN
    )
    holidays = models.CharField(
        _("on holidays"),
        max_length=20,
        choices=choices.HolidayHours.choices,
        default=choices.HolidayHours.UNKNOWN,
        help_text=_("The days are those of the site's calendar of holidays."),
    )
    documents = models.CharField(
        _("papers needed"),
        max_length=20,
        choices=choices.DocumentsState.choices,
        default=choices.DocumentsState.UNKNOWN,
    )
    stay_max_days = models.PositiveIntegerField(_("longest stay, in days"), null=True, blank=True)

    status = models.CharField(
        _("getting in"),
        max_length=20,
        choices=choices.ServiceStatus.choices,
        default=choices.ServiceStatus.OPEN,
        editable=False,
    )
    status_as_of = models.DateTimeField(_("as of"), null=True, blank=True, editable=False)
    status_expires_at = models.DateTimeField(_("believed until"), null=True, blank=True, editable=False)
    status_note = models.CharField(_("note on getting in"), max_length=255, blank=True, editable=False)

    live_fields: ClassVar[tuple[str, ...]] = (
        *Record.record_live_fields,
        "status",
        "status_as_of",
        "status_expires_at",
        "status_note",
    )
    default_exclude_fields_in_copy: ClassVar[list[str]] = ["latest_revision", *live_fields]

    objects = ServiceQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["name", "pk"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(minimum_age__isnull=True)
                | Q(maximum_age__isnull=True)
                | Q(minimum_age__lte=F("maximum_age")),
                name="harbor_directory_service_ages",
                violation_error_message=_("The youngest age is above the oldest."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_sheltering(self) -> bool:
        """Whether the people using it may be hiding, by the terms it is filed under."""
        return any(term.sheltering for term in self.domains.all())


class ServiceText(TextRow):
    """A service's words in one language."""

    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="texts")
    name = models.CharField(
        _("name in this language"), max_length=255, blank=True, help_text=_("Empty: the name above.")
    )
    description = models.TextField(_("what they do"), blank=True, help_text=_("One or two plain sentences."))
    application_process = models.TextField(
        _("how to start"), blank=True, help_text=_("What a person does first, and what happens then.")
    )
    eligibility_description = models.TextField(_("for whom"), blank=True)
    not_served_description = models.TextField(_("whom they do not serve"), blank=True)
    fees_description = models.TextField(_("what it costs"), blank=True)
    interpretation_services = models.TextField(_("interpreting"), blank=True)
    accreditations = models.TextField(_("training and accreditation"), blank=True)
    reporting_note = models.TextField(
        _("what workers must report"),
        blank=True,
        help_text=_("What this provider says about confidentiality and mandated reporting."),
    )
    alert = models.TextField(_("notice"), blank=True)

    class Meta:
        verbose_name = _("words")
        verbose_name_plural = _("words, by language")
        constraints = [
            models.UniqueConstraint(fields=["service", "locale"], name="harbor_directory_servicetext_locale")
        ]


class ServicePhone(rows.PhoneRow):
    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="phones")

    class Meta(rows.PhoneRow.Meta):
        pass


class ServiceContact(rows.ContactRow):
    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="contacts")

    class Meta(rows.ContactRow.Meta):
        pass


class ServiceLanguage(rows.LanguageRow):
    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="languages")

    class Meta(rows.LanguageRow.Meta):
        pass


class ServiceSchedule(rows.ScheduleRow):
    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="schedules")

    class Meta(rows.ScheduleRow.Meta):
        pass


class ServiceArea(rows.ServiceAreaRow):
    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="service_areas")

    class Meta(rows.ServiceAreaRow.Meta):
        pass


class ServiceCostOption(rows.CostOptionRow):
    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="cost_options")

    class Meta(rows.CostOptionRow.Meta):
        pass


class ServiceFunding(rows.FundingRow):
    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="funding")

    class Meta(rows.FundingRow.Meta):
        pass


class ServiceUrl(rows.UrlRow):
    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="additional_urls")

    class Meta(rows.UrlRow.Meta):
        pass


class ServiceAttribute(rows.AttributeRow):
    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="attributes")

    class Meta(rows.AttributeRow.Meta):
        pass


class ServiceRequiredDocument(ChildRow):
    """HSDS ``required_document``."""

    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="required_documents")
    document = models.TextField(_("document"))
    uri = models.CharField(_("web page about it"), max_length=500, blank=True)

    class Meta(ChildRow.Meta):
        verbose_name = _("paper needed")
        verbose_name_plural = _("papers needed")

    def __str__(self) -> str:
        return self.document[:80]
