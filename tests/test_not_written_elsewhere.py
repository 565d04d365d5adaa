"""Promise: where the database takes nothing, whoever works in the admin is told so in the views of Wagtail, too, and what was
typed is not lost; our records have changed whole or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.urls import path, reverse
from wagtail.models import Site
from wagtail.users.models import UserProfile

from harbor_wagtail.models import HarborSettings, Hotline, HotlineText
from tests import advocacy, factories
from tests.admin_forms import form_data
from tests.test_not_written import QUOTED, WRITES, taking_nothing, told
from tests.urls import urlpatterns as of_the_site

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

handler500 = "harbor_wagtail.not_shown.not_shown"


def of_a_host(_request: Any) -> Any:
    raise OperationalError("read-only")


#: A host's own view may lie below the admin's address and be for everybody.
urlpatterns = [path("admin/hosts-own/", of_a_host), *of_the_site]


def line(english: Any) -> Hotline:
    hotline = Hotline(call_number="507-555-0142")
    hotline.texts.add(HotlineText(locale=english, name="Help"))
    hotline.save()
    hotline.save_revision().publish()
    hotline.refresh_from_db()
    return hotline


def counted(client: Client, path: str, sent: dict[str, Any]) -> int:
    """How often the database is written to when all goes well."""
    writes = [0]

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        writes[0] += bool(WRITES.match(sql))
        return execute(sql, *rest)

    with connection.execute_wrapper(count), transaction.atomic():
        assert client.post(path, sent).status_code == 302
        transaction.set_rollback(True)
    return writes[0]


@pytest.mark.parametrize("action", ["unpublish", "revisions_revert", "delete", "delete together"])
@pytest.mark.parametrize("which", ["hotline", "organization"])
def test_what_wagtail_does_with_a_record(admin_client: Client, english: Any, which: str, action: str) -> None:
    record: Any = line(english) if which == "hotline" else factories.organization("Lantern House")
    revision = record.save_revision()
    record.refresh_from_db()
    rows = type(record)._default_manager
    space = f"wagtailsnippets_{record._meta.label_lower.replace('.', '_')}"
    if action == "delete together":
        path = (
            reverse("wagtail_bulk_action", args=[*record._meta.label_lower.split("."), "delete"]) + f"?id={record.pk}"
        )
    else:
        path = reverse(f"{space}:{action}", args=[record.pk, *([revision.pk] if action == "revisions_revert" else [])])
    sent = form_data(admin_client, path) | {"action-publish": "1"} if action == "revisions_revert" else {}
    before = rows.filter(pk=record.pk).values().get()
    for after in range(counted(admin_client, path, sent)):
        with taking_nothing(after=after):
            again = told(admin_client.post(path, sent))
        assert rows.filter(pk=record.pk).values().get() == before
    assert admin_client.post(path, again).status_code == 302
    there = rows.filter(pk=record.pk).first()
    assert there is None if action.startswith("delete") else there.live == (action != "unpublish")


@pytest.fixture
def editor(admin_client: Client) -> Client:
    admin_client.raise_request_exception = False
    return admin_client


def test_settings_of_a_site(editor: Client, english: Any) -> None:
    site = Site.objects.get(is_default_site=True)
    kept = HarborSettings.objects.create(site=site, site_name="Coalition")
    path = reverse("wagtailsettings:edit", args=["harbor_wagtail", "harborsettings", site.pk])
    sent = form_data(editor, path) | {"site_name": 'Newer & "better"'}
    for after in range(counted(editor, path, sent)):
        with taking_nothing(after=after):
            answer = editor.post(path, sent)
        assert answer.status_code == 503
        page = answer.content.decode()
        assert "This may not have been saved" in page
        assert "Newer &amp; &quot;better&quot;" in page
        assert QUOTED not in page
        kept.refresh_from_db()
        assert kept.site_name == "Coalition"
    assert editor.post(path, sent).status_code == 302
    kept.refresh_from_db()
    assert kept.site_name == 'Newer & "better"'


def test_a_page_and_in_the_language_of_who_reads(editor: Client, admin_user: Any, english: Any) -> None:
    UserProfile.objects.create(user=admin_user, preferred_language="es")
    page = advocacy.page(("text", "<p>x</p>"))
    path = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    with taking_nothing():
        answer = editor.post(path)
    assert answer.status_code == 503
    assert "Es posible que esto no se haya guardado" in answer.content.decode()


def test_no_password_is_repeated(editor: Client, english: Any) -> None:
    with _refusing_all_writes():
        answer = editor.post(reverse("wagtailadmin_account"), {"password-old_password": "zanzibar-1", "x": "1"})
        assert "zanzibar-1" not in answer.content.decode()
        answer = Client(raise_request_exception=False).post(
            reverse("wagtailadmin_login"), {"username": "admin", "password": "password"}
        )
    assert answer.status_code == 503
    assert 'value="password"' not in answer.content.decode()


@pytest.mark.parametrize("name", ["new_Password1", "passwd", "setup-client_secret", "device-otp_token", "otp"])
def test_nor_what_else_nobody_may_read(editor: Client, english: Any, name: str) -> None:
    page = advocacy.page(("text", "<p>x</p>"))
    with taking_nothing():
        answer = editor.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), {name: "zanzibar-1", "x": "1"})
    assert answer.status_code == 503
    assert "This may not have been saved" in answer.content.decode()
    assert "zanzibar-1" not in answer.content.decode()


def test_a_member_of_the_site_who_is_none_of_the_team_reads_what_visitors_do(english: Any) -> None:
    member = Client(raise_request_exception=False)
    member.force_login(User.objects.create_user("amira"))
    answer = member.post("/admin/hosts-own/", {"said": "zanzibar"})
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "This page cannot be shown" in page
    assert "This may not have been saved" not in page
    assert "zanzibar" not in page


def test_where_nothing_can_be_read_the_way_out_stands_there(editor: Client, english: Any) -> None:
    def refuse(*_given: Any) -> Any:
        raise OperationalError("gone")

    path = reverse("wagtailsnippets_harbor_wagtail_hotline:unpublish", args=[line(english).pk])
    with connection.execute_wrapper(refuse):
        answer = editor.post(path)
    assert answer.status_code == 503
    assert "This page cannot be shown" in answer.content.decode()


def _refusing_all_writes() -> Any:
    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            raise OperationalError("read-only")
        return execute(sql, *rest)

    return connection.execute_wrapper(refuse)
