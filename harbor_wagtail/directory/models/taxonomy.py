"""Vocabularies. Ours are short, shipped and editable; anybody else's come in with their records and stay theirs."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from harbor_wagtail.directory.models.base import TextRow

#: Slugs of the vocabularies the package itself asks for.
DOMAINS = "domains"
POPULATIONS = "populations"
GENDERS = "genders"
ACCESSIBILITY = "accessibility"
LANGUAGES = "languages"
OWN_TAXONOMIES = (DOMAINS, POPULATIONS, GENDERS, ACCESSIBILITY, LANGUAGES)


class Taxonomy(models.Model):
    """HSDS ``taxonomy``. ``slug`` is set for ours and empty for those an import brought."""

    hsds_id = models.UUIDField(_("HSDS id"), default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("short name"), blank=True)
    name = models.CharField(_("name"), max_length=255)
    description = models.TextField(_("description"), blank=True)
    uri = models.CharField(_("web address"), max_length=500, blank=True)
    version = models.CharField(_("version"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("vocabulary")
        verbose_name_plural = _("vocabularies")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], condition=~models.Q(slug=""), name="harbor_directory_taxonomy_slug"
            )
        ]

    def __str__(self) -> str:
        return self.name


class TaxonomyTermQuerySet(models.QuerySet[Any]):
    def of(self, taxonomy: str) -> TaxonomyTermQuerySet:
        """The terms of one of our vocabularies, by its slug."""
        return self.filter(taxonomy__slug=taxonomy)


class TaxonomyTerm(ClusterableModel):
    """HSDS ``taxonomy_term``: a word records can be tagged with."""

    hsds_id = models.UUIDField(_("HSDS id"), default=uuid.uuid4, unique=True, editable=False)
    taxonomy = models.ForeignKey(
        Taxonomy,
        verbose_name=_("vocabulary"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="terms",
    )
    code = models.CharField(
        _("code"),
        max_length=255,
        blank=True,
        help_text=_("How records and files name the term; keep it once it is used."),
    )
    name = models.CharField(_("name"), max_length=255)
    description = models.TextField(_("description"), blank=True)
    parent_ref = models.UUIDField(_("HSDS id of the broader term"), null=True, blank=True, editable=False)
    taxonomy_name = models.CharField(_("vocabulary as the file names it"), max_length=255, blank=True, editable=False)
    language = models.CharField(_("language code"), max_length=20, blank=True)
    term_uri = models.CharField(_("web address"), max_length=500, blank=True)
    sheltering = models.BooleanField(
        _("sheltering"),
        default=False,
        help_text=_(
            "Services under this term may be hiding people. Their places are shown by area only, "
            "until somebody at the provider agrees, record by record."
        ),
    )
    check_every_days = models.PositiveSmallIntegerField(
        _("check services of this kind every … days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: as often as all others (Settings ▸ Upkeep of the directory)."),
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    objects = TaxonomyTermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("words and terms")
        ordering = ["sort_order", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["taxonomy", "code"], condition=~models.Q(code=""), name="harbor_directory_term_code"
            )
        ]

    def __str__(self) -> str:
        return self.name


class TaxonomyTermText(TextRow):
    """A term's words in one language; ``synonyms`` are what people type instead, separated by commas."""

    term = ParentalKey(TaxonomyTerm, on_delete=models.CASCADE, related_name="texts")
    name = models.CharField(_("name"), max_length=255)
    description = models.TextField(_("description"), blank=True)
    synonyms = models.TextField(_("other words for it"), blank=True)

    class Meta:
        verbose_name = _("words")
        constraints = [
            models.UniqueConstraint(fields=["term", "locale"], name="harbor_directory_taxonomytermtext_locale")
        ]


class TermCrosswalk(Orderable):
    """What another vocabulary calls the term, so that its records find their way in. Only codes, never its texts."""

    term = ParentalKey(TaxonomyTerm, on_delete=models.CASCADE, related_name="crosswalk")
    scheme = models.CharField(_("vocabulary"), max_length=100, help_text=_("For example 211HSIS or Open Eligibility."))
    code = models.CharField(_("code there"), max_length=255)

    class Meta(Orderable.Meta):
        verbose_name = _("code elsewhere")
        verbose_name_plural = _("codes elsewhere")
        constraints = [
            models.UniqueConstraint(fields=["term", "scheme", "code"], name="harbor_directory_termcrosswalk_code")
        ]
