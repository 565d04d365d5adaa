"""Answers out: one tidy line for each place and goal, as CSV that is streamed, or as a workbook that can come in again."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from harbor_wagtail.advocacy.report_cards.adding_up import plain
from harbor_wagtail.advocacy.report_cards.importing.columns import (
    ANSWER_COLUMNS,
    ANSWERS,
    BETWEEN,
    LAW_COLUMNS,
    LAW_FIELDS,
    LAWS,
)
from harbor_wagtail.advocacy.report_cards.laws import cited_in, said_changes
from harbor_wagtail.advocacy.report_cards.models import Assessment, Edition, StatuteRef
from harbor_wagtail.advocacy.report_cards.places_of import places_of
from harbor_wagtail.advocacy.report_cards.sheet import Sheet, sheet_of
from harbor_wagtail.models import Jurisdiction
from harbor_wagtail.tabular.cells import guarded

#: Who coded an answer is the team's; the rest is anybody's.
TEAM_ONLY = ("coder", "second_coder", "second_answer")
COLUMNS = (
    "framework",
    "edition",
    "year",
    "place",
    "place_name",
    "area",
    "goal",
    "statement",
    "answer",
    "status",
    "points",
    "maximum",
    "summary",
    "reasoning",
    *TEAM_ONLY,
    "laws",
    "laws_changed",
)


def columns(*, team: bool) -> list[str]:
    return [name for name in COLUMNS if team or name not in TEAM_ONLY]


def rows(edition: Edition, *, team: bool = False) -> Iterator[dict[str, str]]:
    """Every place and every goal, answered or not ("not_assessed"); by place, then goal. The same number of queries for any
    number of places: what is kept in memory are the answers, not the lines."""
    sheet = sheet_of(edition.framework)
    answers = {(row.jurisdiction_id, row.goal_id): row for row in Assessment.objects.filter(edition=edition)}
    cited = cited_in(edition)
    for place in places_of(edition).rows:
        for goal, rule in zip(sheet.goals, sheet.rules.goals, strict=True):
            row = answers.get((place.pk, goal.pk))
            yield _row(edition, sheet, place, goal, rule, row, cited.get(row.pk, []) if row else [], team)


def csv_lines(edition: Edition, *, team: bool = False) -> Iterator[str]:
    """For a streamed answer. Begins with the mark that tells Excel it is UTF-8."""
    writer = csv.DictWriter(_Echo(), columns(team=team))
    yield "\ufeff" + writer.writer.writerow(columns(team=team))
    for row in rows(edition, team=team):
        yield writer.writerow(row)


def write_csv(path: Path, edition: Edition) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(csv_lines(edition, team=True))


def write_workbook(target: Any, edition: Edition) -> None:
    """Sheets "answers" and "laws"; what ``harbor_import_scores`` reads. ``target``: a path or a binary file."""
    book = Workbook(write_only=True)
    answers = book.create_sheet(ANSWERS)
    answers.append(_heads(answers, columns(team=True)))
    for row in rows(edition, team=True):
        answers.append([row[name] for name in columns(team=True)])
    _law_sheet(book, StatuteRef.objects.filter(assessments__edition=edition).distinct())
    book.save(target)


def write_template(target: Any, edition: Edition) -> None:
    """A workbook to fill in: a line for each place and goal, answers to choose from, and what the answers mean."""
    sheet = sheet_of(edition.framework)
    book = Workbook()
    answers = book.active
    answers.title = ANSWERS
    answers.append(list(ANSWER_COLUMNS))
    lists = {goal.pk: _choices(sheet, goal) for goal in sheet.goals}
    column = ANSWER_COLUMNS.index("answer") + 1
    for at, (row, goal) in enumerate(
        zip(rows(edition, team=True), itertools.cycle(sheet.goals), strict=False), start=2
    ):
        answers.append([row[name] for name in ANSWER_COLUMNS])
        lists[goal.pk].add(answers.cell(at, column))
    for each in lists.values():
        answers.add_data_validation(each)
    for cell in answers[1]:
        cell.font = Font(bold=True)
    answers.freeze_panes = "D2"
    _law_sheet(book, StatuteRef.objects.filter(assessments__edition=edition).distinct())
    _meanings(book, sheet)
    book.save(target)


def _row(
    edition: Edition,
    sheet: Sheet,
    place: Jurisdiction,
    goal: Any,
    rule: Any,
    row: Assessment | None,
    laws: list[tuple[StatuteRef, str]],
    team: bool,
) -> dict[str, str]:
    option = sheet.options.get(row.option_id or 0) if row else None
    second = sheet.options.get(row.second_option_id or 0) if row else None
    counts = option is not None and option.status != "not_applicable"
    values: dict[str, Any] = {
        "framework": sheet.framework.slug,
        "edition": edition.slug,
        "year": edition.year,
        "place": place.code or place.slug,
        "place_name": place.name,
        "area": goal.area.name if goal.area else "",
        "goal": goal.code,
        "statement": goal.statement,
        "answer": option.code if option else "",
        "status": option.status if option else "not_assessed",
        "summary": row.summary if row else "",
        "reasoning": row.reasoning if row else "",
        "coder": row.coder if row else "",
        "second_coder": row.second_coder if row else "",
        "second_answer": second.code if second else "",
        "laws": f"{BETWEEN} ".join(law.citation for law, _change in laws),
        "laws_changed": said_changes(laws),
    }
    guard = {name: guarded(value) for name, value in values.items() if team or name not in TEAM_ONLY}
    points = rule.points_of(rule.by_key[option.pk]) if option and counts else None
    numbers = {
        "points": "" if points is None else _number(points),
        "maximum": "" if option and not counts else _number(rule.maximum),
    }
    return {**guard, **numbers}


def _number(points: Any) -> str:
    """As programs read it: a plain minus."""
    return plain(points).replace("\u2212", "-")


def _law_sheet(book: Workbook, laws: Any) -> None:
    page = book.create_sheet(LAWS)
    page.append(_heads(page, list(LAW_COLUMNS)))
    for law in laws.select_related("jurisdiction"):
        values = [law.jurisdiction.code or law.jurisdiction.slug, law.citation]
        values += [getattr(law, name) or "" for name in LAW_FIELDS]
        page.append([guarded(value) for value in values])


def _heads(page: Any, names: list[str]) -> list[Any]:
    cells = [WriteOnlyCell(page, name) for name in names]
    for cell in cells:
        cell.font = Font(bold=True)
    return cells if page.parent.write_only else names


def _choices(sheet: Sheet, goal: Any) -> DataValidation:
    codes = ",".join(option.code for option in sheet.options_of[goal.pk])
    return DataValidation(type="list", formula1=f'"{codes}"', allow_blank=True, showErrorMessage=len(codes) <= 250)


def _meanings(book: Workbook, sheet: Sheet) -> None:
    """What may be written; the sheet is not read on the way in."""
    page = book.create_sheet("codes")
    page.append(["code of the goal", "what it asks", "code of the answer", "what it says", "the goal is", "points"])
    for goal in sheet.goals:
        for option in sheet.options_of[goal.pk]:
            values = (goal.code, goal.statement, option.code, option.label, option.get_status_display())
            page.append([*map(guarded, values), option.points])


class _Echo:
    """Hands back what a CSV writer writes."""

    def write(self, text: str) -> str:
        return text
