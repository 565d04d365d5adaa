"""Promise: harmful wording is caught before it goes live: shown while writing, held back where the site wants, found by CI."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Site
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from harbor_wagtail.admin.term_rules import warn_of_harmful_words
from harbor_wagtail.language.finding import hits_of
from harbor_wagtail.language.rules import rules_for
from harbor_wagtail.models import HarborSettings, Hotline, TermRule
from harbor_wagtail.models.hotline_checks import record_check
from tests import advocacy, factories

pytestmark = pytest.mark.django_db
HARM = "<p>They called her a child prostitute.</p>"


@pytest.fixture
def page(english: Any) -> Any:
    statute = advocacy.source("Penal code", kind="statute")
    return advocacy.page(
        ("text", HARM),
        ("myth", {"myth": "She chose this life", "fact": "<p>She was rescued.</p>", "materials": [], "number": None}),
        ("statute", {"source": statute.pk, "words": "Whoever exploits a child prostitute", "pinpoint": ""}),
        title="Words",
        slug="words",
    )


def found(record: Any, site: Site | None = None) -> list[tuple[str, str, str]]:
    return [(hit.rule.id, hit.level.value, hit.passage.where) for hit in hits_of(record, site)]


def test_myths_and_statutes_are_somebody_elses_words(page: Any) -> None:
    assert found(page) == [("child-prostitute", "error", "text"), ("rescue", "warning", "myth.fact")]


def test_words_of_the_directory_are_read_in_their_own_language(english: Any, spanish: Any) -> None:
    words = {"en": {"description": "Help for sex slaves"}, "es": {"description": "Ayuda a indigentes"}}
    service = factories.service(factories.organization("Lantern House"), "Drop-in", texts=words)
    assert found(service) == [
        ("sex-slave", "warning", "description"),
        ("sin-techo", "info", "description"),
    ]


class TestRulesOfASite:
    def test_a_rule_can_be_changed_muted_and_added(self, page: Any) -> None:
        TermRule.objects.create(rule="rescue", level="off")
        TermRule.objects.create(rule="child-prostitute", level="info", instead="child\nyoung person")
        TermRule.objects.create(words="called her", level="error", reason="Say who.")
        assert [each[:2] for each in found(page)] == [
            ("child-prostitute", "info"),
            (f"own-{TermRule.objects.get(reason='Say who.').pk}", "error"),
        ]
        rule = next(rule for rule in rules_for("en") if rule.id == "child-prostitute")
        assert rule.instead == ("child", "young person")
        assert rule.reason.startswith("Nobody under 18")

    def test_a_site_has_the_last_word_on_its_own_pages_only(self, page: Any) -> None:
        site = Site.objects.get()
        TermRule.objects.create(rule="rescue", level="error")
        TermRule.objects.create(site=site, rule="rescue", level="off")
        assert ("rescue", "error", "myth.fact") in found(page)
        assert "rescue" not in {each[0] for each in found(page, site)}

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({}, "words"),
            ({"words": " * \n"}, "words"),
            ({"rule": "no-such-rule"}, "rule"),
            ({"rule": "rescue", "words": "too"}, "words"),
            ({"rule": "rescue", "language": "es"}, "rule"),
        ],
    )
    def test_what_makes_no_sense_is_refused_at_its_field(self, given: dict[str, str], field: str) -> None:
        with pytest.raises(Exception, match=r".") as refused:
            TermRule(**given).full_clean()
        assert set(refused.value.message_dict) == {field}  # type: ignore[attr-defined]

    def test_one_change_a_rule(self) -> None:
        TermRule.objects.create(rule="rescue", level="off")
        with pytest.raises(Exception, match="already changes"):
            TermRule(rule="rescue").full_clean()


class TestEditor:
    def test_the_panel_shows_errors_and_counts_the_rest(self, page: Any, admin_client: Client) -> None:
        html = admin_client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
        assert "They called her a child prostitute." in html
        assert "1 more thing worth a look" in html
        block = page.adv_body[0].id
        assert f'href="#block-{block}-section"' in html

    def test_it_follows_what_is_typed_and_keeps_nothing(self, page: Any, admin_client: Client) -> None:
        url = f"/admin/harbor/language/{page.pk}/"
        assert "child prostitute" not in self._live(admin_client, url, "<p>A child was harmed.</p>")
        assert "committed suicide" in self._live(admin_client, url, "<p>He committed suicide.</p>")
        assert "committed suicide" not in str(page.get_latest_revision().content)

    def test_a_form_that_cannot_be_read_leaves_it_as_it_is(self, page: Any, admin_client: Client) -> None:
        assert admin_client.post(f"/admin/harbor/language/{page.pk}/", {"title": "x"}).status_code == 204

    def test_only_for_those_who_may_edit(self, page: Any, client: Client, django_user_model: Any) -> None:
        user = django_user_model.objects.create_user("outsider", password="p")
        client.force_login(user)
        assert client.post(f"/admin/harbor/language/{page.pk}/", {}).status_code in (302, 403)

    def test_all_rules_can_be_read_and_changed_from_there(self, admin_client: Client) -> None:
        html = admin_client.get("/admin/harbor/language/rules/").content.decode()
        assert "Associated Press Stylebook" in html
        assert "prostitucion-infantil" in html
        add = admin_client.get("/admin/snippets/harbor_wagtail/termrule/add/?rule=fugada&language=es")
        for chosen in ("es", "fugada", "warning"):
            assert f'<option value="{chosen}" selected>' in add.content.decode()

    def test_whoever_publishes_without_having_seen_the_panel_is_told(self, page: Any, rf: Any) -> None:
        request = rf.get("/")
        request._messages = said = CookieStorage(request)
        warn_of_harmful_words(request, page)
        assert ["child prostitute" in str(message) for message in said._queued_messages] == [True]

    @staticmethod
    def _live(client: Client, url: str, text: str) -> str:
        data = nested_form_data(
            {
                "title": "Words",
                "slug": "words",
                "adv_intro": rich_text(""),
                "adv_body": streamfield([("text", rich_text(text))]),
                "adv_review_by": "2030-01-01",
                "adv_setting": "any",
                "adv_references": "page",
                **{name: streamfield([]) for name in ("adv_publishers", "adv_authors", "adv_notices", "adv_changes")},
                "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            }
        )
        response = client.post(url, data)
        assert response.status_code == 200, response.status_code
        return response.content.decode()


@pytest.mark.parametrize("wanted", [True, False])
def test_harmful_words_hold_a_page_back_where_the_site_wants_it(page: Any, admin_client: Client, wanted: bool) -> None:
    HarborSettings.objects.create(site=Site.objects.get(), words_hold_back=wanted)
    page.unpublish()
    page.save_revision()
    record_check(Hotline.objects.create(call_number="988"), how="called", checked_on=date(2026, 1, 2))
    response = admin_client.post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/", follow=True)
    assert ("must not stay on this site: “child prostitute”" in response.content.decode()) is wanted
    page.refresh_from_db()
    assert page.live is not wanted


class TestCommand:
    def _run(self, *options: str) -> tuple[int, list[dict[str, str]]]:
        out = io.StringIO()
        try:
            call_command("harbor_check", *options, "--json", stdout=out)
            code = 0
        except SystemExit as stopped:
            code = int(str(stopped.code))
        return code, json.loads(out.getvalue())["language"]

    def test_it_lists_what_is_published_by_weight(self, page: Any) -> None:
        code, errors = self._run("--language")
        assert code == 1
        assert len(errors) == 1
        assert "child prostitute" in errors[0]["problem"]
        assert "Words" in errors[0]["where"]
        assert len(self._run("--language", "warning")[1]) == 2
        page.unpublish()
        assert self._run("--language") == (0, [])

    def test_an_unknown_weight_stops_it(self) -> None:
        with pytest.raises(CommandError, match="error, warning, info"):
            call_command("harbor_check", "--language", "loud")
