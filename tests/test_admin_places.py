"""Whether an address is shown is decided apart from the form of a place: at once, with the right to, and quietly."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, Revision

from harbor_wagtail.directory.models import Location, LocationText
from tests import factories
from tests.admin_forms import errors, form_data

pytestmark = pytest.mark.django_db

#: Words of the made-up address that must turn up nowhere but on the decision's own page.
CANARY = "Quillfeather"
STREET = f"77 {CANARY} Lane"
ADDRESS = {"address_1": STREET, "city": "Austin", "state_province": "mn", "postal_code": "55912"}


def url(name: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_harbor_directory_location:{name}", args=args)


def decide(client: Client, place: Location, **answers: Any) -> Any:
    return client.post(url("visibility", place.pk), answers)


@pytest.fixture(autouse=True)
def languages(english: Any, spanish: Any) -> None:
    factories.term("shelter")


@pytest.fixture
def place(db: None) -> Location:
    return factories.location(factories.organization(), "Downtown office")


@pytest.fixture
def shelter_place(place: Location) -> Location:
    factories.service(place.organization, domains=["shelter"], places=[place])
    return place


@pytest.fixture
def editor(client: Client) -> Client:
    """Somebody who may edit and publish places, but not decide about addresses."""
    user = User.objects.create_user("editor", password="pw")
    wanted = ["access_admin", "add_location", "change_location", "publish_location"]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    client.force_login(user)
    return client


def test_make_public(admin_client: Client, place: Location) -> None:
    response = decide(admin_client, place, decision="public", **ADDRESS)
    assert response.status_code == 302, errors(response)
    place.refresh_from_db()
    assert (place.address_1, place.state_province, place.address_visibility) == (STREET, "MN", "public")
    assert place.visibility_changed_by == User.objects.get(username="admin")
    assert STREET in admin_client.get(url("edit", place.pk)).content.decode()


@pytest.mark.parametrize(
    ("missing", "told"),
    [("address_1", "needs this"), ("city", "needs this"), ("state_province", "needs this")],
)
def test_a_public_address_is_whole(admin_client: Client, place: Location, missing: str, told: str) -> None:
    response = decide(admin_client, place, decision="public", **{**ADDRESS, missing: ""})
    assert told in errors(response)
    place.refresh_from_db()
    assert not place.address_is_public


@pytest.mark.parametrize(
    ("agreement", "told"),
    [
        ({}, "Say who at the provider agreed."),
        ({"by_role": "director"}, "Say when the provider agreed."),
        ({"by_role": "director", "agreed_on": "2999-01-01"}, "This day has not come yet."),
    ],
    ids=["nobody", "no-day", "future"],
)
def test_where_people_may_hide_somebody_there_must_have_agreed(
    admin_client: Client, shelter_place: Location, agreement: dict[str, str], told: str
) -> None:
    response = decide(admin_client, shelter_place, decision="public", **ADDRESS, **agreement)
    assert response.status_code == 200
    assert told in errors(response)
    shelter_place.refresh_from_db()
    assert not shelter_place.address_is_public
    agreed = {"by_role": "director", "agreed_on": "2024-05-02"}
    assert decide(admin_client, shelter_place, decision="public", **ADDRESS, **agreed).status_code == 302


def test_hiding_needs_a_tick_and_erases_at_once(admin_client: Client, place: Location) -> None:
    decide(admin_client, place, decision="public", **ADDRESS)
    assert decide(admin_client, place, decision="area").status_code == 200
    place.refresh_from_db()
    assert place.address_is_public
    page = admin_client.get(url("visibility", place.pk)).content.decode()
    for word in ("e-mails that were sent", "search engines", "printed copies", "cannot be saved as a draft"):
        assert word in page
    assert decide(admin_client, place, decision="area", erase="on", confidential="on").status_code == 302
    place.refresh_from_db()
    assert (place.address_1, place.postal_code, place.address_visibility) == ("", "", "confidential")


def test_no_message_and_no_log_entry_holds_the_address(admin_client: Client, place: Location) -> None:
    seen = ""
    for answers in ({"decision": "public", **ADDRESS}, {"decision": "area", "erase": "on"}):
        response = decide(admin_client, place, **answers)
        seen += " ".join(str(message) for message in get_messages(response.wsgi_request))
        seen += response.url
    assert "Visitors see the area only" in seen
    logged = [(entry.label, str(entry.data), str(entry.message)) for entry in ModelLogEntry.objects.all()]
    assert len(logged) >= 2
    assert CANARY not in f"{seen} {logged}"


def test_a_get_changes_nothing_and_a_post_needs_the_token(place: Location) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("boss"))
    assert client.get(url("visibility", place.pk), {"decision": "public", **ADDRESS}).status_code == 200
    assert decide(client, place, decision="public", **ADDRESS).status_code == 403
    place.refresh_from_db()
    assert not place.address_is_public


def test_editing_is_not_the_right_to_decide(editor: Client, place: Location) -> None:
    page = editor.get(url("edit", place.pk))
    assert page.status_code == 200
    assert "Decide about the address" not in page.content.decode()
    for method in (editor.get, editor.post):
        response = method(url("visibility", place.pk), {"decision": "public", **ADDRESS})
        assert response.status_code in (302, 403)
    place.refresh_from_db()
    assert not place.address_is_public


def test_the_form_of_a_place_has_no_address_and_takes_none(editor: Client, place: Location) -> None:
    data = form_data(editor, url("edit", place.pk))
    assert not {"address_1", "city", "postal_code", "latitude", "address_visibility"} & set(data)
    posted = {**data, **ADDRESS, "address_visibility": "public", "name": "Uptown office", "action-publish": "1"}
    response = editor.post(url("edit", place.pk), posted)
    assert response.status_code == 302, errors(response)
    place.refresh_from_db()
    assert (place.name, place.address_visibility, place.address_1) == ("Uptown office", "undecided", "")
    assert not Revision.objects.filter(content__icontains=CANARY).exists()


def test_words_on_a_hidden_place_that_read_like_an_address_are_refused_without_repeating_them(
    admin_client: Client, place: Location
) -> None:
    data = form_data(admin_client, url("edit", place.pk))
    words = {"texts-0-description": f"Ring twice at {STREET}."}
    response = admin_client.post(url("edit", place.pk), {**data, **words})
    assert "This reads like an address (a street with a number" in errors(response)
    assert CANARY not in errors(response)
    assert not LocationText.objects.exists()
    decide(admin_client, place, decision="public", **ADDRESS)
    assert admin_client.post(url("edit", place.pk), {**data, **words}).status_code == 302


@pytest.mark.parametrize(
    ("domain", "public", "refused"),
    [("shelter", [], True), ("legal", [], False), ("legal", [False], True), ("legal", [False, True], False)],
)
def test_words_on_a_service_where_people_may_hide_or_nobody_said_that_a_place_is_public(
    admin_client: Client, domain: str, public: list[bool], refused: bool
) -> None:
    owner = factories.organization("Lantern House")
    places = [factories.location(owner, f"Office {number}", address=shown) for number, shown in enumerate(public)]
    service = factories.service(owner, domains=[domain], phones=["(507) 555-0142"], areas=["27099"], places=places)
    address = reverse("wagtailsnippets_harbor_directory_service:edit", args=[service.pk])
    data = {**form_data(admin_client, address), "texts-0-application_process": f"Come to {STREET}."}
    response = admin_client.post(address, data)
    assert (response.status_code == 200) is refused
    if refused:
        assert "This reads like an address" in errors(response)
        assert CANARY not in errors(response)


@pytest.mark.parametrize("field", ["new_place_name", "place_name"])
def test_the_name_of_a_place_in_a_listing_is_no_address(admin_client: Client, field: str) -> None:
    owner = factories.organization("Lantern House")
    places = (
        [factories.location(owner, "Office")] if field == "place_name" else [factories.location(owner, address=True)]
    )
    service = factories.service(owner, domains=["legal"], phones=["(507) 555-0142"], areas=["27099"], places=places)
    address = reverse("wagtailsnippets_harbor_directory_service:edit", args=[service.pk])
    data = {**form_data(admin_client, address), field: STREET, "new_place_county": "Freeborn County, MN"}
    response = admin_client.post(address, data)
    assert "This reads like an address" in errors(response)
    assert CANARY not in errors(response)
    assert not Location.objects.filter(name__icontains=CANARY).exists()


@pytest.mark.parametrize(("public", "refused"), [([], False), ([False], True), ([False, True], False)])
def test_words_on_an_organization_none_of_whose_places_is_public(
    admin_client: Client, public: list[bool], refused: bool
) -> None:
    owner = factories.organization("Lantern House")
    for number, shown in enumerate(public):
        factories.location(owner, f"Office {number}", address=shown)
    address = reverse("wagtailsnippets_harbor_directory_organization:edit", args=[owner.pk])
    response = admin_client.post(
        address, {**form_data(admin_client, address), "texts-0-description": f"We are at {STREET}."}
    )
    assert ("This reads like an address" in errors(response)) is refused
    assert (response.status_code == 200) is refused


def test_lists_searches_and_exports_never_hold_an_address(admin_client: Client, place: Location) -> None:
    decide(admin_client, place, decision="public", **ADDRESS, by_role="director", agreed_on="2024-05-02")
    for query in ("", "?q=Downtown", f"?q={CANARY}", "?export=csv"):
        response = admin_client.get(url("list") + query)
        assert response.status_code == 200
        body = b"".join(response) if response.streaming else response.content
        text = body.decode().replace(f"q={CANARY}", "").replace(f'value="{CANARY}"', "")
        assert CANARY not in text
        assert ("Downtown office" in text) is (CANARY not in query)
    names = {
        "address_1",
        "city",
        "postal_code",
        "latitude",
        "longitude",
        "alternate_name",
        "url",
        "map_url",
        "transportation",
    }
    assert not names & set(Location.snippet_viewset.list_export)
    assert not names & set(Location.snippet_viewset.search_fields)


def test_history_and_comparison_never_hold_an_address(admin_client: Client, place: Location) -> None:
    first = place.save_revision()
    decide(admin_client, place, decision="public", **ADDRESS)
    place.name = "Uptown office"
    second = place.save_revision()
    assert CANARY not in admin_client.get(url("history", place.pk)).content.decode()
    compare = admin_client.get(url("revisions_compare", place.pk, first.pk, second.pk))
    assert "Uptown" in compare.content.decode()
    assert CANARY not in compare.content.decode()
