"""The same word is the same word, however it is typed, and nothing typed is more than words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harbor_wagtail.directory.search.analyser import MAX_WORD, MAX_WORDS, query_tokens, sort_key, tokens

LANGUAGES = st.sampled_from(["en", "es", "es-mx", "ar", "ru", "zh", "xx", ""])


def finds(question: str, text: str, language: str = "en") -> bool:
    """What every engine does with the two: each word of the question by one of its forms, or as a beginning."""
    indexed = set(tokens(text, language))
    return all(
        not indexed.isdisjoint(word.forms) or (word.prefix and any(token.startswith(word.prefix) for token in indexed))
        for word in query_tokens(question, language)
    )


@pytest.mark.parametrize(
    ("question", "text", "language"),
    [
        ("shel", "Youth shelter", "en"),  # the last word is a beginning
        ("shelters", "Youth shelter", "en"),
        ("shelter", "Shelters for youth", "en"),
        ("SHELTER", "shelter", "en"),
        ("shélter", "shelter", "en"),
        ("shelter", "ｓｈｅｌｔｅｒ", "en"),  # full-width letters
        ("womens shelter", "Women’s shelter", "en"),
        ("woman's", "woman", "en"),
        ("counselling", "counselling", "en"),
        ("families", "family counseling", "en"),
        ("drop-in", "drop-in center", "en"),
        ("drop in", "Drop-In Center", "en"),
        ("dropin", "drop-in center", "en"),
        ("24/7", "open 24/7", "en"),
        ("lgbtq", "LGBTQ+ youth", "en"),
        ("habitacion", "habitación", "es"),
        ("habitaciones", "habitación", "es"),
        ("habitación", "dos habitaciones", "es"),
        ("psicologia", "psicología", "es"),
        ("clínicas", "clinica", "es"),
        ("mujer centro", "centro de mujeres", "es"),
        ("refugios", "refugio", "es-mx"),
        ("ninos", "niños", "es"),
        ("庇护", "女性庇护所", "zh"),
        ("приют", "приюты", "ru"),
        ("strasse", "Straße", "de"),
        ("øre", "ore", "da"),
        ("i need a shelter for women", "shelter, women", "en"),  # stop words are not asked for
        ("shel\x00ter", "shelter", "en"),
        ("shel\u00adter", "shelter", "en"),  # a soft hyphen
    ],
)
def test_one_word_in_many_spellings(question: str, text: str, language: str) -> None:
    assert finds(question, text, language)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("shel food", "shelter and food"),  # only the last word is a beginning
        ("legal", "housing"),
        ("s", "shelter"),  # one letter begins nearly everything
        ("lter", "shelter"),
    ],
)
def test_other_words_are_not_found(question: str, text: str) -> None:
    assert not finds(question, text)


def test_stop_words_are_asked_for_where_there_is_nothing_else() -> None:
    assert [word.forms for word in query_tokens("the who", "en")] == [("the",), ("who",)]
    assert [word.forms[-1] for word in query_tokens("the shelter", "en")] == ["shelter"]


def test_words_are_looked_for_in_every_language_a_text_may_be_in() -> None:
    (word,) = query_tokens("shelters", "es", "en")
    assert {"shelters", "shelter"} <= set(word.forms)


def test_a_long_question_is_cut() -> None:
    words = query_tokens(" ".join(f"word{number}" for number in range(3000)), "en")
    assert len(words) == MAX_WORDS
    (long,) = query_tokens("x" * 10_000, "en")
    assert len(long.prefix) == MAX_WORD


def test_a_long_word_is_cut_alike_in_texts_and_questions() -> None:
    assert finds("x" * 100, "x" * 90)


@given(st.text(max_size=400), LANGUAGES)
def test_nothing_but_plain_signs_comes_out(text: str, language: str) -> None:
    words = query_tokens(text, language)
    out = [*tokens(text, language), *sort_key(text).split()]
    out += [form for word in words for form in (*word.forms, word.prefix) if form]
    assert all(re.fullmatch("[a-z0-9_]+", token) and len(token) <= 6 * MAX_WORD for token in out)
    assert len(words) <= MAX_WORDS


@given(st.text(max_size=60), LANGUAGES)
def test_a_text_is_found_by_its_own_words(text: str, language: str) -> None:
    assert finds(text, text, language)


@given(st.text(alphabet=st.characters(categories=("L", "M", "N")), min_size=2, max_size=20))
def test_a_text_is_found_by_its_beginning(text: str) -> None:
    words = query_tokens(text[: len(text) // 2 + 1], "")
    if len(words) == 1:
        assert finds(text[: len(text) // 2 + 1], text, "")
