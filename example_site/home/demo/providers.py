"""About 120 invented organizations in twelve real counties of Minnesota, from ``providers.yaml``.

Nothing is drawn by chance: running it on two machines gives the same directory, but for the dates of checks,
which are counted back from the day it is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone
from wagtail.models import Locale

from harbor_wagtail import places
from harbor_wagtail.directory.availability import record_availability
from harbor_wagtail.directory.models import (
    Answer,
    AreaKind,
    DataSource,
    DocumentsState,
    HoursKind,
    IntakeQuestion,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    TaxonomyTerm,
    Unit,
)
from harbor_wagtail.directory.search import index
from harbor_wagtail.directory.verification import record_verification
from harbor_wagtail.directory.visibility import make_public
from harbor_wagtail.directory.vocabularies import create_missing

KINDS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "providers.yaml").read_text(encoding="utf-8"))

#: County, town, a ZIP code of the town, area code.
COUNTIES = (
    ("27099", "Austin", "55912", "507"),
    ("27047", "Albert Lea", "56007", "507"),
    ("27109", "Rochester", "55901", "507"),
    ("27147", "Owatonna", "55060", "507"),
    ("27169", "Winona", "55987", "507"),
    ("27013", "Mankato", "56001", "507"),
    ("27049", "Red Wing", "55066", "651"),
    ("27037", "Hastings", "55033", "651"),
    ("27123", "Saint Paul", "55101", "651"),
    ("27053", "Minneapolis", "55401", "612"),
    ("27145", "Saint Cloud", "56301", "320"),
    ("27137", "Duluth", "55802", "218"),
)
SPARE_AREA_CODE = "763"
WORDS = (
    "Lantern Cedar Northern Juniper Heron Willow Anchor Birch Compass Daybreak Ember Fern Granite Hazel Iris Jasper "
    "Kestrel Larch Meadow Nettle Osprey Pebble Quill Rowan Sparrow Thistle Upland Violet Wren Yarrow Alder Beacon "
    "Clover Drift Elm Foxglove Garnet Harvest Inlet Jetty Kindle Linden Maple Nimbus Orchard Prairie Quarry Ridge "
    "Sorrel Tamarack Umber Valley Whistle Aspen Bramble Cinder Dune Eddy Finch Gable"
).split()
PER_COUNTY = 10
#: Days since the last check, by turns; ``None`` is never. A year and more is long ago, and is shown so.
CHECKED = (9, 41, None, 102, 25, 203, 61, 412)
METHODS = ("phone", "email", "visit")


def load(say: Callable[[str], object]) -> None:
    """Everything or nothing: a directory that has organizations is left as it is."""
    if Organization.objects.exists():
        return
    create_missing(Locale.objects.all())
    maker = _Maker()
    with index.together():
        for number, (kind, county) in enumerate(_assignments()):
            maker.organization(number, kind, county)
    say(f"{Organization.objects.count()} example organizations with {Service.objects.count()} services")


def word_for(number: int) -> str:
    """Kinds come again in every other county: a step further each round, so that no name stands twice."""
    return WORDS[(number * 7 + number // len(WORDS)) % len(WORDS)]


def _assignments() -> Iterator[tuple[dict[str, Any], tuple[str, str, str, str]]]:
    """Every other county gets the other half of the kinds."""
    for turn, county in enumerate(COUNTIES):
        for kind in KINDS[turn % 2 :: 2][:PER_COUNTY]:
            yield kind, county


class _Maker:
    """Holds what all records share: the languages, the terms and the numbers given out so far."""

    def __init__(self) -> None:
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.terms = {(term.taxonomy.slug, term.code): term for term in TaxonomyTerm.objects.select_related("taxonomy")}
        self.given: dict[str, int] = {}
        self.today = timezone.localdate()
        self.beds = Unit.objects.get_or_create(name="Beds")[0]
        listed = {"name": "A county’s list (made up for this demo)", "licence": "CC0 1.0"}
        self.source = DataSource.objects.get_or_create(slug="demo-county-list", defaults=listed)[0]

    def organization(self, number: int, kind: dict[str, Any], county: tuple[str, str, str, str]) -> None:
        fips, town, zip_code, area_code = county
        word = word_for(number)
        named = {"word": word, "town": town, "county": places.county(fips).name}  # type: ignore[union-attr]
        organization = Organization(name=kind["name"].format(**named), example=True, inclusion="included")
        organization.data_source = None if number % 4 else self.source
        organization.texts = [
            self._text(Organization, language, description=words.format(**named))
            for language, words in kind["about"].items()
        ]
        organization.phones = [self._row(Organization, "phones", number=self._number(area_code))]
        organization.save()
        location = self._location(organization, kind, word, county, number)
        for order, facts in enumerate(kind["services"]):
            service = self._service(organization, facts, fips, area_code, kind["place"])
            if location:
                ServiceAtLocation.objects.create(service=service, location=location)
            self._events(service, facts, number + order)

    def _location(
        self,
        organization: Organization,
        kind: dict[str, Any],
        word: str,
        county: tuple[str, str, str, str],
        number: int,
    ) -> Location | None:
        place = kind["place"]
        if place in ("remote", "outreach"):
            return None
        fips, town, zip_code, _area_code = county
        hidden = "confidential" if place == "confidential" else "undecided"
        location = Location(organization=organization, county=fips, example=True, address_visibility=hidden)
        codes = dict.fromkeys(code for facts in kind["services"] for code in facts.get("accessibility", ()))
        location.accessibility_features = [self.terms["accessibility", code] for code in codes]
        location.save()
        if place == "public":
            center = places.zip_place(zip_code)
            make_public(location, _address(town, zip_code, word, number, center))
        return location

    def _service(
        self, organization: Organization, facts: dict[str, Any], fips: str, area_code: str, place: str
    ) -> Service:
        low, high = facts["ages"] or (None, None)
        service = Service(
            organization=organization,
            name=facts["name"]["en"],
            minimum_age=low,
            maximum_age=high,
            all_ages=facts.get("all_ages", False),
            cost=facts["cost"],
            referral=facts.get("referral", "unknown"),
            stay_max_days=facts.get("stay_max_days"),
            hours=facts["hours"] if isinstance(facts["hours"], str) else HoursKind.WEEKLY,
            holidays=facts.get("holidays", "unknown"),
            residence=facts.get("residence", "unknown"),
            documents=_documents(facts.get("documents")),
            example=True,
        )
        service.domains = [self.terms["domains", code] for code in facts["domains"]]
        service.populations = [self.terms["populations", code] for code in facts.get("populations", ())]
        service.genders = [self.terms["genders", code] for code in facts.get("genders", ())]
        service.texts = [self._service_text(language, facts) for language in facts["does"]]
        service.phones = [self._phone(area_code, use) for use in facts["phones"]]
        service.languages = [
            self._row(Service, "languages", term=self.terms["languages", code], name=code, code=code, provision=how)
            for code, how in facts["languages"].items()
        ]
        service.intake_answers = [self._answer(*pair) for pair in facts["answers"].items()]
        service.schedules = [*_schedules(facts["hours"]), *self._closures(facts)]
        service.contacts = [self._row(Service, "contacts", title=facts["contact"])] if "contact" in facts else []
        service.service_areas = [self._row(Service, "service_areas", **area) for area in _areas(fips, place)]
        if _documents(facts.get("documents")) == DocumentsState.LISTED:
            service.required_documents = [self._row(Service, "required_documents", document=facts["documents"]["en"])]
        service.save()
        return service

    def _service_text(self, language: str, facts: dict[str, Any]) -> Any:
        return self._text(
            Service,
            language,
            name="" if language == "en" else facts["name"][language],
            description=facts["does"][language],
            application_process=facts["start"][language],
            fees_description=facts.get("fees", {}).get(language, ""),
            not_served_description=facts.get("not_served", {}).get(language, ""),
            reporting_note=facts.get("reporting", {}).get(language, ""),
        )

    def _closures(self, facts: dict[str, Any]) -> list[Any]:
        if "closed_in_days" not in facts:
            return []
        day = self.today + timedelta(days=facts["closed_in_days"])
        return [self._row(Service, "schedules", closed=True, valid_from=day, valid_to=day)]

    def _events(self, service: Service, facts: dict[str, Any], turn: int) -> None:
        days = CHECKED[turn % len(CHECKED)]
        if days is not None:
            record_verification(
                service,
                checked_on=self.today - timedelta(days=days),
                method=METHODS[turn % len(METHODS)],
                by_role="Directory editor",
            )
        if "beds" in facts:
            free, maximum = facts["beds"]
            ServiceCapacity.objects.create(service=service, unit=self.beds, available=free, maximum=maximum)
        status, note = facts.get("status"), facts.get("status_note", "")
        if turn % 29 == 11:
            status, note = "closed", ""
        elif turn % 23 == 7:
            status, note = "temporarily_closed", "Moving to another building"
        if status:
            as_of = timezone.now() - timedelta(days=3 if turn % 2 else 40)
            record_availability(service, status, as_of=as_of, note=note, by_role="Directory editor")

    def _phone(self, area_code: str, use: str) -> Any:
        number = self._number(area_code)
        if use == "text":
            return self._row(Service, "phones", number=number, type="text", purpose="intake")
        return self._row(Service, "phones", number=number, type="voice", purpose=use)

    def _answer(self, question: str, answer: str) -> Any:
        said = {"said_by_role": "Intake worker", "said_on": self.today - timedelta(days=30)}
        confirmed = answer in (Answer.NO, Answer.YES)
        return self._row(
            Service,
            "intake_answers",
            question=IntakeQuestion(question),
            answer=Answer(answer),
            **(said if confirmed else {}),
        )

    def _number(self, area_code: str) -> str:
        """The next number reserved for fiction, (…) 555-0100 to 555-0199."""
        code = area_code if self.given.get(area_code, 0) < 100 else SPARE_AREA_CODE
        last = self.given[code] = self.given.get(code, 0) + 1
        return f"({code}) 555-01{(last - 1) % 100:02d}"

    def _text(self, record: type[Any], language: str, **words: str) -> Any:
        return self._row(record, "texts", locale=self.locales[language], **words)

    def _row(self, record: type[Any], relation: str, **values: Any) -> Any:
        return record._meta.get_field(relation).related_model(**values)


def _address(town: str, zip_code: str, word: str, number: int, center: Any) -> dict[str, Any]:
    """An invented street in the real town, some blocks from its middle."""
    return {
        "address_1": f"{100 + number * 3} {word} Street",
        "city": town,
        "state_province": "MN",
        "postal_code": zip_code,
        "country": "US",
        "address_type": "physical",
        "latitude": round(center.latitude + (number % 7 - 3) * 0.004, 5),
        "longitude": round(center.longitude + (number % 5 - 2) * 0.005, 5),
    }


def _documents(given: Any) -> str:
    if given is None:
        return DocumentsState.UNKNOWN
    return DocumentsState.NONE if given == "none" else DocumentsState.LISTED


def _schedules(hours: Any) -> list[Any]:
    model = Service._meta.get_field("schedules").related_model
    if isinstance(hours, str):
        return []
    return [
        model(byday=days, freq="WEEKLY", opens_at=time.fromisoformat(opens), closes_at=time.fromisoformat(closes))
        for days, opens, closes in hours
    ]


def _areas(fips: str, place: str) -> list[dict[str, Any]]:
    name = places.county(fips).name  # type: ignore[union-attr]
    areas: list[dict[str, Any]] = [{"kind": AreaKind.COUNTY, "fips": fips, "name": name}]
    if place == "remote":
        return [{"kind": AreaKind.STATE, "fips": fips[:2], "name": "Minnesota"}, {"kind": AreaKind.REMOTE}]
    if place == "outreach":
        areas.append({"kind": AreaKind.OUTREACH})
    return areas
