"""The short facts of a service: for whom, at what cost, how to get in, in which languages.

Unknown is not no: what would reassure ("No police report to start") is said only when somebody at the provider said it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from harbor_wagtail.directory.models import Answer, Cost, IntakeQuestion, LanguageProvision, Referrer
from harbor_wagtail.directory.presentation.words import term_name

#: Languages named in a short fact before the rest are counted.
LANGUAGES_SHOWN = 4

_COSTS = {
    Cost.FREE: gettext_lazy("Free"),
    Cost.SLIDING: gettext_lazy("Cost depends on income"),
    Cost.FEE: gettext_lazy("There is a fee"),
}
_REFERRERS = {
    Referrer.ADULT: gettext_lazy("Any adult you trust can refer"),
    Referrer.PROFESSIONAL: gettext_lazy("A professional has to refer you"),
    Referrer.NAMED: gettext_lazy("Through certain agencies only"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """``unsure``: nobody has confirmed it. ``reassuring``: it says something is not needed; a caution belongs beside it."""

    text: str
    unsure: bool = False
    reassuring: bool = False


def short_facts(service: Any) -> list[Fact]:
    """The facts of a result card, in reading order."""
    answers = {row.question: row for row in service.intake_answers.all()}
    found = [ages(service), cost(service), referral(service, answers), *_requirements(answers)]
    return [fact for fact in (*found, languages(service.languages.all())) if fact]


def ages(service: Any) -> Fact:
    lowest, highest = service.minimum_age, service.maximum_age
    if service.all_ages or (lowest == 0 and highest is None):
        return Fact(_("All ages"))
    if lowest is None and highest is None:
        return Fact(_("Age limit not stated"), unsure=True)
    if highest is None:
        return Fact(_("Ages %(age)s and over") % {"age": age_words(lowest)})
    if not lowest:
        return Fact(_("Up to age %(age)s") % {"age": age_words(highest, whole=True)})
    both = {"first": age_words(lowest), "last": age_words(highest, whole=True)}
    if both["first"] == both["last"]:
        return Fact(_("Age %(age)s") % {"age": both["first"]})
    return Fact(_("Ages %(first)s to %(last)s") % both)


def age_words(age: Decimal, *, whole: bool = False) -> str:
    """ "12", "6 months", "17.5". With ``whole`` a last age of 17.99, as many sources write it, is "17"."""
    if whole and age % 1 >= Decimal("0.9"):
        age = age - age % 1
    if 0 < age < 2 and age % 1:
        months = round(age * 12)
        return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}
    return number_format(age.normalize() if age % 1 else int(age))


def cost(service: Any) -> Fact | None:
    return Fact(str(_COSTS[service.cost])) if service.cost in _COSTS else None


def referral(service: Any, answers: dict[str, Any]) -> Fact | None:
    """How somebody gets in: an answer about asking for oneself goes before who may refer."""
    answer = _answer(answers, IntakeQuestion.SELF_REFERRAL)
    if answer == Answer.YES or (answer == Answer.UNKNOWN and service.referral == Referrer.ANYONE):
        return Fact(_("You can ask yourself"))
    if service.referral in _REFERRERS:
        return Fact(str(_REFERRERS[service.referral]))
    if answer == Answer.NO:
        return Fact(_("Someone has to refer you"))
    return None


def languages(rows: Iterable[Any]) -> Fact | None:
    """Languages spoken by name; those through an interpreter in one word."""
    every = list(rows)
    spoken = [row for row in every if row.provision != LanguageProvision.INTERPRETER]
    names = list(dict.fromkeys(name for row in spoken if (name := language_name(row))))
    shown = names[:LANGUAGES_SHOWN]
    if len(names) > len(shown):
        more = len(names) - len(shown)
        shown.append(ngettext("%(count)d more", "%(count)d more", more) % {"count": more})
    if len(spoken) < len(every):
        shown.append(_("interpreter on request") if shown else _("Interpreter on request"))
    return Fact(", ".join(shown)) if shown else None


def language_name(row: Any) -> str:
    return term_name(row.term) if row.term else row.name or row.code


def _requirements(answers: dict[str, Any]) -> list[Fact | None]:
    return [
        Fact(_("Walk in")) if _answer(answers, IntakeQuestion.WALK_IN) == Answer.YES else None,
        _police_report(_answer(answers, IntakeQuestion.POLICE_REPORT)),
        Fact(_("No ID needed"), reassuring=True) if _answer(answers, IntakeQuestion.ID) == Answer.NO else None,
    ]


def _police_report(answer: str) -> Fact:
    if answer == Answer.NO:
        return Fact(_("No police report to start"), reassuring=True)
    if answer == Answer.YES:
        return Fact(_("Police report needed to start"))
    return Fact(
        _("Police report: it depends") if answer == Answer.DEPENDS else _("Police report? Ask first"), unsure=True
    )


def _answer(answers: dict[str, Any], question: str) -> str:
    """The answer that may be shown; one that nobody confirmed is unknown."""
    row = answers.get(question)
    return str(row.answer) if row is not None and row.confirmed else Answer.UNKNOWN
