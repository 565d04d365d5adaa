"""Advocacy pages: every block on a page and on paper, headings in order, older pages, reports, lists, what machines read."""

from __future__ import annotations

import json
import re
import tempfile
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.blocks import StreamBlockValidationError
from wagtail.models import PageViewRestriction

from harbor_wagtail.advocacy import files
from harbor_wagtail.advocacy.blocks.body import BodyBlock
from harbor_wagtail.advocacy.blocks.myths import MythFactBlock
from harbor_wagtail.advocacy.fields import BodyField
from harbor_wagtail.advocacy.models import GlossaryTerm
from harbor_wagtail.advocacy.outline import contents
from harbor_wagtail.advocacy.page_mixins import lists
from harbor_wagtail.advocacy.page_mixins.fields import in_a_year
from harbor_wagtail.advocacy.remarks import remarks
from harbor_wagtail.documents import engine
from harbor_wagtail.documents.pdf import Pdf
from harbor_wagtail.models import Hotline
from harbor_wagtail.pages import models as pages
from harbor_wagtail.starter import create_hotlines
from tests import advocacy
from tests.html_faults import faults

pytestmark = pytest.mark.django_db


def body(client: Client, page: Any, below: str = "") -> str:
    response = client.get(page.url + below)
    assert response.status_code == 200
    html = response.content.decode()
    assert faults(html) == [], page.url + below
    return html


@pytest.fixture
def whole(english: Any) -> Any:
    create_hotlines([english])
    found = advocacy.source("The report", year=2014, authors=("Kate Walker",), url="https://example.org/r.pdf")
    blocks = advocacy.every_block(found, Hotline.objects.first().pk)
    assert {kind for kind, _value in blocks} == set(BodyBlock().child_blocks)
    return advocacy.page(*blocks, title="Everything", slug="everything")


