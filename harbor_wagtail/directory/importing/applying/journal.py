"""What an import did, record by record: kept so that it can be taken back, and shown by a dry run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harbor_wagtail.directory.models import ImportChange

if TYPE_CHECKING:
    from harbor_wagtail.directory.models import ImportBatch

#: (kind, name, "created" or "changed", before, after)
Show = Callable[[str, str, str, dict[str, Any], dict[str, Any]], None]
FULL = 500


@dataclass
class Journal:
    batch: ImportBatch
    show: Show | None = None
    _waiting: list[ImportChange] = field(default_factory=list)

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
        self._waiting.append(
            ImportChange(batch=self.batch, model=kind, object_id=pk, action=action, before=before, after=after)
        )
        if len(self._waiting) >= FULL:
            self.write()

    def write(self) -> None:
        ImportChange.objects.bulk_create(self._waiting, batch_size=200)
        self._waiting = []
