"""Words that mean the same to whoever searches."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class SynonymSet(models.Model):
    """Words or short phrases, each of which finds what the others find. Those of one term stand with the term."""

    locale = models.ForeignKey(
        "wagtailcore.Locale",
        verbose_name=_("language"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Leave empty for words of any language."),
    )
    words = models.TextField(
        _("words that mean the same"),
        help_text=_("One word or short phrase a line, for example “SANE” and “sexual assault nurse”."),
    )

    class Meta:
        verbose_name = _("words that mean the same")
        verbose_name_plural = _("words that mean the same")
        ordering = ["words", "pk"]

    def __str__(self) -> str:
        return ", ".join(self.phrases)

    @property
    def phrases(self) -> list[str]:
        """The lines that say something, each once."""
        return list(dict.fromkeys(line for part in self.words.splitlines() if (line := part.strip())))

    def clean(self) -> None:
        super().clean()
        if len(self.phrases) < 2:
            raise ValidationError({"words": _("Give at least two words, each on a line of its own.")})
