"""Joining two records into one: in one transaction, with both ids and both web addresses leading to what is kept.

What is hidden stays hidden. A merge writes over no draft, and cannot be taken back: whoever asks is told so first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from harbor_wagtail.directory.duplicates.comparing import chosen_facts, facts_of
from harbor_wagtail.directory.importing import preview
from harbor_wagtail.directory.importing.applying import after, writing
from harbor_wagtail.directory.importing.applying.specs import SPECS, Spec
from harbor_wagtail.directory.models import (
    AddressVisibility,
    Alias,
    Location,
    NotTheSame,
    Organization,
    ServiceAtLocation,
    TaxonomyTerm,
)
from harbor_wagtail.directory.signals import record_changed
from harbor_wagtail.directory.visibility import make_area_only

CONFIDENTIAL, PUBLIC = AddressVisibility.CONFIDENTIAL, AddressVisibility.PUBLIC


class CannotMerge(Exception):
    """Somebody has a draft of one of them open, or one of them is gone. ``records``: those in the way."""

    def __init__(self, records: Iterable[Any] = ()) -> None:
        self.records = list(records)
        super().__init__(", ".join(map(str, self.records)))


@dataclass
class Wish:
    """``choices``: fact → whose it is to be. ``stay_public``: places whose address stays though the other record keeps
    one secret, because somebody says that they are other places."""

    choices: dict[str, str] = field(default_factory=dict)
    stay_public: set[int] = field(default_factory=set)


def drafts(kind: str, pks: Iterable[int]) -> list[Any]:
    """Those of the records that somebody has a draft of, or has locked."""
    rows: Any = SPECS[kind].model._default_manager.filter(pk__in=list(pks))
    return list({row.pk: row for row in [*rows.unsettled(), *rows.filter(locked=True)]}.values())


def places_at_stake(kind: str, kept: int, other: int) -> list[Location]:
    """Public places of the one while the other keeps a place confidential: it may be the same door."""
    found: list[Location] = []
    for one, beside in ((kept, other), (other, kept)):
        if _places(kind, beside).filter(address_visibility=CONFIDENTIAL).exists():
            found += _places(kind, one).filter(address_visibility=PUBLIC)
    return list({place.pk: place for place in found}.values())


def _places(kind: str, pk: int) -> models.QuerySet[Location]:
    if kind == "location":
        return Location.objects.filter(pk=pk)
    path = "service_at_locations__service" + ("__organization" if kind == "organization" else "")
    asked = Q(**{path: pk}) | (Q(organization=pk) if kind == "organization" else Q())
    return Location.objects.filter(pk__in=Location.objects.filter(asked).values("pk"))


def merge(kind: str, kept_pk: int, other_pk: int, wish: Wish, *, user: Any = None) -> Any:
    """Join ``other`` into ``kept``, which is returned. Raises :class:`CannotMerge` with nothing changed."""
    spec = SPECS[kind]
    model: Any = spec.model
    with transaction.atomic():
        rows = {
            row.pk: row for row in model.objects.select_for_update().filter(pk__in=[kept_pk, other_pk]).order_by("pk")
        }
        if len(rows) < 2:
            raise CannotMerge
        if open_drafts := drafts(kind, rows):
            raise CannotMerge(open_drafts)
        kept, other = rows[kept_pk], rows[other_pk]
        _keep_hidden(kind, kept, other, wish, user)
        facts = facts_of(spec, [kept.pk, other.pk])
        said = chosen_facts(spec, facts, kept.pk, other.pk, wish.choices)
        touched = after.services_of({kind: {kept.pk, other.pk}})
        writing.update(spec, {kept.pk: said}, {kept.pk: {"last_modified": timezone.now()}})
        _move_words(spec, kept, other)
        _move_what_points(spec, kept, other)
        _leave_names(kind, kept, other)
        name = str(other)
        model.objects.get(pk=other.pk).delete()
        _hide_if_sheltering(kind, kept, user)
        return _settle(kind, kept, name, facts[kept.pk], said, touched, user)


def _keep_hidden(kind: str, kept: Any, other: Any, wish: Wish, user: Any) -> None:
    """Confidential is sticky, and so is what somebody decided about a place."""
    if kind == "location":
        confidential = CONFIDENTIAL in (kept.address_visibility, other.address_visibility)
        decided = any(place.address_visibility != PUBLIC and place.visibility_changed_at for place in (kept, other))
        # The address of the one that goes is erased from all that was written about it, too.
        if other.address_visibility == PUBLIC:
            make_area_only(other, confidential=confidential, user=user)
        if (confidential or decided) and kept.address_visibility != CONFIDENTIAL:
            make_area_only(kept, confidential=confidential, user=user)
        return
    for place in places_at_stake(kind, kept.pk, other.pk):
        if place.pk not in wish.stay_public:
            make_area_only(place, user=user)


def _hide_if_sheltering(kind: str, kept: Any, user: Any) -> None:
    """What the other one is filed under may be why a place is to be hidden."""
    sheltering = TaxonomyTerm.objects.filter(sheltering=True)
    public = _places(kind, kept.pk).filter(address_visibility=PUBLIC, agreed_by_role="")
    for place in public.filter(service_at_locations__service__domains__in=sheltering).distinct():
        make_area_only(place, user=user)


def _move_words(spec: Spec, kept: Any, other: Any) -> None:
    """Words in languages in which the kept one says nothing."""
    if spec.texts:
        texts = spec.text_model()._default_manager
        own = texts.filter(**{spec.kind: kept.pk}).values("locale")
        texts.filter(**{spec.kind: other.pk}).exclude(locale__in=list(own.values_list("locale", flat=True))).update(
            **{spec.kind: kept.pk}
        )


def _move_what_points(spec: Spec, kept: Any, other: Any) -> None:
    """Services, places, checks, answers, a host's own rows: whatever names the one that goes names the kept one."""
    if spec.kind == "organization":
        NotTheSame.objects.filter(Q(first=other.pk) | Q(second=other.pk)).delete()
    if spec.kind in ("service", "location"):
        _join_pairs(spec.kind, kept, other)
    own = {model for model, _column in writing.belongings(spec)}
    for link in spec.model._meta.get_fields(include_hidden=True):
        if not isinstance(link, models.ForeignObjectRel) or isinstance(link, models.ManyToManyRel):
            continue
        related: Any = link.related_model
        if related in own or issubclass(related, spec.model):
            continue
        for pk in related._base_manager.filter(**{link.field.name: other.pk}).values_list("pk", flat=True):
            _repoint(related, pk, link.field.name, kept.pk)


