"""The starter plans: everything the guidance says, cited, with its cautions, in two languages, promising nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest

from harbor_wagtail.documents import engine, fonts
from harbor_wagtail.safety_plans.starter import languages, starter_plans

#: The guidance lists so many strategies for each plan.
STRATEGIES = {"still": 6, "left": 13, "staff": 9}
#: Words that make a tip one that may be noticed.
RISKY = re.compile(
    r"\b(phone|block|social media|protective order|packed|bag|different ways|number|teléfono|bloquea|redes|orden de)\b",
    re.IGNORECASE,
)


def parts(plan: Any, kind: str) -> list[dict[str, Any]]:
    sections = plan.values["plan_content"]
    return [part["value"] for each in sections for part in each["value"]["parts"] if part["type"] == kind]


def strategies(plan: Any) -> list[dict[str, Any]]:
    return [item["value"] for part in parts(plan, "strategies") for item in part["items"]]


def words(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(words(each) for key, each in value.items() if key not in {"id", "type", "url", "slug"})
    if isinstance(value, list):
        return " ".join(words(each) for each in value)
    return value if isinstance(value, str) else ""


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_strategy_of_the_guidance_is_there_and_cited(language: str) -> None:
    plans = {plan.name: plan for plan in starter_plans(language)}
    assert list(plans) == ["still", "left", "family", "staff"]
    for name, count in STRATEGIES.items():
        found = strategies(plans[name])
        # The staff plan has, besides, the five about how to plan with somebody.
        assert len(found) == count + (5 if name == "staff" else 0)
    for plan in plans.values():
        assert len(plan.values["plan_sources"]) == 4
        for item in strategies(plan):
            numbers = [int(number) for number in item["sources"].split(",")]
            assert numbers
            assert all(1 <= number <= 4 for number in numbers)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_seven_marks_and_when_to_plan_are_in_the_plan_for_staff(language: str) -> None:
    staff = next(plan for plan in starter_plans(language) if plan.name == "staff")
    assert [len(each["items"]) for each in parts(staff, "checklist")] == [4, 3, 7]
    assert [each["moment"] for each in parts(staff, "staff")] == ["first", "meeting", "discharge"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_tips_that_may_be_noticed_carry_their_caution(language: str) -> None:
    for plan in starter_plans(language):
        if plan.name in ("still", "left"):
            for item in strategies(plan):
                harmless = re.search(r"by heart|de memoria|{hotline}|{emergency}", item["text"])
                if RISKY.search(item["text"]) and not harmless:
                    assert item["caution"], item["text"]


def test_both_languages_have_the_same_parts_in_the_same_order() -> None:
    assert languages() == {"en", "es"}
    shapes = []
    for language in ("en", "es"):
        content = [plan.values["plan_content"] for plan in starter_plans(language)]
        shapes.append([[[p["type"] for p in each["value"]["parts"]] for each in sections] for sections in content])
        ids = [each["id"] for sections in content for each in sections]
        assert len(set(ids)) == len(ids)
    assert shapes[0] == shapes[1]


def test_nothing_gendered_no_number_written_out_and_no_promise() -> None:
    for plan in starter_plans("en"):
        said = words(plan.values)
        assert not re.search(r"\b(he|she|him|her|his|hers|boyfriend|girlfriend|mother|father)\b", said, re.IGNORECASE)
        assert not re.search(
            r"\b(you will be safe|keeps? you safe|guarantee|anonymous|no trace)\b", said, re.IGNORECASE
        )
        assert "No plan can" in said or plan.name == "staff"
        assert not re.search(r"\b911\b|888-373", said)


def test_no_youth_plan_asks_for_an_identity() -> None:
    for plan in starter_plans("en"):
        if plan.name in ("still", "left"):
            labels = [part.get("question", "") for part in parts(plan, "question")]
            labels += [column["value"] for part in parts(plan, "people") for column in part["columns"]]
            assert not [
                label for label in labels if re.search(r"\b(my name|birth|address|name)\b", label, re.IGNORECASE)
            ]


@pytest.mark.skipif(not engine.available(), reason=engine.problem())
@pytest.mark.parametrize("language", ["en", "es"])
def test_our_fonts_have_every_sign(language: str) -> None:
    assert fonts.missing([words(plan.values) for plan in starter_plans(language)], language) == []
