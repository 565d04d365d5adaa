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
from wagtail.models import ModelLogEntry, Revision, TaskState, WorkflowState

from harbor_wagtail.directory import erasures
from harbor_wagtail.directory.models import (
    ADDRESS_FIELDS,
    Alias,
    ImportBatch,
    ImportChange,
    ImportProblem,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    StagedRow,
)
from harbor_wagtail.directory.redaction_files import finish_tasks, overwrite_freed_pages
from harbor_wagtail.directory.redaction_names import scrub_pictures, scrub_slugs
from harbor_wagtail.directory.redaction_previews import forget_previews
from harbor_wagtail.directory.signals import record_changed
from harbor_wagtail.models import LinkCheck

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: What stands where an address stood, in a text that visitors may be reading.
GAP = "…"
#: Columns whose content is particular enough to be looked for in other texts. A district's name, say, is not.
_TELLING = ("address_1", "postal_code", "map_url", "transportation", "external_identifier", "alternate_name")
_SPELLINGS = (
    ("street", "st"), ("avenue", "ave"), ("road", "rd"), ("drive", "dr"), ("lane", "ln"), ("boulevard", "blvd"),
    ("court", "ct"), ("place", "pl"), ("highway", "hwy"), ("parkway", "pkwy"), ("north", "n"), ("south", "s"),
    ("east", "e"), ("west", "w"), ("apartment", "apt"), ("suite", "ste"),
)  # fmt: skip
_KINDS = {word: f"(?:{long}|{short})" for long, short in _SPELLINGS for word in (long, short)}


@dataclass(frozen=True, slots=True)
class Redaction:
    """How many stored things an address was taken out of."""

    texts: int = 0
    revisions: int = 0
    log_entries: int = 0
    import_rows: int = 0
    previews: int = 0
    comments: int = 0
    names: int = 0


def redact(location: Location) -> Redaction:
    """Take the address of ``location`` out of all that is stored about it. Call before its columns are cleared."""
    erasures.begin()
    overwrite_freed_pages()
    pattern = _pattern(location)
    redaction = Redaction(
        texts=_scrub_texts(location, pattern),
        revisions=_scrub_revisions(location, pattern),
        log_entries=_scrub_log(location, pattern),
        import_rows=_scrub_imports(location, pattern),
        previews=forget_previews(),
        comments=_scrub_comments(location, pattern),
        names=_scrub_names(location, pattern),
    )
    _forget_links(location, pattern)
    _tell_what_is_derived(location)
    if pattern is not None or location.city or redaction != Redaction():
        erasures.note(location)
        transaction.on_commit(finish_tasks, robust=True)
    return redaction


def _forget_links(location: Location, pattern: re.Pattern[str] | None) -> None:
    """What is known of links to its pages, and of any that spell the address."""
    own = {location.url, location.map_url}
    rows = LinkCheck.objects.values_list("pk", "target", "detail").iterator(chunk_size=2000)
    telling = [pk for pk, target, detail in rows if target in own or (pattern and pattern.search(f"{target} {detail}"))]
    LinkCheck.objects.filter(pk__in=telling).delete()


def _scrub_names(location: Location, pattern: re.Pattern[str] | None) -> int:
    if pattern is None:
        return 0
    organizations, services = organizations_at(location), list(_services(location).values_list("pk", flat=True))
    return scrub_slugs(organizations, location, services, pattern) + scrub_pictures(organizations, pattern, GAP)


def _tell_what_is_derived(location: Location) -> None:
    """Rows of the search name the organization at every service it has, wherever that is given."""
    for owner in Organization.objects.filter(pk__in=organizations_at(location)):
        record_changed.send(sender=Organization, instance=owner)


def _pattern(location: Location) -> re.Pattern[str] | None:
    """What to look for: the telling columns as written, and the coordinates to any precision of three decimals."""
    written = [getattr(location, name).strip() for name in _TELLING]
    words = [_loosely(text) for text in written if len(text) > 3]
    words += [
        re.escape(f"{value:.3f}") + r"\d*" for value in (location.latitude, location.longitude) if value is not None
    ]
    return re.compile("|".join(sorted(words, key=len, reverse=True)), re.IGNORECASE) if words else None


def _loosely(text: str) -> str:
    """The words of ``text`` with any marks or blanks between, and the kind of street spelled out or short."""
    if "://" in text:
        return re.escape(text)
    return r"[\W_]+".join(
        _KINDS.get(word.lower(), re.escape(word)) for word in re.findall(r"[^\W_]+", text)
    ) or re.escape(text)


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
    """What is given there, and all else of who gives it: a helpline's words may say where its shelter is."""
    return Service.objects.filter(organization__in=organizations_at(location))


