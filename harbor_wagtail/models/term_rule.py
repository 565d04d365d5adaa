"""A site's own say in which words are looked for: a rule of the package changed or muted, or a rule of its own."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from harbor_wagtail.language import rules


class TermRuleQuerySet(models.QuerySet["TermRule"]):
    def for_site(self, site: Site | None) -> TermRuleQuerySet:
        """Those for all sites, then the site's own, which come last and so have the last word."""
        wanted = models.Q(site=None) | models.Q(site=site) if site else models.Q(site=None)
        return self.filter(wanted).order_by(models.F("site_id").asc(nulls_first=True), "pk")


class TermRule(models.Model):
    """Either ``rule`` names one of ``rules.shipped(language)``, or ``words`` are the site's own, one phrase a line."""

    class Level(models.TextChoices):
        ERROR = "error", _("must not stay")
        WARNING = "warning", _("better not")
        INFO = "info", _("worth a thought")
        OFF = "off", _("do not look for it")

    site = models.ForeignKey(
        Site,
        verbose_name=_("site"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Empty: all sites."),
    )
    language = models.CharField(_("language"), max_length=10, default="en")
    rule = models.CharField(_("changes this rule"), max_length=80, blank=True)
    words = models.TextField(
        _("words to look for"),
        blank=True,
        help_text=_("One word or phrase a line, capitals or not. A star stands for the rest of a word: victim*"),
    )
    level = models.CharField(_("weight"), max_length=10, choices=Level.choices, default=Level.WARNING)
    instead = models.TextField(_("write instead"), blank=True, help_text=_("One suggestion a line."))
    reason = models.CharField(_("because"), max_length=255, blank=True, help_text=_("Editors read this sentence."))
    source = models.CharField(_("who says so"), max_length=255, blank=True)

    objects = TermRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule for words")
        verbose_name_plural = _("words to watch")
        ordering: ClassVar[list[str]] = ["language", "rule", "pk"]

    def __str__(self) -> str:
        return self.rule or self.words.strip().partition("\n")[0].strip()

    @property
    def is_off(self) -> bool:
        return self.level == self.Level.OFF

    def clean(self) -> None:
        super().clean()
        problems: dict[str, Any] = {}
        if self.rule and self.words.strip():
            problems["words"] = gettext("This entry changes a rule. Make another entry for words of your own.")
        elif self.rule and self.rule not in {rule.id for rule in rules.shipped(self.language)}:
            problems["rule"] = gettext("This language has no such rule.")
        elif not self.rule and rules.words_pattern(self.words) is None:
            problems["words"] = gettext("Write at least one word, or choose a rule to change.")
        if self.rule and self._others().filter(rule=self.rule).exists():
            problems["rule"] = gettext("Another entry already changes this rule here. Change that one.")
        if problems:
            raise ValidationError(problems)

    def _others(self) -> TermRuleQuerySet:
        return TermRule.objects.filter(language=self.language, site=self.site).exclude(pk=self.pk)
