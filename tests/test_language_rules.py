"""Promise: words that harm are found where an editor wrote them, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harbor_wagtail.language.finding import hits_in
from harbor_wagtail.language.rules import Context, Level, read_file, shipped, shipped_languages, words_pattern
from harbor_wagtail.language.texts import Passage

ENTRIES = [(language, entry) for language in shipped_languages() for entry in read_file(language)["rules"]]


def found(text: str, language: str = "en", context: Context | None = None) -> dict[str, Level]:
    passage = Passage(text, language, context=context)
    return {hit.rule.id: hit.level for hit in hits_in(passage, shipped(language))}


def test_there_are_rules_in_both_languages() -> None:
    assert shipped_languages() == ["en", "es"]
    assert shipped("es-mx") == shipped("es")
    assert shipped("vi") == shipped("../en") == ()


@pytest.mark.parametrize(("language", "entry"), ENTRIES, ids=[f"{code}-{entry['id']}" for code, entry in ENTRIES])
def test_each_rule_finds_what_it_says_and_spares_what_it_says(language: str, entry: dict[str, Any]) -> None:
    assert entry["flags"]
    assert entry["passes"]
    assert entry["reason"].endswith((".", "?"))
    for text in entry["flags"]:
        assert entry["id"] in found(text, language), f"not found in: {text}"
        assert entry["id"] in found(f"“Before.” {text}\u00a0After.", language), f"only alone: {text}"
    for text in entry["passes"]:
        assert entry["id"] not in found(text, language), f"wrongly found in: {text}"


@pytest.mark.parametrize("language", shipped_languages())
def test_a_name_is_given_once(language: str) -> None:
    names = [rule.id for rule in shipped(language)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("context", Context)
def test_whose_words_they_are_matters(context: Context) -> None:
    assert found("They rescued three victims.") == {"rescue": Level.WARNING}
    assert found("They rescued three victims.", context=context) == {}


def test_a_term_in_quotation_marks_keeps_its_distance() -> None:
    assert found("What the law calls “child prostitution” is abuse.") == {"child-prostitute": Level.INFO}
    assert found("Child prostitution is what the law “names”.") == {"child-prostitute": Level.ERROR}


def test_the_words_around_are_shown() -> None:
    text = "In the year of the report " * 3 + "police rescued two girls " + "and wrote it down at once " * 3
    (hit,) = hits_in(Passage(text, "en"), shipped("en"))
    assert hit.words == "rescued two girls"
    assert hit.around.startswith("…")
    assert hit.around.endswith("…")
    assert hit.words in hit.around


class TestWordsOfASite:
    def test_a_line_is_a_phrase_and_a_star_ends_a_word(self) -> None:
        pattern = words_pattern("  lost girls \nsnitch*\n\n*")
        assert pattern
        assert [match.group() for match in pattern.finditer("Lost\ngirls; SNITCHING, unsnitched.")] == [
            "Lost\ngirls",
            "SNITCHING",
        ]

    def test_nothing_typed_is_no_rule(self) -> None:
        assert words_pattern("\n  \n*\n") is None

    @given(st.text(max_size=60))
    def test_whatever_is_typed_is_taken_to_the_letter(self, typed: str) -> None:
        pattern = words_pattern(typed)
        phrase = " ".join(typed.split())
        if pattern and "*" not in phrase and len(typed.splitlines()) == 1:
            assert pattern.fullmatch(phrase)