def _places(location: Location) -> models.QuerySet[Any]:
    """The place, and the other places of who gives help there: their own addresses stay, their words may tell of this one."""
    of_them = models.Q(organization__in=organizations_at(location))
    return Location.objects.filter(models.Q(pk=location.pk) | of_them)


def organizations_at(location: Location) -> list[int]:
    """Keys of who gives help there, whose words an erasure reaches."""
    here = Service.objects.filter(service_at_locations__location=location.pk)
    pks = set(here.values_list("organization_id", flat=True))
    if location.organization_id:
        pks.add(location.organization_id)
    return sorted(pks)


def _scrub_texts(location: Location, pattern: re.Pattern[str] | None) -> int:
    """Names, words, notes, events and proposals of the place, of who gives help there, and of all else they have listed."""
    if pattern is None:
        return 0
    roots: tuple[tuple[type[models.Model], Any], ...] = (
        (Location, _places(location).values_list("pk", flat=True)),
        (
            ServiceAtLocation,
            ServiceAtLocation.objects.filter(service__in=_services(location)).values_list("pk", flat=True),
        ),
        (Service, _services(location).values_list("pk", flat=True)),
        (Organization, organizations_at(location)),
    )
    changed = 0
    for model, found in roots:
        pks = list(found)
        changed += _scrub_rows(model._default_manager.filter(pk__in=pks), pattern)
        for below, field in _pointing_at(model):
            changed += _scrub_rows(below._default_manager.filter(**{f"{field}__in": pks}), pattern)
    return changed


def _pointing_at(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Every table of the directory with a foreign key to ``model``, the other records apart."""
    for relation in model._meta.related_objects:
        below = relation.related_model
        ours = isinstance(below, type) and below._meta.app_label == model._meta.app_label
        # A former web address is given up, not mended: redaction_names.
        if (
            ours
            and not relation.many_to_many
            and below not in (Alias, Location, ServiceAtLocation, Service, Organization)
        ):
            yield below, relation.field.name


def _scrub_comments(location: Location, pattern: re.Pattern[str] | None) -> int:
    """What reviewers wrote to each other in a workflow."""
    changed = 0
    for about in _affected(location):
        states = WorkflowState.objects.filter(
            base_content_type=about["content_type"], object_id__in=about["object_id__in"]
        )
        changed += _scrub_json(TaskState.objects.filter(workflow_state__in=states), ("comment",), pattern)
    return changed


def _scrub_rows(queryset: models.QuerySet[Any], pattern: re.Pattern[str] | None) -> int:
    """Scrub every text column of plain rows. Written by ``update``: no signal, no revision, no new log entry."""
    columns = [
        field.attname
        for field in queryset.model._meta.fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not isinstance(field, models.SlugField)  # a gap is no part of a web address: redaction_names
        and field.name not in ADDRESS_FIELDS  # the caller clears those of the place
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
        _about(Location, _places(location).values_list("pk", flat=True)),
        _about(Service, _services(location).values_list("pk", flat=True)),
        _about(Organization, organizations_at(location)),
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
        kept = {name: value for name, value in row.values.items() if name not in _NOT_WAITING}
        preview = scrub(row.preview, pattern)
        emptied += StagedRow.objects.filter(pk=row.pk).update(values=scrub(kept, pattern), preview=preview)
    if pattern is None:
        return emptied
    emptied += _scrub_json(StagedRow.objects.filter(key__in=_waiting_keys(location)), ("values", "preview"), pattern)
    emptied += _scrub_json(
        ImportProblem.objects.filter(batch__state=ImportBatch.State.STAGED), ("value", "problem"), pattern
    )
    changes = ImportChange.objects.filter(object_id__in=_change_ids(location))
    reports = ImportBatch.objects.exclude(report={})
    return emptied + _scrub_json(changes, ("before", "after"), pattern) + _scrub_json(reports, ("report",), pattern)


#: Of a place that waits to be imported: its columns, and what is laid beside them until it is applied.
_NOT_WAITING = frozenset({*ADDRESS_FIELDS, "city", "_address", "_addresses"})


def _waiting_keys(location: Location) -> list[Any]:
    """HSDS ids under which rows about what is given at the place, and about who gives it, may be waiting."""
    services = list(_services(location).values_list("hsds_id", flat=True))
    return [
        *services,
        *Organization.objects.filter(pk__in=organizations_at(location)).values_list("hsds_id", flat=True),
    ]


def _change_ids(location: Location) -> list[int]:
    return [location.pk, *_services(location).values_list("pk", flat=True), *organizations_at(location)]
