"""Which places stay hidden, decided when every row is known. In doubt a place stays hidden: a person may publish it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from harbor_wagtail.directory.importing import staged
from harbor_wagtail.directory.importing.cells import MODELS
from harbor_wagtail.directory.importing.facts_of_ours import FACT
from harbor_wagtail.directory.importing.matching import Key, Matcher
from harbor_wagtail.directory.importing.own_terms import OwnTerms, vocabulary_names
from harbor_wagtail.directory.importing.values import fold
from harbor_wagtail.directory.importing.withholding import names_shelter
from harbor_wagtail.directory.models import (
    AddressVisibility,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harbor_wagtail.directory.models import ImportBatch


class Hiding:
    """Marks staged rows ``_confidential`` and, of a source whose addresses are public, ``_hidden``."""

    def __init__(self, batch: ImportBatch) -> None:
        self.batch = batch
        self.matcher = Matcher(batch)
        #: Services and organizations that shelter people, or are marked confidential.
        self.sheltering: set[Key] = set()
        self.confidential: set[Key] = set()

    def mark_confidential(self) -> None:
        """A mark on an address, an organization or a service is a mark on its places."""
        places = self._marked("address", "location") | self._stated_confidential()
        organizations, services = self._marked("organization"), self._marked("service")
        if organizations or services:
            services |= self._services_of(organizations)
            places |= self._places_of(services) | self._places_owned_by(organizations)
        places |= self._places_with_marked_service_at_location()
        self._set("location", places, staged.CONFIDENTIAL)

    def mark_hidden(self) -> None:
        """Only asked of a source whose addresses are public: everything else is hidden anyhow."""
        own = OwnTerms.load()
        sheltering = self._tagged(self._sheltering_terms(own)) | self._named("service")
        organizations = self._named("organization")
        sheltering |= self._services_of(organizations) | self._known_sheltering()
        guarded = self._guarded_organizations()
        places = self._places_of(sheltering) | self._places_owned_by(organizations | guarded)
        places |= self._places_of(self._services_of(guarded)) | self._hidden_by_people() | self._known_places()
        places |= self._marked("location")
        self._set("location", places, staged.HIDDEN)
        named = organizations | guarded | self._marked("organization")
        self._hide_texts(sheltering | self._services_of(named) | self._marked("service"), places, named)

    def _hide_texts(self, services: set[Key], places: set[Key], organizations: set[Key]) -> None:
        """Words about a hidden place may stand at its service and its organization as well."""
        services = services | self._services_at(places)
        organizations = organizations | {
            owner for key, owner in self._linked("service", "organization") if key in services and owner
        }
        organizations |= {owner for key, owner in self._linked("location", "organization") if key in places and owner}
        self._set("service", services, staged.HIDDEN)
        self._set("organization", organizations, staged.HIDDEN)
        programs = {key for key, owner in self._linked("program", "organization") if owner in organizations}
        self._set("program", programs | self._named("program"), staged.HIDDEN)
        pairs = {key for key, place in self._linked("service_at_location", "location") if place in places}
        self._set("service_at_location", pairs, staged.HIDDEN)

    def _rows(self, *kinds: str) -> Iterator[staged.Line]:
        return (row for chunk in staged.in_chunks(staged.rows(self.batch, *kinds)) for row in chunk)

    def _linked(self, kind: str, name: str) -> Iterator[tuple[Key, Key | None]]:
        """(key, the id that a link names) of all rows of a kind."""
        for key, links in self._links(kind):
            id = links.get(name) or links.get(staged.REFUSED + name)
            yield key, staged.as_key(id) if id else None

    def _ends(self) -> Iterator[tuple[Key, Key]]:
        """(service, place) of all rows that join the two."""
        ends = ((links.get("service"), links.get("location")) for _, links in self._links("service_at_location"))
        yield from ((staged.as_key(service), staged.as_key(place)) for service, place in ends if service and place)

    def _links(self, kind: str) -> Iterator[tuple[Key, staged.Links]]:
        """Those of refused rows as well: what shelters is no less there for a mistake in its row."""
        for each in (kind, staged.REFUSED + kind):
            for chunk in staged.links_in_chunks(self.batch, each):
                yield from ((key, links) for _, key, links in chunk)

    def _keys(self, kind: str) -> Iterator[Key]:
        """Those with a row of their own and those that another row names: the directory may know them."""
        yield from (key for key, _ in self._links(kind))
        for other in ("service", "location") if kind == "organization" else ("service_at_location",):
            yield from (key for _, key in self._linked(other, kind) if key)

    def _marked(self, *kinds: str) -> set[Key]:
        rows = staged.rows(self.batch, *kinds, *(staged.REFUSED + kind for kind in kinds))
        rows = rows.filter(**{f"values__{staged.CONFIDENTIAL}": True})
        return set(rows.values_list("key", flat=True))

    def _stated_confidential(self) -> set[Key]:
        stated = staged.rows(self.batch, f"{FACT}location").filter(values__name="address_visibility")
        return set(stated.filter(values__value=AddressVisibility.CONFIDENTIAL).values_list("key", flat=True))

    def _places_with_marked_service_at_location(self) -> set[Key]:
        marked = self._marked("service_at_location")
        if not marked:
            return set()
        return {key for pair, key in self._linked("service_at_location", "location") if pair in marked and key}

    def _services_of(self, organizations: set[Key]) -> set[Key]:
        if not organizations:
            return set()
        found = {key for key, owner in self._linked("service", "organization") if owner in organizations}
        pks = self.matcher.pks("organization", organizations).values()
        return found | _hsds_ids(Service.objects.filter(organization__in=list(pks)))

    def _places_of(self, services: set[Key]) -> set[Key]:
        """Of services in the file, in the directory, or one in each."""
        if not services:
            return set()
        found = {place for service, place in self._ends() if service in services}
        for piece in staged.pieces(self.matcher.pks("service", services).values()):
            links = ServiceAtLocation.objects.filter(service__in=piece)
            found.update(links.values_list("location__hsds_id", flat=True))
        return found

    def _services_at(self, places: set[Key]) -> set[Key]:
        return {service for service, place in self._ends() if place in places}

    def _places_owned_by(self, organizations: set[Key]) -> set[Key]:
        if not organizations:
            return set()
        return {key for key, owner in self._linked("location", "organization") if owner in organizations}

    def _sheltering_terms(self, own: OwnTerms) -> set[Key]:
        """Terms that are ours and sheltering, stand for one that is, or have a name that says so."""
        found = {term.hsds_id for term in own.by_id.values() if term.sheltering}
        named = vocabulary_names(self.batch)
        for row in self._rows("taxonomy_term"):
            values = row.values
            itself, meant = own.meant_by(row.key, named.of(row), values.get("code"), values.get("name"))
            if any(term.sheltering for term in [*meant, *([itself] if itself else [])]) or (
                itself is None and names_shelter(values.get("name"), values.get("description"))
            ):
                found.add(row.key)
        return found

    def _tagged(self, terms: set[Key]) -> set[Key]:
        wanted = {str(term) for term in terms}
        return {
            row.key
            for row in self._rows("svc/attribute", f"{staged.REFUSED}attribute")
            if row.values.get("term") in wanted
        }

    def _named(self, kind: str) -> set[Key]:
        found, stated = set(), set()
        for row in self._rows(kind, staged.REFUSED + kind):
            if row.values.get(staged.HIDDEN) and row.kind != kind:
                found.add(row.key)
            if row.values.get("name"):
                stated.add(row.key)
                if names_shelter(row.values["name"], row.values.get("alternate_name")):
                    found.add(row.key)
        return found | self._named_here(kind, set(self._keys(kind)) - stated)

    def _named_here(self, kind: str, keys: set[Key]) -> set[Key]:
        """Records that the file points to without saying what they are called."""
        pks = self.matcher.pks(kind, keys)
        names: dict[int, str] = {}
        for piece in staged.pieces(pks.values()):
            names.update(MODELS[kind]._default_manager.filter(pk__in=piece).values_list("pk", "name"))
        return {key for key, pk in pks.items() if names_shelter(names.get(pk))}

    def _known_sheltering(self) -> set[Key]:
        """Services of the file that the directory files under a sheltering term."""
        known = Service.objects.filter(domains__sheltering=True)
        here = self.matcher.pks("service", self._keys("service"))
        pks = set(known.values_list("pk", flat=True))
        return {key for key, pk in here.items() if pk in pks}

    def _known_places(self) -> set[Key]:
        """Places of the file at which the directory knows a sheltering service."""
        sheltering = Service.objects.filter(service_at_locations__location=OuterRef("pk"), domains__sheltering=True)
        pks = set(Location.objects.filter(Exists(sheltering)).values_list("pk", flat=True))
        return self._keys_of("location", pks)

    def _hidden_by_people(self) -> set[Key]:
        """Confidential is sticky, and so is what somebody decided."""
        decided = Location.objects.filter(address_visibility=AddressVisibility.CONFIDENTIAL) | Location.objects.filter(
            address_visibility=AddressVisibility.UNDECIDED, visibility_changed_at__isnull=False
        )
        return self._keys_of("location", set(decided.values_list("pk", flat=True)))

    def _guarded_organizations(self) -> set[Key]:
        """Organizations of the file that have a confidential place, by identity or by a name that is the same."""
        guarded = Organization.objects.filter(
            pk__in=Location.objects.filter(address_visibility=AddressVisibility.CONFIDENTIAL).values("organization")
        ) | Organization.objects.filter(
            services__service_at_locations__location__address_visibility=AddressVisibility.CONFIDENTIAL
        )
        pks, names = set(), set()
        for pk, name in guarded.distinct().values_list("pk", "name"):
            pks.add(pk)
            names.add(fold(name))
        if not pks:
            return set()
        same_name = {row.key for row in self._rows("organization") if fold(row.values.get("name") or "") in names}
        return same_name | self._keys_of("organization", pks)

    def _keys_of(self, kind: str, pks: set[int]) -> set[Key]:
        if not pks:
            return set()
        here = self.matcher.pks(kind, self._keys(kind))
        return {key for key, pk in here.items() if pk in pks}

    def _set(self, kind: str, keys: set[Key], mark: str) -> None:
        for piece in staged.pieces(keys):
            rows = list(staged.below(self.batch, [kind], piece))
            for row in rows:
                row.values[mark] = True
            staged.rewrite(rows)


def _hsds_ids(queryset: object) -> set[uuid.UUID]:
    return set(queryset.values_list("hsds_id", flat=True))  # type: ignore[attr-defined]
