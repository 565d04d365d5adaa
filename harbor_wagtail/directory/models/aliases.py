from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.directory.models.base import about_one_record


class Alias(models.Model):
    """A name a record used to have: an old slug, or an HSDS id given up in a merge. Links made to it keep working."""

    class Kind(models.TextChoices):
        SLUG = "slug", _("Web address")
        HSDS_ID = "hsds_id", _("HSDS id")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    value = models.CharField(_("value"), max_length=255)
    organization = models.ForeignKey(
        "harbor_directory.Organization", null=True, blank=True, on_delete=models.CASCADE, related_name="aliases"
    )
    service = models.ForeignKey(
        "harbor_directory.Service", null=True, blank=True, on_delete=models.CASCADE, related_name="aliases"
    )
    location = models.ForeignKey(
        "harbor_directory.Location", null=True, blank=True, on_delete=models.CASCADE, related_name="aliases"
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="harbor_directory_alias_value"),
            about_one_record("harbor_directory_alias_one_record"),
        ]

    def __str__(self) -> str:
        return self.value
