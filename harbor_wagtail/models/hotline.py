"""Numbers to call that hold for everybody: one row each, with words per language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from harbor_wagtail.inline_rows import ToldRows
from harbor_wagtail.models.words import active_language, in_known_locales, pick
from harbor_wagtail.phones import check_number, parse
from harbor_wagtail.remembered import Remembered, Rows


class Placement(models.TextChoices):
    """Where a hotline is shown. The danger line is for one or two; more are not read in a hurry."""

    DANGER = "danger", _("in the danger line, and everywhere else")
    EVERYWHERE = "everywhere", _("at the foot of every page and in the directory")
    DIRECTORY = "directory", _("in the directory only")


class MayTell(models.TextChoices):
    """Whom those who answer may tell. Empty means that nobody asked them yet: unknown is not no."""

    NOBODY = "nobody", _("tell nobody unless the caller asks them to")
    DANGER = "danger", _("may tell the police when somebody is in danger")
    MINORS = "minors", _("have to report harm to somebody under 18")


#: Which placements answer to which part of a page.
SHOWN_IN: dict[str, tuple[str, ...]] = {
    "danger": (Placement.DANGER,),
    "everywhere": (Placement.DANGER, Placement.EVERYWHERE),
    "directory": (Placement.DANGER, Placement.EVERYWHERE, Placement.DIRECTORY),
}


def validate_number(value: str) -> None:
    check_number(value, _("Write a number that a phone can call, such as 1-888-373-7888 or 988."))


class HotlineQuerySet(models.QuerySet["Hotline"]):
    def listed(self) -> HotlineQuerySet:
        """Published, in the editor's order, with their words at hand (two more queries, whatever the number)."""
        return self.filter(live=True).prefetch_related("texts__locale")


class Hotline(PreviewableMixin, DraftStateMixin, RevisionMixin, ClusterableModel):
    call_number = models.CharField(_("number to call"), max_length=40, blank=True, validators=[validate_number])
    text_number = models.CharField(_("number to text"), max_length=40, blank=True, validators=[validate_number])
    text_keyword = models.CharField(
        _("word to text"), max_length=20, blank=True, help_text=_("The word to send, such as HELP. Often empty.")
    )
    chat_url = models.URLField(_("address of the chat"), blank=True)
    tty_number = models.CharField(
        _("TTY number"),
        max_length=40,
        blank=True,
        validators=[validate_number],
        help_text=_("For callers who are deaf or hard of hearing."),
    )
    always_open = models.BooleanField(_("open day and night, every day"), default=False)
    may_tell = models.CharField(
        _("those who answer"),
        max_length=12,
        choices=MayTell.choices,
        blank=True,
        help_text=_("Ask when you call. Empty: visitors read “ask first whether they have to tell anybody”."),
    )
    placement = models.CharField(
        _("shown"), max_length=12, choices=Placement.choices, default=Placement.EVERYWHERE.value
    )
    sort_order = models.IntegerField(_("order"), default=0, help_text=_("Small numbers come first."))
    source = models.CharField(
        _("source"), max_length=255, blank=True, help_text=_("Where the numbers come from. Not shown to visitors.")
    )
    checked_on = models.DateField(
        _("numbers checked on"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The latest day somebody of the team called or read the source."),
    )
    example = models.BooleanField(
        _("example"), default=False, help_text=_("Made up, for a demonstration. Visitors are told so.")
    )

    objects = HotlineQuerySet.as_manager()

    panels = [
        ToldRows(
            "texts",
            label=_("words"),
            heading=_("Words, one set for each language"),
            min_num=1,
            missing=_(
                "Visitors read these words beside the number. Choose a language and give the name, at least once."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("call_number"),
                FieldRowPanel([FieldPanel("text_number"), FieldPanel("text_keyword")]),
                FieldPanel("chat_url"),
                FieldPanel("tty_number"),
                FieldPanel("always_open"),
                FieldPanel("may_tell"),
            ],
            heading=_("How to reach it"),
        ),
        MultiFieldPanel([FieldPanel("placement"), FieldPanel("sort_order")], heading=_("Where visitors see it")),
        MultiFieldPanel(
            [
                HelpPanel(template="harbor_wagtail/admin/hotline_checks.html"),
                FieldPanel("source"),
                FieldPanel("example"),
            ],
            heading=_("For the team"),
        ),
    ]

    class Meta:
        verbose_name = _("hotline")
        verbose_name_plural = _("hotlines")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(call_number="", text_number="", chat_url="", tty_number=""),
                name="harbor_wagtail_hotline_reachable",
                violation_error_message=_("Give one way to reach it or more: a number to call or text, a chat, a TTY."),
            )
        ]

    def __str__(self) -> str:
        words = pick(self.texts.all())
        return (words.name if words else "") or self.call_number or self.text_number or gettext("hotline")

    @property
    def words(self) -> HotlineText | None:
        """Name and description in the visitor's language, or the default one's with ``language`` saying which."""
        return pick(self.texts.all())

    @property
    def whom_they_tell(self) -> str:
        """For visitors, a whole sentence in their language; what nobody asked is said to be unknown."""
        return str(_WHOM_THEY_TELL[self.may_tell])

    # A check is a fact about the line, not a word in a draft: an old version must not bring an old day back.

    def serializable_data(self) -> dict[str, Any]:
        data: dict[str, Any] = super().serializable_data()
        data.pop("checked_on", None)
        return data

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False) -> Any:
        """Words in a language that the site has since given up are left behind rather than failing the revision."""
        if data.get("texts"):
            data = {**data, "texts": in_known_locales(data["texts"])}
        return super().from_serializable_data(data, check_fks=check_fks, strict_fks=strict_fks)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        version = super().with_content_json({name: value for name, value in content.items() if name != "checked_on"})
        row = type(self)._base_manager.filter(pk=self.pk).values_list("checked_on", flat=True).first()
        version.checked_on = row
        return version

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "harbor_wagtail/previews/hotline.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        return {**context, "hotline": self, "harbor_previewed_hotlines": [self]}


