"""Which organizations may be listed twice: for the report, for a record that was just saved, and for a list to come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from django.db.models import Q

from harbor_wagtail.directory.duplicates.signs import (
    MOST_SHARED,
    alike,
    block_keys,
    domain_key,
    name_words,
    phone_key,
)
from harbor_wagtail.directory.models import (
    Location,
    NotTheSame,
    Organization,
    OrganizationPhone,
    Service,
    ServiceAtLocation,
    ServicePhone,
)

PHONE, WEBSITE, NAME = "phone", "website", "name"


@dataclass(slots=True)
class Signs:
    """What is known of one organization, to be compared. ``counties``: FIPS codes of its places."""

    name: str
    words: tuple[str, ...] = ()
    phones: set[str] = field(default_factory=set)
    domains: set[str] = field(default_factory=set)
    counties: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two organizations, the older first, and what they have in common."""

    first: int
    second: int
    reasons: tuple[str, ...]


class Known:
    """Every organization of the directory (or some of them), by what it may have in common with another."""

    def __init__(self, signs: dict[int, Signs]) -> None:
        self.signs = signs
        self.by_phone: dict[str, set[int]] = defaultdict(set)
        self.by_domain: dict[str, set[int]] = defaultdict(set)
        self.by_block: dict[tuple[str, str], set[int]] = defaultdict(set)
        self.by_words: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for pk, one in signs.items():
            for phone in one.phones:
                self.by_phone[phone].add(pk)
            for domain in one.domains:
                self.by_domain[domain].add(pk)
            for key in _blocks(one):
                self.by_block[key].add(pk)
            self.by_words[one.words].add(pk)

    @classmethod
    def load(cls, pks: Iterable[int] | None = None) -> Known:
        """In six queries, however many there are."""
        wanted = None if pks is None else list(pks)
        asked = Q() if wanted is None else Q(pk__in=wanted)
        rows = Organization.objects.filter(asked).order_by().values_list("pk", "name", "website")
        signs = {pk: Signs(name, name_words(name), domains=_some(domain_key(url))) for pk, name, url in rows}
        for pk, number in _phones(wanted):
            if pk in signs and (key := phone_key(number)):
                signs[pk].phones.add(key)
        for pk, county in _counties(wanted):
            if pk in signs:
                signs[pk].counties.add(county)
        return cls(signs)

    def like(self, one: Signs, *, but: int = 0) -> list[tuple[int, tuple[str, ...]]]:
        """(organization, reasons) of those that may be the same as ``one``."""
        found: dict[int, list[str]] = defaultdict(list)
        for reason, keys, index in ((PHONE, one.phones, self.by_phone), (WEBSITE, one.domains, self.by_domain)):
            same = {pk for key in keys if len(index.get(key, ())) <= MOST_SHARED for pk in index.get(key, ())}
            for pk in same:
                found[pk].append(reason)
        near = {pk for key in _blocks(one) for pk in self.by_block.get(key, ())}
        for pk in near | self._same_words_anywhere(one):
            if alike(one.words, self.signs[pk].words):
                found[pk].append(NAME)
        found.pop(but, None)
        return sorted(
            ((pk, tuple(reasons)) for pk, reasons in found.items()), key=lambda pair: (-len(pair[1]), pair[0])
        )

    def _same_words_anywhere(self, one: Signs) -> set[int]:
        """Where one of the two has no county yet, only the very same name counts."""
        same = self.by_words.get(one.words, set()) if one.words else set()
        return {pk for pk in same if not one.counties or not self.signs[pk].counties}

    def pairs(self) -> list[Likeness]:
        """Every pair that may be one, those with most in common first."""
        distinct = set(NotTheSame.objects.values_list("first", "second"))
        found = {}
        for pk, one in self.signs.items():
            for other, reasons in self.like(one, but=pk):
                pair = min(pk, other), max(pk, other)
                if pair not in distinct:
                    found[pair] = Likeness(*pair, reasons)
        return sorted(found.values(), key=lambda each: (-len(each.reasons), each.first, each.second))


