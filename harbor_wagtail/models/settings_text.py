"""A site's own words, one row per language."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from harbor_wagtail.models.words import default_language
from harbor_wagtail.safety import limits
from harbor_wagtail.safety.exits import check_exit_label, is_telling

#: Words somebody may act on in danger. In another language than the site's first they wait for a review.
SAFETY_WORDS = ("exit_label", "limits_note", "before_you_start", "search_note")


def check_promises(value: str) -> None:
    """Refuse the plainest promises that no site can keep ("anonymous", "no trace")."""
    found = limits.promise_in(value)
    if found:
        raise ValidationError(
            _("“%(words)s” is a promise that no site can keep. Say what the site does, and what a phone keeps."),
            params={"words": found},
        )


def check_discreet_title(value: str) -> None:
    if is_telling(value):
        raise ValidationError(_("This title tells what the person was reading. Choose a plain word such as “Notes”."))


class HarborSettingsText(models.Model):
    """A site's own words in one language, where it wants others than the package's."""

    settings = ParentalKey("harbor_wagtail.HarborSettings", on_delete=models.CASCADE, related_name="texts")
    locale = models.ForeignKey(
        "wagtailcore.Locale", verbose_name=_("language"), on_delete=models.PROTECT, related_name="+"
    )
    site_name = models.CharField(
        _("name of the site in this language"), max_length=120, blank=True, help_text=_("Empty: the name above.")
    )
    exit_label = models.CharField(
        _("words on the exit"),
        max_length=40,
        blank=True,
        validators=[check_exit_label],
        help_text=_("Empty: “Leave this site” in this language."),
    )
    limits_note = models.CharField(
        _("short line beside the exit"),
        max_length=160,
        blank=True,
        validators=[check_promises],
        help_text=_("One sentence on what the exit cannot erase. Empty: the package's words."),
    )
    before_you_start = models.TextField(
        _("before you start"),
        blank=True,
        validators=[check_promises],
        help_text=_(
            "A page of its own, reached from the short line: what this site and the exit cannot erase. Plain "
            "paragraphs, an empty line between them. Empty: the package's words."
        ),
    )
    discreet_title = models.CharField(
        _("neutral title"),
        max_length=40,
        blank=True,
        validators=[check_discreet_title],
        help_text=_("The title of every page in discreet mode. Empty: “Notes” in this language."),
    )
    search_note = models.TextField(
        _("words beside the search"),
        blank=True,
        validators=[check_promises],
        help_text=_("What the site and what a phone may keep. Promise only what is true. Empty: the package's words."),
    )
    footer_note = models.TextField(
        _("words at the foot of the page"), blank=True, help_text=_("Who runs the site, for instance.")
    )

    reviewed_by_role = models.CharField(
        _("reviewed by (role)"),
        max_length=120,
        blank=True,
        help_text=_(
            "Who read the words on the exit, the short line, “before you start” and the words beside the search in this "
            "language, and stands by them: “bilingual advocate”, for instance, never a name. In another language than "
            "the site's first, your own stay a draft until then, and the package's stand; without any of your own, it "
            "means the package's. Change the words, and it asks for a review again."
        ),
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("words of the site")
        verbose_name_plural = _("words of the site")
        constraints = [
            models.UniqueConstraint(
                fields=["settings", "locale"],
                name="harbor_wagtail_settings_text",
                violation_error_message=_("There are already words in this language."),
            )
        ]

    def __str__(self) -> str:
        return str(self.locale) if self.locale_id else ""

    @property
    def is_reviewed(self) -> bool:
        """Whether a named role stands by the safety words as they are. Those in the site's first language need nobody."""
        return bool(self.reviewed_by_role and self.reviewed_on) or self.locale.language_code == default_language()

    def clean(self) -> None:
        super().clean()
        if bool(self.reviewed_by_role) != bool(self.reviewed_on):
            raise ValidationError(
                {"reviewed_on": _("Say in which role somebody reviewed the words, and on which day.")}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A review is one of the words it was made of: where they change and it does not, it is taken back."""
        before = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
        if before and _review(before) == _review(self) and _safety_words(before) != _safety_words(self):
            self.reviewed_by_role, self.reviewed_on = "", None
        super().save(*args, **kwargs)


def _review(row: HarborSettingsText) -> tuple[Any, ...]:
    return row.reviewed_by_role, row.reviewed_on


def _safety_words(row: HarborSettingsText) -> list[str]:
    return [getattr(row, name) for name in SAFETY_WORDS]
