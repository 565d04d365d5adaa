"""Erasing an address from everything this site stores.

The row's own columns are cleared by the caller. Here: the places where somebody may have *written* the address
(texts, their old versions, logs), the staging area and change list of imports, and previews kept in sessions. All of
it in the caller's transaction. What a transaction cannot do (overwriting freed pages of the database file) is noted
as a :class:`~harbor_wagtail.directory.models.RedactionTask` and repeated until it is done.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.models import ModelLogEntry, Revision

from harbor_wagtail.directory.models import (
    ADDRESS_FIELDS,
    ImportBatch,
    ImportChange,
    Location,
    LocationText,
    Organization,
    OrganizationText,
    RedactionTask,
    Service,
    ServiceAtLocation,
    ServiceText,
    StagedRow,
)
from harbor_wagtail.directory.redaction_files import finish_tasks, overwrite_freed_pages
from harbor_wagtail.directory.redaction_previews import forget_previews

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: What stands where an address stood, in a text that visitors may be reading.
GAP = "…"
#: Columns whose content is particular enough to be looked for in other texts. A district's name, say, is not.
_TELLING = ("address_1", "postal_code", "map_url", "transportation", "external_identifier", "alternate_name")


@dataclass(frozen=True, slots=True)
class Redaction:
    """How many stored things an address was taken out of."""

    texts: int = 0
    revisions: int = 0
    log_entries: int = 0
    import_rows: int = 0
    previews: int = 0


def redact(location: Location) -> Redaction:
    """Take the address of ``location`` out of all that is stored about it. Call before its columns are cleared."""
    overwrite_freed_pages()
    pattern = _pattern(location)
    redaction = Redaction(
        texts=_scrub_texts(location, pattern),
        revisions=_scrub_revisions(location, pattern),
        log_entries=_scrub_log(location, pattern),
        import_rows=_scrub_imports(location, pattern),
        previews=forget_previews(),
    )
    if pattern is not None or location.city or redaction != Redaction():
        RedactionTask.objects.create(kind=RedactionTask.Kind.DATABASE_FILES, location_id=location.pk)
        transaction.on_commit(finish_tasks, robust=True)
    return redaction


def _pattern(location: Location) -> re.Pattern[str] | None:
    """What to look for: the telling columns as written, and the coordinates to any precision of three decimals."""
    written = [getattr(location, name).strip() for name in _TELLING]
    words = [re.escape(text) for text in written if len(text) > 3]
    words += [
        re.escape(f"{value:.3f}") + r"\d*" for value in (location.latitude, location.longitude) if value is not None
    ]
    return re.compile("|".join(sorted(words, key=len, reverse=True)), re.IGNORECASE) if words else None


def scrub(value: Any, pattern: re.Pattern[str] | None) -> Any:
    """``value`` (a JSON structure) with every match of ``pattern`` in its strings replaced by :data:`GAP`."""
    if pattern is None:
        return value
    if isinstance(value, str):
        return pattern.sub(GAP, value)
    if isinstance(value, dict):
        return {key: scrub(item, pattern) for key, item in value.items()}
    if isinstance(value, list):
        return [scrub(item, pattern) for item in value]
    return value


def _services(location: Location) -> models.QuerySet[Any]:
    return Service.objects.filter(service_at_locations__location=location.pk)


def _organization_pks(location: Location) -> list[int]:
    pks = set(_services(location).values_list("organization_id", flat=True))
    if location.organization_id:
        pks.add(location.organization_id)
    return sorted(pks)


def _scrub_texts(location: Location, pattern: re.Pattern[str] | None) -> int:
    here = ServiceAtLocation.objects.filter(location=location.pk)
    rows: list[models.QuerySet[Any]] = [
        LocationText.objects.filter(location=location.pk),
        ServiceText.objects.filter(service__in=_services(location)),
        OrganizationText.objects.filter(organization__in=_organization_pks(location)),
        here,
        *(_children(model, location, here) for model in _noted_children()),
    ]
    return sum(_scrub_rows(queryset, pattern) for queryset in rows)


def _noted_children() -> Iterator[type[models.Model]]:
    """Child tables of the place and of what is given there, which carry free notes."""
    for parent in (Location, ServiceAtLocation):
        for relation in parent._meta.related_objects:
            model = relation.related_model
            if isinstance(model, type) and model.__name__.startswith(parent.__name__) and hasattr(model, "hsds_id"):
                yield model


def _children(model: type[models.Model], location: Location, here: models.QuerySet[Any]) -> models.QuerySet[Any]:
    if any(field.name == "location" for field in model._meta.fields):
        return model._default_manager.filter(location=location.pk)
    return model._default_manager.filter(service_at_location__in=here)


def _scrub_rows(queryset: models.QuerySet[Any], pattern: re.Pattern[str] | None) -> int:
    """Scrub every text column of plain rows. Written by ``update``: no signal, no revision, no new log entry."""
    columns = [
        field.attname for field in queryset.model._meta.fields if isinstance(field, models.CharField | models.TextField)
    ]
    changed = 0
    for row in queryset:
        new = {name: scrub(getattr(row, name), pattern) for name in columns}
        new = {name: value for name, value in new.items() if value != getattr(row, name)}
        if new:
            queryset.model._default_manager.filter(pk=row.pk).update(**new)
            changed += 1
    return changed


def _scrub_json(queryset: models.QuerySet[Any], names: Iterable[str], pattern: re.Pattern[str] | None) -> int:
    changed = 0
    for row in queryset.iterator(chunk_size=200):
        new = {name: scrub(getattr(row, name), pattern) for name in names}
        if any(value != getattr(row, name) for name, value in new.items()):
            queryset.model._default_manager.filter(pk=row.pk).update(**new)
            changed += 1
    return changed


def _about(model: type[models.Model], pks: Iterable[int]) -> dict[str, Any]:
    return {
        "content_type": ContentType.objects.get_for_model(model, for_concrete_model=False),
        "object_id__in": [str(pk) for pk in pks],
    }


def _affected(location: Location) -> list[dict[str, Any]]:
    return [
        _about(Location, [location.pk]),
        _about(Service, _services(location).values_list("pk", flat=True)),
        _about(Organization, _organization_pks(location)),
    ]


def _scrub_revisions(location: Location, pattern: re.Pattern[str] | None) -> int:
    names = ("content", "object_str")
    return sum(_scrub_json(Revision.objects.filter(**about), names, pattern) for about in _affected(location))


def _scrub_log(location: Location, pattern: re.Pattern[str] | None) -> int:
    names = ("data", "label")
    return sum(_scrub_json(ModelLogEntry.objects.filter(**about), names, pattern) for about in _affected(location))


def _scrub_imports(location: Location, pattern: re.Pattern[str] | None) -> int:
    """Rows still waiting lose every address cell of this place; change lists and reports lose what matches."""
    waiting = StagedRow.objects.filter(key=location.hsds_id) | StagedRow.objects.filter(
        kind="address", links__location=str(location.hsds_id)
    )
    emptied = 0
    for row in waiting:
        kept = {name: value for name, value in row.values.items() if name not in ADDRESS_FIELDS and name != "city"}
        emptied += StagedRow.objects.filter(pk=row.pk).update(values=scrub(kept, pattern))
    if pattern is None:
        return emptied
    changes = ImportChange.objects.filter(object_id__in=_change_ids(location))
    reports = ImportBatch.objects.exclude(report={})
    return emptied + _scrub_json(changes, ("before", "after"), pattern) + _scrub_json(reports, ("report",), pattern)


def _change_ids(location: Location) -> list[int]:
    return [location.pk, *_services(location).values_list("pk", flat=True), *_organization_pks(location)]