def _some(key: str) -> set[str]:
    return {key} if key else set()


def _blocks(one: Signs) -> set[tuple[str, str]]:
    return {(county, key) for county in one.counties for key in block_keys(one.words)}


def _phones(pks: list[int] | None) -> Iterable[tuple[int, str]]:
    own = OrganizationPhone.objects.order_by().values_list("organization", "number")
    given = ServicePhone.objects.order_by().values_list("service__organization", "number")
    if pks is not None:
        own, given = own.filter(organization__in=pks), given.filter(service__organization__in=pks)
    return [*own, *given]


def _counties(pks: list[int] | None) -> Iterable[tuple[int, str]]:
    """Of places by the county alone: that is what is known of a hidden place as well."""
    own = (
        Location.objects.exclude(county="").exclude(organization=None).order_by().values_list("organization", "county")
    )
    joins = ServiceAtLocation.objects.exclude(location__county="").order_by()
    given = joins.values_list("service__organization", "location__county")
    if pks is not None:
        own, given = own.filter(organization__in=pks), given.filter(service__organization__in=pks)
    return [*own.distinct(), *given.distinct()]


def similar_to(organization: Organization) -> list[tuple[Organization, tuple[str, ...]]]:
    """Other organizations that may be the same as this one. Only those are loaded that have something in common."""
    mine = Known.load([organization.pk]).signs.get(organization.pk)
    if mine is None:
        return []
    known = Known.load(_candidates(organization, mine))
    decided = NotTheSame.objects.filter(Q(first=organization) | Q(second=organization)).values_list("first", "second")
    distinct = {pk for pair in decided for pk in pair}
    like = [(pk, reasons) for pk, reasons in known.like(mine, but=organization.pk) if pk not in distinct]
    rows = Organization.objects.in_bulk([pk for pk, _reasons in like])
    return [(rows[pk], reasons) for pk, reasons in like if pk in rows]


def _candidates(organization: Organization, mine: Signs) -> set[int]:
    """Each sign asks a table of its own: joined together they would multiply."""
    found = set(Organization.objects.filter(name__iexact=organization.name).values_list("pk", flat=True))
    for domain in mine.domains:
        found.update(Organization.objects.filter(website__icontains=domain).values_list("pk", flat=True))
    for phone in mine.phones:
        # Numbers stand as they were typed, but nobody breaks the last four digits.
        own, given = OrganizationPhone.objects, ServicePhone.objects
        found.update(own.filter(number__contains=phone[-4:]).values_list("organization", flat=True))
        found.update(given.filter(number__contains=phone[-4:]).values_list("service__organization", flat=True))
    for pk, name in _names_in(mine.counties):
        if alike(mine.words, name_words(name)):
            found.add(pk)
    return found - {organization.pk}


def _names_in(counties: set[str]) -> Iterable[tuple[int, str]]:
    places = Location.objects.filter(county__in=counties).exclude(organization=None)
    joins = ServiceAtLocation.objects.filter(location__county__in=counties)
    return [
        *places.values_list("organization", "organization__name").distinct(),
        *joins.values_list("service__organization", "service__organization__name").distinct(),
    ]


def services_alike(limit: int = 200) -> list[tuple[Service, Service]]:
    """Services of one organization that are called the same."""
    by_name: dict[tuple[int, tuple[str, ...]], list[int]] = defaultdict(list)
    for pk, owner, name in Service.objects.order_by("pk").values_list("pk", "organization", "name"):
        by_name[owner, name_words(name)].append(pk)
    pairs = [pair for same in by_name.values() if len(same) > 1 for pair in combinations(same, 2)][:limit]
    rows = Service.objects.select_related("organization").in_bulk({pk for pair in pairs for pk in pair})
    return [(rows[first], rows[second]) for first, second in pairs]
