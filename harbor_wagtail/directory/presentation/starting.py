"""What it takes to start, question by question, each with who said so and when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from harbor_wagtail.directory.models import Answer, IntakeQuestion, Referrer
from harbor_wagtail.directory.presentation.dates import day_in_words
from harbor_wagtail.directory.presentation.usual import usual


@dataclass(frozen=True, slots=True)
class Line:
    """One question and what is known: ``note`` in the provider's words, ``said`` who said it and when.

    ``code`` is the question's ``IntakeQuestion``, empty for who may refer.
    """

    question: str
    answer: str
    note: str = ""
    said: str = ""
    code: str = ""

    @property
    def asks_first(self) -> bool:
        """Nobody who would know has answered, and there is no note either."""
        return self.answer == _("Not known. Ask first.") and not self.note

    def unsigned(self) -> Line:
        return replace(self, said="")


def starting(service: Any) -> list[Line]:
    """Lines for every question somebody answered; for who may refer, and the three that people fear most, always."""
    rows = {row.question: row for row in service.intake_answers.all()}
    always = (IntakeQuestion.POLICE_REPORT, IntakeQuestion.SYSTEM_INVOLVEMENT, IntakeQuestion.ID)
    lines = [_referral_line(service)] if _asks_who_may_refer(service, rows) else []
    for question in IntakeQuestion:
        row = rows.get(question.value)
        if row is not None and (row.answer != Answer.UNKNOWN or row.note):
            lines.append(_line(question, row))
        elif question in always:
            lines.append(Line(str(question.label), _("Not known. Ask first."), code=question.value))
    return lines


def _asks_who_may_refer(service: Any, rows: dict[str, Any]) -> bool:
    """Always, but where all that is known is whether the person can ask for themselves."""
    return service.referral != Referrer.UNKNOWN or IntakeQuestion.SELF_REFERRAL not in rows


def _referral_line(service: Any) -> Line:
    known = service.referral != Referrer.UNKNOWN
    return Line(_("Who can refer?"), str(Referrer(service.referral).label) if known else _("Not known. Ask first."))


def _line(question: IntakeQuestion, row: Any) -> Line:
    if not row.confirmed:
        return Line(str(question.label), _("Not known. Ask first."), row.note, code=question.value)
    return Line(str(question.label), str(Answer(row.answer).label), row.note, _said(row), question.value)


def _said(row: Any) -> str:
    if row.said_by_role and row.said_on:
        values = {"role": usual(row.said_by_role), "day": day_in_words(row.said_on)}
        return _("Said by: %(role)s, %(day)s") % values
    return ""
