"""A new version of a framework: everything it holds, as a draft that replaces it, each goal linked to the one it came from."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.text import slugify

from harbor_wagtail.advocacy.report_cards.models import (
    Band,
    DraftingItem,
    Framework,
    FrameworkState,
    GoalCode,
    GoalLink,
    GoalOption,
    IssueArea,
    LinkKind,
    PolicyGoal,
    Wording,
)
from harbor_wagtail.advocacy.report_cards.words import KIND


@transaction.atomic
def new_version(framework: Framework, version: str) -> Framework:
    """The copy. Its history breaks where the old one ends, so an editor still writes what changed."""
    copied: dict[tuple[str, int], int] = {}
    made = Framework.objects.get(pk=framework.pk)
    made.pk = None
    made.version, made.replaces, made.crosswalk_note = version, framework, ""
    made.slug = _free_slug(f"{framework.name} {version}")
    made.state, made.ends = FrameworkState.DRAFT.value, None
    made.starts = framework.ends + 1 if framework.ends else None
    made.save()
    copied[KIND[Framework], framework.pk] = made.pk
    for band in Band.objects.filter(framework=framework):
        _copy(band, copied, framework=made)
    areas = {area.pk: _copy(area, copied, framework=made) for area in IssueArea.objects.filter(framework=framework)}
    for goal in PolicyGoal.objects.filter(framework=framework):
        _copy_goal(goal, made, areas, copied)
    _copy_words(framework, made, copied)
    return made


def _copy_goal(
    goal: PolicyGoal, made: Framework, areas: dict[int, IssueArea], copied: dict[tuple[str, int], int]
) -> None:
    old = goal.pk
    options, codes = GoalOption.objects.filter(goal=old), GoalCode.objects.filter(goal=old)
    items = DraftingItem.objects.filter(goal=old).prefetch_related("statutes")
    new = _copy(goal, copied, framework=made, area=areas.get(goal.area_id or 0))
    GoalLink.objects.create(from_goal=new, to_goal_id=old, kind=LinkKind.SAME)
    for option in options:
        _copy(option, copied, goal=new)
    for code in codes:
        code.pk, code.goal = None, new
        code.save()
    for item in items:
        statutes = list(item.statutes.all())
        row = _copy(item, copied, goal=new)
        row.statutes.set(statutes)
        row.save()


def _copy(row: Any, copied: dict[tuple[str, int], int], **values: Any) -> Any:
    """A fresh row of the same columns; nothing that hangs on the old one comes along."""
    columns = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if not field.primary_key}
    new = type(row)(**{**columns, **values})
    new.save()
    copied[KIND[type(row)], row.pk] = new.pk
    return new


def _copy_words(framework: Framework, made: Framework, copied: dict[tuple[str, int], int]) -> None:
    rows = [row for row in Wording.objects.filter(framework=framework) if (row.of, row.row_id) in copied]
    for row in rows:
        row.pk, row.framework, row.row_id = None, made, copied[row.of, row.row_id]
    Wording.objects.bulk_create(row for row in rows if row.field != "crosswalk_note")


def _free_slug(text: str) -> str:
    slug = base = slugify(text)[:70] or "framework"
    number = 2
    while Framework.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug
