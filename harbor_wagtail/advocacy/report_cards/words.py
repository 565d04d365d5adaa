"""The words of a framework and its editions in the reader's language, and which language each of them really is in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from harbor_wagtail.advocacy.report_cards.models import (
    Band,
    DraftingItem,
    Edition,
    Framework,
    GoalOption,
    IssueArea,
    PolicyGoal,
    Wording,
)
from harbor_wagtail.advocacy.report_cards.models.wording import FIELDS, WordingOf
from harbor_wagtail.models.words import active_language

KIND: dict[type[Model], str] = {
    Framework: WordingOf.FRAMEWORK.value,
    Band: WordingOf.BAND.value,
    IssueArea: WordingOf.AREA.value,
    PolicyGoal: WordingOf.GOAL.value,
    GoalOption: WordingOf.OPTION.value,
    DraftingItem: WordingOf.DRAFTING.value,
    Edition: WordingOf.EDITION.value,
}


class Said(str):
    """Words that know their language. ``is_fallback``: the reader asked for another one; templates then set ``lang``."""

    __slots__ = ("is_fallback", "language")
    language: str
    is_fallback: bool

    @classmethod
    def of(cls, text: str, language: str, wanted: str) -> Said:
        said = cls(text)
        said.language = language
        said.is_fallback = bool(text) and language != wanted
        return said


class Words:
    """``words(goal, "statement")``; ``words.onto(goals)`` gives each row ``said_statement`` and so on for templates."""

    def __init__(self, language: str, own: str, rows: Mapping[tuple[str, int, str], str]) -> None:
        self.language = language
        self._own = own
        self._rows = rows

    def __call__(self, row: Any, field: str) -> Said:
        translated = self._rows.get((KIND[type(row)], row.pk, field), "")
        if translated:
            return Said.of(translated, self.language, self.language)
        return Said.of(getattr(row, field), self._own, self.language)

    def onto(self, *lists: Iterable[Any]) -> None:
        for rows in lists:
            for row in rows:
                for field in FIELDS[KIND[type(row)]]:
                    setattr(row, f"said_{field}", self(row, field))


def words_of(framework: Framework, language: str | None = None) -> Words:
    """One query; none where the reader's language is the framework's own."""
    wanted = language or active_language()
    if wanted == framework.language:
        return Words(wanted, framework.language, {})
    rows = Wording.objects.filter(framework=framework, locale__language_code=wanted).exclude(text="")
    found = {(of, pk, field): text for of, pk, field, text in rows.values_list("of", "row_id", "field", "text")}
    return Words(wanted, framework.language, found)
