"""Promise: a provider confirms or corrects its listing by a link that opens nothing else; what leads people somewhere
waits for a call to the number on file."""

from __future__ import annotations

import re
from datetime import date, timedelta
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
    ProposedChange,
    Service,
    UpdateLink,
    UpkeepSettings,
    Verification,
)
from harbor_wagtail.directory.upkeep.applying import accept_all, accept_called, reject
from harbor_wagtail.directory.upkeep.held import is_held
from harbor_wagtail.directory.upkeep.links import make_link, open_link
from harbor_wagtail.directory.upkeep.reminders import rounds, to_call
from harbor_wagtail.directory.verification import record_verification
from tests import factories

pytestmark = pytest.mark.django_db

STREET = "118 Cedar Street"


def listed(**given: Any) -> Service:
    owner = factories.organization(
        "Lantern House",
        email="office@lantern.example",
        website="https://lantern.example",
        phones=["507-555-0142"],
        texts={"en": {"description": "Help for young people."}},
    )
    hidden = factories.location(owner, "Night house")
    shown = factories.location(owner, "Front desk", address=True)
    return factories.service(
        owner,
        "Youth shelter",
        phones=[{"number": "507-555-0143", "type": "text"}],
        schedules=[factories.weekly("MO,TU,WE,TH,FR", "09:00", "17:00")],
        hours="weekly",
        places=[hidden, shown],
        **given,
    )