_WHOM_THEY_TELL: dict[str, Any] = {
    "": _("Ask first whether they have to tell anybody."),
    MayTell.NOBODY: _("They tell nobody unless you ask them to."),
    MayTell.DANGER: _("They may tell the police when somebody is in danger."),
    MayTell.MINORS: _("They have to report harm to somebody under 18."),
}


class HotlineText(models.Model):
    """A hotline's words in one language."""

    hotline = ParentalKey(Hotline, on_delete=models.CASCADE, related_name="texts")
    locale = models.ForeignKey(
        "wagtailcore.Locale", verbose_name=_("language"), on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("name"), max_length=120, help_text=_("Short enough to stand before the number."))
    description = models.TextField(_("description"), blank=True, help_text=_("One plain sentence: who may call, why."))
    hours_note = models.CharField(
        _("hours"), max_length=120, blank=True, help_text=_("In words, when it is not open day and night.")
    )
    languages_note = models.CharField(
        _("languages spoken"), max_length=120, blank=True, help_text=_("Such as “any language, by interpreter”.")
    )

    answered_by = models.CharField(
        _("who answers"), max_length=120, blank=True, help_text=_("Such as “trained volunteers” or “a nurse”.")
    )

    class Meta:
        verbose_name = _("words of a hotline")
        verbose_name_plural = _("words of hotlines")
        constraints = [
            models.UniqueConstraint(
                fields=["hotline", "locale"],
                name="harbor_wagtail_hotline_text",
                violation_error_message=_("There are already words in this language."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def language(self) -> str:
        """Language code of these words."""
        return str(self.locale.language_code)

    @property
    def is_fallback(self) -> bool:
        """True when the visitor asked for another language; templates mark these words with ``lang``."""
        return self.language != active_language()


def visible_hotlines(request: HttpRequest | None, part: str = "everywhere") -> list[Hotline]:
    """Published hotlines for one part of a page (a key of ``SHOWN_IN``), read once per request."""
    kept: list[Hotline] | None = getattr(request, "_harbor_hotlines", None)
    if kept is None:
        kept = _kept_hotlines.get()
        if request is not None:
            request._harbor_hotlines = kept  # type: ignore[attr-defined]
    return [hotline for hotline in kept if hotline.placement in SHOWN_IN[part]]


def last_known_hotlines() -> list[Hotline]:
    """As this process read them last, without a question to the database."""
    return _kept_hotlines.last() or []


def _all_of_the_listed() -> models.QuerySet[Any, Any]:
    own = [field.attname for field in Hotline._meta.concrete_fields]
    words = [f"texts__{field.attname}" for field in HotlineText._meta.concrete_fields]
    asked = Hotline.objects.filter(live=True).order_by(*Hotline._meta.ordering, "texts__pk")
    return asked.values_list(*own, *words, "texts__locale__language_code")


_kept_hotlines = Remembered(Rows(Hotline, _all_of_the_listed), lambda: list(Hotline.objects.listed()))


def same_line(hotline: Hotline, number: str) -> bool:
    """Whether the hotline is reached by this very number, however either is written."""
    return bool(hotline.call_number) and parse(hotline.call_number).dial == parse(number).dial


def without_number(hotlines: Iterable[Hotline], number: str) -> list[Hotline]:
    """The danger line names the emergency number itself; a hotline that repeats it is left out there."""
    return [hotline for hotline in hotlines if not same_line(hotline, number)]
