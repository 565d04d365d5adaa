"""What may be listed twice is found and said, never in anybody's way; two become one without losing or showing a thing."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from harbor_wagtail.directory.duplicates import finding, merging, signs
from harbor_wagtail.directory.duplicates.signs import alike, domain_key, name_words, phone_key
from harbor_wagtail.directory.models import (
    Alias,
    Location,
    NotTheSame,
    Organization,
    OrganizationPhone,
    Service,
    ServiceAtLocation,
    ServicePhone,
    Verification,
)
from harbor_wagtail.directory.visibility import make_area_only, make_public
from tests.admin_forms import form_data
from tests.importing import bring_in, organization, write

OLMSTED = "27109"


def an_organization(name: str, county: str = OLMSTED, phone: str = "", website: str = "") -> Organization:
    made = Organization.objects.create(name=name, website=website)
    if phone:
        OrganizationPhone.objects.create(organization=made, number=phone)
    service = Service.objects.create(name=f"{name} drop-in", organization=made)
    place = Location.objects.create(name=f"{name} office", organization=made, county=county)
    ServiceAtLocation.objects.create(service=service, location=place)
    return made


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Harbor House", "The Harbour House, Inc.", True),
        ("Centro Luz de Rochester", "Rochester Luz Center", False),  # three words of which one differs
        ("Center for Youth Services", "Youth Center", True),
        ("North House", "South House", False),
        ("", "", False),
    ],
)
def test_names_that_are_alike(one: str, other: str, same: bool) -> None:
    assert alike(name_words(one), name_words(other)) is same


NAMES = st.lists(st.text("abcdeéñ", min_size=1, max_size=5), min_size=1, max_size=4).map(tuple)


@settings(max_examples=300, deadline=None)
@given(NAMES, NAMES, st.integers(0, 3))
def test_what_is_seen_at_a_glance_is_so_when_looked_at(
    one: tuple[str, ...], other: tuple[str, ...], alter: int
) -> None:
    if alter:  # names by chance are hardly ever alike
        other = (*one[:-1], one[-1] + "a" * (alter - 1))
    first, second = " ".join(one), " ".join(other)
    match = signs.difflib.SequenceMatcher(None, first, second, autojunk=False)
    assert alike(one, other) == (match.ratio() >= signs.ALIKE)


def test_names_that_cannot_be_alike_are_not_laid_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a county with 400 organizations each name has as many beside it, and the page would take longer than a worker may."""
    looked, compare = [0], signs.difflib.SequenceMatcher

    def count(*given: Any, **more: Any) -> Any:
        looked[0] += 1
        return compare(*given, **more)

    monkeypatch.setattr(signs.difflib, "SequenceMatcher", count)
    words = "harbor lantern bridge cedar maple prairie willow summit meadow beacon anchor river".split()
    names = [(one, other, last) for one in words for other in words[:6] for last in ("house", "line", "clinic")]
    pairs = [(one, other) for one in names for other in names if one != other]
    assert not any(alike(one, other) for one, other in pairs if not set(one) & set(other))
    assert looked[0] < len(pairs) / 20


def test_what_tells_nothing_apart_is_no_sign() -> None:
    assert phone_key("+1 (507) 555-0142 ext. 7") == phone_key("507.555.0142") == "5075550142"
    assert phone_key("988") == phone_key(None) == ""
    assert domain_key("https://www.example.org/about") == domain_key("example.org") == "example.org"
    assert domain_key("https://www.facebook.com/us") == domain_key("http://[bad") == domain_key("") == ""


@settings(deadline=None)
@given(text=st.text(max_size=60))
def test_no_text_stops_the_search(text: str) -> None:
    assert isinstance(phone_key(text) + domain_key(text), str)
    assert alike(name_words(text), name_words(text)) is bool(name_words(text))


@pytest.mark.django_db
def test_pairs_are_found_in_the_same_number_of_queries(django_assert_num_queries: Any) -> None:
    first = an_organization("Harbor House", phone="507-555-0142")
    second = an_organization("Harbour House")
    third = an_organization("Another Name", county="27053", phone="+15075550142")
    elsewhere = an_organization("Harbor Houses", county="27053")
    for number in range(8):  # a switchboard that all of these print
        an_organization(f"Tenant {number} {'abcdefgh'[number] * 9}", county="", phone="507-555-0100")
    merging.not_the_same(third, first)
    with django_assert_num_queries(6):
        pairs = finding.Known.load().pairs()
    assert [(pair.first, pair.second, pair.reasons) for pair in pairs] == [(first.pk, second.pk, ("name",))]
    NotTheSame.objects.all().delete()
    assert [(one.pk, reasons) for one, reasons in finding.similar_to(first)] == [
        (second.pk, ("name",)),
        (third.pk, ("phone",)),
    ]
    assert not finding.similar_to(elsewhere)
    with django_assert_num_queries(6):
        assert len(finding.Known.load().pairs()) == 2


