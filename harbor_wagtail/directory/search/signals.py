"""What makes rows be written anew. Bulk writers send nothing; they call ``index.refresh`` themselves."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete
from wagtail.models import Locale

from harbor_wagtail.directory.models import (
    Availability,
    Holiday,
    Location,
    LocationLanguage,
    LocationSchedule,
    LocationText,
    Organization,
    OrganizationText,
    Program,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceAtLocationArea,
    ServiceAtLocationLanguage,
    ServiceAtLocationSchedule,
    ServiceAttribute,
    ServiceIntakeAnswer,
    ServiceLanguage,
    ServiceSchedule,
    ServiceText,
    SynonymSet,
    TaxonomyTerm,
    TaxonomyTermText,
    UpkeepSettings,
    Verification,
)
from harbor_wagtail.directory.search import index, setup
from harbor_wagtail.directory.signals import record_changed

#: Child rows that rows of the search are made of, with the name of their parent.
CHILDREN: dict[type[models.Model], str] = {
    ServiceText: "service",
    ServiceArea: "service",
    ServiceLanguage: "service",
    ServiceAttribute: "service",
    ServiceSchedule: "service",
    ServiceIntakeAnswer: "service",
    OrganizationText: "organization",
    LocationText: "location",
    LocationLanguage: "location",
    LocationSchedule: "location",
    ServiceAtLocationArea: "service_at_location",
    ServiceAtLocationLanguage: "service_at_location",
    ServiceAtLocationSchedule: "service_at_location",
    TaxonomyTermText: "term",
}
EVENTS = (Availability, Verification)
#: What a search reads beside the rows.
SETTINGS = (Holiday, SynonymSet, UpkeepSettings)


def connect(app_config: Any) -> None:
    """Called once, when the app is ready."""
    uid = "harbor_directory.search"
    post_migrate.connect(setup.prepare, sender=app_config, dispatch_uid=uid)
    record_changed.connect(on_record, dispatch_uid=uid)
    for tag in (TaxonomyTerm, Program):
        post_save.connect(on_tag, sender=tag, dispatch_uid=uid)
        pre_delete.connect(on_tag_deleting, sender=tag, dispatch_uid=uid)
        post_delete.connect(on_tag_deleted, sender=tag, dispatch_uid=uid)
    post_save.connect(on_locale, sender=Locale, dispatch_uid=uid)
    post_delete.connect(on_locale, sender=Locale, dispatch_uid=uid)
    for record in (Service, ServiceAtLocation):
        post_delete.connect(on_deleted, sender=record, dispatch_uid=uid)
    for record in (Organization, Service, Location):
        pre_delete.connect(on_record_deleting, sender=record, dispatch_uid=uid)
    for record in (Organization, Location):
        post_delete.connect(on_owner_deleted, sender=record, dispatch_uid=uid)
    for child in CHILDREN:
        post_save.connect(on_child, sender=child, dispatch_uid=uid)
        post_delete.connect(on_child, sender=child, dispatch_uid=uid)
    for setting in SETTINGS:
        post_save.connect(on_setting, sender=setting, dispatch_uid=uid)
        post_delete.connect(on_setting, sender=setting, dispatch_uid=uid)
    for event in EVENTS:
        post_delete.connect(on_event_deleted, sender=event, dispatch_uid=uid)


def on_record(sender: Any, instance: models.Model, told: bool = True, **kwargs: Any) -> None:
    """An organization, service, place or service at a place, its children written too; an event as well."""
    index.refresh_for(instance, told=told)


def on_tag(sender: Any, instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A term or program. Nothing has a new one yet; a term's words that are still to be written come by themselves."""
    if not created and not raw and not _cluster(instance, "texts"):
        index.refresh_for(instance, told=not isinstance(instance, Program))  # the API's own signal says whether it is


def on_tag_deleting(sender: Any, instance: Any, **kwargs: Any) -> None:
    instance._harbor_services = index.affected(instance)


def on_tag_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    index.refresh(instance.__dict__.pop("_harbor_services", ()), told=not isinstance(instance, Program))


def on_locale(sender: Any, instance: Locale, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    """Each row is in one language of the site; with another language, all rows are others."""
    if not raw and Service.objects.exists():
        index.refresh(Service.objects.values_list("pk", flat=True))


def on_setting(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A holiday, or words that mean the same: no row changes, but what is found does."""
    if not raw:
        index.settings_changed()


def on_deleted(sender: Any, instance: Any, origin: Any = None, **kwargs: Any) -> None:
    """A service, or a service at a place. What goes with its service needs no look of its own."""
    if isinstance(instance, Service) or not _comes_from(origin, Service, Organization):
        index.refresh_for(instance, told=_was_told(instance))


def on_record_deleting(sender: Any, instance: Any, **kwargs: Any) -> None:
    instance._harbor_told = instance.is_public()


def on_owner_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """An organization or a place: services that go with it are followed by themselves, but it may have none."""
    index.refresh((), told=_was_told(instance))


def _was_told(instance: Any) -> bool:
    return bool(instance.__dict__.pop("_harbor_told", True))


def on_child(sender: Any, instance: Any, raw: bool = False, origin: Any = None, **kwargs: Any) -> None:
    """A child row written or deleted by itself. Those written with their record are followed by its own signal."""
    key = CHILDREN[sender]
    if raw or _comes_from(origin, Organization, Service, Location, ServiceAtLocation, TaxonomyTerm):
        return
    parent = sender._meta.get_field(key).related_model
    siblings = _cluster(instance._state.fields_cache.get(key), sender._meta.get_field(key).remote_field.related_name)
    last_of_term = parent is TaxonomyTerm and siblings and siblings[-1] is instance
    if last_of_term or not any(sibling is instance for sibling in siblings):
        _refresh_parent(parent, getattr(instance, f"{key}_id"))


def on_event_deleted(sender: Any, instance: Any, origin: Any = None, **kwargs: Any) -> None:
    """An import was taken back. (A new event is followed by a signal of its record.)"""
    if instance.service_id and not _comes_from(origin, Organization, Service):
        index.refresh([instance.service_id])


def _refresh_parent(parent: Any, pk: int) -> None:
    found = parent._default_manager.filter(pk=pk).first()
    if found:
        record = found.service if isinstance(found, ServiceAtLocation) else found
        index.refresh_for(found, told=isinstance(record, TaxonomyTerm) or record.is_public())


def _comes_from(origin: Any, *parents: type[models.Model]) -> bool:
    """Whether a deletion began with one of these models, and so takes the child away with its parent."""
    return isinstance(origin, parents) or getattr(origin, "model", None) in parents


def _cluster(instance: Any, relation: str) -> list[Any]:
    """Children that a cluster holds in memory and writes when it is saved, after its own ``post_save``."""
    return list(getattr(instance, "_cluster_related_objects", {}).get(relation, ()))
