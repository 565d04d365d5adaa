"""The estimate of reading level: in order, and silent where it knows nothing."""

from __future__ import annotations

import pytest

from harbor_wagtail.documents.reading import grade
from harbor_wagtail.safety_plans.starter import starter_plans
from tests.test_plan_starter import words

EASY = ["You can call. They will help you. You do not have to say your name. Go to a place with a lot of people."] * 4
HARD = [
    "Multidisciplinary organizations collaboratively establish individualized interventions.",
    "Comprehensive documentation regarding jurisdictional responsibilities necessitates confidentiality agreements.",
] * 4


def test_hard_words_ask_for_more_school() -> None:
    easy, hard = grade(EASY, "en"), grade(HARD, "en")
    assert easy is not None
    assert hard is not None
    assert easy < 4 < 16 < hard


@pytest.mark.parametrize(("texts", "language"), [(["Too short."], "en"), ([], "es"), (EASY, "vi")])
def test_says_nothing_where_it_knows_nothing(texts: list[str], language: str) -> None:
    assert grade(texts, language) is None


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_starter_plans_keep_to_the_level_they_name(language: str) -> None:
    for plan in starter_plans(language):
        found = grade([words(plan.values["plan_content"])], language)
        assert found is not None
        assert found <= plan.values["plan_grade"], plan.values["title"]
