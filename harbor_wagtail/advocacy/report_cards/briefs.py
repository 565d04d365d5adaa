"""Goal ↔ brief. A brief names goals by framework and code; nobody writes the link a second time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from harbor_wagtail.advocacy.registry import pages_of
from harbor_wagtail.advocacy.report_cards.models import Edition, Framework, GoalCode, PolicyGoal, Wording
from harbor_wagtail.advocacy.report_cards.models.wording import WordingOf
from harbor_wagtail.advocacy.report_cards.page_registry import card_page_of
from harbor_wagtail.models.words import active_language
from harbor_wagtail.navigation import Link

Key = tuple[str, str]


def briefs_of(goals: Iterable[PolicyGoal], request: HttpRequest) -> dict[int, list[Link]]:
    """Goal → its briefs, in the reader's language where there is one. Three queries, whatever the number of goals."""
    known = list(goals)
    names = _names({goal.framework_id: goal.framework for goal in known}.values())
    named: dict[int, set[Key]] = {goal.pk: _with_code(names[goal.framework_id], goal.code) for goal in known}
    for goal, framework, code in GoalCode.objects.filter(goal__in=list(named)).values_list(
        "goal", "framework_name", "code"
    ):
        named[goal].add((_plain(framework), _plain(code)))
    briefs = _briefs()
    found = {
        goal.pk: [Link(page.title, page.get_url(request) or "") for page in briefs if named[goal.pk] & _keys(page)]
        for goal in known
    }
    for goal in known:
        if goal.brief_url and not found[goal.pk]:
            found[goal.pk] = [Link("", goal.brief_url)]
    return found


def goals_of(brief: Any, request: HttpRequest) -> list[Link]:
    """Goals of published editions that a brief names, on the report cards page of its language."""
    keys = _keys(brief)
    page = card_page_of(request, brief.locale.language_code) if keys else None
    if page is None:
        return []
    links, newest = page.cards_links(request), _newest_editions()
    codes = {code for _framework, code in keys}
    goals = (
        PolicyGoal.objects.filter(framework__in=list(newest))
        .select_related("framework")
        .order_by("-framework__starts", "pk")
    )
    found = [goal for goal in goals if _plain(goal.code) in codes]
    names = _names({goal.framework_id: goal.framework for goal in found}.values())
    return [
        Link(f"{goal.framework} {goal.code}", links.goal(newest[goal.framework_id].slug, goal.slug))
        for goal in found
        if keys & _with_code(names[goal.framework_id], goal.code)
    ]


def _names(frameworks: Iterable[Framework]) -> dict[int, set[str]]:
    """How people write a framework down: its name in any language, with the version or without, or the one in addresses."""
    known = {framework.pk: framework for framework in frameworks}
    found = {pk: {framework.slug, *_with_version(framework, framework.name)} for pk, framework in known.items()}
    translated = Wording.objects.filter(of=WordingOf.FRAMEWORK, field="name", framework__in=list(known))
    for pk, text in translated.values_list("framework", "text"):
        found[pk].update(_with_version(known[pk], text))
    return found


def _with_version(framework: Framework, name: str) -> set[str]:
    return {name, f"{name} ({framework.version})", f"{name} {framework.version}"}


def _with_code(names: set[str], code: str) -> set[Key]:
    return {(_plain(name), _plain(code)) for name in names}


def _newest_editions() -> dict[int, Edition]:
    newest: dict[int, Edition] = {}
    for edition in Edition.objects.published():
        newest.setdefault(edition.framework_id, edition)
    return newest


def _briefs() -> list[Any]:
    """Published briefs anybody may read: of each, the one in the reader's language before others."""
    language = active_language()
    found: dict[Any, Any] = {}
    for model in pages_of("brief"):
        pages = model.objects.live().public().select_related("locale").defer("adv_body").order_by("path")
        for page in sorted(pages, key=lambda each: each.locale.language_code != language):
            found.setdefault(page.translation_key, page)
    return list(found.values())


def _keys(brief: Any) -> set[Key]:
    return {(_plain(block.value["framework"]), _plain(block.value["code"])) for block in brief.brief_codes}


def _plain(text: str) -> str:
    return " ".join(str(text).casefold().split())