def verify(*options: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("harbor_verify", *options, stdout=out, stderr=out)
    except SystemExit as stopped:
        return int(stopped.code or 0), out.getvalue()
    return 0, out.getvalue()


def link_in(message: Any) -> str:
    return re.findall(r"https?://[^/\s]+(/harbor/update/\S+)", message.body)[0]


def as_it_stands(page: str) -> dict[str, str]:
    """What a browser sends back of a form nobody touched."""
    given = dict(re.findall(r'<input type="(?:text|hidden)" name="([^"]+)" value="([^"]*)"', page))
    given |= {name: text.strip() for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>([^<]*)<', page)}
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        given[name] = re.findall(r'value="([^"]*)" selected', options)[0]
    return given


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


@pytest.fixture
def answered(client: Client, django_user_model: Any) -> tuple[Service, Incoming, Any]:
    """Hours, status and words changed; so were a number and the web address, and one place is said to have moved."""
    service = listed()
    place = service.service_at_locations.first().location
    UpkeepSettings.objects.create(tell_email="team@example.org")
    _link, token = make_link(service.organization, [service], "en")
    url, owner = f"/harbor/update/{token}/", service.organization
    data = as_it_stands(client.get(url).content.decode())
    phone = owner.phones.get()
    data |= {
        f"organization-{owner.pk}-phone-{phone.hsds_id}": "507-555-0199 ext. 4",
        f"organization-{owner.pk}-website": "lantern-help.example",
        f"service-{service.pk}-hours": "Mon-Sat 10am-6pm",
        f"service-{service.pk}-status": "wait_list",
        f"service-{service.pk}-text-en-description": "Beds for one week.",
        f"location-{place.pk}-place": "moved",
    }
    assert client.post(url, data).status_code == 302
    return service, Incoming.objects.get(), django_user_model.objects.create_superuser("ed", "ed@example.org", "pw")


def fields(incoming: Incoming, state: str) -> set[str]:
    return {change.field.partition(":")[0] for change in incoming.changes.filter(state=state)}


def test_one_click_takes_over_all_but_what_leads_people_somewhere(answered: tuple[Service, Incoming, Any]) -> None:
    service, incoming, user = answered
    assert fields(incoming, "waiting") == {"phone", "website", "hours", "status", "text", "place"}
    kept = str(list(incoming.changes.values())) + str(Incoming.objects.values().get())
    assert STREET not in kept
    assert "127.0.0.1" not in kept
    outcome = accept_all(incoming, user=user)
    assert fields(incoming, "accepted") == {"hours", "status", "text"}
    assert fields(incoming, "waiting") == {"phone", "website", "place"}
    fresh = Service.objects.get(pk=service.pk)
    assert fresh.status == "wait_list"
    assert fresh.texts.get().description == "Beds for one week."
    assert [str(row.opens_at) for row in fresh.schedules.all()] == ["10:00:00"]
    assert Organization.objects.get().phones.get().number == "507-555-0142"
    assert outcome.checked == []  # its visitors are shown the number that nobody has confirmed
    assert fresh.latest_revision is not None
    assert fresh.latest_revision.user == user
    # Called: each of what was held, one by one. The check is then one on the phone, of today.
    incoming.refresh_from_db()
    for change in incoming.changes.filter(state="waiting"):
        accept_called(change, by_role="director", user=user, by_hand=change.field == "place")
    row = Organization.objects.get().phones.get()
    assert (row.number, row.extension) == ("(507) 555-0199", "4")
    assert Organization.objects.get().website == "https://lantern-help.example"
    assert Incoming.objects.get().state == "done"
    check = Verification.objects.get(service=service)
    assert (check.method, check.by_role) == ("phone", "director")


def test_ages_languages_and_what_it_takes_to_start_are_facts_like_the_others(
    client: Client, english: Any, spanish: Any, django_user_model: Any
) -> None:
    spoken = [
        {"term": factories.term(code, "languages"), "note": note} for code, note in (("en", ""), ("es", "Tuesdays"))
    ]
    factories.term("so", "languages")
    service = listed(minimum_age=12, maximum_age=17, languages=spoken, answers={"id": "yes", "pet": "no"})
    _link, token = make_link(service.organization, [service], "es")
    page = client.get(f"/harbor/update/{token}/").content.decode()
    as_shown = as_it_stands(page)
    name = f"service-{service.pk}-{{}}".format
    assert as_shown[name("ages")] == "12-17"
    assert as_shown[name("languages")] == "Inglés, Español"
    assert (as_shown[name("intake-id")], as_shown[name("intake-pet")]) == ("yes", "no")
    assert as_shown[name("intake-police_report")] == "unknown"
    assert name("intake-pick_up") not in as_shown  # nobody has said anything about it
    changed = {
        name("ages"): "menores de 21",
        name("languages"): "español y somalí",
        name("intake-police_report"): "no",
        name("intake-id"): "depends",
    }
    wrong = client.post(f"/harbor/update/{token}/", {**as_shown, name("ages"): "young"}).content.decode()
    assert "12-17, 18+" in wrong
    assert client.post(f"/harbor/update/{token}/", as_shown | changed).status_code == 302
    incoming = Incoming.objects.get()
    assert dict(incoming.changes.values_list("field", "new")) == {
        "ages": "hasta 20",
        "languages": "español y somalí",
        "intake:police_report": "no",
        "intake:id": "depends",
    }
    user = django_user_model.objects.create_superuser("ed", "ed@example.org", "pw")
    client.force_login(user)
    diff = client.get(f"/admin/harbor/incoming/{incoming.pk}/").content.decode()
    assert "Is a police report needed to start?" in diff
    assert "English, Spanish" in diff
    outcome = accept_all(incoming, user=user)
    assert not outcome.by_hand
    fresh = Service.objects.get(pk=service.pk)
    assert (fresh.minimum_age, fresh.maximum_age, fresh.all_ages) == (None, 20, False)
    assert [(row.term.code, row.note) for row in fresh.languages.all()] == [("es", "Tuesdays"), ("so", "")]
    answers = {row.question: row for row in fresh.intake_answers.all()}
    assert answers["police_report"].confirmed  # a "no" stands with who said so, and when
    assert answers["police_report"].said_on == timezone.localdate()
    assert (answers["id"].answer, answers["pet"].answer) == ("depends", "no")


def test_a_fact_that_has_changed_since_is_a_conflict_and_stays(answered: tuple[Service, Incoming, Any]) -> None:
    service, incoming, user = answered
    text = service.texts.model.objects.create(service=service, locale=factories.locale("en"), description="Ours.")
    outcome = accept_all(incoming, user=user)
    assert [change.field for change in outcome.conflicts] == ["text:en:description"]
    text.refresh_from_db()
    assert text.description == "Ours."
    assert "text" in fields(incoming, "waiting")
    for change in incoming.changes.filter(state="waiting"):
        reject(change, user=user)
    assert Incoming.objects.get().state == "done"  # something of it was taken over
    assert not Verification.objects.filter(service=service).exists()


def test_an_open_draft_gets_the_fact_and_keeps_its_own(answered: tuple[Service, Incoming, Any]) -> None:
    service, incoming, user = answered
    service.save_revision().publish()
    draft = Service.objects.get(pk=service.pk)
    draft.name = "Shelter for youth"
    draft.go_live_at = timezone.now() + timedelta(days=3)
    scheduled = draft.save_revision()
    scheduled.publish()
    draft = Service.objects.get(pk=service.pk).get_latest_revision_as_object()
    draft.alternate_name = "The Shelter"
    latest = draft.save_revision()
    accept_all(incoming, user=user)
    fresh = Service.objects.get(pk=service.pk)
    assert (fresh.name, fresh.texts.get().description) == ("Youth shelter", "Beds for one week.")
    for revision in (scheduled, latest):
        revision.refresh_from_db()
        version = revision.as_object()
        assert version.name == "Shelter for youth"
        assert version.texts.get().description == "Beds for one week."
        assert version.schedules.all()[0].byday == "MO,TU,WE,TH,FR,SA"
    assert scheduled.approved_go_live_at  # still goes live on its day
    assert fresh.latest_revision_id == latest.pk
    assert fresh.has_unpublished_changes


def test_hiding_a_place_takes_its_address_out_of_what_was_proposed(answered: tuple[Service, Incoming, Any]) -> None:
    from harbor_wagtail.directory.visibility import make_area_only

    service, incoming, _user = answered
    ProposedChange.objects.filter(field__startswith="text").update(new=f"Now at {STREET}.")
    Incoming.objects.update(note=f"they are at {STREET}")
    place = service.service_at_locations.exclude(location__address_1="").get().location
    make_area_only(place)
    kept = str(list(ProposedChange.objects.values())) + str(list(Incoming.objects.values()))
    assert STREET not in kept


def test_the_team_is_told_that_something_came_and_not_what(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        service = listed()
        UpkeepSettings.objects.create(tell_email="team@example.org")
        _link, token = make_link(service.organization, [service], "es")
        url = f"/harbor/update/{token}/"
        page = client.get(url).content.decode()
        assert '<html lang="es"' in page
        data = as_it_stands(page) | {f"service-{service.pk}-cost": "free"}
        client.post(url, data)
    assert [message.to for message in mail.outbox] == [["team@example.org"]]
    assert "Lantern" not in mail.outbox[0].subject + mail.outbox[0].body


def test_the_day_of_an_answer_is_the_day_of_the_check(answered: tuple[Service, Incoming, Any]) -> None:
    _service, incoming, user = answered
    incoming.changes.exclude(field="status").delete()
    Incoming.objects.update(received_on=date(2026, 3, 2))
    incoming.refresh_from_db()
    outcome = accept_all(incoming, user=user)
    assert {Verification.objects.filter(organization=incoming.organization).get().checked_on} == {date(2026, 3, 2)}
    assert len(outcome.checked) == 2


@pytest.mark.parametrize(
    ("new", "held"),
    [
        ("Beds for two weeks, from 9 am to 5 pm.", False),
        ("Beds. Call (507) 555-0142 first.", False),  # it stood there before
        ("Beds. Call 507 555\u20130199 first.", True),
        ("Text HELP to 233733.", True),
        ("Write to help@lantern.example", True),
        ("See lantern-help.org", True),
        ("Ver www.lantern.example/ayuda", True),
    ],
)
def test_words_that_bring_a_way_to_reach_somebody_wait_for_a_call_too(new: str, held: bool) -> None:
    assert is_held("text:en:description", "Beds. Call (507) 555-0142.", new) is held


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
