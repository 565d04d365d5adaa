"""What is misspelt, or said in other words, is found as well: synonyms, and a better spelling where nothing is found."""

from __future__ import annotations

import random
import time
from datetime import timedelta
from decimal import Decimal
from unittest.mock import Mock

import pytest
from django.db import DatabaseError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from harbor_wagtail.directory.models import SynonymSet
from harbor_wagtail.directory.search.query import Search, find
from harbor_wagtail.directory.search.question import Synonyms, concepts
from harbor_wagtail.directory.search.spelling import OF_A_LETTER_MORE, OF_A_SLIP, Spelling, distance, traits
from harbor_wagtail.directory.search.words import Words
from tests.factories import locale, location, organization, service
from tests.searching import ask, every_engine  # noqa: F401  (the fixture is used by all)

LETTERS = st.text("abc", max_size=6)


# Words that mean the same


@pytest.mark.django_db
def test_any_word_of_a_set_finds_what_the_others_find() -> None:
    service(name="Sexual assault nurse examiner")
    service(name="SANE desk")
    service(name="Assault line")
    assert ask(words="sane") == ["SANE desk"]
    words = SynonymSet.objects.create(words="SANE\nsexual assault nurse\nforensic exam")
    for asked in ("sane", "sexual assault nurses", "forensic exams"):
        assert sorted(ask(words=asked)) == ["SANE desk", "Sexual assault nurse examiner"], asked
    assert ask(words="sane desk") == ["SANE desk"]  # the rest has to be there as before
    words.words = "SANE\nexaminer"
    words.save()
    assert ask(words="sexual assault nurse") == ["Sexual assault nurse examiner"]
    words.delete()
    assert ask(words="sane") == ["SANE desk"]


@pytest.mark.django_db
def test_a_phrase_is_taken_with_its_small_words_and_by_the_visitors_language() -> None:
    service(name="Night shelter")
    SynonymSet.objects.create(words="place to sleep\nshelter", locale=locale("en"))
    SynonymSet.objects.create(words="techo\nshelter", locale=locale("es"))
    assert ask(words="a place to sleep") == ["Night shelter"]
    assert ask(words="sleep") == []
    assert ask(words="techo", locale="es") == ["Night shelter"]
    assert ask(words="techo", locale="en") == []


@pytest.mark.django_db
def test_changed_words_cost_no_query_of_their_own(django_assert_num_queries: object) -> None:
    service(name="Shelter")
    SynonymSet.objects.create(words="refuge\nshelter")
    ask(words="refuge")
    with django_assert_num_queries(2):  # type: ignore[operator]
        find(Search(words="refuge"))


def test_a_set_is_cut_rather_than_refused() -> None:
    sets = Synonyms((("", tuple((f"w{number}", "x") for number in range(100))),))
    (found,) = concepts("w1 x", "en", synonyms=sets)
    assert 2 <= len(found.alternatives) <= 13


# A better spelling


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sheltre", "shelter"),  # two letters changed about
        ("Shlter", "shelter"),
        ("counsellling", "counseling"),
        ("legl", "legal"),
        ("legal shelterr", "legal shelter"),
        ("jovnees", "jóvenes"),  # as it is written
        ("xylograph", ""),
        ("lgl", ""),  # a short word: one slip
        ("shelters", ""),  # found as it is
        ("", ""),
    ],
)
def test_a_better_spelling_is_proposed_if_it_finds_something(typed: str, meant: str) -> None:
    owner = organization("Lantern House")
    service(owner, "Legal shelter", texts={"es": {"description": "Para jóvenes."}})
    service(owner, "Counseling")
    assert find(Search(words=typed, locale="es")).did_you_mean == meant
    assert not meant or find(Search(words=meant, locale="es")).total


@pytest.mark.django_db
def test_nothing_is_proposed_that_the_other_choices_leave_out_or_that_has_gone() -> None:
    record = service(name="Shelter", minimum_age=18)
    assert find(Search(words="sheltre")).did_you_mean == "shelter"
    assert find(Search(words="sheltre", age=Decimal(12))).did_you_mean == ""
    record.name = "Xylophone"
    record.save()
    assert find(Search(words="sheltre")).did_you_mean == ""
    assert find(Search(words="xylofone")).did_you_mean == "xylophone"  # learnt without reading all again


