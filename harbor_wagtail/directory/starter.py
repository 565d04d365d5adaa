"""What a new directory starts with beside its vocabularies: a calendar of holidays and words that mean the same.

Each is made once, for a site that has none, and is the editor's own from then on: what they delete stays deleted.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from harbor_wagtail.directory.models import Holiday, SynonymSet

_DATE, _WEEKDAY, _LAST = Holiday.Repeats.DATE, Holiday.Repeats.WEEKDAY, Holiday.Repeats.LAST_WEEKDAY

#: Federal holidays of the United States: name, a day of 2026, how it repeats. Pages show the names translated.
HOLIDAYS: tuple[tuple[str, date, str], ...] = (
    (gettext_noop("New Year’s Day"), date(2026, 1, 1), _DATE),
    (gettext_noop("Martin Luther King Jr. Day"), date(2026, 1, 19), _WEEKDAY),
    (gettext_noop("Presidents’ Day"), date(2026, 2, 16), _WEEKDAY),
    (gettext_noop("Memorial Day"), date(2026, 5, 25), _LAST),
    (gettext_noop("Juneteenth"), date(2026, 6, 19), _DATE),
    (gettext_noop("Independence Day"), date(2026, 7, 4), _DATE),
    (gettext_noop("Labor Day"), date(2026, 9, 7), _WEEKDAY),
    (gettext_noop("Indigenous Peoples’ Day"), date(2026, 10, 12), _WEEKDAY),
    (gettext_noop("Veterans Day"), date(2026, 11, 11), _DATE),
    (gettext_noop("Thanksgiving"), date(2026, 11, 26), _WEEKDAY),
    (gettext_noop("Christmas"), date(2026, 12, 25), _DATE),
)

#: Words people type for what listings call otherwise, by language. Those of one kind of help stand with its term.
SYNONYMS: dict[str, tuple[tuple[str, ...], ...]] = {
    "en": (
        ("SANE", "sexual assault nurse", "rape kit", "forensic exam"),
        ("runaway", "ran away", "left home"),
        ("kicked out", "thrown out", "nowhere to sleep", "couch surfing", "homeless"),
        ("food shelf", "food pantry", "food bank"),
        ("protective order", "restraining order", "order for protection", "no contact order"),
        ("record clearing", "expungement", "vacatur"),
        ("T visa", "trafficking visa"),
        ("foster care", "foster home", "out-of-home placement"),
        ("detox", "withdrawal"),
        ("GED", "high school equivalency"),
        ("STI", "STD"),
        ("ASL", "sign language"),
        ("therapist", "counselor", "psychologist"),
    ),
    "es": (
        ("refugio", "albergue", "casa de acogida"),
        ("sin hogar", "en la calle", "sin techo"),
        ("me fui de casa", "huí de casa", "me escapé de casa"),
        ("despensa", "banco de alimentos"),
        ("orden de protección", "orden de restricción", "orden de alejamiento"),
        ("consejería", "terapia", "psicóloga"),
        ("ITS", "ETS"),
        ("visa T", "visa por trata"),
    ),
}


def create_holidays() -> int:
    """Fill an empty calendar with the federal holidays. Returns how many were made."""
    with transaction.atomic():
        if Holiday.objects.exists():
            return 0
        for name, day, repeats in HOLIDAYS:
            Holiday.objects.create(name=name, first_day=day, repeats=repeats)
    return len(HOLIDAYS)


def create_synonyms(locales: Iterable[Any]) -> int:
    """Give each of the languages that we have words in, and that has no set yet, its sets. Returns how many were made."""
    made = 0
    with transaction.atomic():
        for locale in locales:
            sets = SYNONYMS.get(locale.language_code.split("-")[0], ())
            if sets and not SynonymSet.objects.filter(locale=locale).exists():
                for words in sets:
                    SynonymSet.objects.create(locale=locale, words="\n".join(words))
                made += len(sets)
    return made
