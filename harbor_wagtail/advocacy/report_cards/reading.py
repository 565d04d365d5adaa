"""What pages of report cards are made of. Every function asks the same number of queries, however many places and goals.

Words come in the reader's language: rows carry ``said_statement``, ``said_name`` … (see ``words``). Nothing here looks
whether an edition is published; whoever serves visitors passes published ones (``Edition.objects.published()``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from harbor_wagtail.advocacy.report_cards import laws, results, scoring
from harbor_wagtail.advocacy.report_cards.laws import Law
from harbor_wagtail.advocacy.report_cards.models import (
    Assessment,
    Band,
    DraftingItem,
    Edition,
    Erratum,
    Framework,
    GoalCode,
    GoalLink,
    GoalOption,
    IssueArea,
    PlaceReply,
    PolicyGoal,
)
from harbor_wagtail.advocacy.report_cards.places_of import places_of
from harbor_wagtail.advocacy.report_cards.results import NOTHING, AreaFigure, Standing
from harbor_wagtail.advocacy.report_cards.scoring import Raise
from harbor_wagtail.advocacy.report_cards.sheet import Sheet, sheet_of
from harbor_wagtail.advocacy.report_cards.words import Words, words_of
from harbor_wagtail.models import Jurisdiction

NOT_ASSESSED = scoring.NOT_ASSESSED


@dataclass(frozen=True)
class PlaceRow:
    """``tile``: (column, row) on the map, counted from 0; ``None`` for places listed beside it."""

    jurisdiction: Jurisdiction
    standing: Standing
    tile: tuple[int, int] | None = None
    corrected: bool = False


@dataclass(frozen=True)
class EditionTable:
    """Every place of an edition by name, assessed or not."""

    edition: Edition
    framework: Framework
    bands: list[Band]
    areas: list[IssueArea]
    goals: list[PolicyGoal]
    rows: list[PlaceRow]
    maximum: Decimal
    words: Words

    @cached_property
    def by_band(self) -> Counter[int]:
        """Key of a band → number of places."""
        return Counter(row.standing.band.pk for row in self.rows if row.standing.band)

    @cached_property
    def by_state(self) -> Counter[str]:
        return Counter(row.standing.state for row in self.rows)

    @property
    def ranked(self) -> list[PlaceRow]:
        """The best first; places without a score last, by name."""
        return sorted(
            self.rows,
            key=lambda row: (row.standing.score is None, -(row.standing.score or 0), row.jurisdiction.name),
        )


def edition_table(edition: Edition, language: str | None = None) -> EditionTable:
    sheet = sheet_of(edition.framework)
    words = _said(sheet, edition, language)
    places = places_of(edition)
    found = results.standings(edition, sheet, areas=False)
    corrected = set(Erratum.objects.filter(edition=edition).values_list("jurisdiction", flat=True))
    rows = [
        PlaceRow(place, found.get(place.pk, NOTHING), places.tiles.get(place.pk), place.pk in corrected)
        for place in places.rows
    ]
    return EditionTable(
        edition, edition.framework, sheet.bands, sheet.areas, sheet.goals, rows, sheet.rules.maximum, words
    )


@dataclass(frozen=True)
class GoalLine:
    """One goal on a place's card. ``status`` is that of the answer, or "not_assessed"."""

    goal: PolicyGoal
    status: str
    option: GoalOption | None = None
    points: Decimal | None = None
    maximum: Decimal | None = None
    assessment: Assessment | None = None
    laws: list[Law] = field(default_factory=list)
    best: Raise | None = None

    @property
    def has_stale_law(self) -> bool:
        return any(law.is_stale for law in self.laws)


@dataclass(frozen=True)
class AreaLines:
    area: IssueArea
    figure: AreaFigure
    lines: list[GoalLine]


@dataclass(frozen=True)
class PlaceCard:
    """``raises``: what would bring a higher score, the largest gain first; empty unless graded."""

    edition: Edition
    framework: Framework
    jurisdiction: Jurisdiction
    standing: Standing
    maximum: Decimal
    areas: list[AreaLines]
    bonus: list[GoalLine]
    raises: list[Raise]
    errata: list[Erratum]
    replies: list[PlaceReply]
    bands: list[Band]
    options: dict[int, GoalOption]
    goals: dict[int, PolicyGoal]
    sheet: Sheet
    words: Words

    @property
    def rules(self) -> scoring.Rules:
        return self.sheet.rules

    @property
    def lines(self) -> list[GoalLine]:
        return [line for area in self.areas for line in area.lines] + self.bonus


