"""Answers typed by keyboard: places down, goals across, a list in each cell. Only cells that changed are written."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from harbor_wagtail.advocacy.report_cards.admin import access
from harbor_wagtail.advocacy.report_cards.models import Assessment, Edition, GoalOption, PolicyGoal
from harbor_wagtail.advocacy.report_cards.places_of import places_of
from harbor_wagtail.advocacy.report_cards.sheet import Sheet, sheet_of
from harbor_wagtail.keys import key
from harbor_wagtail.models import Jurisdiction

#: Lists on one page: Django takes a thousand fields from a form, and a browser is slow with more.
MOST_CELLS = 600
_signer = Signer(salt="harbor_advocacy.grid")


@dataclass(frozen=True)
class Cell:
    """``name`` is that of its field; ``chosen`` the key of the answer, 0 for none."""

    name: str
    label: str
    options: list[GoalOption]
    chosen: int


@dataclass(frozen=True)
class Row:
    place: Jurisdiction
    cells: list[Cell]
    url: str


def grid(request: HttpRequest, pk: int) -> HttpResponse:
    edition = access.edition_for(request, pk, access.may_answer)
    sheet = sheet_of(edition.framework)
    if request.method == "POST":
        _save(request, edition, sheet)
        return redirect(request.get_full_path())
    areas = [*sheet.areas, *([None] if any(goal.is_bonus for goal in sheet.goals) else [])]
    asked = request.GET.get("area", "")
    area = next((each for each in areas if each and str(each.pk) == asked), None if asked == "bonus" else areas[0])
    goals = [
        goal for goal in sheet.goals if (goal.is_bonus if area is None else goal.area == area and not goal.is_bonus)
    ]
    pages = Paginator(places_of(edition).rows, max(5, MOST_CELLS // max(len(goals), 1)))
    page = pages.get_page(request.GET.get("p"))
    answers = _answers(edition, goals, list(page.object_list))
    rows = [_row(edition, sheet, place, goals, answers) for place in page.object_list]
    was = {cell.name: cell.chosen for row in rows for cell in row.cells}
    context = {
        "edition": edition,
        "areas": areas,
        "area": area,
        "goals": goals,
        "rows": rows,
        "page": page,
        "was": _signer.sign(json.dumps(was, separators=(",", ":"))),
    }
    return TemplateResponse(request, "harbor_advocacy/report_cards/admin/grid.html", context)


def _answers(edition: Edition, goals: list[PolicyGoal], places: list[Jurisdiction]) -> dict[tuple[int, int], int]:
    found = Assessment.objects.filter(edition=edition, goal__in=goals, jurisdiction__in=places)
    return {(place, goal): option or 0 for place, goal, option in found.values_list("jurisdiction", "goal", "option")}


def _row(
    edition: Edition, sheet: Sheet, place: Jurisdiction, goals: list[PolicyGoal], answers: dict[tuple[int, int], int]
) -> Row:
    listing = reverse("wagtailsnippets_harbor_advocacy_assessment:list")
    return Row(
        place,
        [
            Cell(
                f"a-{place.pk}-{goal.pk}",
                f"{place}: {goal.code}",
                sheet.options_of[goal.pk],
                answers.get((place.pk, goal.pk), 0),
            )
            for goal in goals
        ],
        f"{listing}?edition={edition.pk}&jurisdiction={place.pk}",
    )


def _save(request: HttpRequest, edition: Edition, sheet: Sheet) -> None:
    """What somebody else has changed since the page was shown is not overwritten, but named."""
    try:
        was: dict[str, int] = json.loads(_signer.unsign(request.POST.get("was", "")))
    except (BadSignature, ValueError):
        messages.error(request, _("Nothing was saved: the page was not whole. Try again."))
        return
    wanted = {name: given for name, old in was.items() if (given := key(request.POST.get(name))) not in (None, old)}
    try:
        saved, lost = _write(edition, sheet, {name: number or 0 for name, number in wanted.items()}, was)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return
    told = ngettext("%(number)d answer was saved.", "%(number)d answers were saved.", saved)
    messages.success(request, told % {"number": saved})
    if lost:
        told = _("Somebody else has changed these meanwhile; look again: %(cells)s.")
        messages.warning(request, told % {"cells": ", ".join(lost[:20])})


@transaction.atomic
def _write(edition: Edition, sheet: Sheet, wanted: dict[str, int], was: dict[str, int]) -> tuple[int, list[str]]:
    Edition.objects.select_for_update().get(pk=edition.pk)
    keys = {name: (int(name.split("-")[1]), int(name.split("-")[2])) for name in wanted}
    stored = {
        (row.jurisdiction_id, row.goal_id): row
        for row in Assessment.objects.filter(
            edition=edition, jurisdiction__in={place for place, _goal in keys.values()}
        )
    }
    changed, lost = [], []
    for name, number in wanted.items():
        place, goal = keys[name]
        option = sheet.options.get(number)
        row = stored.get((place, goal)) or Assessment(edition=edition, jurisdiction_id=place, goal_id=goal)
        if (row.option_id or 0) != was[name]:
            lost.append(f"{Jurisdiction.objects.get(pk=place)} {sheet.goal_by_pk[goal].code}")
        elif number == 0 or (option is not None and option.goal_id == goal):
            row.option = option
            changed.append(row)
    Assessment.objects.bulk_create([row for row in changed if not row.pk])
    Assessment.objects.bulk_update([row for row in changed if row.pk], ["option"], batch_size=300)
    return len(changed), lost
