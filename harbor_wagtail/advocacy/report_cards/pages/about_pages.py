"""How it was done and what was corrected: method, codebook, errata; the numbers in them come from the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harbor_wagtail.advocacy.report_cards.answers import points_text, status_look, status_words
from harbor_wagtail.advocacy.report_cards.models import Erratum
from harbor_wagtail.advocacy.report_cards.reading import errata_of
from harbor_wagtail.advocacy.report_cards.sheet import Sheet, sheet_of
from harbor_wagtail.advocacy.report_cards.words import words_of

if TYPE_CHECKING:
    from harbor_wagtail.advocacy.report_cards.pages.serving import CardView


def method_context(view: CardView) -> dict[str, Any]:
    sheet = _said(view)
    framework = sheet.framework
    return {
        **_base(view, sheet),
        "bands": [
            {"band": band, "low": points_text(band.low), "high": points_text(band.high)}
            for band in sorted(sheet.bands, key=lambda each: each.token)
        ],
        "areas": [
            {
                "area": area,
                "maximum": points_text(area.maximum),
                "goals": sum(goal.area_id == area.pk for goal in sheet.goals),
            }
            for area in sheet.areas
        ],
        "maximum": points_text(sheet.rules.maximum),
        "most_bonus": points_text(sheet.rules.most_bonus) if sheet.rules.extra else "",
        "older": framework.replaces,
    }


def codebook_context(view: CardView) -> dict[str, Any]:
    sheet = _said(view)
    entries = [_entry(sheet, goal, view) for goal in sheet.goals]
    return {
        **_base(view, sheet),
        "areas": [
            (area, [each for each in entries if each["goal"].area_id == area.pk and not each["goal"].is_bonus])
            for area in sheet.areas
        ],
        "bonus": [each for each in entries if each["goal"].is_bonus],
    }


def errata_context(view: CardView) -> dict[str, Any]:
    sheet = _said(view)
    return {
        **_base(view, sheet),
        "errata": [_correction(row, sheet, view) for row in errata_of(view.edition)],
    }


def correction_rows(rows: Any, words: Any) -> None:
    """Gives each correction its answers in the reader's language."""
    for row in rows:
        row.said_old = words(row.old_option, "label") if row.old_option else row.old
        row.said_new = words(row.new_option, "label") if row.new_option else row.new


def _correction(row: Erratum, sheet: Sheet, view: CardView) -> dict[str, Any]:
    correction_rows([row], words_of_sheet(sheet))
    place, links, slug = row.jurisdiction, view.links, view.edition.slug
    return {
        "row": row,
        "place_url": links.place(slug, place.slug) if place else "",
        "goal_url": links.goal(slug, row.goal.slug) if row.goal else "",
        "anchor": f"correction-{row.pk}",
    }


def words_of_sheet(sheet: Sheet) -> Any:
    return sheet.framework.words


def _entry(sheet: Sheet, goal: Any, view: CardView) -> dict[str, Any]:
    rule = next(each for each in sheet.rules.goals if each.key == goal.pk)
    return {
        "goal": goal,
        "url": view.links.goal(view.edition.slug, goal.slug),
        "maximum": points_text(rule.maximum),
        "weight": points_text(goal.weight) if goal.weight != 1 else "",
        "cap": points_text(goal.cap),
        "options": [
            {
                "option": option,
                "look": status_look(option.status),
                "status": status_words(option.status),
                "points": points_text(rule.points_of(rule.by_key[option.pk]))
                if rule.by_key[option.pk].applies
                else "–",
            }
            for option in sheet.options_of[goal.pk]
        ],
    }


def _said(view: CardView) -> Sheet:
    edition = view.edition
    sheet = sheet_of(edition.framework)
    words = words_of(edition.framework)
    words.onto([edition, edition.framework], sheet.areas, sheet.goals, sheet.bands, sheet.options.values())
    sheet.framework.words = words
    return sheet


def _base(view: CardView, sheet: Sheet) -> dict[str, Any]:
    return {"edition": view.edition, "framework": sheet.framework, "heading": view.edition.said_name}  # type: ignore[attr-defined]
