"""Quotes in the admin: written down, withdrawn with one button, looked after; their words seen by nobody else."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.blocks import StructBlockValidationError
from wagtail.models import ModelLogEntry

from harbor_wagtail.advocacy.blocks.body import BodyBlock
from harbor_wagtail.advocacy.quotes.models import SurvivorQuote
from harbor_wagtail.advocacy.quotes.withdrawing import withdraw
from tests import advocacy, quotes
from tests.admin_forms import form_data
from tests.quotes import WORDS, day

pytestmark = pytest.mark.django_db
BASE = "/admin/snippets/harbor_advocacy/survivorquote"
REPORT = "/admin/reports/harbor-quotes/"


def staff(users: Any, *rights: str) -> Client:
    user = users.objects.create_user("-".join(rights) or "nobody", password="p")
    names = ["access_admin", *rights]
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def quote(english: Any) -> SurvivorQuote:
    return quotes.quote()


def test_written_down_in_the_form_and_words_in_no_log(admin_client: Client, english: Any) -> None:
    url = f"{BASE}/add/"
    data = {**form_data(admin_client, url), **quotes.facts(consented_on=day(1).isoformat(), expires_on="")}
    refused = admin_client.post(url, data)
    assert "This day is still to come." in refused.content.decode()
    assert not SurvivorQuote.objects.exists()
    assert admin_client.post(url, {**data, "consented_on": day().isoformat()}).status_code == 302
    found = SurvivorQuote.objects.get()
    assert found.scope == ["web", "print", "translation"]
    edit = f"{BASE}/edit/{found.pk}/"
    html = admin_client.get(edit).content.decode()
    assert "These words may be shown until" in html
    assert f"/admin/harbor/quotes/{found.pk}/withdraw/" in html
    kept = form_data(admin_client, edit)
    assert admin_client.post(edit, {**kept, "content_note": "Speaks of court"}).status_code == 302
    entries = list(ModelLogEntry.objects.values("label", "data"))
    assert len(entries) == 2
    assert "asked me" not in str(entries)


def test_withdrawn_with_one_button_which_says_what_it_did(
    admin_client: Client, quote: SurvivorQuote, django_capture_on_commit_callbacks: Any
) -> None:
    translated = quotes.quote(reference="SQ-12-ES", words="Nadie me preguntó.", language="es", original=quote)
    page = quotes.page(quote, title="In their words")
    url = f"/admin/harbor/quotes/{translated.pk}/withdraw/"  # a translation leads to all of it
    before = admin_client.get(url).content.decode()
    assert "The words stand here" in before
    assert f"/admin/pages/{page.pk}/edit/" in before
    assert "Archives of the web" in before
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin_client.post(url, follow=True)
    said = answer.content.decode()
    assert "SQ-12-ES is withdrawn: no page and no file of this site shows it." in said
    assert "What was done" in said
    assert "In their words" in said
    assert all(SurvivorQuote.objects.values_list("withdrawn_at", flat=True))
    assert "asked me" not in Client().get(page.url).content.decode()
    entry = ModelLogEntry.objects.get(action="harbor_advocacy.quote_withdraw")
    assert (entry.label, entry.data) == ("SQ-12", {"uses": 1})
    admin_client.post(url, {"forget": "on"})
    assert set(SurvivorQuote.objects.values_list("words", flat=True)) == {""}
    assert ModelLogEntry.objects.filter(action="harbor_advocacy.quote_withdraw").count() == 1
    assert "The words are deleted." in admin_client.get(url).content.decode()


def test_a_withdrawn_record_cannot_be_brought_back(admin_client: Client, quote: SurvivorQuote) -> None:
    url = f"{BASE}/edit/{quote.pk}/"
    data = form_data(admin_client, url)
    withdraw(quote)
    assert "that is a new record" in admin_client.post(url, {**data, "withdrawn_at": ""}).content.decode()
    assert SurvivorQuote.objects.get().withdrawn_at


def test_the_words_are_for_those_who_may_change_them(django_user_model: Any, quote: SurvivorQuote) -> None:
    page = quotes.page(quote)
    page.title = "Another title"
    page.save_revision()
    first, second = page.revisions.order_by("pk").values_list("pk", flat=True)
    withdraw(quote)
    urls = {
        f"{BASE}/": "view_survivorquote",
        f"{BASE}/history/{quote.pk}/": "view_survivorquote",
        f"{BASE}/usage/{quote.pk}/": "view_survivorquote",
        "/admin/snippets/choose/harbor_advocacy/survivorquote/": "view_survivorquote",
        f"/admin/harbor/quotes/{quote.pk}/withdraw/": "withdraw_survivorquote",
        REPORT: "view_survivorquote",
        f"{REPORT}?format=csv": "export_survivorquote",
    }
    everything = staff(django_user_model, *set(urls.values()))
    for url in urls:
        answer = everything.get(url)
        if answer.status_code == 200:
            assert "asked me" not in answer.content.decode(), url
    for url in (f"/admin/harbor/quotes/{quote.pk}/withdraw/", REPORT, f"{REPORT}?format=csv"):
        assert everything.get(url).status_code == 200, url
    assert everything.get(f"{BASE}/edit/{quote.pk}/").status_code == 302
    admin = django_user_model.objects.create_superuser("root", password="p")
    everything.force_login(admin)
    for url in (f"/admin/pages/{page.pk}/revisions/compare/{first}...{second}/", f"/admin/pages/{page.pk}/edit/"):
        answer = everything.get(url)
        assert answer.status_code == 200, url
        assert "asked me" not in answer.content.decode(), url


@pytest.mark.parametrize(
    ("rights", "withdraws", "reads", "exports"),
    [
        ((), False, False, False),
        (("view_survivorquote",), False, True, False),
        (("withdraw_survivorquote",), True, True, False),
        (("change_survivorquote",), True, True, False),
        (("export_survivorquote",), False, True, True),
    ],
)
def test_each_right_by_itself(
    django_user_model: Any, quote: SurvivorQuote, rights: tuple[str, ...], withdraws: bool, reads: bool, exports: bool
) -> None:
    client = staff(django_user_model, *rights)
    assert (client.get(REPORT).status_code == 200) is reads
    assert (client.get(f"{REPORT}?format=csv").status_code == 200) is exports
    client.post(f"/admin/harbor/quotes/{quote.pk}/withdraw/")
    assert bool(SurvivorQuote.objects.get().withdrawn_at) is withdraws


def test_the_report_names_what_ends_and_where_it_is_used(admin_client: Client, quote: SurvivorQuote) -> None:
    quotes.quote(reference="SQ-1", expires_on=day(59))
    quotes.quote(reference="SQ-2", consented_on=day(-300), expires_on=day(-1))
    quotes.quote(reference="SQ-3", context_shown=False)
    withdraw(quotes.quote(reference="SQ-4"))
    used = [quotes.block(each) for each in SurvivorQuote.objects.all()]
    quotes.indexed(advocacy.page(*used, title="=All of them"))
    with CaptureQueriesContext(connection) as few:
        html = admin_client.get(REPORT).content.decode()
    for expected in (
        "Ends soon (1)",
        "Consent has ended (1)",
        "Withdrawn (1)",
        "something is missing (1)",
        "Holds (1)",
    ):
        assert expected in html, expected
    assert "something is missing: that the page was shown to them" in html
    rows = list(csv.DictReader(io.StringIO(admin_client.get(f"{REPORT}?format=csv").content.decode("utf-8-sig"))))
    assert [row["reference"] for row in rows] == ["SQ-1", "SQ-2", "SQ-4", "SQ-3", "SQ-12"]
    assert {row["used_on"] for row in rows} == {"'=All of them"}
    SurvivorQuote.objects.bulk_create(
        SurvivorQuote(**quotes.facts(reference=f"SQ-{number}")) for number in range(100, 130)
    )
    with CaptureQueriesContext(connection) as many:
        admin_client.get(REPORT)
    assert len(many) == len(few)


def test_each_use_asks_whether_it_is_agreed_to(quote: SurvivorQuote) -> None:
    block = BodyBlock().child_blocks["quote"]

    def refused(**given: Any) -> dict[str, Any]:
        _kind, value = quotes.block(quote, **given)
        try:
            block.clean(block.to_python(value))
        except StructBlockValidationError as problem:
            return problem.block_errors
        return {}

    assert refused() == {}
    assert set(refused(on_page=False)) == {"on_page"}
    quote.scope = ["web"]
    quote.save()
    assert set(refused()) == {"on_paper"}
    assert "SQ-12 does not say so" in str(refused()["on_paper"])
    assert refused(on_paper=False) == {}
    assert "quote" in refused(quote=None)


class TestRetention:
    def run(self, *args: str) -> str:
        out = io.StringIO()
        call_command("harbor_retain", *args, stdout=out)
        return out.getvalue()

    def test_what_ended_is_noted_once_and_later_deleted(self, quote: SurvivorQuote, settings: Any) -> None:
        gone = quotes.quote(reference="SQ-1", consented_on=day(-300), expires_on=day(-91))
        quotes.quote(reference="SQ-1-ES", language="es", original=gone)
        quotes.quote(reference="SQ-2", consented_on=day(-300), expires_on=day(-90))
        assert "quotes-ended: 3" in self.run("--dry-run")
        assert SurvivorQuote.objects.count() == 4
        assert "quotes-ended: 3" in self.run("--only", "quotes-ended")
        assert "quotes-ended: 0" in self.run()
        assert list(SurvivorQuote.objects.values_list("reference", "words")) == [("SQ-12", WORDS), ("SQ-2", WORDS)]
        labels = ModelLogEntry.objects.filter(action="harbor_advocacy.quote_end").values_list("label", flat=True)
        assert sorted(labels) == ["SQ-1", "SQ-1-ES", "SQ-2"]

    def test_an_unknown_name_stops_it(self) -> None:
        from django.core.management.base import CommandError

        with pytest.raises(CommandError, match="There is no 'rows'") as stopped:
            self.run("--only", "rows")
        assert stopped.value.returncode == 2
