"""Pages of report cards: every number leads to its law and its method, unknown is never a failing grade, no dead ends."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from harbor_wagtail import asked_again
from harbor_wagtail.advocacy.report_cards.errata import correct_answer
from harbor_wagtail.advocacy.report_cards.models import (
    Assessment,
    AssessmentStatute,
    DraftingItem,
    Edition,
    GoalLink,
    PlaceReply,
    PolicyGoal,
    Wording,
)
from harbor_wagtail.models import HarborSettings, ListedPlace
from harbor_wagtail.pages.models import IssueBriefPage
from harbor_wagtail.us_layout import us_layout
from tests import advocacy, report_card_pages, report_cards
from tests.html_faults import faults

pytestmark = pytest.mark.django_db

BASE = "/report-cards/"
NOW = BASE + "moors-2025/"


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def body(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    html = str(response.content.decode())
    assert faults(html) == [], url
    return html


@pytest.fixture
def moors(english: Any) -> list[Any]:
    """Six places: A, two that share C, F, one answered in part, one that nobody read."""
    rows = report_cards.places(6)
    tiles = report_cards.layout(rows[:5], columns=3)
    ListedPlace.objects.create(layout=tiles, jurisdiction=rows[5])
    old = report_cards.framework("old-check", layout=tiles, version="1")
    report_card_pages.published(old, "moors-2023", 2023, {rows[0]: "no no", rows[3]: "yes yes"})
    new = report_cards.framework(
        "new-check", layout=tiles, version="2", replaces=old, crosswalk_note="Other goals now."
    )
    answers = {rows[0]: "yes yes", rows[1]: "yes no", rows[2]: "no yes", rows[3]: "no partly"}
    report_card_pages.published(new, "moors-2024", 2024, {**answers, rows[1]: "yes yes", rows[3]: "partly yes"})
    goal = PolicyGoal.objects.get(framework=new, code="1")
    DraftingItem.objects.create(goal=goal, text="Name the age.")
    GoalLink.objects.create(from_goal=goal, to_goal=PolicyGoal.objects.get(framework=old, code="2"))
    report_card_pages.published(new, "moors-2025", 2025, {**answers, rows[4]: "yes -"}, disputes_to="cards@example.org")
    report_cards.edition(new, "moors-2026", 2026)
    report_card_pages.cards_page(cards_licence="CC0-1.0")
    return rows


def test_the_map_is_the_table_and_reads_in_its_order(client: Client, moors: list[Any]) -> None:
    html = body(client, NOW)
    squares = re.findall(r'<a class="harbor-tile[^"]*" href="([^"]+)" aria-label="([^"]+)"', html)
    table = re.findall(r'<th scope="row"><a href="([^"]+)">([^<]+)</a>', html)
    assert [url for url, _name in squares] == [url for url, _name in table][:5]
    assert [name for _url, name in squares] == [
        "Moorland 001, M001 A, level A: 10 of 10 points",
        "Moorland 002, M002 C, level C: 5 of 10 points",
        "Moorland 003, M003 C, level C: 5 of 10 points",
        "Moorland 004, M004 F, level F: 2 of 10 points",
        "Moorland 005, M005: assessed in part",
    ]
    words = plain(html)
    assert "4 of 6 places are graded: 1 A, 2 C, 1 F; 1 assessed in part, 1 not assessed." in words
    assert re.search(r"Moorland 006 – not assessed – –", words)
    assert re.search(r"Moorland 003 C C, level C 5 2 shared", words)
    assert "1 place has no square and stands in the table only." in words
    assert re.search(r"Compared with Moors 2024.*Lower grade: Moorland 002 , Moorland 004", words)
    assert not re.search(r"<script(?! (src|type=\"application/ld))|\sstyle=|\son[a-z]+=", html)
    thing = json.loads(html.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert thing["@type"] == "Dataset"
    assert thing["license"] == "CC0-1.0"
    assert thing["distribution"][0]["contentUrl"].startswith("http://")
    assert all(client.get(each["contentUrl"]).status_code == 200 for each in thing["distribution"])


def test_every_answer_of_a_place_leads_to_its_law_its_goal_and_the_method(client: Client, moors: list[Any]) -> None:
    place = moors[1]
    answer = Assessment.objects.get(edition__slug="moors-2025", jurisdiction=place, goal__code="1")
    late = report_cards.statute(place, "M002 Code § 9", effective_on=datetime.date(2025, 9, 1), verified_on=None)
    gone = report_cards.statute(place, "M002 Code § 2", repealed_on=datetime.date(2025, 8, 1))
    for law in (late, gone):
        with_law(answer, law)
    PlaceReply.objects.create(
        edition=answer.edition,
        jurisdiction=place,
        words="We differ.",
        received_on=datetime.date(2025, 11, 2),
        from_role="The ministry",
    )
    html = body(client, NOW + "moorland-002/")
    words = plain(html)
    assert "C, level C: 5 of 10 points rank 2, shared" in words
    assert "M002 Code § 1-101 in force A child shall not be punished." in words
    assert "Checked in the official text on March 1, 2026 (the editors)." in words
    apart = words.split("Not counted, for it was not in force on that day:")[1]
    assert apart.index("M002 Code § 9") < apart.index("enacted, not yet in force") < apart.index("not checked lately")
    assert "M002 Code § 9" not in words.split("Not counted")[0]
    assert "Since this edition its state has changed: then in force, now repealed." in words
    changed = "Some laws on this page have been repealed, or have come into force, since this edition."
    assert changed in words
    assert changed not in plain(body(client, NOW + "moorland-001/"))
    goal, paper = (plain(body(client, NOW + below)) for below in ("goals/goal-1/", "moorland-002/print/"))
    assert "M002 Code § 2 (in force, now repealed)" in goal
    assert "M002 Code § 2, checked March 1, 2026, now repealed" in paper.replace("03/01/2026", "March 1, 2026")
    assert "We differ." in words
    assert 'href="mailto:cards@example.org"' in html
    assert re.search(r"Goal by goal.* 2 Thing 2|2 State law should do thing 2\.", words)
    assert "With the answer “Yes”: 5 points more , 10 in all: level A" in words
    assert re.search(
        r"Cite this grade localhost \(2025\)\. Moorland 002: C, level C: 5 of 10 points \[Report card\]\.", words
    )
    assert "laws as of July 1, 2025, without corrections" in words
    assert re.search(r"2023.*From here on by another framework: Moor check \(2\).*Other goals now\..*2024", words)
    for link in ("goals/goal-1/", "codebook/#goal-goal-1", "method/", "errata/"):
        assert f'href="{NOW}{link}"' in html
    linked = set(re.findall(r'href="(/report-cards/[^"#]*)', html))
    assert len(linked) > 10
    for found in linked - {NOW, BASE}:  # which have tests of their own
        assert client.get(found).status_code == 200, found


def with_law(answer: Assessment, law: Any) -> None:
    from harbor_wagtail.advocacy.report_cards.models.guard import unlocked

    with unlocked():
        AssessmentStatute.objects.create(assessment=answer, statute=law)


def test_not_assessed_is_never_a_failing_grade(client: Client, moors: list[Any]) -> None:
    words = plain(body(client, NOW + "moorland-006/"))
    assert "Nobody has read the laws of this place for this edition." in words
    assert "level F" not in words.split("Over the years")[0]
    assert "not met" not in words.split("What the squares say")[-1].split("Goal by goal")[1].split("Over the years")[0]
    assert "1 of 2 goals have an answer. A grade needs all of them." in plain(body(client, NOW + "moorland-005/"))


def test_a_goal_leads_to_places_drafting_the_goal_before_and_its_brief_and_back(
    client: Client, moors: list[Any]
) -> None:
    brief = advocacy.page(
        model=IssueBriefPage,
        title="Never a crime",
        brief_statement="State law should …",
        brief_codes=json.dumps([{"type": "code", "value": {"framework": "Moor check (2)", "code": "1"}}]),
    )
    url = NOW + "goals/goal-1/"
    html = body(client, url)
    words = plain(html)
    assert "Of 6: 3 met, 2 not met and 1 not assessed." in words
    assert f'href="{NOW}moorland-001/#goal-goal-1"' in html
    assert "Name the age." in words
    assert f'href="{BASE}moors-2023/goals/goal-2/"' in html
    assert "Is replaced by" in plain(body(client, BASE + "moors-2023/goals/goal-2/"))
    assert f'href="{brief.url}"' in html
    assert f'href="{url}"' in body(client, brief.url)
    assert f'href="{brief.url}"' in body(client, NOW + "moorland-001/")


def test_a_correction_stands_where_the_grade_does(client: Client, moors: list[Any]) -> None:
    edition = Edition.objects.get(slug="moors-2025")
    goal = PolicyGoal.objects.get(framework=edition.framework, code="2")
    better = goal.options.get(code="yes")
    correct_answer(edition, moors[3], goal, option=better, why="A law was overlooked.", on=datetime.date(2025, 12, 1))
    words = plain(body(client, NOW + "errata/"))
    assert re.search(
        r"Dec\. 1, 2025 Place Moorland 004 Goal 2 It said Partly It says Yes Why A law was overlooked\.", words
    )
    assert "Moorland 004: 2, F" in words
    words = plain(body(client, NOW + "moorland-004/"))
    assert "1 correction since publication, on Dec. 1, 2025." in words
    assert "with corrections up to Dec. 1, 2025" in words
    assert "corrected" in plain(body(client, NOW))


def test_what_is_no_edition_place_or_goal_is_not_found_and_latest_is_kept_by_nobody(
    client: Client, moors: list[Any]
) -> None:
    for address in ("moors-2026/", "nowhere/", "moors-2025/nowhere/", "moors-2025/goals/nothing/", "latest/nowhere/"):
        assert client.get(BASE + address).status_code == 404, address
    response = client.get(BASE + "latest/moorland-001/")
    assert (response.status_code, response["Location"]) == (302, NOW + "moorland-001/")
    assert response["Cache-Control"] == "private, no-store"
    page = client.get(NOW)
    assert page["Cache-Control"] == "public, max-age=300"
    assert page["Referrer-Policy"] == "same-origin"
    client.cookies["anything"] = "x"
    assert "private" in client.get(NOW)["Cache-Control"]
    index = body(client, BASE)
    assert "Moors 2025" in index
    assert "Moors 2026" not in index
    assert f'href="{BASE}moors-2023/"' in index
    assert "data-harbor-exit" in index


@pytest.mark.parametrize(
    "query", ["?places=moorland-001,moorland-002", "?places=moorland-001&places=moorland-002&places=%00&x=1"]
)
def test_places_side_by_side(client: Client, moors: list[Any], query: str) -> None:
    html = body(client, NOW + "compare/" + query)
    rows = re.findall(r'<tr( class="harbor-rc-differs")?><th scope="row"><a href="[^"]+">(\d)</a>', html)
    assert [(bool(differs), code) for differs, code in rows] == [(False, "1"), (True, "2")]
    assert html.count("(they differ)") == 1
    assert html.count(" checked") == 2


def test_the_frame_for_other_sites_has_no_script_no_cookie_and_asks_who_may_show_it(
    client: Client, moors: list[Any]
) -> None:
    response = client.get(NOW + "embed/")
    html = response.content.decode()
    assert not response.cookies
    assert "<script" not in html
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "script-src 'none'" in response["Content-Security-Policy"]
    assert f'href="http://localhost{NOW}moorland-001/"' in html
    with override_settings(HARBOR_WAGTAIL={"EMBED_ANCESTORS": ["https://news.example.org"]}):
        assert "frame-ancestors https://news.example.org" in client.get(NOW + "embed/")["Content-Security-Policy"]


def test_in_spanish_and_where_the_framework_has_no_spanish(client: Client, moors: list[Any], spanish: Any) -> None:
    edition = Edition.objects.get(slug="moors-2025")
    area = edition.framework.areas.get()
    Wording.objects.create(
        framework=edition.framework, locale=spanish, of="area", row_id=area.pk, field="name", text="Todo junto"
    )
    home = advocacy.root().copy_for_translation(spanish)
    home.save_revision().publish()
    report_card_pages.cards_page(home)
    html = body(client, "/es" + NOW + "moorland-002/")
    words = plain(html)
    assert "5 de 10 puntos" in words
    assert "Todo junto" in words
    assert "Comprobada en el texto oficial" in words
    assert '<span lang="en">State law should do thing 1.</span>' in html
    assert f'href="/es{NOW}method/"' in html


def test_colors_of_the_site_and_its_wish_to_stay_out_of_search_engines(client: Client, moors: list[Any]) -> None:
    assert "/static/harbor_advocacy/bands.css" in body(client, NOW)
    with override_settings(HARBOR_WAGTAIL={"BAND_COLOURS": ["#081d58", "#41b6c4", "#ffffd9"]}):
        html = body(client, NOW)
        assert 'fill="#41b6c4"' in html
        (url,) = re.findall(r'href="(/harbor/report-cards/bands\.css\?v=\w+)"', html)
        css = client.get(url)
    assert "immutable" in css["Cache-Control"]
    page = report_card_pages.ReportCardsPage.objects.get()
    urls = [entry["location"] for entry in page.get_sitemap_urls()]
    assert f"http://localhost{NOW}moorland-001/" in urls
    assert not any("2024" in url for url in urls)
    HarborSettings.objects.update_or_create(site=page.get_site(), defaults={"list_in_search_engines": False})
    assert client.get(NOW)["X-Robots-Tag"] == "noindex"


def test_real_places_that_nobody_graded_are_shown_as_not_assessed(client: Client, english: Any) -> None:
    report_card_pages.cards_page()
    us_layout()
    html = body(client, BASE)
    assert "No report card is published yet." in plain(html)
    assert (
        len(re.findall(r'<g class="harbor-tile harbor-tile--none" role="img" aria-label="[^"]+: not assessed">', html))
        == 56
    )
    assert "<li>Minnesota, MN: not assessed</li>" in html
    assert "harbor-band-1" not in html


def grown(goals: int, number: int, years: int) -> None:
    rows = report_cards.places(number, "Hilltop")
    check = report_cards.framework(
        "hill-check",
        goals=goals,
        layout=report_cards.layout(rows, "hills"),
        bands=(("A", goals, None), ("F", None, goals - 1)),
    )
    answers = ("yes", "no", "partly")
    for year in range(2020, 2020 + years):
        given = {
            place: " ".join(answers[(at + goal + year) % 3] for goal in range(goals)) for at, place in enumerate(rows)
        }
        report_card_pages.published(check, f"hills-{year}", year, given)


def test_the_number_of_queries_does_not_grow(client: Client, english: Any) -> None:
    """Two sizes, each page once; the addresses in both are those of the newest edition."""
    report_card_pages.cards_page()

    def asked(edition: str) -> dict[str, int]:
        found = {}
        pages = ("", "hilltop-001/", "hilltop-001/print/", "goals/", "goals/goal-1/", "method/", "codebook/", "errata/")
        for below in (*pages, "embed/", "compare/?places=hilltop-001,hilltop-002"):
            client.get(BASE + edition + below)  # what is remembered of the site is read once
            asked_again.forget()
            with CaptureQueriesContext(connection) as queries:
                body(client, BASE + edition + below)
            found[below] = len(queries)
        with CaptureQueriesContext(connection) as queries:
            b"".join(client.get(f"/harbor/report-cards/{page.pk}/{edition}scores.csv"))  # type: ignore[arg-type]
        return {**found, "csv": len(queries)}

    page = report_card_pages.ReportCardsPage.objects.get()
    grown(3, 4, 2)
    small = asked("hills-2021/")
    clear()
    grown(9, 14, 4)
    assert asked("hills-2023/") == small
    assert max(small.values()) < 45


def test_many_goals_are_set_closer_on_paper(client: Client, english: Any) -> None:
    """With few there is room on two sheets; what the browser makes of many is measured in ``tests/browser``."""
    report_card_pages.cards_page()
    for goals in (20, 21):
        check = report_cards.framework(f"check-{goals}", goals=goals)
        (place,) = report_cards.places(1, f"Ridge{goals}")
        report_card_pages.published(check, f"edition-{goals}", 2020 + goals - 20, {place: " ".join(["yes"] * goals)})
        html = body(client, f"{BASE}edition-{goals}/{place.slug}/print/")
        assert ("harbor-rc-paper--many" in html) is (goals > 20)


def clear() -> None:
    """Everything published, taken away as no editor could."""
    from django.apps import apps

    from harbor_wagtail.advocacy.report_cards.models.guard import unlocked
    from harbor_wagtail.models import Jurisdiction, TileLayout

    with unlocked():
        for name in (
            "AreaResult",
            "Result",
            "AssessmentStatute",
            "Assessment",
            "Edition",
            "StatuteRef",
            "PolicyGoal",
            "Framework",
        ):
            apps.get_model("harbor_advocacy", name)._base_manager.all().delete()
        TileLayout.objects.all().delete()
        Jurisdiction.objects.all().delete()


def test_what_changes_behind_the_back_of_everything_is_seen_at_once(client: Client, moors: list[Any]) -> None:
    """Drawings, tables and goals are kept in memory by all they are made of."""
    url = f"{NOW}{moors[0].slug}/"
    before = [body(client, each) for each in (NOW, url)]
    assert [body(client, each) for each in (NOW, url)] == before
    with connection.cursor() as cursor:
        for table, column in (("harbor_wagtail_jurisdiction", "name"), ("harbor_advocacy_statuteref", "citation")):
            cursor.execute(f"UPDATE {table} SET {column} = {column} || ' & anew'")  # noqa: S608
    edition, place = (body(client, each) for each in (NOW, url))
    assert edition.count(f"{moors[0].name} &amp; anew") == 2  # the square and the table
    assert plain(place).count("Code § 1-101 &amp; anew") >= 2
    assert "§ 1-101</strong>" not in place
