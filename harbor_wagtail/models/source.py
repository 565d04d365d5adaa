"""Where a claim comes from: one row for a document, cited or listed on any number of pages.

A source is a fact, not words: it is in the language it was published in, and pages of every language cite the same row.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable
from wagtail.search import index

from harbor_wagtail.inline_rows import ToldRows

_YEAR = [MinValueValidator(1200), MaxValueValidator(2200)]


class SourceKind(models.TextChoices):
    """What a source is; ``advocacy.citations.export`` has a type of the RIS format for each."""

    REPORT = "report", _("report or white paper")
    BRIEF = "brief", _("issue brief or fact sheet")
    ARTICLE = "article", _("article in a journal")
    BOOK = "book", _("book")
    CHAPTER = "chapter", _("chapter of a book")
    STATUTE = "statute", _("statute or regulation")
    CASE = "case", _("court case")
    GUIDANCE = "guidance", _("guidance of an agency")
    MODEL = "model", _("response model or toolkit")
    NEWS = "news", _("news or magazine")
    WEB = "web", _("web page")
    DATA = "data", _("data")
    TESTIMONY = "testimony", _("testimony or speech")
    OTHER = "other", _("something else")


class PastedUrlFormField(forms.URLField):
    def to_python(self, value: Any) -> Any:
        return super().to_python(clean_url(value))


class PastedUrlField(models.URLField):
    """An address as it comes out of Markdown or a mail: ``<https://a.org/x\\_y>`` is taken as it was meant."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": PastedUrlFormField, "assume_scheme": "https", **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs


def clean_url(value: Any) -> Any:
    """Without Markdown's escapes, angle brackets and a full stop at the end."""
    if not isinstance(value, str):
        return value
    text = value.strip().strip("<>").strip()
    text = re.sub(r"\\([_*~#.&()\[\]-])", r"\1", text)
    return text.rstrip(".,;") if text.startswith(("http://", "https://")) else text


class Source(index.Indexed, ClusterableModel):
    kind = models.CharField(_("kind"), max_length=12, choices=SourceKind.choices, default=SourceKind.REPORT)
    title = models.CharField(_("title"), max_length=400)
    organization = models.CharField(
        _("organization"), max_length=255, blank=True, help_text=_("Who published it, as it stands on the document.")
    )
    and_others = models.BooleanField(_("and others"), default=False, help_text=_("“et al.” after the authors named."))
    container = models.CharField(
        _("published in"), max_length=255, blank=True, help_text=_("The journal, the book, the code of law.")
    )
    volume = models.CharField(_("volume"), max_length=30, blank=True)
    issue = models.CharField(_("issue"), max_length=30, blank=True)
    pages = models.CharField(_("pages"), max_length=40, blank=True, help_text=_("Such as 23–25."))
    citation = models.CharField(
        _("legal citation"), max_length=200, blank=True, help_text=_("Of a statute or a case: 22 U.S.C. § 7101.")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=_YEAR, help_text=_("Empty: “n.d.” is shown, for no date.")
    )
    url = PastedUrlField(_("address on the web"), max_length=1000, blank=True)
    accessed = models.DateField(_("last read there on"), null=True, blank=True)
    archived_url = PastedUrlField(
        _("archived copy"), max_length=1000, blank=True, help_text=_("Where it can be read if the first address dies.")
    )
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("a copy on this site"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Only where you may publish it."),
    )
    identifier = models.CharField(_("DOI or ISBN"), max_length=100, blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True, help_text=_("Its code, such as en or es."))
    note = models.TextField(_("note"), blank=True, help_text=_("For the team. Not shown to visitors."))

    panels: ClassVar[list[Any]] = [
        FieldPanel("kind"),
        FieldPanel("title"),
        ToldRows("authors", label=_("author"), heading=_("Authors")),
        FieldPanel("and_others"),
        FieldRowPanel([FieldPanel("organization"), FieldPanel("year")]),
        FieldPanel("url"),
        FieldPanel("accessed"),
        MultiFieldPanel(
            [
                FieldPanel("container"),
                FieldRowPanel([FieldPanel("volume"), FieldPanel("issue"), FieldPanel("pages")]),
                FieldPanel("citation"),
                FieldPanel("identifier"),
            ],
            heading=_("Journal, book or law"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [FieldPanel("archived_url"), FieldPanel("document"), FieldPanel("language"), FieldPanel("note")],
            heading=_("Copies and notes"),
            classname="collapsed",
        ),
    ]
    search_fields: ClassVar[list[Any]] = [
        index.SearchField("title", boost=3),
        index.SearchField("organization"),
        index.SearchField("citation"),
        index.AutocompleteField("title"),
        index.AutocompleteField("organization"),
        index.RelatedFields("authors", [index.SearchField("family_name"), index.AutocompleteField("family_name")]),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return f"{self.short_name}: {self.title}" if self.short_name else self.title

    @property
    def short_name(self) -> str:
        """ "Walker & Quraishi 2014", "Barnert et al. 2017", "HHS n.d.": what a later note says."""
        names = [author.family_name or author.given_name for author in self.authors.all()]
        if len(names) > 2 or (names and self.and_others):
            who = gettext("%(name)s et al.") % {"name": names[0]}
        else:
            who = " & ".join(names) or self.organization or self.citation or self.title
        return f"{who} {self.year or gettext('n.d.')}"

    def clean(self) -> None:
        super().clean()
        if self.accessed and not self.url:
            raise ValidationError({"url": _("Say at which address it was read on that day.")})


class SourceAuthor(Orderable):
    """A person. An organization that wrote a document is its ``organization``."""

    source = ParentalKey(Source, on_delete=models.CASCADE, related_name="authors")
    given_name = models.CharField(_("first name"), max_length=100, blank=True)
    family_name = models.CharField(_("last name"), max_length=100)
    credentials = models.CharField(_("credentials"), max_length=60, blank=True, help_text=_("Such as MD, MPH."))

    panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("given_name"), FieldPanel("family_name"), FieldPanel("credentials")])
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()
