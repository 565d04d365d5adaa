"""Promise: a provider confirms or corrects its listing by a link that opens nothing else."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from harbor_wagtail.directory.models import (
    Incoming,
    Organization,
    UpdateLink,
    Verification,
)
from harbor_wagtail.directory.upkeep.links import make_link, open_link
from harbor_wagtail.directory.upkeep.reminders import rounds, to_call
from harbor_wagtail.directory.verification import record_verification
from tests import factories
from tests.upkeep import STREET, as_it_stands, link_in, listed

pytestmark = pytest.mark.django_db


def verify(*options: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("harbor_verify", *options, stdout=out, stderr=out)
    except SystemExit as stopped:
        return int(stopped.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_a_provider_is_written_to_once_with_everything_that_is_due() -> None:
    service = listed()
    factories.service(service.organization, "Street outreach")
    demo = factories.service(factories.organization("Made up", email="x@example.org", example=True))
    without = factories.service(factories.organization("No mailbox"))
    code, said = verify("--send", "--dry-run")
    assert (code, len(mail.outbox), UpdateLink.objects.count()) == (0, 0, 0)
    assert "never checked: 4" in said
    assert "Lantern House: 2 due; first mail" in said
    assert "No mailbox: 1 due; no e-mail on file: call" in said
    code, said = verify("--send")
    assert (code, len(mail.outbox)) == (0, 1)
    assert "Mails sent: 1" in said
    message = mail.outbox[0]
    assert message.to == ["office@lantern.example"]
    assert message.body.count("http") == 1
    assert STREET not in message.body
    besides = message.body.replace(link_in(message), "")  # its token is made by chance
    assert "555" not in besides  # no fact is in a mailbox for ever
    assert demo.organization.name not in said
    assert str(without.organization) in said
    # Not again tomorrow; once more after two weeks; then somebody calls.
    assert verify("--send")[1].endswith("Mails sent: 0.\n")
    _later(15)
    assert "second mail" in verify("--send")[1]
    assert mail.outbox[-1].subject.startswith("A reminder")
    _later(15)
    assert "no answer after two mails: call" in verify("--send")[1]
    assert len(mail.outbox) == 2
    assert [each.organization for each in to_call()] == [service.organization]
    # A call that confirms it begins anew.
    for each in service.organization.services.all():
        record_verification(each, checked_on=timezone.localdate(), method="phone")
    assert [each.organization.name for each in rounds(within=30)] == ["No mailbox"]


def _later(days: int) -> None:
    for link in UpdateLink.objects.all():
        UpdateLink.objects.filter(pk=link.pk).update(sent_at=link.sent_at - timedelta(days=days))


def test_a_mail_that_fails_leaves_no_link_and_is_tried_again(settings: Any) -> None:
    listed()
    settings.EMAIL_BACKEND = "tests.test_upkeep_provider.Broken"
    code, said = verify("--send")
    assert code == 1
    assert "Lantern House: not sent" in said
    assert not UpdateLink.objects.exists()
    Site.objects.update(is_default_site=False)
    with pytest.raises(CommandError) as stopped:
        call_command("harbor_verify", "--send", stdout=StringIO())
    assert stopped.value.returncode == 2


class Broken:
    def __init__(self, *args: Any, **kwargs: Any) -> None: ...

    def __enter__(self) -> Broken:
        return self

    def __exit__(self, *args: Any) -> None: ...

    def send_messages(self, messages: Any) -> int:
        raise OSError("no such host")


def test_the_link_shows_public_facts_and_no_way_to_write_an_address(client: Client) -> None:
    service = listed()
    verify("--send")
    url = link_in(mail.outbox[0])
    response = client.get(url)
    page = response.content.decode()
    assert response.headers["Cache-Control"].endswith("no-store") or "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert 'content="same-origin"' in page or "referrer" in page
    for shown in (
        "507-555-0142",
        "507-555-0143",
        "Monday to Friday: 9 a.m. to 5 p.m.",
        "https://lantern.example",
        STREET,
    ):
        assert shown in page
    assert "Night house" in page
    assert "The place is not shown to anybody" in page
    names = re.findall(r'name="([^"]+)"', page)
    assert not [name for name in names if re.search("address|street|postal|city|latitude", name)]
    # Looking uses nothing up; what reads like an address is refused and nothing is kept.
    data = as_it_stands(page)
    key = f"service-{service.pk}-text-en-description"
    refused = client.post(url, {**data, key: "Come to 42 Harbor Lane, Austin MN 55912"})
    assert refused.status_code == 422
    assert not Incoming.objects.exists()
    assert "Please write no address here" in refused.content.decode()


def test_nothing_changed_is_a_check_and_the_link_is_used_up(client: Client) -> None:
    service = listed()
    verify("--send")
    url = link_in(mail.outbox[0])
    _token = url.rstrip("/").rpartition("/")[2]
    second, other = make_link(service.organization, [service], "en")
    response = client.post(url, as_it_stands(client.get(url).content.decode()))
    assert response.status_code == 302
    assert _token not in response.url
    assert client.get(response.url).status_code == 200
    check = Verification.objects.get(service=service)
    assert (check.method, check.checked_on, check.by_user) == ("provider", timezone.localdate(), None)
    assert Verification.objects.filter(organization=service.organization).count() == 1
    assert Incoming.objects.get().state == "done"
    # Replayed, its sister, cut short, guessed, over: the same page for all, and no name on it.
    late, over = make_link(service.organization, [service], "en", now=timezone.now() - timedelta(days=31))
    pages = set()
    for token in (
        _token,
        other,
        other[:-3],
        f"{second.pk}-guess",
        "999999-guess",
        "9" * 60,
        f"{second.pk}",
        over,
        "é-x",
    ):
        again = client.get(f"/harbor/update/{token}/")
        assert again.status_code == 404, token
        pages.add(re.sub(r"\s+", " ", again.content.decode()))
    assert len(pages) == 1
    assert "Lantern" not in pages.pop()
    assert late.digest != second.digest
    assert client.post(url, {}).status_code == 404


def test_a_link_ends_with_the_listing_and_is_kept_only_as_a_hash() -> None:
    service = listed()
    link, token = make_link(service.organization, [service], "en")
    assert open_link(token) == link
    assert token.partition("-")[2] not in str(UpdateLink.objects.filter(pk=link.pk).values().get())
    UpdateLink.objects.filter(pk=link.pk).update(digest=UpdateLink().digest)
    assert open_link(f"{link.pk}-") is None
    _link, another = make_link(service.organization, [service], "en")
    Organization.objects.update(paused=True)
    assert open_link(another) is None


def test_csrf_holds_for_the_answer() -> None:
    service = listed()
    _link, token = make_link(service.organization, [service], "en")
    assert Client(enforce_csrf_checks=True).post(f"/harbor/update/{token}/", {}).status_code == 403


def test_what_is_wrong_is_named_at_the_top_and_leads_to_its_line(client: Client) -> None:
    service = listed()
    _link, token = make_link(service.organization, [service], "es")
    address = f"/harbor/update/{token}/"
    given = as_it_stands(client.get(address).content.decode())
    name = f"organization-{service.organization_id}-email"
    page = client.post(address, {**given, name: "office arroba lantern"}).content.decode()
    alert = page.partition('role="alert"')[2].partition("</div>")[0]
    assert alert.count("<li>") == 1
    assert f'<a href="#id_{name}">Correo electrónico</a>' in alert
    assert f'id="id_{name}"' in page


def test_a_new_number_is_as_long_as_numbers_are_and_an_old_one_may_stand(client: Client) -> None:
    service = listed()
    kept, changed = service.organization.phones.get(), service.phones.get()
    kept.number = "507 555 014"  # as a source wrote it
    kept.save()
    _link, token = make_link(service.organization, [service], "en")
    address = f"/harbor/update/{token}/"
    given = as_it_stands(client.get(address).content.decode())
    name = f"service-{service.pk}-phone-{changed.hsds_id}"
    refused = client.post(address, {**given, name: "507 555 019"}).content.decode()
    alert = refused.partition('role="alert"')[2].partition("</div>")[0]
    assert alert.count("<li>") == 1
    assert f'href="#id_{name}"' in alert
    assert "a digit too few or too many" in refused
    assert client.post(address, {**given, name: "507 555 0199"}).status_code == 302


@pytest.mark.parametrize(("asked", "told"), [("es-US,es;q=0.9", "es"), ("en", "en"), ("fr", "en")])
def test_a_link_that_does_not_work_says_so_in_the_readers_language_and_not_in_its_own(
    client: Client, asked: str, told: str
) -> None:
    service = listed()
    link, token = make_link(service.organization, [service], "es" if told == "en" else "en")
    UpdateLink.objects.filter(pk=link.pk).update(used_at=timezone.now())
    for tried in (token, token[:-3], "77-made-up"):
        answer = client.get(f"/harbor/update/{tried}/", headers={"Accept-Language": asked})
        assert (answer.status_code, answer.headers["Content-Language"]) == (404, told)
