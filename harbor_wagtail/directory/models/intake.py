"""What it takes to start a service, answer by answer."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from harbor_wagtail.directory.models import choices
from harbor_wagtail.directory.models.base import ChildRow
from harbor_wagtail.directory.models.services import Service


class ServiceIntakeAnswer(ChildRow):
    """What it takes to start: one answer to one question, with who at the provider said so and when.

    A "no" to a requirement that nobody confirmed reads "ask first": see :attr:`confirmed`.
    """

    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="intake_answers")
    question = models.CharField(_("question"), max_length=30, choices=choices.IntakeQuestion.choices)
    answer = models.CharField(
        _("answer"), max_length=10, choices=choices.Answer.choices, default=choices.Answer.UNKNOWN
    )
    said_by_role = models.CharField(
        _("who at the provider said so (role)"), max_length=255, blank=True, help_text=_("For example: intake worker.")
    )
    said_on = models.DateField(_("on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=255, blank=True, help_text=_("Shown to visitors."))

    class Meta(ChildRow.Meta):
        verbose_name = _("answer about starting")
        verbose_name_plural = _("what it takes to start")
        constraints = [
            models.UniqueConstraint(fields=["service", "question"], name="harbor_directory_intakeanswer_question")
        ]

    def __str__(self) -> str:
        question = choices.IntakeQuestion(self.question).label
        return f"{question} {choices.Answer(self.answer).label}"

    def clean(self) -> None:
        super().clean()
        if self.is_reassuring and not self.confirmed:
            needed = _("A “no” needs who at the provider said so and when. Without both, choose “unknown”.")
            raise ValidationError({"said_by_role": needed})

    @property
    def is_reassuring(self) -> bool:
        """The answer would tell a visitor that something is not needed."""
        return self.question in choices.REQUIREMENTS and self.answer == choices.Answer.NO

    @property
    def confirmed(self) -> bool:
        """Whether the answer may be shown as it stands; if not, visitors read "ask first"."""
        if self.answer == choices.Answer.UNKNOWN:
            return False
        return not self.is_reassuring or bool(self.said_by_role and self.said_on)
