"""Which record of the directory a row speaks of: by HSDS id, then by its id at the same source, then by an old id.

Never by name: two records of one name from two sources are two records until a person merges them.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from harbor_wagtail.directory.importing import bulk, staged
from harbor_wagtail.directory.importing.cells import MODELS
from harbor_wagtail.directory.models import Alias

if TYPE_CHECKING:
    from harbor_wagtail.directory.models import ImportBatch

Key = uuid.UUID
_ALIASED = {"organization", "service", "location"}
_WITH_SOURCE = {*_ALIASED, "service_at_location", "program"}


class Matcher:
    """Answers for the rows of one batch; every answer is a query per 500 keys, nothing is remembered."""

    def __init__(self, batch: ImportBatch) -> None:
        self.batch = batch

    def pks(self, kind: str, keys: Iterable[Key]) -> dict[Key, int]:
        """Key → primary key of the record it means; keys that mean none are absent."""
        found: dict[Key, int] = {}
        for piece in staged.pieces({key for key in keys if key}):
            found |= self._by_hsds_id(kind, piece)
            left = [key for key in piece if key not in found]
            if left and kind in _WITH_SOURCE:
                found |= self._by_source_id(kind, left)
            left = [key for key in left if key not in found]
            if left and kind in _ALIASED:
                found |= self._by_alias(kind, left)
        return found

    def _by_hsds_id(self, kind: str, keys: list[Key]) -> dict[Key, int]:
        return dict(_all(kind).filter(hsds_id__in=bulk.among(keys)).values_list("hsds_id", "pk"))

    def _by_source_id(self, kind: str, keys: list[Key]) -> dict[Key, int]:
        wanted = {source_id: key for key, source_id in staged.known(self.batch, kind, keys).items() if source_id}
        if not wanted:
            return {}
        known = _all(kind).filter(data_source=self.batch.source_id, source_id__in=bulk.among(list(wanted)))
        return {wanted[source_id]: pk for source_id, pk in known.values_list("source_id", "pk")}

    def _by_alias(self, kind: str, keys: list[Key]) -> dict[Key, int]:
        known = Alias.objects.filter(kind=Alias.Kind.HSDS_ID, value__in=bulk.among([str(key) for key in keys]))
        known = known.filter(**{f"{kind}__isnull": False})
        return {uuid.UUID(value): pk for value, pk in known.values_list("value", f"{kind}_id")}

    def known(self, kind: str, keys: Iterable[Key]) -> set[Key]:
        """Those keys that mean a row of the batch or a record of the directory."""
        wanted = {key for key in keys if key}
        found = staged.known(self.batch, kind, wanted).keys()
        return found | self.pks(kind, wanted - found).keys()


def _all(kind: str) -> Any:
    return MODELS[kind]._default_manager.order_by()


def key_of(row: staged.Line, link: str) -> Key | None:
    """The id a link of a staged row names."""
    value = row.links.get(link)
    return staged.as_key(value) if value else None
