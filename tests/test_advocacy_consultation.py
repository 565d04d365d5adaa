"""Asking for a consultation: little is asked, nothing else is kept, and it goes when its day comes."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core import signing
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from harbor_wagtail.advocacy.consultations import form as asking
from harbor_wagtail.advocacy.consultations.models import ConsultationRequest
from harbor_wagtail.pages.models import ActionPage
from tests import advocacy

pytestmark = pytest.mark.django_db
WORDS = {
    "name": "Ana",
    "email": "ana@example.org",
    "organization": "",
    "role": "legislators",
    "question": "How to draft?",
}


@pytest.fixture
def page(english: Any) -> Any:
    return advocacy.page(
        ("text", "<p>x</p>"), model=ActionPage, title="Act", ask_email="team@example.org", ask_keep_days=30
    )


def sent(client: Client, page: Any, seconds: int = 10, **given: str) -> Any:
    shown = signing.dumps(timezone.now().timestamp() - seconds, salt=asking.SALT)
    return client.post(page.url + "ask/", {**WORDS, "shown": shown, **given})


def test_what_is_asked_is_kept_and_the_mail_says_nothing_of_it(
    client: Client, page: Any, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    assert f'href="{page.url}ask/"' in client.get(page.url).content.decode()
    shown = client.get(page.url + "ask/")
    assert "no name, no story, no place" in shown.content.decode()
    assert shown["Cache-Control"] == "private, no-store"
    with django_capture_on_commit_callbacks(execute=True):
        response = sent(client, page)
    assert response["Location"] == page.url + "ask/?sent"
    assert "Thank you" in client.get(response["Location"]).content.decode()
    asked = ConsultationRequest.objects.get()
    assert (asked.name, asked.page, asked.delete_on) == (
        "Ana",
        "Act",
        timezone.localdate() + datetime.timedelta(days=30),
    )
    kept = {field.name for field in ConsultationRequest._meta.get_fields()}
    assert kept == {"id", "created", "delete_on", "page", "answered", *WORDS}
    (mail,) = mailoutbox
    assert mail.to == ["team@example.org"]
    assert not any(word in mail.subject + mail.body for word in ("Ana", "ana@", "draft"))
    assert reverse("wagtailsnippets_harbor_advocacy_consultationrequest:list") in mail.body


@pytest.mark.parametrize(
    ("seconds", "given", "said"),
    [
        (-90_000, {}, "send it once more"),  # no server is so far ahead
        (10, {"shown": "forged"}, "send it once more"),
        (90_000, {}, "send it once more"),
        (10, {"email": "ana@"}, "Enter a valid email address"),
        (10, {"question": "x" * 3001}, "3,000 characters"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client: Client, page: Any, seconds: int, given: dict[str, str], said: str
) -> None:
    response = sent(client, page, seconds, **given)
    assert response.status_code == 422
    html = response.content.decode()
    assert said in html
    assert 'value="Ana"' in html
    assert not ConsultationRequest.objects.exists()


def test_what_is_sent_too_quickly_is_asked_for_once_more(client: Client, page: Any, monkeypatch: Any) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(asking, "QUICKEST", datetime.timedelta(hours=1))  # however slow this machine is
        assert "send it once more" in sent(client, page).content.decode()
    assert not ConsultationRequest.objects.exists()
    # Shown by a server whose clock is ten minutes ahead.
    assert sent(client, page, seconds=-600).status_code == 302
    assert ConsultationRequest.objects.exists()


def test_machines_are_thanked_and_floods_are_stopped(client: Client, page: Any, monkeypatch: Any) -> None:
    assert sent(client, page, website="https://spam.example").status_code == 302
    assert not ConsultationRequest.objects.exists()
    monkeypatch.setattr(asking, "MOST_IN_AN_HOUR", 1)
    assert sent(client, page).status_code == 302
    assert "try again later" in sent(client, page).content.decode()
    assert ConsultationRequest.objects.count() == 1


def test_without_an_address_nobody_is_asked(client: Client, page: Any) -> None:
    page.ask_email = ""
    page.save()
    assert client.get(page.url + "ask/").status_code == 404
    assert "ask/" not in client.get(page.url).content.decode()


def test_a_request_goes_when_its_day_comes(client: Client, page: Any) -> None:
    sent(client, page)
    call_command("harbor_retain", verbosity=0)
    assert ConsultationRequest.objects.count() == 1
    ConsultationRequest.objects.update(delete_on=timezone.localdate())
    call_command("harbor_retain", verbosity=0)
    assert not ConsultationRequest.objects.exists()


def test_only_those_who_may_read_and_export_and_nobody_makes_one_up(client: Client, page: Any) -> None:
    sent(client, page, question="=cmd|' /C calc'!A0")
    editor = User.objects.create_user("editor", password="x")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    url = reverse("wagtailsnippets_harbor_advocacy_consultationrequest:list")
    assert client.get(url).status_code == 302
    editor.user_permissions.add(Permission.objects.get(codename="change_consultationrequest"))
    csv = b"".join(client.get(url, {"export": "csv"}).streaming_content).decode()
    assert "ana@example.org" in csv
    assert ",'=cmd|" in csv  # not a formula any more
    editor.user_permissions.add(Permission.objects.get(codename="add_consultationrequest"))
    assert client.get(url.replace("/list/", "/") + "add/").status_code in (302, 403, 404)
