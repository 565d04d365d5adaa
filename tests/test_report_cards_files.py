"""Files of report cards: every answer as data with a schema, every drawing alone, the card on two sheets of paper."""

from __future__ import annotations

import csv
import datetime
import io
import json
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pypdf
import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from harbor_wagtail.advocacy.models import HandoutFile
from harbor_wagtail.advocacy.report_cards.models import Assessment, AssessmentStatute, Edition, StatuteRef
from harbor_wagtail.documents import engine
from harbor_wagtail.models import Jurisdiction
from tests import report_card_pages, report_cards

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(english: Any) -> str:
    """Four places: one in full, one with a formula for a name, one in part, one not at all."""
    rows = report_cards.places(4)
    Jurisdiction.objects.filter(pk=rows[1].pk).update(name="=1+1")
    check = report_cards.framework(layout=report_cards.layout(rows), points=(5, 2, -1))
    edition = report_cards.edition(check)
    report_cards.answer(edition, {rows[0]: "yes partly", rows[1]: "no no", rows[2]: "- yes"}, law=True)
    Assessment.objects.filter(edition=edition).update(coder="AB")
    report_card_pages.publish(edition)
    page = report_card_pages.cards_page(cards_licence="CC0-1.0")
    return f"/harbor/report-cards/{page.pk}/{edition.slug}/"


def content(client: Client, url: str) -> bytes:
    response = client.get(url)
    assert response.status_code == 200, url
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Robots-Tag"] == "noindex"
    return bytes(response.getvalue())


