"""The maps and charts of report cards, made of what ``reading`` found. Each has the rows it is drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from harbor_wagtail.advocacy.report_cards.answers import (
    STATUS_RAMP,
    STATUSES,
    Grades,
    out_of,
    points_text,
    status_look,
    status_words,
)
from harbor_wagtail.advocacy.report_cards.charts.bars import Bar, BarChart
from harbor_wagtail.advocacy.report_cards.charts.status import Part, StatusChart
from harbor_wagtail.advocacy.report_cards.figures import Cell, Column
from harbor_wagtail.advocacy.report_cards.links import Links
from harbor_wagtail.advocacy.report_cards.looks import Look
from harbor_wagtail.advocacy.report_cards.maps.tiles import Place, TileMap
from harbor_wagtail.advocacy.report_cards.reading import EditionTable, GoalTable, PlaceCard, PlaceRow


def grades_of(found: EditionTable | PlaceCard) -> Grades:
    return Grades(found.bands, letters=found.framework.letters, maximum=found.maximum)


def number(value: Any) -> float | int | None:
    """For a file: a whole number without a point."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


# The map of an edition


def edition_map(table: EditionTable, links: Links, *, name: str = "map") -> TileMap:
    grades = grades_of(table)
    slug = table.edition.slug
    return TileMap(
        name=name,
        title=_("Grades, %(edition)s") % {"edition": table.edition.said_name},  # type: ignore[attr-defined]
        summary=counted(table, grades),
        columns=RESULT_COLUMNS(),
        rows=[result_cells(row, grades) for row in table.rows],
        files=links.figure_files(slug, "map", "png"),
        places=[_place(row, grades, links.place(slug, row.jurisdiction.slug)) for row in table.rows],
        ramp=grades.ramp,
    )


def _place(row: PlaceRow, grades: Grades, url: str) -> Place:
    place = row.jurisdiction
    column, line = row.tile or (None, None)
    look = grades.look(row.standing)
    label = named(place, look, grades.sentence(row.standing))
    return Place(place.label, place.name, url, look, label, column, line)


def named(place: Any, look: Look, words: str) -> str:
    """What a square is called: the name, then what is written in it, as one says it who speaks to the browser, then what that
    means. "Harrow, HA B, fair protection: 71 of 100 points", "Harrow, HA: partly met"."""
    head = place.name if place.label == place.name else f"{place.name}, {place.label}"
    if not any(map(str.isalnum, look.sign)):
        return f"{head}: {words}"
    return f"{head} {words}" if words.startswith(look.sign) else f"{head} {look.sign}: {words}"


def RESULT_COLUMNS() -> list[Column]:
    return [
        Column("place", _("Place")),
        Column("code", pgettext("harbor", "Code")),
        Column("state", _("State")),
        Column("grade", _("Grade")),
        Column("words", _("In words")),
        Column("score", _("Points"), "number"),
        Column("maximum", _("Out of"), "number"),
        Column("bonus", _("Bonus"), "number"),
        Column("rank", _("Rank"), "integer"),
        Column("shared", _("Rank is shared"), "boolean"),
        Column("published_rank", _("Rank as published"), "integer"),
    ]


def result_cells(row: PlaceRow, grades: Grades) -> list[Cell]:
    found = row.standing
    look = grades.look(found)
    return [
        row.jurisdiction.name,
        row.jurisdiction.code,
        found.state,
        look.sign if found.band else None,
        look.words,
        number(found.score),
        number(grades.maximum) if found.is_graded else None,
        number(found.bonus),
        found.rank,
        found.tied if found.rank is not None else None,
        found.published_rank,
    ]


def counted(table: EditionTable, grades: Grades) -> str:
    """ "11 of 12 places are graded: 1 A, 2 B, 3 C, 2 D, 3 F; 1 not assessed." """
    graded = sum(row.standing.is_graded for row in table.rows)
    by_band = [(grades.of_band(band), table.by_band[band.pk]) for band in grades.bands if table.by_band[band.pk]]
    parts = [f"{count} {look.sign if grades.letters else look.words}" for look, count in by_band]
    total = len(table.rows)
    words = {"graded": graded, "total": total}
    said = (
        ngettext("%(graded)s of %(total)s place is graded", "%(graded)s of %(total)s places are graded", total) % words
    )
    rest = [
        f"{count} {grades_words}"
        for state, grades_words in (("partly", _("assessed in part")), ("not_assessed", _("not assessed")))
        if (count := table.by_state[state])
    ]
    ends = [": " + ", ".join(parts) if parts else "", "; " + ", ".join(rest) if rest else ""]
    return said + "".join(ends) + "."


