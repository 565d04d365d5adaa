"""The last word on addresses before anything is applied: which are kept, which are withheld, and telling so."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop

from harbor_wagtail.directory.importing import bulk, staged
from harbor_wagtail.directory.importing.rows import WITHHELD, Problem
from harbor_wagtail.directory.importing.staged import Line
from harbor_wagtail.directory.models import LocationType

if TYPE_CHECKING:
    from harbor_wagtail.directory.importing.keys import Keys
    from harbor_wagtail.directory.importing.report import Report
    from harbor_wagtail.directory.models import ImportBatch

#: Every address the file gives for a place that may be shown, until one of them is chosen.
FOUND = "_addresses"
KEPT_ANYHOW = ("county", "state_province", "country")
FIX = gettext_noop("If the place may be shown: make it public in the admin, or import with --addresses public.")
FIX_HIDDEN = gettext_noop("If the provider agrees: make it public in the admin, with who agreed and when.")


class Addresses:
    def __init__(self, batch: ImportBatch, report: Report, keys: Keys, *, public: bool) -> None:
        self.batch = batch
        self.report = report
        self.keys = keys
        self.public = public
        #: Further places by the key of the first.
        self._further: dict[str, list[uuid.UUID]] = {}

    def settle(self) -> None:
        """Merge what address rows say into their places, make places of second addresses, count and tell."""
        for chunk in staged.in_chunks(staged.rows(self.batch, "location")):
            said = {row.key: row for row in staged.below(self.batch, ["address"], [row.key for row in chunk])}
            changed = []
            for row in chunk:
                merged = row.key in said and _merge(row, said[row.key])
                if self._choose(row) or merged:
                    changed.append(row)
                self._count(row)
            staged.rewrite(changed)
        self._offer_there()
        bulk.delete(staged.rows(self.batch, "address"))

    def _choose(self, row: Line) -> bool:
        """The first physical address is the place's own; every further one is a place of its own. Whether any was found."""
        found: list[dict[str, Any]] = row.values.pop(FOUND, [])
        if not found:
            return False
        own = next((one for one in found if one.get("address_type") in ("", None, LocationType.PHYSICAL)), found[0])
        row.values[staged.ADDRESS] = {**row.values.get(staged.ADDRESS, {}), **own}
        for name in KEPT_ANYHOW:
            if own.get(name):
                row.values[name] = own[name]
        for one in found:
            if one is not own:
                self._second(row, one)
        return True

    def _second(self, row: Line, address: dict[str, Any]) -> None:
        key = self.keys.made("location", row.key, address.get("address_ref") or address)
        kind = address.get("address_type") or LocationType.PHYSICAL
        values = {"name": row.values.get("name", ""), "location_type": kind, staged.ADDRESS: address}
        values |= {name: address[name] for name in KEPT_ANYHOW if address.get(name)}
        made = Line("location", key, row.file, row.row, values)
        made.links = {name: link for name, link in row.links.items() if name == "organization"}
        made.values[staged.HAS_ADDRESS] = True
        if staged.rows(self.batch, "location").filter(key=key).exists():
            return
        staged.write(self.batch, [made])
        problem = gettext_noop("This place has a further address, which became a place of its own.")
        fix = gettext_noop("Nothing to do, unless the two are the same place.")
        self.report.tell(Problem(row.file, row.row, "address_1", WITHHELD, problem, fix), "location")
        if kind == LocationType.PHYSICAL:
            self._further.setdefault(str(row.key), []).append(key)

    def _offer_there(self) -> None:
        """What is offered at a place is offered at its further addresses too."""
        for chunk in staged.in_chunks(staged.rows(self.batch, "service_at_location")) if self._further else ():
            pairs = ((row, second) for row in chunk for second in self._further.get(row.links["location"], ()))
            staged.write(self.batch, [self._at(row, second) for row, second in pairs])

    def _at(self, row: Line, second: uuid.UUID) -> Line:
        key = self.keys.made("service_at_location", row.links["service"], second)
        links = {**row.links, "location": str(second)}
        return Line("service_at_location", key, row.file, row.row, links=links)

    def _count(self, row: Line) -> None:
        address = row.values.get(staged.ADDRESS)
        if address:
            self.report.kept += 1
            return
        if not row.values.get(staged.HAS_ADDRESS):
            return
        self.report.withheld += 1
        confidential = row.values.get(staged.CONFIDENTIAL)
        if confidential:
            problem = gettext_noop(
                "The source keeps this place confidential: it is shown by county only, and no import changes that."
            )
        elif self.public:
            problem = gettext_noop(
                "People may be hiding here, or a person decided to hide the place: its address was not kept."
            )
        else:
            problem = gettext_noop(
                "The address of this place was not kept, since the import does not say that its addresses are public."
            )
        fix = FIX_HIDDEN if confidential or self.public else FIX
        self.report.tell(Problem(row.file, row.row, "address", WITHHELD, problem, fix), "location")


def _merge(place: Line, address: Line) -> bool:
    """Whether the address says anything of its place that the place does not say itself."""
    before = dict(place.values)
    for name in KEPT_ANYHOW:
        if address.values.get(name) and not place.values.get(name):
            place.values[name] = address.values[name]
    for mark in (staged.HAS_ADDRESS, staged.CONFIDENTIAL):
        if address.values.get(mark):
            place.values[mark] = True
    return place.values != before


def distinct(addresses: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Files repeat a place below each of its services; its address counts once."""
    found: list[dict[str, Any]] = []
    for address in addresses:
        if not any(_same(address, other) for other in found):
            found.append(address)
    return found


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if one.get("address_ref") and one.get("address_ref") == other.get("address_ref"):
        return True
    return {**one, "address_ref": None} == {**other, "address_ref": None}
