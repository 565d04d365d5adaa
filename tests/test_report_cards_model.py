"""Places, maps of squares, laws and frameworks as records; the United States as data, of which no place is graded."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from harbor_wagtail.advocacy.report_cards.copying import new_version
from harbor_wagtail.advocacy.report_cards.freezing import framework_faults, freeze, publish_framework
from harbor_wagtail.advocacy.report_cards.models import (
    Assessment,
    DraftingItem,
    Edition,
    FrozenError,
    GoalOption,
    PolicyGoal,
    StatuteRef,
    Wording,
)
from harbor_wagtail.advocacy.report_cards.pages.mixin import ReportCardsPageMixin
from harbor_wagtail.advocacy.report_cards.reading import edition_table
from harbor_wagtail.models import Jurisdiction, Tile
from harbor_wagtail.places import states
from harbor_wagtail.places.tiles import US_TILES, region_of
from harbor_wagtail.us_layout import us_layout
from tests import report_cards

#: Addresses below the page, as Wagtail's routes hold them.
PAGES = [
    (route[0].pattern._route, route[0].name)
    for method in vars(ReportCardsPageMixin).values()
    for route in getattr(method, "_routablepage_routes", ())
]


def test_every_state_and_territory_has_a_square_of_its_own() -> None:
    assert set(US_TILES) == {state.code for state in states()}
    assert len(set(US_TILES.values())) == len(US_TILES) == 56
    assert all(0 <= column <= 10 and 0 <= row <= 8 for column, row in US_TILES.values())
    regions = [region_of(state.code) for state in states()]
    assert [regions.count(name) for name in ("Northeast", "Midwest", "South", "West", "")] == [9, 12, 17, 13, 5]


@pytest.mark.parametrize(
    ("dates", "state"),
    [
        ({}, "unknown"),
        ({"enacted_on": (2024, 1, 1)}, "unknown"),
        ({"enacted_on": (2026, 1, 1)}, "not_yet"),
        ({"effective_on": (2025, 7, 1)}, "in_force"),
        ({"effective_on": (2025, 7, 2)}, "not_yet"),
        ({"effective_on": (2020, 1, 1), "repealed_on": (2025, 7, 1)}, "repealed"),
        ({"effective_on": (2020, 1, 1), "repealed_on": (2025, 7, 2)}, "in_force"),
    ],
)
def test_a_law_is_in_force_from_its_day_until_its_last(dates: dict[str, tuple[int, int, int]], state: str) -> None:
    law = StatuteRef(**{name: datetime.date(*day) for name, day in dates.items()})
    assert law.state_on(datetime.date(2025, 7, 1)) == state


@pytest.mark.django_db
def test_the_united_states_are_made_once_and_stay_an_editors() -> None:
    Jurisdiction.objects.create(name="Georgia", slug="georgia", kind="country")
    layout = us_layout()
    assert (layout.tiles.count(), Jurisdiction.objects.count()) == (56, 58)
    assert Jurisdiction.objects.get(code="GA").slug == "georgia-ga"
    Tile.objects.filter(jurisdiction__code="TX").update(column=9, row=9)
    Jurisdiction.objects.filter(code="TX").update(name="Texas!")
    assert us_layout() == layout
    assert (Tile.objects.count(), Jurisdiction.objects.count()) == (56, 58)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tile.objects.create(layout=layout, jurisdiction=Jurisdiction.objects.get(slug="georgia"), column=0, row=0)

    table = edition_table(report_cards.edition(report_cards.framework(layout=layout)))
    assert len(table.rows) == 56
    assert {row.standing.state for row in table.rows} == {"not_assessed"}
    invented = table.edition
    goal = PolicyGoal.objects.all()[0]
    for place in (Jurisdiction.objects.get(code="GA"), Jurisdiction.objects.get(code="US")):
        with pytest.raises(ValidationError, match="invented places only"):
            Assessment.objects.create(edition=invented, jurisdiction=place, goal=goal)


@pytest.mark.django_db
def test_places_know_what_they_are_part_of() -> None:
    country, state = report_cards.places(2)
    state.parent = country
    state.save()
    country.parent = state
    with pytest.raises(ValidationError, match="part of itself"):
        country.full_clean()
    nation = Jurisdiction(name="A nation", slug="a-nation", kind="tribal_nation", parent=state)
    with pytest.raises(ValidationError, match="not part of a state"):
        nation.full_clean()
    nation.parent = Jurisdiction.objects.create(name="Country", slug="country", kind="country")
    nation.full_clean()


def test_no_name_in_addresses_takes_a_page_of_ours() -> None:
    assert len(PAGES) > 9
    for path, _name in PAGES:
        word = path.split("/")[1] if path.startswith("<slug:edition>") else path.split("/")[0]
        if word and not word.startswith("<"):
            with pytest.raises(ValidationError, match="has this address"):
                Jurisdiction(name="A place", slug=word, kind="custom").clean()
            with pytest.raises(ValidationError, match="has this address"):
                Edition(name="An edition", slug=word).clean()


@pytest.mark.django_db
def test_a_new_version_can_change_what_a_published_edition_holds_still(spanish: object) -> None:
    place = report_cards.places(1)[0]
    old = report_cards.framework(version="1", ends=2025)
    goal = PolicyGoal.objects.get(framework=old, code="1")
    item = DraftingItem.objects.create(goal=goal, text="Name the age.")
    item.statutes.set([report_cards.statute(place)])
    item.save()
    Wording.objects.create(
        framework=old, locale=spanish, of="goal", row_id=goal.pk, field="statement", text="Sí.", original="x"
    )
    edition = report_cards.edition(old)
    report_cards.answer(edition, {place: "yes no"})
    publish_framework(old)
    freeze(edition)
    with pytest.raises(FrozenError):
        GoalOption.objects.filter(goal=goal).update(points=1)

    new = new_version(old, "2")
    assert (new.replaces, new.state, new.starts, framework_faults(new)) == (old, "draft", 2026, [])
    copy = PolicyGoal.objects.get(framework=new, code="1")
    assert [(link.to_goal, link.kind) for link in copy.links.all()] == [(goal, "same")]
    assert [item.statutes.count() for item in copy.drafting_items.all()] == [1]
    assert Wording.objects.get(framework=new).row_id == copy.pk
    assert GoalOption.objects.filter(goal=copy).update(points=1) == 3
    assert GoalOption.objects.filter(goal=goal, points=5).exists()
    with pytest.raises(ValidationError, match="cannot replace itself"):
        old.replaces = new
        old.clean()
    draft = report_cards.edition(new, "next", 2026)
    wrong = Assessment(edition=draft, jurisdiction=place, goal=goal)
    with pytest.raises(ValidationError, match="another framework"):
        wrong.full_clean()
    assert Edition.objects.published().get() == edition
