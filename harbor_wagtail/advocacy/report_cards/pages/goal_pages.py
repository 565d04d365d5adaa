"""One goal over all places, and the list of goals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harbor_wagtail.advocacy.report_cards.answers import STATUSES, status_look
from harbor_wagtail.advocacy.report_cards.briefs import briefs_of
from harbor_wagtail.advocacy.report_cards.drawings import goal_map, goal_status_chart, status_legend
from harbor_wagtail.advocacy.report_cards.models import Edition, GoalLink, LawState, PolicyGoal
from harbor_wagtail.advocacy.report_cards.pages import cite, edition_pages
from harbor_wagtail.advocacy.report_cards.reading import GoalTable, goal_table
from harbor_wagtail.advocacy.report_cards.sheet import sheet_of
from harbor_wagtail.advocacy.report_cards.words import words_of
from harbor_wagtail.navigation import Link

if TYPE_CHECKING:
    from harbor_wagtail.advocacy.report_cards.pages.serving import CardView


def goals_context(view: CardView) -> dict[str, Any]:
    edition, links = view.edition, view.links
    sheet = sheet_of(edition.framework)
    words_of(edition.framework).onto([edition, edition.framework], sheet.areas, sheet.goals)
    briefs = briefs_of(sheet.goals, view.request)
    listed = [(goal, links.goal(edition.slug, goal.slug), briefs[goal.pk]) for goal in sheet.goals]
    return {
        "heading": edition.framework.said_name,
        "edition": edition,
        "framework": edition.framework,
        "areas": [
            (area, [each for each in listed if each[0].area_id == area.pk and not each[0].is_bonus])
            for area in sheet.areas
        ],
        "bonus": [each for each in listed if each[0].is_bonus],
    }


def goal_context(view: CardView) -> dict[str, Any]:
    edition, links = view.edition, view.links
    table = goal_table(edition, view.goal)
    drawn = goal_map(table, links)
    found = cite.cited(
        view.page,
        view.request,
        edition,
        title=f"{table.goal.code}. {table.goal.said_statement}",
        url=view.page.cards_links(view.request, absolute=True).goal(edition.slug, table.goal.slug),
        abstract=drawn.summary,
        corrected_on=edition_pages.last_correction(edition),
    )
    return {
        "heading": table.goal.said_plain_statement or table.goal.said_statement,
        "description": f"{table.goal.said_statement} {drawn.summary}",
        "edition": edition,
        "framework": table.framework,
        "table": table,
        "goal": table.goal,
        "map": drawn,
        "legend": [
            {**entry, "count": table.by_status[status]}
            for status, entry in zip(STATUSES, status_legend(STATUSES), strict=True)
            if table.by_status[status]
        ],
        "status_chart": goal_status_chart(table, links),
        "rows": [
            {
                "row": row,
                "look": status_look(row.status),
                "url": links.place(edition.slug, row.jurisdiction.slug) + f"#goal-{table.goal.slug}",
            }
            for row in table.rows
        ],
        "drafting": [(item, _in_force(laws)) for item, laws in table.drafting],
        "briefs": briefs_of([table.goal], view.request)[table.goal.pk],
        "crosswalk": crosswalk(table, links),
        "cited": found,
        "cite_line": cite.line(found),
    }


def _in_force(laws: list[Any]) -> list[Any]:
    """An example to follow is a law that holds, or will."""
    return [law for law in laws if law.today != LawState.REPEALED]


def crosswalk(table: GoalTable, links: Any) -> list[dict[str, Any]]:
    """Goals of other frameworks that this one replaces, or that replace it, with the newest edition they are in."""
    rows: list[tuple[GoalLink, PolicyGoal, bool]] = [(link, link.to_goal, False) for link in table.links]
    rows += [(link, link.from_goal, True) for link in table.linked_from]
    if not rows:
        return []
    newest: dict[int, Edition] = {}
    frameworks = {goal.framework_id for _link, goal, _back in rows}
    for edition in Edition.objects.published().filter(framework__in=frameworks):
        newest.setdefault(edition.framework_id, edition)
    found = []
    for link, goal, back in rows:
        shown = newest.get(goal.framework_id)
        url = links.goal(shown.slug, goal.slug) if shown else ""
        found.append({"kind": link.kind, "back": back, "link": Link(f"{goal.framework}: {goal.code}", url)})
    return found