def test_two_become_one(admin_client: Client, admin_user: User, tmp_path: Any) -> None:
    bring_in(write(tmp_path, organization("Harbor House", website="https://harbor.example.org")), source="a")
    kept = Organization.objects.get()
    other = an_organization("Harbour House Inc", phone="507-555-0142")
    OrganizationPhone.objects.create(organization=other, number="507-555-0177")
    old_id, old_slug, service = str(other.hsds_id), other.slug, other.services.get()
    Verification.objects.create(organization=other, checked_on="2026-11-01", method="phone", by_role="Volunteer")
    report = admin_client.get(reverse("harbor_directory_duplicates")).content.decode()
    url = reverse("harbor_directory_merge", args=["organization", kept.pk, other.pk])
    assert url in report
    assert "the same phone number" in report
    page = admin_client.get(url).content.decode()
    assert "This cannot be taken back" in page
    data = form_data(admin_client, url, None)
    assert data["fact-website"] == ["kept"]  # which the other does not say
    assert data["fact-phones"] == ["both"]
    assert data["fact-name"] == ["kept"]
    response = admin_client.post(url, {name: value[0] for name, value in data.items() if isinstance(value, list)})
    assert response.status_code == 302
    kept.refresh_from_db()
    assert not Organization.objects.filter(pk=other.pk).exists()
    assert kept.name == "Harbor House"
    assert kept.website == "https://harbor.example.org"
    numbers = sorted(phone_key(number) for number in kept.phones.values_list("number", flat=True))
    assert numbers == ["5075550142", "5075550177"]  # the same number in another spelling is one
    assert service in kept.services.all()
    assert kept.verifications.count() == 1
    assert set(Alias.objects.filter(organization=kept).values_list("kind", "value")) >= {
        ("hsds_id", old_id),
        ("slug", old_slug),
    }
    # The form begins with what is there now, and the history tells it.
    assert kept.get_latest_revision_as_object().phones.count() == 2
    history = admin_client.get(reverse("wagtailsnippets_harbor_directory_organization:history", args=[kept.pk]))
    assert "Harbour House Inc" in history.content.decode()
    # The source that knew the other by its id finds the one that stayed.
    again = bring_in(write(tmp_path, organization("Harbor House", id=old_id, services=[])), source="b")
    assert again.of("organization").created == 0
    assert Organization.objects.count() == 1


@pytest.mark.django_db
def test_what_is_confidential_stays_confidential() -> None:
    hidden, shown = an_organization("Harbor House"), an_organization("Harbor House")
    secret, office, other_office = (
        hidden.locations.get(),
        shown.locations.get(),
        Location.objects.create(name="Library desk", organization=shown, county=OLMSTED),
    )
    make_area_only(secret, confidential=True)
    for place in (office, other_office):
        make_public(place, {"address_1": "4711 Canary Lane", "city": "Quuxville", "state_province": "MN"})
    assert merging.places_at_stake("organization", hidden.pk, shown.pk) == [office, other_office]
    merging.merge("organization", shown.pk, hidden.pk, merging.Wish(stay_public={other_office.pk}))
    for place in (secret, office, other_office):
        place.refresh_from_db()
    assert (secret.address_visibility, office.address_visibility) == ("confidential", "undecided")
    assert office.address_1 == ""
    assert other_office.address_1 == "4711 Canary Lane"
    # Two places, whichever of the two is kept.
    kept = merging.merge("location", other_office.pk, secret.pk, merging.Wish())
    assert (kept.address_visibility, kept.address_1, kept.city) == ("confidential", "", "")
    assert Location.objects.get(pk=kept.pk).service_at_locations.count() == 1


@pytest.mark.django_db
def test_a_service_takes_what_the_other_had_and_is_at_a_place_once() -> None:
    owner = an_organization("Harbor House")
    first, place = owner.services.get(), owner.locations.get()
    second = Service.objects.create(name="Harbor House drop-in", organization=owner, email="hello@example.org")
    ServicePhone.objects.create(service=second, number="507-555-0142")
    ServiceAtLocation.objects.create(service=second, location=place)
    assert finding.services_alike() == [(first, second)]
    kept = merging.merge("service", first.pk, second.pk, merging.Wish())
    assert (kept.email, kept.phones.count(), kept.service_at_locations.count()) == ("hello@example.org", 1, 1)


def test_a_draft_stands_in_the_way_and_so_does_a_missing_right(admin_client: Client, client: Client) -> None:
    kept, other = an_organization("Harbor House"), an_organization("Harbour House")
    other.name = "Being renamed"
    other.save_revision()
    url = reverse("harbor_directory_merge", args=["organization", kept.pk, other.pk])
    assert "somebody has a draft open" in admin_client.get(url).content.decode()
    admin_client.post(url)
    assert Organization.objects.count() == 2
    assert not Alias.objects.exists()
    with pytest.raises(merging.CannotMerge):
        merging.merge("organization", kept.pk, other.pk, merging.Wish())
    assert admin_client.get(url.replace(f"{other.pk}/", f"{kept.pk}/")).status_code == 404
    two = reverse("harbor_directory_duplicates")
    admin_client.post(two, {"first": kept.pk, "second": other.pk})
    assert NotTheSame.objects.count() == 1
    assert not finding.similar_to(kept)

    user = User.objects.create_user("helper")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_organization"]))
    client.force_login(user)
    for address in (url, two):
        assert client.get(address).status_code == client.post(address).status_code == 302
    assert Organization.objects.count() == 2


def test_saving_says_what_may_be_listed_already(admin_client: Client) -> None:
    an_organization("Harbor House", website="https://harbor.example.org")
    other = an_organization("Something Else", website="https://www.harbor.example.org/x")
    url = reverse("wagtailsnippets_harbor_directory_organization:edit", args=[other.pk]) + "?whole=1"
    data = form_data(admin_client, url)
    response = admin_client.post(url, {**data, "action-publish": "1"}, follow=True)
    page = response.content.decode()
    assert "This may already be listed" in page
    assert "the same website" in page
