"""Pages of report cards are kept in memory: each is what it would be if nothing were kept, whatever has changed."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CharField, TextField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from harbor_wagtail import asked_again, fragments
from harbor_wagtail.advocacy.report_cards.errata import correct_answer
from harbor_wagtail.advocacy.report_cards.models import DraftingItem, GoalLink, PlaceReply, PolicyGoal, Wording
from harbor_wagtail.documents import engine
from harbor_wagtail.models import HarborSettings, ListedPlace
from harbor_wagtail.models.settings_text import HarborSettingsText
from harbor_wagtail.pages.models import ReportCardsPage
from tests import advocacy, report_card_pages, report_cards

pytestmark = pytest.mark.django_db

BASE = "/report-cards/"
NOW = BASE + "moors-2025/"
PATHS = (
    *(BASE, NOW, NOW + "moorland-001/", NOW + "moorland-001/print/", NOW + "goals/", NOW + "goals/goal-1/"),
    *(NOW + "method/", NOW + "codebook/", NOW + "errata/", NOW + "compare/?places=moorland-001,moorland-002"),
    NOW + "embed/",
)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    forget()


def forget() -> None:
    asked_again.forget()
    fragments.forget()


@pytest.fixture
def moors(english: Any) -> list[Any]:
    """Three places on the map and one beside it, two editions by the same framework and one by the framework before."""
    rows = report_cards.places(4)
    tiles = report_cards.layout(rows[:3])
    ListedPlace.objects.create(layout=tiles, jurisdiction=rows[3])
    old = report_cards.framework("old-check", layout=tiles, version="1")
    report_card_pages.published(old, "moors-2023", 2023, {rows[0]: "no no"})
    new = report_cards.framework("new-check", layout=tiles, version="2", replaces=old, crosswalk_note="Other goals.")
    answers = {rows[0]: "yes no", rows[1]: "no yes", rows[2]: "no partly"}
    report_card_pages.published(new, "moors-2024", 2024, {**answers, rows[1]: "yes yes"})
    goal, older = (PolicyGoal.objects.get(framework=each, code="1") for each in (new, old))
    DraftingItem.objects.create(goal=goal, text="Name the age.")
    GoalLink.objects.create(from_goal=goal, to_goal=older)
    goal.codes.create(framework_name="Elsewhere", code="9")
    edition = report_card_pages.published(new, "moors-2025", 2025, answers, disputes_to="cards@example.org")
    reply = {"words": "We differ.", "received_on": datetime.date(2025, 11, 2), "from_role": "The ministry"}
    PlaceReply.objects.create(edition=edition, jurisdiction=rows[0], **reply)
    correct_answer(edition, rows[0], goal, option=goal.options.get(code="partly"), why="Read again.")
    report_card_pages.cards_page()
    return rows


def bodies(client: Client) -> dict[str, str]:
    found = {}
    for path in PATHS:
        response = client.get(path)
        assert response.status_code == 200, path
        found[path] = response.content.decode()
    return found


def fresh(client: Client) -> dict[str, str]:
    forget()
    return bodies(client)


def test_a_second_visitor_gets_what_the_first_got_and_no_page_reads_it_anew(client: Client, moors: list[Any]) -> None:
    first = bodies(client)
    assert len(asked_again._kept) == len(PATHS)
    entries = list(asked_again._kept.values())
    for path, entry in zip(PATHS, entries, strict=True):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).content.decode() == first[path]
        ours = [each for each in asked.captured_queries if '"harbor_advocacy_' in each["sql"]]
        known = [each for each in entry.questions if '"harbor_advocacy_' in each.sql]
        assert len(ours) == len(known) > 0, path  # nothing is read beside what was asked before
    assert list(asked_again._kept.values()) == entries


def test_words_changed_behind_the_back_of_everything_are_seen_on_every_page(client: Client, moors: list[Any]) -> None:
    seen = 0
    models = [
        each for each in apps.get_app_config("harbor_advocacy").get_models() if ".report_cards." in each.__module__
    ]
    for model in [*models, apps.get_model("harbor_wagtail", "Jurisdiction"), ReportCardsPage]:
        before = bodies(client)
        columns = [
            field.column
            for field in model._meta.local_fields
            if isinstance(field, (CharField, TextField))
            and not field.choices
            and field.column not in ("slug", "language")
        ]
        with connection.cursor() as cursor:
            for column in columns:
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"UPDATE {table} SET {column} = substr({column}, 1, 12) || '!' WHERE {column} <> ''")  # noqa: S608
        after = bodies(client)
        seen += before != after
        assert after == fresh(client), model
    assert seen >= 10


def test_numbers_rows_and_days_changed_behind_the_back_are_seen(client: Client, moors: list[Any]) -> None:
    changes = (
        "UPDATE harbor_advocacy_result SET score = 3, rank = 2 WHERE rank = 1",
        "UPDATE harbor_advocacy_arearesult SET points = 1",
        "UPDATE harbor_advocacy_goaloption SET points = points + 1",
        "UPDATE harbor_advocacy_band SET token = token + 1",
        "UPDATE harbor_advocacy_statuteref SET verified_on = '2001-01-01'",
        "UPDATE harbor_advocacy_edition SET law_cutoff = '2025-01-31'",
        'UPDATE harbor_wagtail_tile SET "row" = 7 WHERE "column" = 0',
        "DELETE FROM harbor_advocacy_placereply",
        "DELETE FROM harbor_advocacy_assessmentstatute",
    )
    for sql in changes:
        before = bodies(client)
        with connection.cursor() as cursor:
            cursor.execute(sql)
        after = bodies(client)
        assert after != before, sql
        assert after == fresh(client), sql


def test_what_is_not_of_the_database_is_seen(
    client: Client, moors: list[Any], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = NOW + "moorland-001/"

    def asked(path: str = place) -> str:
        return str(client.get(path).content.decode())

    plain = asked()
    settings.HARBOR_WAGTAIL = {"BAND_COLOURS": ["#000000", "#777777", "#ffffff"]}
    assert 'fill="#000000"' in asked()
    assert 'fill="#000000"' not in plain
    monkeypatch.setattr(engine, "_load", lambda: (None, "not here"))
    assert "card.pdf" in plain
    assert "card.pdf" not in asked()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *given: datetime.date(2031, 3, 3))
    assert "March 3, 2031" in asked()
    one, two = (asked(NOW + f"compare/?places=moorland-00{at}") for at in (1, 2))
    assert one != two


def test_the_name_of_the_site_is_seen_in_citations(client: Client, moors: list[Any]) -> None:
    page = ReportCardsPage.objects.get()
    own = HarborSettings.for_site(page.get_site())
    for name in ("Moor Watch", "Fen Watch"):
        own.site_name = name
        own.save()
        assert f"{name} (2025)." in client.get(NOW).content.decode()
    words = HarborSettingsText.objects.create(settings=own, locale=page.locale, site_name="Heath Watch")
    assert "Heath Watch (2025)." in client.get(NOW).content.decode()
    words.delete()
    HarborSettings.objects.update(site_name="")
    Site.objects.update(site_name="Mire Watch")
    Site.clear_site_root_paths_cache()
    assert "Mire Watch (2025)." in client.get(NOW).content.decode()


def test_another_language_has_words_of_its_own(client: Client, moors: list[Any], spanish: Any) -> None:
    english = client.get(NOW + "goals/").content.decode()
    home = advocacy.root().copy_for_translation(spanish)
    home.save_revision().publish()
    report_card_pages.cards_page(home, title="Informes")
    goal = PolicyGoal.objects.get(framework__slug="new-check", code="1")
    said = {"locale": spanish, "of": "goal", "row_id": goal.pk, "field": "statement", "text": "Otra cosa."}
    Wording.objects.create(framework=goal.framework, **said)
    assert "Otra cosa." in client.get("/es" + NOW + "goals/").content.decode()
    assert client.get(NOW + "goals/").content.decode() == english


def test_a_host_that_tells_each_visitor_something_else_is_not_kept(
    client: Client, moors: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = ReportCardsPage.get_cards_context
    number = iter(range(10))
    for given in ("cite_line", "more"):
        monkeypatch.setattr(
            ReportCardsPage,
            "get_cards_context",
            lambda page, view, given=given: {**plain(page, view), given: f"visitor {next(number)}"},
        )
        bodies_ = [client.get(NOW).content.decode() for _time in range(2)]
        assert ("visitor 0" in bodies_[0] and "visitor 1" in bodies_[1]) == (given == "cite_line")
