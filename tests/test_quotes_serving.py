"""No survivor's words without consent that is valid today: asked when a page or a file is served, on every way out."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Revision, Site
from wagtail.search.backends import get_search_backend

from harbor_wagtail.advocacy.models import HandoutFile
from harbor_wagtail.advocacy.quotes import memory
from harbor_wagtail.advocacy.quotes.models import QuoteSettings, SurvivorQuote
from harbor_wagtail.advocacy.quotes.withdrawing import withdraw
from harbor_wagtail.documents import engine
from harbor_wagtail.language.rules import Context
from harbor_wagtail.language.texts import passages
from harbor_wagtail.pages.models import FactSheetPage, ReportChapterPage, ReportPage
from tests import advocacy, quotes
from tests.quotes import WORDS, day

pytestmark = pytest.mark.django_db
#: No word of a quote, nor what its block owned.
LEFT = ("Nobody asked me", "Said by one of us", "harbor-adv-quote", "Survivor")


def html(client: Client, page: Any, below: str = "") -> str:
    response = client.get(page.url + below)
    assert response.status_code == 200
    return response.content.decode()


def _past(quote: SurvivorQuote) -> None:
    SurvivorQuote.objects.filter(pk=quote.pk).update(consented_on=day(-400), expires_on=day(-1))


def _too_long(quote: SurvivorQuote) -> None:
    SurvivorQuote.objects.filter(pk=quote.pk).update(consented_on=day(-1097), expires_on=day(300))


def _change(**values: Any) -> Callable[[SurvivorQuote], None]:
    return lambda quote: SurvivorQuote.objects.filter(pk=quote.pk).update(**values) and None


ENDINGS = {
    "withdrawn": withdraw,
    "past its day": _past,
    "past three years, whatever the row says": _too_long,
    "out of scope": _change(scope=["press", "social"]),
    "of a child": _change(age_band="under-18", guardian_agreed=True, youth_agreed=True),
    "page not shown to them": _change(context_shown=False),
    "no consent": _change(consented_on=None, expires_on=None),
    "deleted": lambda quote: quote.delete(),
}


@pytest.fixture
def quote(english: Any) -> SurvivorQuote:
    return quotes.quote()


class TestOnThePage:
    def test_a_quote_with_its_note_and_its_way_around(self, client: Client, english: Any) -> None:
        found = quotes.quote(content_note="Speaks of court", age_band="25-39", year=2021, example=True)
        text = html(client, quotes.page(found))
        for expected in (
            '<blockquote lang="en" dir="auto"><p>Nobody asked me what I wanted until the day somebody did.</p>',
            "Speaks of court",
            'href="#after-quote-1">Skip these words</a>',
            'id="after-quote-1"',
            "Survivor</span>, 25 to 39, 2021",
            "Example</span>",
            "data-nosnippet",
        ):
            assert expected in text, expected
        assert text.index("Speaks of court") < text.index("Nobody asked me")

    def test_consent_that_does_not_hold_leaves_no_word_and_no_hole(self, client: Client, quote: SurvivorQuote) -> None:
        made = ("section", {"heading": "<p>In their words</p>", "subheading": "", "text": ""})
        page = advocacy.page(("text", "<p>What stays.</p>"), made, quotes.block(quote))
        for name, end in ENDINGS.items():
            SurvivorQuote(pk=quote.pk, withdrawn_at=None, **quotes.facts()).save()
            for below in ("", "handout/"):
                assert "Nobody asked me" in html(client, page, below), name
            end(SurvivorQuote.objects.get())
            for below in ("", "handout/"):
                text = html(client, page, below)
                assert not [word for word in (*LEFT, "In their words") if word in text], name
                assert "What stays." in text

    def test_the_day_after_the_last_one_without_any_command(
        self, client: Client, quote: SurvivorQuote, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = quotes.page(quote)
        for later, shown in ((0, True), (1, False)):
            today = quote.expires_on + datetime.timedelta(days=later)
            monkeypatch.setattr("django.utils.timezone.localdate", lambda now=today: now)
            assert ("Nobody asked me" in html(client, page)) is shown

    def test_paper_is_agreed_to_by_itself(self, client: Client, english: Any) -> None:
        ticked, scope = quotes.quote(), quotes.quote(reference="SQ-13", scope=["web"])
        for page in (
            advocacy.page(quotes.block(ticked, on_paper=False)),
            advocacy.page(quotes.block(scope), slug="other"),
        ):
            assert 'harbor-adv-quote harbor-no-print"' in html(client, page)
            assert not [word for word in LEFT if word in html(client, page, "handout/")]
        not_asked = advocacy.page(quotes.block(ticked, on_page=False), slug="third")
        assert "Nobody asked me" not in html(client, not_asked)

    def test_a_whole_report_and_its_chapters(self, client: Client, quote: SurvivorQuote) -> None:
        report = advocacy.page(model=ReportPage, title="Report", slug="report")
        chapter = advocacy.page(quotes.block(quote), model=ReportChapterPage, parent=report, title="One")
        assert "Nobody asked me" in html(client, report, "handout/")
        assert "Nobody asked me" in html(client, chapter)
        withdraw(quote)
        assert "Nobody asked me" not in html(client, report, "handout/") + html(client, chapter)

    def test_children_only_where_the_site_says_so_and_both_agreed(self, client: Client, english: Any) -> None:
        young = quotes.quote(age_band="under-18", guardian_agreed=True, youth_agreed=True)
        page = quotes.page(young)
        assert "Nobody asked me" not in html(client, page)
        QuoteSettings.objects.create(site=Site.objects.get(is_default_site=True), minors_allowed=True)
        assert "Nobody asked me" in html(client, page)
        SurvivorQuote.objects.update(guardian_agreed=False)
        assert "Nobody asked me" not in html(client, page)

    def test_a_translation_stands_and_falls_with_its_original(self, rf: Any, quote: SurvivorQuote) -> None:
        quotes.quote(reference="SQ-12-ES", words="Nadie me preguntó.", language="es", original=quote, scope=[])
        page = quotes.page(quote)

        def in_spanish() -> str:
            with translation.override("es"):
                fresh = FactSheetPage.objects.get(pk=page.pk)
                return str(fresh.adv_body.render_as_block({"request": rf.get("/")}))

        assert '<blockquote lang="es" dir="auto"><p>Nadie me preguntó.' in in_spanish()
        SurvivorQuote.objects.filter(pk=quote.pk).update(scope=["web", "print"])
        assert "Nadie" not in in_spanish()
        assert '<blockquote lang="en" dir="auto">' in in_spanish()
        withdraw(quote)
        assert "asked me" not in in_spanish()

    def test_quoted_from_a_publication(self, client: Client, english: Any) -> None:
        source = advocacy.source("A memoir", authors=("Ana Ruiz",), year=2020, url="https://example.org/m")
        found = SurvivorQuote.objects.create(
            reference="SQ-20", words=WORDS, basis="publication", source=source, permission="CC BY 4.0", scope=["web"]
        )
        page = quotes.page(found)
        text = html(client, page)
        assert 'cite="https://example.org/m"' in text
        assert "(CC BY 4.0)" in text
        source.delete()
        assert "Nobody asked me" not in html(client, page)

    def test_a_preview_says_why_there_is_nothing(self, rf: Any, quote: SurvivorQuote) -> None:
        page = quotes.page(quote)
        withdraw(quote)
        text = FactSheetPage.objects.get(pk=page.pk).make_preview_request().render().content.decode()
        assert "SQ-12 is not shown here: consent was withdrawn." in text
        assert "Nobody asked me" not in text
        other = quotes.page(quotes.quote(reference="SQ-14", scope=["press"]), slug="other")
        text = other.make_preview_request().render().content.decode()
        assert "SQ-14 is not shown here: it was not agreed to here." in text

    def test_queries_do_not_grow_with_the_quotes(self, rf: Any, english: Any, spanish: Any) -> None:
        found = [quotes.quote(reference=f"SQ-{number}") for number in range(1, 13)]
        rows = [
            quotes.facts(reference=f"{each}-ES", words="Nadie.", language="es", original=each, scope=[])
            for each in found
        ]
        SurvivorQuote.objects.bulk_create(SurvivorQuote(**row) for row in rows)
        counts = []
        for count in (1, 12):
            page = advocacy.page(*[quotes.block(each) for each in found[:count]], slug=f"p{count}")
            fresh = FactSheetPage.objects.get(pk=page.pk)
            with translation.override("es"), CaptureQueriesContext(connection) as asked:
                text = fresh.page_route(rf.get("/")).render().content.decode()
            assert text.count("<p>Nadie.") == count
            counts.append(len(asked))
        assert counts[0] == counts[1]


class TestNoCopyAnywhere:
    def test_caches_are_told_to_keep_nothing_and_gatherers_to_stay_out(
        self, client: Client, quote: SurvivorQuote, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(FactSheetPage, "harbor_cacheable", True)  # a host that wants its pages cached
        page = quotes.page(quote)
        answer = client.get(page.url)
        assert answer["Cache-Control"] == "private, no-store, max-age=0"
        assert "noarchive" in answer["X-Robots-Tag"]
        assert answer["TDM-Reservation"] == "1"
        withdraw(quote)
        assert "Cache-Control" not in client.get(page.url).headers

    def test_not_from_a_cache_of_the_whole_site(
        self, client: Client, quote: SurvivorQuote, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.MIDDLEWARE = [
            "django.middleware.cache.UpdateCacheMiddleware",
            *settings.MIDDLEWARE,
            "django.middleware.cache.FetchFromCacheMiddleware",
        ]
        monkeypatch.setattr(FactSheetPage, "harbor_cacheable", True)
        page, plain = quotes.page(quote), advocacy.page(("text", "<p>First</p>"), slug="plain")
        assert "Nobody asked me" in html(client, page)
        assert "First" in html(client, plain)
        withdraw(quote)
        FactSheetPage.objects.filter(pk=plain.pk).update(title="Second")
        assert "Nobody asked me" not in html(client, page)
        assert "Second" not in html(client, plain)  # proof that the cache works here

    def test_not_in_the_page_its_versions_the_index_the_api_or_what_machines_read(
        self, client: Client, quote: SurvivorQuote
    ) -> None:
        page = quotes.page(quote)
        stored = page.adv_body.raw_data[1]["value"]
        assert stored["quote"] == quote.pk
        kept = [
            json.dumps(list(page.adv_body.raw_data), default=str),
            *map(str, Revision.objects.values_list("content")),
        ]
        child = page.adv_body[1]
        kept += [json.dumps(child.block.get_api_representation(child.value))]
        kept += [json.dumps(page.adv_body.stream_block.get_searchable_content(page.adv_body), default=str)]
        kept += [page.get_description(), str(quote), json.dumps([p.text for p in passages(page)])]
        head = html(client, page).split("</head>")[0]
        assert not [text for text in [*kept, head] if "asked me" in text]
        assert child.block.get_api_representation(child.value) == {"quote": quote.pk}
        assert not list(get_search_backend().search("asked", FactSheetPage))

    def test_the_checks_of_language_leave_them_alone(self, english: Any) -> None:
        page = quotes.page(quotes.quote(words="They called me a child prostitute."))
        assert all("prostitute" not in passage.text for passage in passages(page))
        heading = next(passage for passage in passages(page) if "one of us" in passage.text)
        assert heading.context is Context.VERBATIM

    def test_where_nobody_could_keep_it_from_being_kept_there_is_nothing(self, rf: Any, quote: SurvivorQuote) -> None:
        page = quotes.page(quote)
        assert "asked me" not in str(page.adv_body)  # a feed, a mail, an export: no request
        assert "asked me" in page.adv_body.render_as_block({"request": rf.get("/"), "page": page})


@pytest.mark.skipif(not engine.available(), reason="no PDF can be made here")
class TestTheFile:
    @pytest.fixture(autouse=True)
    def empty(self) -> Any:
        memory.forget()
        yield
        memory.forget()

    def test_a_file_is_checked_each_time_and_written_into_no_table(self, client: Client, quote: SurvivorQuote) -> None:
        page = quotes.page(quote)
        url = f"/harbor/advocacy/{page.pk}/handout.pdf"
        first, again = client.get(url), client.get(url)
        assert first.content == again.content
        assert "asked me" in _words(first.content)
        assert first["Cache-Control"] == "private, no-store, max-age=0"
        assert not HandoutFile.objects.exists()
        SurvivorQuote.objects.filter(pk=quote.pk).update(consented_on=day(-400), expires_on=day(-1))  # no command
        later = client.get(url)
        assert "asked me" not in _words(later.content)
        assert HandoutFile.objects.get().digest not in memory._kept
        SurvivorQuote.objects.filter(pk=quote.pk).update(consented_on=day(-1), expires_on=day(1))
        assert "asked me" in _words(client.get(url).content)
        assert "asked me" not in _words(bytes(HandoutFile.objects.get().content))


def _words(content: bytes) -> str:
    pypdf = pytest.importorskip("pypdf")
    return " ".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())