def place_card(edition: Edition, jurisdiction: Jurisdiction, language: str | None = None) -> PlaceCard:
    sheet = sheet_of(edition.framework)
    words = _said(sheet, edition, language)
    found = _standing_of(edition, sheet, jurisdiction)
    given = {
        row.goal_id: row for row in Assessment.objects.filter(edition=edition, jurisdiction=jurisdiction).order_by()
    }
    answers = {goal: row.option_id for goal, row in given.items()}
    raises = scoring.what_would_raise(sheet.rules, answers) if found.is_graded else []
    lines = _lines(sheet, given, laws.laws_of(given.values(), edition), {each.goal.key: each for each in raises})
    return PlaceCard(
        edition=edition,
        framework=edition.framework,
        jurisdiction=jurisdiction,
        standing=found,
        maximum=sheet.rules.maximum,
        areas=[
            AreaLines(
                area,
                found.areas.get(area.pk, AreaFigure(NOT_ASSESSED, None, area.maximum)),
                [line for line in lines if line.goal.area_id == area.pk and not line.goal.is_bonus],
            )
            for area in sheet.areas
        ],
        bonus=[line for line in lines if line.goal.is_bonus],
        raises=raises,
        errata=list(errata_of(edition, jurisdiction)),
        replies=list(PlaceReply.objects.filter(edition=edition, jurisdiction=jurisdiction)),
        bands=sheet.bands,
        options=sheet.options,
        goals=sheet.goal_by_pk,
        sheet=sheet,
        words=words,
    )


def errata_of(edition: Edition, jurisdiction: Jurisdiction | None = None) -> Sequence[Erratum]:
    """The newest first."""
    rows = Erratum.objects.filter(edition=edition).select_related("jurisdiction", "goal", "old_option", "new_option")
    return list(rows if jurisdiction is None else rows.filter(jurisdiction=jurisdiction))


def _standing_of(edition: Edition, sheet: Sheet, place: Jurisdiction) -> Standing:
    if edition.is_published:
        return results.stored(edition, sheet, [place.pk]).get(place.pk, NOTHING)
    return results.computed(edition, sheet).get(place.pk, NOTHING)


def _lines(
    sheet: Sheet, given: dict[int, Assessment], cited: dict[int, list[Law]], raises: dict[int, Raise]
) -> list[GoalLine]:
    by_key = {goal.key: goal for goal in sheet.rules.goals}
    return [_line(sheet, goal, by_key[goal.pk], given.get(goal.pk), cited, raises) for goal in sheet.goals]


def _line(
    sheet: Sheet,
    goal: PolicyGoal,
    rule: scoring.Goal,
    row: Assessment | None,
    cited: dict[int, list[Law]],
    raises: dict[int, Raise],
) -> GoalLine:
    option = sheet.options.get(row.option_id or 0) if row else None
    if row is not None:
        row.goal, row.option = goal, option
    applies = option is not None and option.status != scoring.NOT_APPLICABLE
    return GoalLine(
        goal=goal,
        status=option.status if option else NOT_ASSESSED,
        option=option,
        points=rule.points_of(rule.by_key[option.pk]) if option and applies else None,
        maximum=rule.maximum if applies or option is None else None,
        assessment=row,
        laws=cited.get(row.pk, []) if row else [],
        best=raises.get(goal.pk),
    )


@dataclass(frozen=True)
class GoalPlace:
    """One place's answer to a goal."""

    jurisdiction: Jurisdiction
    status: str
    option: GoalOption | None
    assessment: Assessment | None
    laws: list[Law]
    tile: tuple[int, int] | None


@dataclass(frozen=True)
class GoalTable:
    """``drafting``: each point with the laws that do it. ``links`` and ``linked_from``: goals of other frameworks."""

    edition: Edition
    framework: Framework
    goal: PolicyGoal
    options: list[GoalOption]
    rows: list[GoalPlace]
    drafting: list[tuple[DraftingItem, list[Law]]]
    codes: list[GoalCode]
    links: list[GoalLink]
    linked_from: list[GoalLink]
    words: Words

    @cached_property
    def by_status(self) -> Counter[str]:
        return Counter(row.status for row in self.rows)


def goal_table(edition: Edition, goal: PolicyGoal, language: str | None = None) -> GoalTable:
    sheet = sheet_of(edition.framework)
    words = _said(sheet, edition, language)
    goal = sheet.goal_by_pk[goal.pk]
    places = places_of(edition)
    given = {row.jurisdiction_id: row for row in Assessment.objects.filter(edition=edition, goal=goal).order_by()}
    cited = laws.laws_of(given.values(), edition)
    rows = []
    for place in places.rows:
        row = given.get(place.pk)
        option = sheet.options.get(row.option_id or 0) if row else None
        status = option.status if option else NOT_ASSESSED
        rows.append(
            GoalPlace(place, status, option, row, cited.get(row.pk, []) if row else [], places.tiles.get(place.pk))
        )
    drafting = laws.drafting_of(goal, edition)
    words.onto([item for item, _laws in drafting])
    return GoalTable(
        edition=edition,
        framework=edition.framework,
        goal=goal,
        options=sheet.options_of[goal.pk],
        rows=rows,
        drafting=drafting,
        codes=list(GoalCode.objects.filter(goal=goal)),
        links=list(GoalLink.objects.filter(from_goal=goal).select_related("to_goal__framework")),
        linked_from=list(GoalLink.objects.filter(to_goal=goal).select_related("from_goal__framework")),
        words=words,
    )


def _said(sheet: Sheet, edition: Edition, language: str | None) -> Words:
    words = words_of(sheet.framework, language)
    words.onto([sheet.framework], [edition], sheet.areas, sheet.goals, sheet.bands, sheet.options.values())
    return words
