"""Who is meant by what stands in a cell: places, goals, answers, laws. Read once, then asked without queries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from harbor_wagtail.advocacy.report_cards.models import Edition, GoalOption, PolicyGoal, StatuteRef
from harbor_wagtail.advocacy.report_cards.places_of import places_of
from harbor_wagtail.advocacy.report_cards.sheet import sheet_of
from harbor_wagtail.models import Jurisdiction
from harbor_wagtail.tabular.text import fold

Found = TypeVar("Found")


class Lookup:
    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.sheet = sheet_of(edition.framework)
        self._goals = _by_name((goal, (goal.code, goal.slug)) for goal in self.sheet.goals)
        self._options = {
            goal.pk: _by_name((option, (option.code, option.label)) for option in self.sheet.options_of[goal.pk])
            for goal in self.sheet.goals
        }
        own = {place.pk for place in places_of(edition).rows}
        rows = Jurisdiction.objects.filter(example=edition.framework.is_example)
        #: Places the edition is about come first: elsewhere another place may have the same code.
        self._places = [
            _by_name((place, (place.code, place.slug, place.name)) for place in rows if (place.pk in own) == ours)
            for ours in (True, False)
        ]
        self.laws = {law_key(law.jurisdiction_id, law.citation): law for law in StatuteRef.objects.all()}

    def place(self, text: str) -> Jurisdiction | None:
        return _one(self._places[0].get(fold(text))) or _one(self._places[1].get(fold(text)))

    def goal(self, text: str) -> PolicyGoal | None:
        return _one(self._goals.get(fold(text)))

    def option(self, goal: PolicyGoal, text: str) -> GoalOption | None:
        return _one(self._options[goal.pk].get(fold(text)))

    def answers_to(self, goal: PolicyGoal) -> str:
        return ", ".join(option.code for option in self.sheet.options_of[goal.pk])

    def knows_goals(self, texts: Iterable[str]) -> bool:
        return any(self.goal(text) for text in texts)

    def law_of(self, place: Jurisdiction, citation: str) -> StatuteRef | None:
        """A law of the place, or of what it is part of."""
        above: Any = place
        while above is not None:
            if (found := self.laws.get(law_key(above.pk, citation))) is not None:
                return found
            above = above.parent
        return None


def law_key(place: int, citation: str) -> tuple[int, str]:
    return place, " ".join(citation.casefold().split())


def _by_name(rows: Iterable[tuple[Found, tuple[str, ...]]]) -> dict[str, list[Found]]:
    found: dict[str, list[Found]] = {}
    for row, names in rows:
        for name in {fold(name) for name in names if name}:
            found.setdefault(name, []).append(row)
    return found


def _one(rows: list[Found] | None) -> Found | None:
    """A name that could mean two means none."""
    return rows[0] if rows is not None and len(rows) == 1 else None
