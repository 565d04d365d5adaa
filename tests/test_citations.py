"""Notes: on the page, in the editor, through copies, translations and new orders."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import ReferenceIndex
from wagtail.rich_text import RichText, expand_db_html

from harbor_wagtail.advocacy.blocks.base import CitedTextBlock
from harbor_wagtail.models import Source
from tests import advocacy
from tests.advocacy import cite

pytestmark = pytest.mark.django_db
UNKNOWN = 999_999


def body(client: Client, page: Any) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def notes_of(html: str) -> list[str]:
    """What the notes say, seen and heard, without markup."""
    listed = re.findall(r'<li id="note-\d+">(.*?)<a class="harbor-notes__back"', html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", each).split()) for each in listed]


@pytest.fixture
def walker(english: Any) -> Source:
    return advocacy.source(
        "From Abused", authors=("Kate Walker", "Fiza Quraishi"), year=2014, url="https://a.org/w.pdf"
    )


@pytest.fixture
def barnert(english: Any) -> Source:
    given = {"kind": "article", "container": "Academic Pediatrics", "and_others": True, "year": 2017, "volume": "17"}
    return advocacy.source("A Review", authors=("Elizabeth Barnert",), issue="8", pages="825–829", **given)


@pytest.fixture
def brief(walker: Source, barnert: Source) -> Any:
    return advocacy.page(
        ("text", f"<p>One{cite(walker, pinpoint='3')} two{cite(walker, pinpoint='4-5', note='See the table.')}</p>"),
        ("text", f"<p>Three{cite(barnert)} four{cite(walker)} five{cite(note='Our own count & sum.')}</p>"),
        adv_intro=f"<p>First{cite(barnert)}</p>",
    )


def test_notes_are_listed_whole_short_and_ibid(client: Client, brief: Any) -> None:
    html = body(client, brief)
    assert notes_of(html) == [
        "Elizabeth Barnert et al. (2017). “A Review.” Academic Pediatrics, 17(8), 825–829.",
        "Kate Walker and Fiza Quraishi (2014). From Abused. https://a.org/w.pdf p. 3.",
        "Ibid., pp. 4–5.Walker &amp; Quraishi 2014, see note 2, pp. 4–5. See the table.",
        "Barnert et al. 2017, see note 1",
        "Walker &amp; Quraishi 2014, see note 2",
        "Our own count &amp; sum.",
    ]
    assert '<span aria-hidden="true"><i>Ibid.</i>, pp. 4–5.</span><span class="harbor-hidden">' in html
    assert html.count('role="doc-endnotes"') == 1
    for number in range(1, 7):
        assert (
            f'<a id="cite-{number}" href="#note-{number}" role="doc-noteref" aria-label="Note {number}">{number}</a>'
            in html
        )
        assert f'href="#cite-{number}" role="doc-backlink" aria-label="Back to note {number} in the text"' in html


def test_a_new_order_gives_new_numbers_and_nothing_else_changes(client: Client, brief: Any) -> None:
    raw = list(brief.adv_body.raw_data)
    brief.adv_body = json.dumps([dict(raw[1]), dict(raw[0])])
    brief.save_revision().publish()
    said = notes_of(body(client, brief))
    assert said[1].startswith("Ibid.")
    assert said[2].startswith("Kate Walker")
    assert said[4] == "Walker &amp; Quraishi 2014, see note 3, p. 3."


def test_notes_survive_a_copy_and_a_translation(client: Client, brief: Any, spanish: Any) -> None:
    before = notes_of(body(client, brief))
    copy = brief.copy(update_attrs={"title": "Copy", "slug": "copy"})
    copy.save_revision().publish()
    assert notes_of(body(client, copy)) == before
    brief.get_parent().copy_for_translation(spanish)
    other = brief.copy_for_translation(spanish)
    other.save_revision().publish()
    said = notes_of(body(client, other))
    assert len(said) == len(before)
    assert said[2].startswith("Ibíd., págs. 4–5.")
    assert "Kate Walker y Fiza Quraishi (2014)" in said[1]


def test_notes_may_stand_at_the_end_of_each_section(client: Client, walker: Source) -> None:
    sections = [("section", {"heading": f"<p>Part {n}{cite(walker)}</p>", "subheading": "", "text": ""}) for n in "ab"]
    html = body(client, advocacy.page(*sections, adv_references="section"))
    assert html.count('role="doc-endnotes"') == 2
    assert re.findall(r'<ol start="(\d)">', html) == ["1", "2"]
    assert [said.startswith("Kate Walker") for said in notes_of(html)] == [True, True]
    assert html.index('id="note-1"') < html.index("Part b")


def test_a_brief_of_200_notes_asks_as_often_as_one_of_two(client: Client, walker: Source, barnert: Source) -> None:
    def asked(count: int) -> int:
        pair = [cite(walker), cite(barnert)]
        page = advocacy.page(("text", "".join(f"<p>x{pair[n % 2]}</p>" for n in range(count))), title=f"P{count}")
        body(client, page)
        with CaptureQueriesContext(connection) as queries:
            assert len(notes_of(body(client, page))) == count
        return len(queries)

    assert asked(200) == asked(2)


def test_a_source_still_to_be_found_is_seen_by_the_team_alone(client: Client, walker: Source, rf: Any) -> None:
    from harbor_wagtail.advocacy.remarks import remarks

    page = advocacy.page(("text", f"<p>Bold claim{cite(needed=True)} and{cite(walker)}</p>"))
    html = body(client, page)
    assert "source needed" not in html
    assert len(notes_of(html)) == 1
    assert "1 source is still to be found. Visitors do not see the mark." in [each.text for each in remarks(page)]
    shown = page.serve_preview(_preview_request(page, rf), "")
    shown.render()
    assert b"[source needed]" in shown.content


def _preview_request(page: Any, rf: Any) -> Any:
    request = rf.get(page.url)
    request.is_preview = True
    return request


def test_what_was_deleted_from_under_a_page_is_said(client: Client, brief: Any, walker: Source) -> None:
    walker.delete()
    assert "This source is no longer listed." in body(client, brief)


def test_elsewhere_a_note_leads_to_its_source(walker: Source) -> None:
    html = expand_db_html(f"<p>Words{cite(walker, pinpoint='p. 3')}</p>")
    assert 'title="Walker &amp; Quraishi 2014, p. 3" href="https://a.org/w.pdf"' in html
    assert "†</a>" in html


def test_a_template_of_a_host_numbers_notes_too(walker: Source) -> None:
    text = "{% load harbor_advocacy wagtailcore_tags %}{% harbor_notes %}{{ words|richtext }}{% endharbor_notes %}"
    html = Template(text).render(Context({"words": RichText(f"<p>Host{cite(walker)}</p>")}))
    assert 'href="#note-1"' in html
    assert len(notes_of(html)) == 1


def test_the_editor_keeps_a_note_as_it_is(walker: Source) -> None:
    converter = ContentstateConverter(features=["bold", "harbor-cite"])
    stored = f'<p data-block-key="a">Words <b>bold{cite(walker, pinpoint="p. 3", note="it’s “so” & more")}</b></p>'
    state = converter.from_database_format(stored)
    (entity,) = json.loads(state)["entityMap"].values()
    assert entity["data"]["label"] == "Walker & Quraishi 2014, p. 3"
    assert list(advocacy_cites(converter.to_database_format(state))) == list(advocacy_cites(stored))


def advocacy_cites(stored: str) -> Any:
    from harbor_wagtail.advocacy.citations.marks import cites_in

    return cites_in(stored)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"<p>x{cite(UNKNOWN)}</p>", "not known any more"),
        ('<p>x<a linktype="harbor-cite">†</a></p>', "A note is empty"),
        ('<p data-block-key="a"> </p>', "Write something here"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(db: None, text: str, problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        CitedTextBlock().clean(RichText(text))


def test_an_empty_text_that_may_be_left_out_counts_as_none(db: None) -> None:
    assert not CitedTextBlock(required=False).clean(RichText('<p data-block-key="a"></p>'))


def test_the_dialog_finds_makes_and_refuses(admin_client: Client, walker: Source) -> None:
    url = reverse("harbor_advocacy_cite")
    shown = json.loads(admin_client.get(url, {"id": walker.pk, "pinpoint": "p. 3"}).content)
    assert shown["step"] == "cite"
    assert f'value="{walker.pk}" checked' in shown["html"]
    found = admin_client.get(reverse("harbor_advocacy_cite_sources"), {"q": "quraishi 2014"}).content.decode()
    assert "From Abused" in found
    chosen = json.loads(admin_client.post(url, {"source": walker.pk, "pinpoint": "4"}).content)
    assert chosen["result"] == {"id": str(walker.pk), "pinpoint": "4", "label": "Walker & Quraishi 2014, 4"}
    new = {"new-kind": "report", "new-title": "New", "new-family_name": "Ruiz", "new-url": r"https://a.org/a\_b"}
    made = json.loads(admin_client.post(url, new).content)
    source = Source.objects.get(pk=made["result"]["id"])
    assert (str(source), source.url) == ("Ruiz n.d.: New", "https://a.org/a_b")
    for wrong, problem in (
        ({}, "Choose a source, write a note"),
        ({"source": UNKNOWN}, "not known any more"),
        ({"new-kind": "report", "new-title": "X", "new-url": "nowhere"}, "Enter a valid URL"),
        ({"pinpoint": "4", "note": "words"}, "Choose the source this place is in"),
    ):
        assert problem in json.loads(admin_client.post(url, wrong).content)["html"], wrong
    assert Source.objects.count() == 2


def test_a_source_in_use_is_known_and_stays(admin_client: Client, brief: Any, walker: Source) -> None:
    ReferenceIndex.create_or_update_for_object(brief)
    assert ReferenceIndex.get_references_to(walker).count() >= 1
    url = reverse("wagtailsnippets_harbor_wagtail_source:delete", args=[walker.pk])
    response = admin_client.post(url, follow=True)
    assert "Take the note" in response.content.decode()
    assert Source.objects.filter(pk=walker.pk).exists()


def test_a_number_stands_at_its_word_and_a_title_without_author_comes_first(client: Client) -> None:
    page = advocacy.page(("text", f"<p>A claim {advocacy.cite(advocacy.source('Alone', year=2022))} made.</p>"))
    html = client.get(page.url).content.decode()
    assert "claim\u2060<sup" in html
    assert "</sup> made." in html
    assert "<cite>Alone</cite>. (2022)." in html