def test_every_answer_as_csv_and_as_json_with_its_schema_and_package(client: Client, base: str) -> None:
    assert client.get(base + "scores.csv").streaming
    text = content(client, base + "scores.csv").decode()
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [(row["place"], row["goal"], row["status"], row["points"]) for row in rows] == [
        ("moorland-002", "1", "not_met", "-1"),
        ("moorland-002", "2", "not_met", "-1"),
        ("moorland-001", "1", "met", "5"),
        ("moorland-001", "2", "partly", "2"),
        ("moorland-003", "1", "not_assessed", ""),
        ("moorland-003", "2", "met", "5"),
        ("moorland-004", "1", "not_assessed", ""),
        ("moorland-004", "2", "not_assessed", ""),
    ]
    assert rows[0]["place_name"] == "'=1+1"
    assert rows[2]["laws"] == "M001 Code § 1-101"
    assert rows[2]["laws_verified_on"] == "2026-03-01"
    assert "AB" not in text
    assert client.get(rows[2]["url"]).status_code == 200
    given = json.loads(content(client, base + "scores.json"))
    schema = json.loads(content(client, base + "schema.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(given)
    assert given["$schema"] == schema["$id"]
    assert [(row["place"], row["goal"], row["status"]) for row in given["rows"]] == [
        (row["place"], row["goal"], row["status"]) for row in rows
    ]
    package = json.loads(content(client, base + "datapackage.json"))
    (resource,) = package["resources"]
    assert [field["name"] for field in resource["schema"]["fields"]] == list(rows[0])
    assert client.get(resource["path"]).status_code == 200
    assert package["licenses"] == [{"name": "CC0-1.0"}]


def test_a_law_repealed_since_is_named_in_every_file_and_told_of_the_whole(client: Client, base: str) -> None:
    def told() -> tuple[list[str], list[str], str, str]:
        text = content(client, base + "scores.csv").decode().removeprefix("\ufeff")
        given, package = (json.loads(content(client, base + name)) for name in ("scores.json", "datapackage.json"))
        schema = json.loads(content(client, base + "schema.json"))
        jsonschema.Draft202012Validator(schema).validate(given)
        in_csv = [row["laws_changed"] for row in csv.DictReader(io.StringIO(text)) if row["laws_changed"]]
        in_json = [row["laws_changed"] for row in given["rows"] if row["laws_changed"]]
        return in_csv, in_json, given["edition"]["notes"], package["description"]

    *none, unchanged = told()
    assert none == [[], [], ""]
    law = StatuteRef.objects.get(citation="M001 Code § 1-101")
    later = report_cards.statute(law.jurisdiction, "M001 Code § 2", effective_on=datetime.date(2025, 9, 1))
    never = report_cards.statute(law.jurisdiction, "M001 Code § 3", effective_on=datetime.date(2999, 1, 1))
    answer = Assessment.objects.get(jurisdiction=law.jurisdiction, goal__code="1")
    for order, each in enumerate((later, never), start=1):
        AssessmentStatute(assessment=answer, statute=each, order=order).save_base(raw=True)
    law.repealed_on = datetime.date(2026, 2, 1)
    law.save()
    gone = "M001 Code § 1-101 (in_force, repealed from 2026-02-01)"
    in_csv, in_json, notes, description = told()
    assert in_csv == in_json == [f"{gone}; M001 Code § 2 (not_yet, in_force from 2025-09-01)", gone]
    assert "have been repealed" in notes
    assert "“laws_changed”" in notes
    assert description == f"{unchanged} {notes}"


DRAWINGS = (
    "map",
    "places/moorland-001/areas",
    "places/moorland-001/status",
    "places/moorland-001/history",
    "places/moorland-004/areas",
    "goals/goal-1/map",
    "goals/goal-1/status",
)


def test_each_drawing_alone_and_the_rows_it_is_made_of(client: Client, base: str) -> None:
    for drawing in DRAWINGS:
        root = ElementTree.fromstring(content(client, f"{base}{drawing}.svg"))  # noqa: S314  (our own)
        assert root.find(".//{http://www.w3.org/2000/svg}title") is not None
        assert all(link.get("href", "").startswith("http://") for link in root.iter("{http://www.w3.org/2000/svg}a"))
        table = list(
            csv.DictReader(io.StringIO(content(client, f"{base}{drawing}.csv").decode().removeprefix("\ufeff")))
        )
        given = json.loads(content(client, f"{base}{drawing}.json"))
        assert len(table) == len(given["rows"]) > 0
        assert list(table[0]) == [column["name"] for column in given["columns"]]
    for wrong in (
        "map.gif",
        "places/moorland-001/map.png",
        "map",
        "scores.xlsx",
        "places/nowhere/areas.svg",
        "places/moorland-001/map.svg",
        "goals/x/map.svg",
        "a/b/c/d",
    ):
        assert client.get(base + wrong).status_code == 404, wrong
    assert b"M001: C, level C" in content(client, base + "places/moorland-001/cite.ris").replace(b"Moorland 00", b"M00")


def test_who_may_not_see_the_page_gets_no_file(client: Client, base: str) -> None:
    page = report_card_pages.ReportCardsPage.objects.get()
    draft = report_cards.edition(Edition.objects.get().framework, "moors-2026", 2026)
    assert client.get(base.replace("moors-2025", draft.slug) + "scores.csv").status_code == 404
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="password", password="word")
    refused = client.get(base + "scores.csv")
    assert b"moorland-001" not in refused.content
    restriction.delete()
    page.unpublish()
    assert client.get(base + "scores.csv").status_code == 404


def test_the_card_of_a_place_is_a_tagged_pdf_of_two_pages_at_most(client: Client, base: str) -> None:
    made = content(client, base + "places/moorland-001/card.pdf")
    pdf = pypdf.PdfReader(io.BytesIO(made))
    assert len(pdf.pages) <= 2
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert pdf.trailer["/Root"]["/Lang"] == "en"  # type: ignore[index]
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    for expected in (
        "Moorland 001",
        "C, level C: 7 of 10 points",
        "M001 Code § 1-101",
        "Example: these places",
        "Thing 2 is done",
    ):
        assert expected in text
    assert content(client, base + "places/moorland-001/card.pdf") == made
    assert HandoutFile.objects.count() == 1


def test_without_the_engine_the_page_to_print_remains(
    client: Client, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_load", lambda: (None, "not here"))
    page = "/report-cards/moors-2025/moorland-001/"
    html = client.get(page).content.decode()
    assert "card.pdf" not in html
    assert f'href="{page}print/"' in html
    assert "C, level C: 7 of 10 points" in client.get(page + "print/").content.decode()
    assert client.get(base + "places/moorland-001/card.pdf").status_code == 404