def edition_legend(table: EditionTable, grades: Grades) -> list[dict[str, Any]]:
    found: dict[Look, int] = {grades.of_band(band): 0 for band in grades.bands}
    for row in table.rows:
        look = grades.look(row.standing)
        if row.standing.band is not None or not row.standing.is_graded:
            found[look] = found.get(look, 0) + 1
    return [{"look": look, "count": count} for look, count in found.items()]


# One goal over all places


def goal_map(table: GoalTable, links: Links, *, name: str = "map") -> TileMap:
    slug = table.edition.slug
    return TileMap(
        name=name,
        title=_("Which places meet goal %(code)s") % {"code": table.goal.code},
        summary=status_sentence(_status_counts(table)),
        columns=[
            Column("place", _("Place")),
            Column("code", pgettext("harbor", "Code")),
            Column("status", pgettext("harbor", "Status")),
            Column("answer", _("Answer")),
        ],
        rows=[[row.jurisdiction.name, row.jurisdiction.code, row.status, _answer(row.option)] for row in table.rows],
        files=links.figure_files(slug, f"goals/{table.goal.slug}/map", "png"),
        places=[
            Place(
                row.jurisdiction.label,
                row.jurisdiction.name,
                links.place(slug, row.jurisdiction.slug) + f"#goal-{table.goal.slug}",
                status_look(row.status),
                named(row.jurisdiction, status_look(row.status), status_words(row.status)),
                *(row.tile or (None, None)),
            )
            for row in table.rows
        ],
        ramp=STATUS_RAMP,
    )


def _answer(option: Any) -> str | None:
    return str(option.said_label) if option else None


def _status_counts(table: GoalTable) -> dict[str, int]:
    return {status: table.by_status[status] for status in STATUSES}


def status_sentence(counts: dict[str, int]) -> str:
    """ "Of 12: 4 met, 3 partly met, 4 not met, 1 not assessed." """
    parts = [f"{count} {status_words(status)}" for status, count in counts.items() if count]
    total = sum(counts.values())
    return (
        _("Of %(total)s: %(parts)s.") % {"total": total, "parts": get_text_list(parts, pgettext("harbor", "and"))}
        if parts
        else ""
    )


def status_chart(counts: dict[str, int], title: str, name: str, files: dict[str, str]) -> StatusChart:
    return StatusChart(
        name=name,
        title=title,
        summary=status_sentence(counts),
        columns=[
            Column("status", pgettext("harbor", "Status")),
            Column("number", pgettext("harbor", "Number"), "integer"),
        ],
        rows=[[status_words(status), count] for status, count in counts.items()],
        files=files,
        parts=[Part(status_look(status), count) for status, count in counts.items()],
        ramp=STATUS_RAMP,
    )


def status_legend(statuses: Iterable[str]) -> list[dict[str, Any]]:
    return [{"look": status_look(status), "count": None} for status in statuses]


def goal_status_chart(table: GoalTable, links: Links) -> StatusChart:
    title = _("How many places meet it")
    files = links.figure_files(table.edition.slug, f"goals/{table.goal.slug}/status")
    return status_chart(_status_counts(table), title, "status", files)


# One place


def place_status_chart(card: PlaceCard, links: Links) -> StatusChart:
    counts = dict.fromkeys(STATUSES, 0)
    for line in card.lines:
        counts[line.status] += 1
    files = links.figure_files(card.edition.slug, f"places/{card.jurisdiction.slug}/status")
    return status_chart(counts, _("Goals and how far they are met"), "status", files)


def area_chart(card: PlaceCard, links: Links) -> BarChart:
    figures: list[tuple[Any, Any]] = [(area.area, area.figure) for area in card.areas]
    least = min([0.0, *(float(figure.points) for _area, figure in figures if figure.points is not None)])
    return BarChart(
        name="areas",
        title=_("Points by issue area"),
        summary=area_sentence(figures),
        columns=[
            Column("area", _("Issue area")),
            Column("points", _("Points"), "number"),
            Column("maximum", _("Out of"), "number"),
        ],
        rows=[[str(area.said_name), number(figure.points), number(figure.maximum)] for area, figure in figures],
        files=links.figure_files(card.edition.slug, f"places/{card.jurisdiction.slug}/areas"),
        bars=[_bar(str(area.said_name), figure, least) for area, figure in figures],
    )


def _bar(label: str, figure: Any, least: float) -> Bar:
    value = float(figure.points) if figure.points is not None else None
    words = f"{points_text(figure.points)} / {points_text(figure.maximum)}" if value is not None else _("not assessed")
    return Bar(label, words, value, float(figure.maximum or 0), least)


def area_sentence(figures: Sequence[Any]) -> str:
    return "; ".join(f"{area.said_name}: {out_of(figure.points, figure.maximum)}" for area, figure in figures) + "."
