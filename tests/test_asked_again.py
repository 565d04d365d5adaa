"""Promise: what is kept with the questions it asked of the database is what would be made now."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from harbor_wagtail import asked_again
from harbor_wagtail.models import Jurisdiction
from tests import report_cards

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    asked_again.forget()


class Names:
    """Names of places, and how often they were made."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> list[str]:
        self.made += 1
        first = Jurisdiction.objects.order_by("pk").first()
        return [str(first), *Jurisdiction.objects.order_by("-pk").values_list("name", flat=True)]

    def ask(self, key: str = "names") -> list[str]:
        return asked_again.keep(key, self).value


def raw(sql: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_it_is_made_once_while_the_database_says_the_same_and_anew_for_any_change() -> None:
    places, names = report_cards.places(3), Names()
    first = names.ask()
    assert first == ["Moorland 001", "Moorland 003", "Moorland 002", "Moorland 001"]
    assert names.ask() is first
    raw("UPDATE harbor_wagtail_jurisdiction SET name = 'Fen' WHERE id = %s", places[2].pk)  # only the second question
    assert names.ask() == ["Moorland 001", "Fen", "Moorland 002", "Moorland 001"]
    raw("DELETE FROM harbor_wagtail_jurisdiction WHERE id = %s", places[0].pk)
    assert names.ask() == ["Moorland 002", "Fen", "Moorland 002"]
    assert names.made == 3


def test_another_key_and_another_language_are_asked_for_themselves() -> None:
    report_cards.places(1)
    names = Names()
    for language, key in (("en", "one"), ("en", "two"), ("es", "one"), ("en", "one")):
        with translation.override(language):
            names.ask(key)
    assert names.made == 3


def test_what_a_developer_changes_is_seen(settings: Any) -> None:
    settings.DEBUG = True
    names = Names()
    report_cards.places(1)
    names.ask()
    names.ask()
    assert names.made == 2


def test_what_wrote_something_is_not_kept() -> None:
    made: list[int] = []

    def make() -> int:
        made.append(Jurisdiction.objects.create(name="New", slug=f"new-{len(made)}").pk)
        return made[-1]

    assert asked_again.keep("written", make).value != asked_again.keep("written", make).value


def test_what_failed_is_not_kept() -> None:
    def fail() -> None:
        raise LookupError

    for _time in range(2):
        with pytest.raises(LookupError):
            asked_again.keep("failed", fail)
    assert not asked_again._kept
    assert not connection.execute_wrappers


def test_what_is_kept_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked_again, "MOST", 2)
    names = Names()
    report_cards.places(1)
    for key in ("one", "two", "one", "three", "one", "two"):  # "two" was longest unused when "three" came
        names.ask(key)
    assert names.made == 4
    assert len(asked_again._kept) == 2


def test_who_listens_changes_no_answer() -> None:
    """However Django fetches: one, some, all, in pieces, grouped, and by hand with one cursor for two questions."""
    report_cards.places(250)

    def ask() -> list[Any]:
        rows = Jurisdiction.objects.order_by("pk")
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM harbor_wagtail_jurisdiction ORDER BY id")
            by_hand = [cursor.fetchone(), cursor.fetchmany(2), len([*cursor]), cursor.fetchone(), cursor.fetchall()]
            cursor.execute("SELECT code FROM harbor_wagtail_jurisdiction ORDER BY id")
            by_hand += [cursor.description[0][0], cursor.fetchone()]
        pieces = [row.pk for row in rows.iterator(chunk_size=7)]
        return [rows.first(), rows.last(), rows.count(), rows.exists(), list(rows[3:5]), len(rows), pieces, by_hand]

    plain = ask()
    with asked_again.listening() as heard:
        assert ask() == plain
    assert len(heard.questions) >= 9
    assert not heard.changed


def test_a_piece_is_written_once_and_one_that_asks_for_more_is_not_kept() -> None:
    report_cards.places(2)
    written: list[str] = []

    def write() -> SafeString:
        written.append("a")
        return mark_safe("<p>")

    def ask() -> SafeString:
        return mark_safe(str(Jurisdiction.objects.count()))

    names = Names()
    kept = asked_again.keep("names", names)
    assert kept.piece("body", write) == kept.piece("body", write) == "<p>"
    assert asked_again.keep("names", names).piece("body", write) == "<p>"
    assert (len(written), names.made) == (1, 1)
    assert kept.piece("number", ask) == "2"
    report_cards.places(1, prefix="Other")
    assert kept.piece("number", ask) == "3"
    asked_again.keep("names", names)
    assert names.made == 2