@pytest.mark.django_db
@pytest.mark.parametrize("which", ["service", "organization", "place"])
def test_a_word_of_what_is_over_by_the_clock_is_known_to_nobody(which: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is saved then; what only the others have stood in the way of a word that finds something."""
    tomorrow = timezone.now() + timedelta(days=1)
    end = {each: tomorrow if each == which else None for each in ("service", "organization", "place")}
    names = {each: "Horse" if each == which else "Lantern" for each in end}
    ending = organization(names["organization"], expire_at=end["organization"])
    place = location(ending, names["place"], expire_at=end["place"])
    for _twice in range(2):
        service(ending, names["service"], expire_at=end["service"], places=[place])
    service(organization("Bureau"), "House")
    assert find(Search(words="hoxse")).did_you_mean == "horse"
    monkeypatch.setattr(timezone, "now", lambda: tomorrow + timedelta(hours=1))
    assert find(Search(words="hoxse")).did_you_mean == "house"
    assert find(Search(words="horse")).did_you_mean == "house"


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["hand", "the clock"])
def test_a_word_that_went_while_the_database_failed_is_known_to_nobody_afterwards(
    by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = timezone.now() + timedelta(hours=1)
    gone = service(name="Lantern kitchen", expire_at=soon if by == "the clock" else None)
    spelling = Spelling(("en",), "default")
    assert spelling.better("lantren") == "lantern"
    if by == "hand":
        gone.unpublish()
    else:
        monkeypatch.setattr(timezone, "now", lambda: soon)

    def ask() -> str:
        if by == "hand":
            spelling.learn([gone.pk])
        return spelling.better("lantren")

    with monkeypatch.context() as failing, pytest.raises(DatabaseError):
        failing.setattr(Words, "_of_services", Mock(side_effect=DatabaseError))
        ask()
    assert ask() == ""


@pytest.mark.django_db
def test_the_more_usual_word_is_proposed() -> None:
    service(name="House")
    service(name="Housing", texts={"en": {"description": "Horse horse."}})
    service(name="House of hope")
    assert find(Search(words="houze")).did_you_mean == "house"


@given(LETTERS, LETTERS)
def test_slips_are_counted_both_ways_and_none_is_none(one: str, other: str) -> None:
    assert distance(one, other, 9) == distance(other, one, 9)
    assert (distance(one, other, 9) == 0) == (one == other)
    assert (distance(one, other, 2) <= 2) == (distance(one, other, 9) <= 2)
    assert distance(one, other, 9) >= abs(len(one) - len(other))


def test_many_words_take_little_time() -> None:
    chance = random.Random(1)
    words = {"".join(chance.choices("etaoinshrdlcumwfgypbvk", k=chance.randint(4, 10))) for _ in range(30_000)}
    spelling = Spelling(("en",), "default")
    spelling._words = Words(("en",), "default")
    spelling._take_in(dict.fromkeys([*words, "counseling"], 1))
    started = time.process_time()
    assert spelling.better("counsellling") == "counseling"
    assert time.process_time() - started < 0.5  # 20 ms on a quiet machine, and a hundred times as much without care


@given(st.text("abcdefghij", min_size=2, max_size=9), st.data())
def test_no_slip_is_more_than_the_letters_and_pairs_allow(word: str, data: st.DataObject) -> None:
    """Words are passed over by these alone, so none that is one slip away may be."""
    at, letter = data.draw(st.integers(0, len(word) - 1)), data.draw(st.sampled_from("abcz"))
    swapped = word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
    for other in (
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1 :],
        swapped,
    ):
        allowed = OF_A_SLIP if len(other) == len(word) else OF_A_LETTER_MORE
        assert (traits(word) ^ traits(other)).bit_count() <= allowed


@given(
    st.lists(st.text("abcd", min_size=3, max_size=7), min_size=1, unique=True), st.text("abcd", min_size=3, max_size=7)
)
def test_the_nearest_words_are_found_though_most_are_passed_over(words: list[str], typed: str) -> None:
    spelling = Spelling(("en",), "default")
    spelling._take_in(dict.fromkeys(words, 1))
    found = {word: slips for slips, word, _ in spelling._near(typed, 2)}
    apart = {word: distance(typed, word, 2) for word in words}
    least = min(apart.values())
    assert all(slips == apart[word] <= 2 for word, slips in found.items())
    assert least > 2 or {word for word in apart if apart[word] == least} <= found.keys()
