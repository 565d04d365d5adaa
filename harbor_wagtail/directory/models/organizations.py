"""HSDS ``organization`` and what hangs below it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.images import get_image_model_string
from wagtail.log_actions import log

from harbor_wagtail.directory.models import choices, rows
from harbor_wagtail.directory.models.aliases import Alias
from harbor_wagtail.directory.models.base import ChildRow, Identified, Record, TextRow
from harbor_wagtail.directory.models.querysets import OrganizationQuerySet

#: In the history of an organization.
HELD = "harbor.checks.held"


class Organization(Record):
    """Somebody who helps. Its name is a fact; what it says about itself is words, one row per language."""

    name = models.CharField(
        _("name"), max_length=255, help_text=_("As people know it. Visitors see it as the heading.")
    )
    alternate_name = models.CharField(_("other names"), max_length=255, blank=True)
    slug = models.SlugField(_("web address"), max_length=255, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True)
    logo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    logo_url = models.CharField(_("logo at the source"), max_length=500, blank=True, editable=False)
    uri = models.CharField(_("identifying web address"), max_length=500, blank=True)
    year_incorporated = models.PositiveIntegerField(_("founded in"), null=True, blank=True)
    legal_status = models.CharField(_("legal form"), max_length=255, blank=True)
    parent_ref = models.UUIDField(_("HSDS id of the parent organization"), null=True, blank=True, editable=False)

    inclusion = models.CharField(
        _("inclusion"),
        max_length=20,
        choices=choices.InclusionDecision.choices,
        default=choices.InclusionDecision.UNDECIDED,
        help_text=_("Whether the organization met your inclusion rules. One that is not included is not shown."),
    )
    inclusion_on = models.DateField(_("decided on"), null=True, blank=True)
    inclusion_by_role = models.CharField(_("decided by (role)"), max_length=255, blank=True)
    inclusion_note = models.TextField(_("note on the decision"), blank=True, help_text=_("Never shown to visitors."))

    live_fields: ClassVar[tuple[str, ...]] = (
        *Record.record_live_fields,
        "slug",
        "inclusion",
        "inclusion_on",
        "inclusion_by_role",
        "inclusion_note",
    )
    default_exclude_fields_in_copy: ClassVar[list[str]] = ["latest_revision", *live_fields]

    objects = OrganizationQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name", "pk"]
        permissions = [("decide_inclusion_organization", "Can decide whether an organization is included")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = unique_slug(self.name)
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = [*kwargs["update_fields"], "slug"]
        super().save(*args, **kwargs)

    def publish(self, revision: Any, user: Any = None, *args: Any, **kwargs: Any) -> Any:
        """On a site that wants two checks, the first time waits for them: whoever publishes, now, by a schedule or at the
        end of a workflow. Code without a person is left alone."""
        from harbor_wagtail.directory.upkeep.two_checks import first_listing_waits

        scheduled = revision.approved_go_live_at is not None
        if (user is not None or scheduled) and first_listing_waits(self):
            log(instance=self, action=HELD, user=user)
            return None
        return super().publish(revision, user, *args, **kwargs)

    def change_slug(self, wanted: str) -> str:
        """Move the page to a new address and let the old one lead there. Returns the address given."""
        old, new = self.slug, unique_slug(wanted, keep_for=self)
        if new == old:
            return old
        with transaction.atomic():
            Alias.objects.filter(kind=Alias.Kind.SLUG, value=new, organization=self).delete()
            Alias.objects.update_or_create(kind=Alias.Kind.SLUG, value=old, defaults={"organization": self})
            type(self).objects.filter(pk=self.pk).update(slug=new)
        self.slug = new
        return new


def unique_slug(text: str, keep_for: Organization | None = None) -> str:
    """A slug no organization has or ever had; ``keep_for`` may have its own back."""
    stem = slugify(text)[:200] or "organization"
    others = Organization.objects.all()
    if keep_for is not None:
        others = others.exclude(pk=keep_for.pk)
    former = Alias.objects.filter(kind=Alias.Kind.SLUG).exclude(organization=keep_for)
    taken = {
        *others.filter(slug__startswith=stem).values_list("slug", flat=True),
        *former.filter(value__startswith=stem).values_list("value", flat=True),
    }
    number, candidate = 1, stem
    while candidate in taken:
        number += 1
        candidate = f"{stem}-{number}"
    return candidate


class OrganizationText(TextRow):
    organization = ParentalKey(Organization, on_delete=models.CASCADE, related_name="texts")
    description = models.TextField(_("what it does"), blank=True)
    alert = models.TextField(_("notice"), blank=True, help_text=_("For example: moved in March, new number soon."))

    class Meta:
        verbose_name = _("words")
        verbose_name_plural = _("words, by language")
        constraints = [
            models.UniqueConstraint(fields=["organization", "locale"], name="harbor_directory_organizationtext_locale")
        ]


class OrganizationPhone(rows.PhoneRow):
    organization = ParentalKey(Organization, on_delete=models.CASCADE, related_name="phones")

    class Meta(rows.PhoneRow.Meta):
        pass


class OrganizationContact(rows.ContactRow):
    organization = ParentalKey(Organization, on_delete=models.CASCADE, related_name="contacts")

    class Meta(rows.ContactRow.Meta):
        pass


class OrganizationLanguage(rows.LanguageRow):
    """HSDS gives organizations no languages of their own; these belong to their phones."""

    organization = ParentalKey(Organization, on_delete=models.CASCADE, related_name="languages")

    class Meta(rows.LanguageRow.Meta):
        pass


class OrganizationFunding(rows.FundingRow):
    organization = ParentalKey(Organization, on_delete=models.CASCADE, related_name="funding")

    class Meta(rows.FundingRow.Meta):
        pass


class OrganizationUrl(rows.UrlRow):
    organization = ParentalKey(Organization, on_delete=models.CASCADE, related_name="additional_websites")

    class Meta(rows.UrlRow.Meta):
        pass


class OrganizationAttribute(rows.AttributeRow):
    organization = ParentalKey(Organization, on_delete=models.CASCADE, related_name="attributes")

    class Meta(rows.AttributeRow.Meta):
        pass


class OrganizationIdentifier(ChildRow):
    """HSDS ``organization_identifier``: what registers call it, an EIN for instance."""

    organization = ParentalKey(Organization, on_delete=models.CASCADE, related_name="organization_identifiers")
    identifier_scheme = models.CharField(_("register"), max_length=100, blank=True)
    identifier_type = models.CharField(_("kind"), max_length=100)
    identifier = models.CharField(_("identifier"), max_length=255)

    class Meta(ChildRow.Meta):
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")

    def __str__(self) -> str:
        return f"{self.identifier_type}: {self.identifier}"


class Program(Identified):
    """HSDS ``program``: services of one organization under one roof. No child row, since services point at it."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="programs")
    name = models.CharField(_("name"), max_length=255)
    alternate_name = models.CharField(_("other names"), max_length=255, blank=True)
    description = models.TextField(_("description"), blank=True)

    class Meta(Identified.Meta):
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
