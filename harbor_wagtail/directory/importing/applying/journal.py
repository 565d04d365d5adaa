"""What an import did, record by record: kept so that it can be taken back, and shown by a dry run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harbor_wagtail.directory.importing import bulk
from harbor_wagtail.directory.models import ImportChange

if TYPE_CHECKING:
    from harbor_wagtail.directory.models import ImportBatch

#: (kind, name, "created" or "changed", before, after)
Show = Callable[[str, str, str, dict[str, Any], dict[str, Any]], None]
FULL = 500
COLUMNS = ("batch_id", "model", "object_id", "action", "before", "after")


@dataclass
class Journal:
    batch: ImportBatch
    show: Show | None = None
    _waiting: list[tuple[Any, ...]] = field(default_factory=list)

    def created(self, kind: str, pk: int, name: str, after: dict[str, Any]) -> None:
        """A new record; what is empty on it goes without saying."""
        self._add(
            kind, pk, name, ImportChange.Action.CREATED, {}, {key: value for key, value in after.items() if value}
        )

    def changed(self, kind: str, pk: int, name: str, before: dict[str, Any], after: dict[str, Any]) -> None:
        self._add(kind, pk, name, ImportChange.Action.CHANGED, before, after)

    def _add(self, kind: str, pk: int, name: str, action: str, before: dict[str, Any], after: dict[str, Any]) -> None:
        if self.show:
            self.show(kind, name, action, before, after)
        self._waiting.append((self.batch.pk, kind, pk, str(action), before, after))
        if len(self._waiting) >= FULL:
            self.write()

    def write(self) -> None:
        bulk.insert(ImportChange, COLUMNS, self._waiting)
        self._waiting = []
