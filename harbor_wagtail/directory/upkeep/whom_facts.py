"""Facts a provider may correct about whom a service is for and what it takes to start: ages, languages, answers.

As in :mod:`~harbor_wagtail.directory.upkeep.facts`: read as text, written from text, never part of an address.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from harbor_wagtail.directory.importing.values import parse_ages
from harbor_wagtail.directory.importing.values.languages import parse_language, split_languages
from harbor_wagtail.directory.models import Answer, IntakeQuestion, LanguageProvision, TaxonomyTerm
from harbor_wagtail.directory.models.choices import REQUIREMENTS
from harbor_wagtail.directory.models.taxonomy import LANGUAGES
from harbor_wagtail.directory.presentation.facts import language_name
from harbor_wagtail.directory.upkeep.by_hand import ByHand
from harbor_wagtail.models.words import default_language

INTAKE = "intake:"
#: Asked of every provider; the others where an answer is known.
ASKED = (IntakeQuestion.SELF_REFERRAL, IntakeQuestion.WALK_IN, IntakeQuestion.MINORS_ALONE, *REQUIREMENTS)


# Ages


def ages_in_words(lowest: Decimal | None, highest: Decimal | None, *, every: bool = False) -> str:
    """ "12-17", "18+", "up to 17", "all ages", or nothing: each is understood when it comes back."""
    if every:
        return _("all ages")
    if highest is None:
        return f"{_plain(lowest)}+" if lowest is not None else ""
    return f"{_plain(lowest)}-{_plain(highest)}" if lowest else _("up to %(age)s") % {"age": _plain(highest)}


def read_ages(service: Any) -> str:
    return ages_in_words(service.minimum_age, service.maximum_age, every=service.all_ages)


def understood_ages(text: str) -> str:
    """The same in the words above. Raises ``BadValue``."""
    lowest, highest = parse_ages(text)
    return ages_in_words(lowest, highest, every=bool(text.strip()) and lowest is None and highest is None)


def write_ages(service: Any, text: str) -> None:
    service.minimum_age, service.maximum_age = parse_ages(text)
    service.all_ages = bool(text) and service.minimum_age is None and service.maximum_age is None


def _plain(age: Decimal | None) -> str:
    return f"{age or Decimal(0):.2f}".rstrip("0").rstrip(".")


# Languages


def read_languages(service: Any, language: str = "") -> str:
    """Their names, in the reader's language or the site's first, one after another."""
    with translation.override(language or default_language()):
        return ", ".join(dict.fromkeys(filter(None, map(language_name, _spoken(service)))))


def write_languages(service: Any, text: str) -> None:
    """Rows that stay keep their notes. Raises ``ByHand`` for one that the vocabulary does not have."""
    wanted = {_code(name) for name in split_languages(text)}
    if None in wanted:
        raise ByHand
    terms = {each.code: each for each in TaxonomyTerm.objects.filter(taxonomy__slug=LANGUAGES, code__in=wanted)}
    if set(wanted) - set(terms):
        raise ByHand
    for row in _spoken(service):
        code = row.term.code if row.term else parse_language(row.name or row.code)
        if code not in terms:
            service.languages.remove(row)
        terms.pop(code or "", None)
    for term in terms.values():
        service.languages.add(service.languages.model(term=term, code=term.code))


def _spoken(service: Any) -> list[Any]:
    """Those its own people speak, without those of one of its numbers alone."""
    interpreted = LanguageProvision.INTERPRETER
    return [row for row in service.languages.all() if row.phone_ref is None and row.provision != interpreted]


def _code(name: str) -> str | None:
    """By any name we know, or by what the site calls it."""
    if found := parse_language(name):
        return found
    named = TaxonomyTerm.objects.filter(taxonomy__slug=LANGUAGES, texts__name__iexact=name)
    return named.values_list("code", flat=True).first()


# Answers


def questions(service: Any) -> Iterator[tuple[str, str]]:
    """(field, question) of those that are asked."""
    known = {row.question for row in service.intake_answers.all()}
    for question in IntakeQuestion:
        if question in ASKED or question in known:
            yield f"{INTAKE}{question.value}", str(question.label)


def read_answer(service: Any, field: str) -> str:
    row = _answer_row(service, field)
    return str(row.answer) if row else Answer.UNKNOWN.value


def write_answer(service: Any, field: str, value: str) -> None:
    """Said by the provider, today: a "no" that puts somebody at ease is shown only with both."""
    row = _answer_row(service, field) or service.intake_answers.model(question=field.removeprefix(INTAKE))
    row.answer = Answer(value).value
    with translation.override(default_language()):
        row.said_by_role = _("the provider, in writing")
    row.said_on = timezone.localdate()
    service.intake_answers.add(row)


def _answer_row(service: Any, field: str) -> Any | None:
    question = field.removeprefix(INTAKE)
    return next((row for row in service.intake_answers.all() if row.question == question), None)
