"""What a new directory starts with: made once, right in every year, and the editor's own from then on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from harbor_wagtail.directory.calendar import Calendar
from harbor_wagtail.directory.models import Holiday, SynonymSet
from harbor_wagtail.directory.starter import HOLIDAYS, SYNONYMS, create_holidays, create_synonyms
from tests import factories


@pytest.mark.django_db
def test_it_is_made_once_and_what_an_editor_deletes_stays_deleted() -> None:
    locales = [factories.locale("en"), factories.locale("es")]
    assert create_holidays() == len(HOLIDAYS) == Holiday.objects.count()
    assert create_synonyms(locales) == sum(map(len, SYNONYMS.values())) == SynonymSet.objects.count()
    Holiday.objects.filter(name="Thanksgiving").delete()
    SynonymSet.objects.filter(locale=locales[0])[0].delete()
    assert create_holidays() == create_synonyms(locales) == 0
    assert not Holiday.objects.filter(name="Thanksgiving").exists()


@pytest.mark.django_db
def test_what_is_shipped_passes_the_checks_an_editor_meets() -> None:
    create_holidays()
    create_synonyms([factories.locale("en"), factories.locale("es")])
    rows: list[Any] = [*Holiday.objects.all(), *SynonymSet.objects.all()]
    for row in rows:
        row.full_clean()


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2027, 11, 25), "Thanksgiving"),
        (date(2028, 11, 23), "Thanksgiving"),
        (date(2027, 11, 18), ""),
        (date(2027, 5, 31), "Memorial Day"),
        (date(2029, 5, 28), "Memorial Day"),
        (date(2027, 1, 18), "Martin Luther King Jr. Day"),
        (date(2028, 2, 21), "Presidents’ Day"),
        (date(2027, 9, 6), "Labor Day"),
        (date(2028, 10, 9), "Indigenous Peoples’ Day"),
        (date(2031, 6, 19), "Juneteenth"),
    ],
)
def test_the_calendar_of_other_years(day: date, name: str) -> None:
    rows = [Holiday(name=name, first_day=first, repeats=repeats) for name, first, repeats in HOLIDAYS]
    assert Calendar(rows).name_on(day) == name
