"""Things an editor changes that visitors must not read the old way: each with the page it is on and what that then says.

Run in a process of its own, ``manage.py shell -c "from benchmarks.faults import changes; changes.make(0)"``.
"""

from __future__ import annotations

ORGANIZATION_PATH = "/find-help/lantern-of-the-faults/"
STREET = "4127 Quillback Hollow Road"
SEARCHED = {"words": "lantern of the faults"}
#: (what, path, form, what the answer says from then on)
CHANGES: tuple[tuple[str, str, dict[str, str], str], ...] = (
    ("an organization is published", "/harbor/search/", SEARCHED, r'data-total="1"'),
    ("its number changes", ORGANIZATION_PATH, {}, r"555-0199"),
    ("its address is hidden", ORGANIZATION_PATH, {}, rf"^(?![\s\S]*{STREET[:14]})[\s\S]*</html>"),
    ("hours are given", ORGANIZATION_PATH, {}, r"24 hours|day and night|Open now|always"),
    ("a hotline is renamed", "/find-help/", {}, r"Line of the faults"),
    ("it is paused", "/harbor/search/", SEARCHED, r"^(?![\s\S]*Lantern of the faults)[\s\S]*</html>"),
)


def make(number: int) -> None:
    (_publish, _number, _hide, _hours, _hotline, _pause)[number]()


def _publish() -> None:
    from datetime import date

    from harbor_wagtail.directory.models import Location, Organization, OrganizationPhone, Service, ServiceAtLocation
    from harbor_wagtail.directory.visibility import make_public

    owner = Organization(name="Lantern of the faults", slug="lantern-of-the-faults", inclusion="included", example=True)
    owner.phones.add(OrganizationPhone(number="507-555-0142"))
    owner.save()
    place = Location.objects.create(organization=owner, name="Office", county="27099")
    address = {"address_1": STREET, "city": "Austin", "state_province": "MN", "postal_code": "55912", "country": "US"}
    make_public(place, address, by_role="director", agreed_on=date(2024, 1, 5))
    service = Service.objects.create(organization=owner, name="Help of the faults", example=True)
    ServiceAtLocation.objects.create(service=service, location=place)


def _owner() -> object:
    from harbor_wagtail.directory.models import Organization

    return Organization.objects.get(slug="lantern-of-the-faults")


def _number() -> None:
    owner = _owner()
    phone = owner.phones.get()  # type: ignore[attr-defined]
    phone.number = "507-555-0199"
    phone.save()


def _hide() -> None:
    from harbor_wagtail.directory.models import Location
    from harbor_wagtail.directory.visibility import make_area_only

    make_area_only(Location.objects.get(organization=_owner()), confidential=True)


def _hours() -> None:
    from harbor_wagtail.directory.models import Service

    service = Service.objects.get(organization=_owner())
    service.hours = "always"
    service.save()


def _hotline() -> None:
    from harbor_wagtail.models import HotlineText

    # All of them: which ones a page shows is the editor's choice.
    HotlineText.objects.filter(locale__language_code="en").update(name="Line of the faults")


def _pause() -> None:
    owner = _owner()
    owner.paused = True  # type: ignore[attr-defined]
    owner.save()  # type: ignore[attr-defined]


def take_back() -> None:
    """As it was, for the next run."""
    from harbor_wagtail.models import HotlineText

    _owner().delete()  # type: ignore[attr-defined]
    HotlineText.objects.filter(name="Line of the faults").update(name="Line")
