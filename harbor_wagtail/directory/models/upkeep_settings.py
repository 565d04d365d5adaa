"""What a team promises itself about upkeep. One set for the installation, since providers are one pool for all its sites."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from harbor_wagtail.directory.models.upkeep import DirectoryVersion

DAYS = [MinValueValidator(1), MaxValueValidator(3650)]
MONTHS = [MinValueValidator(1), MaxValueValidator(120)]


def _number(name: Any, default: int, help_text: Any, limits: list[Any]) -> Any:
    return models.PositiveSmallIntegerField(name, default=default, validators=limits, help_text=help_text)


# Here and not at the column, whose words are in a migration.
_TWO_CHECKS = FieldPanel(
    "two_checks",
    help_text=_(
        "By two people of your team, or by one of them and the provider. It then holds for the first time that an "
        "organization is published, too. Off: the page of the decision only warns."
    ),
)


@register_setting(icon="harbor-list", order=151)
class UpkeepSettings(BaseGenericSetting):
    check_every_days = _number(
        _("check every listing every … days"),
        183,
        _("A kind of help may have a number of its own: Harbor ▸ Directory ▸ Words and terms."),
        DAYS,
    )
    hotline_every_days = _number(_("hotlines every … days"), 91, _("Services with a number marked as a hotline."), DAYS)
    remind_after_days = _number(
        _("days between two mails to a provider"),
        14,
        _("After the second mail and as many days without an answer, the report asks you to call."),
        DAYS,
    )
    link_days = _number(_("days for which the link in a mail is good"), 30, "", DAYS)
    stale_after_months = _number(
        _("months after which a listing nobody checked ranks last"),
        18,
        _("It then says “call first”, and stands after all that were checked since."),
        MONTHS,
    )
    silent_after_months = _number(
        _("months after which the directory says that nobody is checking it"),
        12,
        _(
            "If not one listing was checked for so long, every page of the directory says so and shows the hotlines first."
        ),
        MONTHS,
    )
    two_checks = models.BooleanField(
        _("two independent checks before a new organization is included"),
        default=False,
        help_text=_(
            "By two people of your team, or by one of them and the provider. Off: the page of the decision only warns."
        ),
    )
    corrections = models.BooleanField(
        _("visitors may say what is wrong"),
        default=True,
        help_text=_("A link on the page of each organization. Nothing about the visitor is asked or kept."),
    )
    corrections_days = _number(
        _("days for which what a visitor wrote is kept"),
        90,
        _("harbor_retain deletes it then, dealt with or not."),
        DAYS,
    )
    tell_email = models.EmailField(
        _("tell this address when something comes in"),
        blank=True,
        help_text=_("The mail says only that something came in, never what."),
    )

    panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("check_every_days"), FieldPanel("hotline_every_days"), _TWO_CHECKS],
            heading=_("Checks"),
        ),
        MultiFieldPanel([FieldPanel("remind_after_days"), FieldPanel("link_days")], heading=_("Mails to providers")),
        MultiFieldPanel(
            [FieldPanel("corrections"), FieldPanel("corrections_days"), FieldPanel("tell_email")],
            heading=_("From visitors"),
        ),
        MultiFieldPanel(
            [FieldPanel("stale_after_months"), FieldPanel("silent_after_months")], heading=_("When nobody is left")
        ),
    ]

    class Meta:
        verbose_name = _("upkeep of the directory")
        verbose_name_plural = _("upkeep of the directory")

    @classmethod
    def in_force(cls) -> UpkeepSettings:
        """Unlike ``load`` it writes nothing: until somebody saves any, the defaults hold."""
        return cls.objects.first() or cls()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What pages keep in memory follows the directory's version, these rules too."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            DirectoryVersion.bump()