def _repoint(model: Any, pk: Any, name: str, to: int) -> None:
    """A row that would then be there twice stays behind, and goes with the record."""
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=pk).update(**{name: to})
    except IntegrityError:
        return


def _join_pairs(kind: str, kept: Any, other: Any) -> None:
    """A service is at a place once. Of two, the rows of the one that goes are added where the other has none."""
    beside = "location" if kind == "service" else "service"
    pairs = ServiceAtLocation.objects
    mine = dict(pairs.filter(**{kind: kept.pk}).values_list(f"{beside}_id", "pk"))
    spec = SPECS["service_at_location"]
    for pk, at in pairs.filter(**{kind: other.pk}).values_list("pk", f"{beside}_id"):
        if at not in mine:
            continue
        for _child, name in spec.relations:
            relation = spec.relation(name)
            rows = relation.model._default_manager
            if not rows.filter(**{relation.parent: mine[at]}).exists():
                rows.filter(**{relation.parent: pk}).update(**{relation.parent: mine[at]})
        pairs.filter(pk=pk).delete()


def _leave_names(kind: str, kept: Any, other: Any) -> None:
    """Links to the old id, to the old web address, and to those they had replaced, lead to the kept one."""
    Alias.objects.filter(**{kind: other.pk}).update(**{kind: kept.pk})
    names = [(Alias.Kind.HSDS_ID, str(other.hsds_id))]
    if kind == "organization":
        names.append((Alias.Kind.SLUG, other.slug))
    for sort, value in names:
        Alias.objects.update_or_create(
            kind=sort, value=value, defaults={"organization": None, "service": None, "location": None, kind: kept}
        )


def _settle(kind: str, kept: Any, name: str, before: Any, said: Any, touched: set[int], user: Any) -> Any:
    """One version more, so that the form begins with what is there now; the log; the search."""
    record = type(kept).objects.get(pk=kept.pk)
    revision = record.save_revision(user=user, log_action=False)
    if record.live:
        revision.publish(user=user, log_action=False)
    spec = SPECS[kind]
    terms = {str(id): term for id, term in TaxonomyTerm.objects.values_list("hsds_id", "name")} if spec.tags else {}
    shown = preview.facts_shown(spec, {key: before.get(key) for key in said}, said, terms)
    merged = preview.Preview(name).as_dict()["name"]
    log(instance=record, action="harbor.merge", user=user, data={"merged": merged, "facts": shown})
    record.refresh_from_db()
    record_changed.send(sender=type(record), instance=record)
    after.refresh_search(touched | after.services_of({kind: {record.pk}}))
    return record


def not_the_same(one: Organization, other: Organization, *, user: Any = None) -> None:
    """Remember that two organizations are two, so that nobody is asked again."""
    first, second = sorted((one.pk, other.pk))
    NotTheSame.objects.get_or_create(
        first_id=first, second_id=second, defaults={"by_user": user if user is not None and user.pk else None}
    )
