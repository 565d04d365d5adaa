"""Wide sheets: a row for each place and a column for each goal, or the other way round, read as one answer to a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.report_cards.importing.columns import ANSWERS, TOLD_ONLY
from harbor_wagtail.tabular.problems import Problem
from harbor_wagtail.tabular.sheets import Line

BY_PLACE, BY_GOAL = "by place", "by goal"
_KEPT = {"place", "goal", "framework", *TOLD_ONLY}


@dataclass(frozen=True)
class Names:
    """What the heads of columns can mean."""

    place: Callable[[str], Any]
    goal: Callable[[str], Any]


@dataclass(frozen=True)
class Cell(Line):
    """One cell of a wide sheet. What is wrong with it is told by the column it really stands in."""

    kept: str = ""
    head: str = ""

    def problem(self, column: str, problem: str, fix: str, *, refused: bool = True) -> Problem:
        there = column if column in (self.kept, "framework") else self.head
        value = self.cells.get("answer" if column not in self.cells else column) or ""
        return Problem(self.file, self.row, there, value, problem, fix, refused)


def answers_of(items: Iterator[Line | Problem], names: Names) -> Iterator[Line | Problem]:
    """Lines as they are; each cell of a wide sheet that holds something as a line of its own."""
    told: dict[str, dict[str, Any]] = {}
    for item in items:
        if isinstance(item, Line) and item.kind in (BY_PLACE, BY_GOAL):
            yield from _cells(item, names, told.setdefault(item.file, {}))
        else:
            yield item


def _cells(line: Line, names: Names, told: dict[str, Any]) -> Iterator[Line | Problem]:
    """``told`` keeps what each column means, so that one that means nothing is told once, at its first answer."""
    kept, other, find = ("place", "goal", names.goal) if line.kind == BY_PLACE else ("goal", "place", names.place)
    for head, text in line.cells.items():
        if head in _KEPT or not text:
            continue
        if head not in told:
            told[head] = found = find(head)
            if found is None or sum(each == found for each in told.values()) > 1:
                told[head] = None
                yield _means_nothing(line, head, other, twice=found is not None)
        if told[head] is not None:
            cells = {"framework": line.cells.get("framework"), kept: line.cells.get(kept), other: head, "answer": text}
            yield Cell(ANSWERS, line.file, line.row, cells, kept, head)


def _means_nothing(line: Line, head: str, other: str, *, twice: bool) -> Problem:
    if twice:
        said = _("Two columns mean the same; the first was read.")
    elif other == "goal":
        said = _("The framework has no goal of this code; the column was left out.")
    else:
        said = _("There is no place of this name; the column was left out.")
    fix = _("Use the codes of the template as names of the columns, or delete the column.")
    return Problem(line.file, 1, head, "", said, fix, refused=True)
