"""What is due by rule, the report of it, and the inbox: what can be clicked, and whom to call first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Revision

from harbor_wagtail.directory.models import (
    Incoming,
    Organization,
    ProposedChange,
    Service,
    TaxonomyTerm,
    UpdateLink,
    UpkeepSettings,
    Verification,
)
from harbor_wagtail.directory.upkeep.due import Due, counts, due_on, with_due
from harbor_wagtail.directory.upkeep.links import make_link
from harbor_wagtail.directory.verification import record_verification
from tests import factories
from tests.admin_forms import form_data

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)


def checked(service: Service, days_ago: int, **given: Any) -> Service:
    record_verification(service, checked_on=TODAY - timedelta(days=days_ago), method="phone", **given)
    return service


def test_what_is_due_follows_the_rules_and_a_hotline_comes_sooner() -> None:
    UpkeepSettings.objects.create(check_every_days=100, hotline_every_days=30)
    factories.term("legal")
    TaxonomyTerm.objects.filter(code="legal").update(check_every_days=300)
    owner = factories.organization("Lantern House")
    hotline = [{"number": "507-555-0142", "purpose": "hotline"}]
    wanted = {
        checked(factories.service(owner, "On the day"), 100): Due.SOON,
        checked(factories.service(owner, "A day late"), 101): Due.OVERDUE,
        checked(factories.service(owner, "In a month"), 70): Due.SOON,
        checked(factories.service(owner, "Later"), 69): Due.FINE,
        checked(factories.service(owner, "Legal", domains=["legal"]), 200): Due.FINE,
        checked(factories.service(owner, "Both", domains=["legal", "health"]), 301): Due.OVERDUE,
        checked(factories.service(owner, "Line", phones=hotline), 31): Due.OVERDUE,
        checked(factories.service(owner, "Legal line", domains=["legal"], phones=hotline), 29): Due.SOON,
        factories.service(owner, "New"): Due.NEVER,
    }
    factories.service(owner, "Draft", live=False)
    found = with_due(today=TODAY)
    assert {service.name: service.due for service in found} == {each.name: due for each, due in wanted.items()}
    assert due_on(found.get(name="Line")) == TODAY - timedelta(days=1)
    assert counts(TODAY) == {"overdue": 3, "never": 1, "soon": 3, "fine": 2}


def test_the_report_and_the_lists_name_days_past_and_to_come(admin_client: Client) -> None:
    today = timezone.localdate()
    service = factories.service()
    record_verification(service, checked_on=today - timedelta(days=170), method="phone")
    due = due_on(with_due(today=today).get())
    assert due is not None
    assert due > today
    assert date_format(due) in admin_client.get(reverse("harbor_directory_due")).content.decode()
    for url in (reverse("harbor_directory_due"), "/admin/snippets/harbor_directory/service/"):
        assert date_format(today - timedelta(days=170)) in admin_client.get(url).content.decode(), url


def test_the_report_tells_what_is_due_by_county_and_by_who_checked(
    admin_client: Client, admin_user: Any, django_assert_max_num_queries: Any
) -> None:
    owner = factories.organization("Lantern House", email="office@lantern.example")
    ours = factories.service(owner, "Youth shelter", areas=[factories.MOWER], domains=["shelter"])
    record_verification(ours, checked_on=date(2020, 1, 2), method="phone", user=admin_user)
    factories.service(owner, "Elsewhere", areas=[factories.HENNEPIN])
    for _ in range(2):
        make_link(owner, [ours], "en", now=timezone.now() - timedelta(days=20))
    url = reverse("harbor_directory_due")
    page = admin_client.get(url).content.decode()
    assert page.index("Youth shelter") < page.index("Elsewhere")  # overdue goes before never
    assert "no answer after two mails: call" in page
    results = reverse("harbor_directory_due_results")
    for asked in (
        "due=overdue",
        f"county={factories.MOWER}",
        f"last_checked_by={admin_user.pk}",
        "call=true",
        "q=youth",
    ):
        part = admin_client.get(f"{results}?{asked}").content.decode()
        assert "Youth shelter" in part, asked
        assert ("Elsewhere" in part) == (asked == "call=true"), asked  # one mail is about all of an organization
    sheet = b"".join(admin_client.get(f"{url}?export=csv")).decode()
    assert "Lantern House,Youth shelter,Overdue,2020-07-03,2020-01-02,admin" in sheet.replace('"', "")
    assert admin_client.get(f"{url}?export=xlsx").status_code == 200
    for number in range(8):
        factories.service(owner, f"More {number}", areas=[factories.MOWER])
    with django_assert_max_num_queries(30):
        admin_client.get(results)
    home = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert "1 overdue" in home
    assert "9 never checked" in home
    assert "1 to call: no answer after two mails" in home


@pytest.fixture
def incoming(db: None) -> Incoming:
    owner = factories.organization("Lantern House", phones=["507-555-0142"])
    service = factories.service(owner, "Youth shelter", phones=["507-555-0143"], cost="unknown")
    found = Incoming.objects.create(organization=owner, kind="provider")
    found.confirmed.add(service)
    ProposedChange.objects.create(incoming=found, service=service, field="cost", old="unknown", new="free")
    ProposedChange.objects.create(incoming=found, service=service, field="phone:new", old="", new="(507) 555-0177")
    return found


def test_one_click_and_one_call(admin_client: Client, incoming: Incoming) -> None:
    url = reverse("harbor_directory_incoming", args=[incoming.pk])
    assert "Lantern House" in admin_client.get(reverse("harbor_directory_incoming_list")).content.decode()
    page = admin_client.get(url).content.decode()
    call = page[page.index("already on file") : page.index("one click")]
    assert "tel:+15075550142" in call
    assert "tel:+15075550143" in call
    assert "5550177" not in call  # the number it brought is not the number to ask
    said = admin_client.post(url, {"wish": "all"}, follow=True).content.decode()
    assert "1 change is taken over" in said
    assert Service.objects.get().cost == "free"
    assert Incoming.objects.get().is_waiting
    held = incoming.changes.get(field="phone:new")
    Service.objects.update(locked=True)
    locked = admin_client.post(url, {"wish": "called", "change": held.pk, "by_role": "intake worker"}, follow=True)
    assert "somebody has locked the record" in locked.content.decode()
    assert Service.objects.get().phones.count() == 1
    Service.objects.update(locked=False)
    refused = admin_client.post(url, {"wish": "called", "change": held.pk, "by_role": ""})
    assert "Say who confirmed it on the phone" in refused.content.decode()
    assert Service.objects.get().phones.count() == 1
    done = admin_client.post(url, {"wish": "called", "change": held.pk, "by_role": "intake worker"}, follow=True)
    assert "Noted as checked" in done.content.decode()
    assert {row.number for row in Service.objects.get().phones.all()} == {"507-555-0143", "(507) 555-0177"}
    assert Incoming.objects.get().state == "done"
    history = admin_client.get(
        reverse("wagtailsnippets_harbor_directory_service:history", args=[Service.objects.get().pk])
    ).content.decode()
    assert "Took over what the provider sent in" in history
    assert admin_client.post(url, {"wish": "all"}).status_code == 302  # pressed twice, done once
    assert Verification.objects.filter(service=Service.objects.get()).count() == 1


def test_a_visitor_is_not_believed_and_a_decision_keeps_its_reason(admin_client: Client) -> None:
    owner = factories.organization("Lantern House", phones=["507-555-0142"])
    found = Incoming.objects.create(organization=owner, kind="visitor", what="closed", note="<b>gone</b>")
    url = reverse("harbor_directory_incoming", args=[found.pk])
    page = admin_client.get(url).content.decode()
    assert "&lt;b&gt;gone" in page
    assert "Call a number that was already on file" in page
    admin_client.post(url, {"wish": "rejected", "reason": "We called:\x00 open."})
    found.refresh_from_db()
    assert (found.state, found.reason) == ("rejected", "We called: open.")
    assert Organization.objects.get().live


def test_who_may_see_and_who_may_decide(client: Client, incoming: Incoming) -> None:
    user = User.objects.create_user("ed", password="pw")
    client.force_login(user)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    urls = [
        reverse("harbor_directory_incoming_list"),
        reverse("harbor_directory_incoming", args=[incoming.pk]),
        reverse("harbor_directory_due"),
    ]
    assert {client.get(url).status_code for url in urls} <= {302, 403}
    names = ("change_service", "change_organization")
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    assert [client.get(url).status_code for url in urls] == [200, 200, 200]
    assert "Take all of these over" not in client.get(urls[1]).content.decode()
    client.post(urls[1], {"wish": "all"})
    assert Service.objects.get().cost == "unknown"


def test_two_who_do_not_depend_on_each_other_check_it_first(admin_client: Client, admin_user: Any) -> None:
    service = factories.service(factories.organization("New House"))
    url = reverse("wagtailsnippets_harbor_directory_organization:inclusion", args=[service.organization_id])
    decided = {"inclusion": "included", "inclusion_on": "2026-06-01", "inclusion_note": "We know them."}
    for _ in range(2):
        record_verification(service, checked_on=TODAY, method="phone", user=admin_user)
    assert "Better wait for two" in admin_client.get(url).content.decode()
    rules = UpkeepSettings.objects.create(two_checks=True)
    assert "It takes two" in admin_client.post(url, decided).content.decode()
    assert Organization.objects.get().inclusion == "undecided"
    record_verification(service, checked_on=TODAY, method="provider", user=admin_user)
    assert "It takes two" not in admin_client.get(url).content.decode()
    assert admin_client.post(url, decided).status_code == 302
    assert Organization.objects.get().inclusion == "included"
    assert rules.two_checks


def test_a_new_organization_is_first_shown_when_two_have_checked_it(admin_client: Client, admin_user: Any) -> None:
    rules = UpkeepSettings.objects.create(two_checks=True)
    owner = factories.organization("New House", live=False)
    service = factories.service(owner, "Beds")
    url = reverse("wagtailsnippets_harbor_directory_organization:edit", args=[owner.pk]) + "?whole=1"

    def publish(way: str) -> bool:
        if way == "form":
            data = form_data(admin_client, url) | {"action-publish": "1"}
            page = admin_client.post(url, data, follow=True).content.decode()
            assert ("Two who do not depend on each other" in page) != Organization.objects.get().live
        else:
            revision = Organization.objects.get().save_revision()
            if way == "schedule":
                Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now())
                revision.refresh_from_db()
            revision.publish(user=None if way == "schedule" else admin_user)
            Revision.objects.update(approved_go_live_at=None)  # what is scheduled is locked
        return bool(Organization.objects.get().live)

    assert not any(map(publish, ("form", "other", "schedule")))
    record_verification(service, checked_on=TODAY, method="phone", user=admin_user)
    assert not publish("other")
    record_verification(owner, checked_on=TODAY, method="provider", user=admin_user)
    assert publish("form")
    # Shown once, it may be changed by one.
    Verification.objects.all().delete()
    Organization.objects.update(live=False)
    assert publish("other")
    assert rules.two_checks


def test_when_nobody_is_left_every_page_says_so_until_somebody_checks(client: Client, english: Any) -> None:
    factories.directory_page()
    service = factories.service(factories.organization("Lantern House"), domains=["health"])
    pages = ("/find-help/", "/find-help/help/", "/find-help/lantern-house/")
    record_verification(service, checked_on=timezone.localdate() - timedelta(days=300), method="phone")
    for url in pages:
        assert "Nobody has checked this directory" not in client.get(url).content.decode(), url
    rules = UpkeepSettings.objects.create(silent_after_months=9)
    for url in pages:
        assert "Nobody has checked this directory for 9 months" in client.get(url).content.decode(), url
    record_verification(service, checked_on=timezone.localdate(), method="phone")
    assert "Nobody has checked" not in client.get(pages[0]).content.decode()
    assert rules.pk
    assert not UpdateLink.objects.exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL alone makes machine code of a question")
def test_the_rule_is_not_made_into_machine_code(admin_client: Client) -> None:
    """Of 10,000 listings the report took 25 seconds and the admin's first page three, of which all but a tenth went there."""
    owner = factories.organization("Lantern House", email="desk@example.org")
    factories.service(owner, "Drop-in")
    asked: list[tuple[str, str]] = []

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if "check_every_days" in sql and "checked_on" in sql:
            with connection.connection.cursor() as cursor:
                asked.append((sql, cursor.execute("SHOW jit").fetchone()[0]))
        return execute(sql, *rest)

    report = reverse("harbor_directory_due")
    for path in (reverse("wagtailadmin_home"), report, f"{report}?export=csv"):
        asked.clear()
        with connection.execute_wrapper(watch):
            answer = admin_client.get(path)
            assert (
                b"Drop-in" in (b"".join(answer.streaming_content) if answer.streaming else answer.content)
                or path != report
            )
        assert asked, path
        assert {state for _sql, state in asked} == {"off"}, path
        assert len({sql for sql, _state in asked}) == len(asked), path
    assert counts()["never"] == 1