def test_every_block_is_shown_with_its_notes_on_the_page_and_on_paper(client: Client, whole: Any) -> None:
    with CaptureQueriesContext(connection) as asked:
        html = body(client, whole)
    numbers = [int(number) for number in re.findall(r'id="cite-(\d+)"', html)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 60
    assert len(re.findall(r'<li id="note-\d+"', html)) == len(numbers)
    assert not re.search(r"data-harbor-mark|harbor-notes-here|†", html)
    assert len(asked) < 60
    paper = body(client, whole, "handout/")
    assert len(re.findall(r'<li id="note-\d+"', paper)) == len(numbers)
    levels = [int(level) for level in re.findall(r"<h(\d)\b", html[html.index("<article") : html.index("</article")])]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def myth_sheet(**given: Any) -> Any:
    values = {"fact_heading": "", "what_works": "", "materials": [], "number": None}
    myths = [
        {**values, "myth": "Only systems can keep a child safe", "fact": "<p>Others CSEC can too.</p>"},
        {**values, "myth": "It is <too> dear", "fact": "<p>It is not & CSEC.</p>"},
    ]
    return advocacy.page(*(("myth", myth) for myth in myths), model=pages.MythFactPage, title="Myths", **given)


def head_of(html: str) -> str:
    return html[: html.index("</head>")]


def test_a_myth_never_leaves_the_page_without_its_word_and_its_fact(client: Client, english: Any) -> None:
    page = myth_sheet()
    html = body(client, page)
    claim = html[html.index('id="myth-1"') : html.index('id="myth-2"')]
    assert "data-nosnippet" in claim[: claim.index("Only systems")]
    assert 'Myth 1 <span class="harbor-adv-tag">not true</span>' in claim
    assert '<span class="harbor-hidden">It is not true that: </span>Only systems' in claim
    assert claim.index("Only systems") < claim.index("Fact 1")
    assert [entry.title for entry in contents(page.get_sections())][1] == "Myth 2 (not true): It is <too> dear"
    head = head_of(html)
    said = "Myth: “Only systems can keep a child safe” Fact: Others CSEC can too."
    assert f'<meta name="description" content="{said}">' in head
    assert f'<meta property="og:description" content="{said}">' in head
    things = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', head, re.DOTALL)[1])  # type: ignore[index]
    reviews = [thing for thing in things if thing["@type"] == "ClaimReview"]
    assert [review["claimReviewed"] for review in reviews] == ["Only systems can keep a child safe", "It is <too> dear"]
    assert all(review["reviewRating"]["alternateName"] == "Not true" for review in reviews)
    assert reviews[1]["url"].endswith("#myth-2")
    assert "<too>" not in head
    found = MythFactBlock().get_searchable_content(page.adv_body[0].value)
    assert found == ["Myth (not true): Only systems can keep a child safe Fact: Others CSEC can too."]


def test_a_description_that_repeats_a_myth_bare_is_refused(english: Any) -> None:
    page = myth_sheet()
    page.search_description = "Only systems can keep a child safe?"
    with pytest.raises(ValidationError, match="Begin with “Myth:”"):
        page.full_clean()
    page.search_description = "Myth: only systems can keep a child safe. Fact: others can."
    page.full_clean()
    page.adv_body = json.dumps([{"type": "text", "value": "<p>x</p>"}])
    with pytest.raises(ValidationError, match="Add one myth"):
        page.full_clean()


def test_reference_managers_know_the_page(client: Client, english: Any) -> None:
    person = {"name": "Ana María Ruiz", "credentials": "JD", "role": "", "organization": ""}
    page = advocacy.page(("text", "<p>x</p>"), title="A <sheet>", adv_year=2024, adv_edition="2nd edition")
    page.adv_authors = json.dumps([{"type": "person", "value": person}])
    page.save_revision().publish()
    html = body(client, page)
    for tag in (
        'citation_title" content="A &lt;sheet&gt;"',
        'citation_author" content="Ana María Ruiz"',
        'DC.date" content="2024"',
    ):
        assert f'<meta name="{tag}>' in head_of(html)
    assert "Ana María Ruiz (2024). A &lt;sheet&gt; [Fact sheet]. 2nd edition. http://" in html
    response = client.get(page.url + "cite/")
    lines = response.content.decode().split("\r\n")
    assert response["Content-Type"] == "application/x-research-info-systems"
    assert lines[0] == "TY  - RPRT"
    assert "AU  - Ruiz, Ana María" in lines
    assert lines[-2:] == ["ER  - ", ""]
    assert response["Cache-Control"] == "private, no-store"


def test_a_page_that_was_taken_off_is_named_and_linked_by_no_other(client: Client) -> None:
    old = advocacy.page(("text", "<p>x</p>"), title="Zeppelin", model=pages.ExplainerPage)
    target = {"page": old.pk, "url": ""}
    listed = {"heading": "", "intro": "", "columns": "1"}
    blocks: list[Any] = [
        ("roles", {**listed, "items": [{"name": "Advocate", "text": "", "page": old.pk}]}),
        ("actions", {**listed, "items": [{**target, "label": "Read it", "text": "", "email": ""}]}),
        ("toolkit", {**listed, "items": [{**target, "name": "A tool", "text": "", "document": None}]}),
        ("teaser", {**target, "title": "Elsewhere", "excerpt": "", "authors": []}),
    ]
    new = advocacy.page(*blocks, title="Of 2026", model=pages.ExplainerPage, adv_supersedes=old)
    assert client.get(new.url).content.decode().count(old.slug) == 5
    old.unpublish()
    text = client.get(new.url).content.decode()
    assert "zeppelin" not in text.lower()
    assert all(words in text for words in ("Advocate", "Read it", "A tool", "Elsewhere"))


def test_an_older_page_says_which_is_newer(client: Client, english: Any) -> None:
    old = advocacy.page(("text", "<p>x</p>"), title="Of 2023")
    new = advocacy.page(("text", "<p>x</p>"), title="Of 2026", model=pages.ExplainerPage, adv_supersedes=old)
    assert f'There is a newer page on this: <a href="{new.url}">Of 2026</a>'.replace("this: ", "this:") in body(
        client, old
    ).replace("this: ", "this:")
    assert "This takes the place of:" in body(client, new)
    new.unpublish()
    assert "newer page" not in body(client, old)
    old.adv_supersedes = old
    with pytest.raises(ValidationError, match="its own place"):
        old.full_clean()


def test_a_report_leads_from_chapter_to_chapter_and_prints_whole(client: Client, english: Any) -> None:
    found = advocacy.source("One", year=2020)
    report = advocacy.page(model=pages.ReportPage, title="Report", slug="report")
    for name in ("First", "Second", "Third"):
        section = {"heading": f"<p>Part{advocacy.cite(found)}</p>", "subheading": "", "text": ""}
        advocacy.page(("section", section), model=pages.ReportChapterPage, parent=report, title=name, slug=name.lower())
    second = body(client, pages.ReportChapterPage.objects.get(slug="second"))
    turn = second[second.index("harbor-adv-turn") :]
    assert re.search(r'rel="prev" href="/report/first/".*rel="next" href="/report/third/"', turn, re.DOTALL)
    paper = body(client, report, "handout/")
    assert [paper.index(f">{name}</h2>") for name in ("First", "Second", "Third")] == sorted(
        paper.index(f">{name}</h2>") for name in ("First", "Second", "Third")
    )
    assert 'id="c1-part"' in paper
    assert 'id="c3-part"' in paper
    assert len(re.findall(r'<li id="note-\d"', paper)) == 3
    ids = re.findall(r'\bid="([^"]+)"', paper)
    assert len(ids) == len(set(ids))


def test_a_report_that_is_not_published_is_not_named_by_its_chapters(client: Client, english: Any) -> None:
    report = advocacy.page(model=pages.ReportPage, title="Still secret", slug="report")
    chapter = advocacy.page(model=pages.ReportChapterPage, parent=report, title="First", slug="first")
    assert "Still secret" in body(client, chapter)
    report.unpublish()
    assert "Still secret" not in body(client, chapter)
    assert "Still secret" not in body(client, chapter, "handout/")
    report.save_revision().publish()
    assert "Still secret" in body(client, chapter)


def test_a_list_of_many_pages_asks_as_often_as_one_of_few(client: Client, english: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(lists, "PER_PAGE", 5)
    index = advocacy.root().add_child(instance=pages.AdvocacyIndexPage(title="Briefs", slug="briefs"))

    def add(*names: str) -> None:
        for name in names:
            sheet = pages.FactSheetPage(title=f"Sheet {name}", adv_body="[]", adv_readers=["youth"], locale=english)
            index.add_child(instance=sheet)

    add("one", "two")
    body(client, index)
    with CaptureQueriesContext(connection) as few:
        assert "Sheet one" in body(client, index)
    add(*"345678")
    index.refresh_from_db()
    with CaptureQueriesContext(connection) as many:
        html = body(client, index)
    assert len(many) <= len(few)
    assert "8 pages" in html
    assert html.count("harbor-card__title") == 5
    assert body(client, index, "?p=2&kind=facts&for=youth").count("harbor-card__title") == 3
    assert body(client, index, "?p=x&kind=%00&for=<b>").count("harbor-card__title") == 5


def test_a_short_form_is_spelled_out_where_it_is_first_used(client: Client, english: Any) -> None:
    GlossaryTerm.objects.create(locale=english, term='exploitation of "children"', short_form="CSEC", meaning="x")
    html = body(client, myth_sheet())
    assert html.count("<abbr") == 1
    assert 'Others <abbr title="exploitation of &quot;children&quot;">CSEC</abbr> can too.' in html


def test_the_editor_is_told_what_nobody_can_check(english: Any) -> None:
    page = myth_sheet(adv_review_by="2020-01-01")
    said = {remark.text: remark.serious for remark in remarks(page)}
    assert said["Fact 1 names no source and no material."]
    assert said["This page was due to be looked at again."]
    assert "Short forms that the glossary does not explain: CSEC." in said


def test_danger_comes_before_strategies(english: Any) -> None:
    blocks = dict(advocacy.every_block(advocacy.source("x"), 1))
    stream = [{"type": kind, "value": blocks[kind]} for kind in ("strategies", "emergency")]
    value = BodyField().to_python(json.dumps(stream))
    with pytest.raises(StreamBlockValidationError) as refused:
        value.stream_block.clean(value)
    assert "comes before all strategies" in str(refused.value.block_errors[1])


def test_a_handout_is_made_once_and_never_given_to_those_who_may_not_read_the_page(
    client: Client, english: Any, monkeypatch: Any
) -> None:
    made = []

    def make(markup: str, *args: Any, **kwargs: Any) -> Pdf:
        made.append(markup)
        return Pdf(b"%PDF-" + str(len(made)).encode(), 3 if 'data-set="loose"' in markup else 2)

    monkeypatch.setattr(files.pdf, "make_from_html", make)
    page = myth_sheet()
    address = f"/harbor/advocacy/{page.pk}/handout.pdf"
    response = client.get(address)
    assert response["Content-Disposition"] == 'attachment; filename="myths.pdf"'
    assert client.get(address).content == response.content == b"%PDF-2"  # 3 pages were too many: set closer
    assert len(made) == 2
    assert "Only systems" in made[0]
    page.title = "Other"
    page.save_revision().publish()
    assert client.get(address).content == b"%PDF-4"
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="open")
    assert not client.get(address).content.startswith(b"%PDF")
    PageViewRestriction.objects.all().delete()
    page.unpublish()
    assert client.get(address).status_code == 404


@pytest.mark.skipif(not engine.available(), reason=engine.problem())
def test_a_handout_is_a_tagged_pdf(client: Client, whole: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(pages.FactSheetPage, "advocacy_most_pages", 99)  # made once, not twice
    checker = pytest.importorskip("page")
    content = client.get(f"/harbor/advocacy/{whole.pk}/handout.pdf").content
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        assert "no failures" in str(checker.validate_pdf(file.name, profile="ua1"))


def test_an_editor_sees_title_text_and_day_first_and_the_rest_folded() -> None:
    unfolded = [panel for panel in pages.FactSheetPage.advocacy_panels if "collapsed" not in panel.classname]
    named = [panel.field_name for panel in unfolded if hasattr(panel, "field_name")]
    assert named == ["adv_intro", "adv_body", "adv_review_by"]
    assert pages.FactSheetPage().adv_review_by == in_a_year()
