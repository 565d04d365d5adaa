"""What every record of the directory shares: identity, columns that never travel in a revision, ordered child rows."""

from __future__ import annotations

import uuid
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)

from harbor_wagtail.directory.signals import record_changed
from harbor_wagtail.models.words import in_known_locales
from harbor_wagtail.reference_index import indexed_once


def about_one_record(name: str) -> models.CheckConstraint:
    """Each row is about an organization, a service or a location: one of its three columns is filled."""
    kinds = ("organization", "service", "location")
    one_each = (Q(**{f"{kind}__isnull": kind != filled for kind in kinds}) for filled in kinds)
    return models.CheckConstraint(condition=reduce(or_, one_each), name=name)


class LiveFieldsMixin(models.Model):
    """Keeps ``live_fields`` out of revisions: their only value is the row's.

    A fact that must hold at once and for every version (where a place may be shown, when a record was checked,
    which source it came from) would otherwise come back with the first old revision somebody publishes.
    Place it left of Wagtail's mixins, so that its ``with_content_json`` has the last word.
    """

    #: Names of columns that are read from the row whatever a revision says.
    live_fields: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def serializable_data(self) -> dict[str, Any]:
        data: dict[str, Any] = super().serializable_data()  # type: ignore[misc]
        return {name: value for name, value in data.items() if name not in self.live_fields}

    def with_content_json(self, content: dict[str, Any]) -> Any:
        kept = {name: value for name, value in content.items() if name not in self.live_fields}
        version = super().with_content_json(kept)  # type: ignore[misc]
        for attname, value in self._live_values().items():
            setattr(version, attname, value)
        return version

    def _live_values(self) -> dict[str, Any]:
        """Read from the database: ``self`` may have been loaded before the row changed."""
        names = [self._meta.get_field(name).attname for name in self.live_fields]  # type: ignore[union-attr]
        row = type(self)._base_manager.filter(pk=self.pk).values(*names).first() if self.pk else None
        return row or {name: getattr(self, name) for name in names}


class Identified(models.Model):
    """An HSDS identity: one UUID for the world, and the id its source knows it by."""

    hsds_id = models.UUIDField(_("HSDS id"), default=uuid.uuid4, unique=True, editable=False)
    data_source = models.ForeignKey(
        "harbor_directory.DataSource",
        verbose_name=_("source"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    source_id = models.CharField(_("id at the source"), max_length=255, blank=True, editable=False)
    batch = models.ForeignKey(
        "harbor_directory.ImportBatch",
        verbose_name=_("last import"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    identity_fields: ClassVar[tuple[str, ...]] = ("hsds_id", "data_source", "source_id", "batch")

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["data_source", "source_id"],
                condition=~Q(source_id=""),
                name="%(app_label)s_%(class)s_source_id",
            )
        ]


#: Written with a draft.
_NOBODY_IS_TOLD = frozenset({"latest_revision", "has_unpublished_changes"})


class Record(
    LiveFieldsMixin,
    Identified,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
):
    """A root of the directory: organization, service or location, edited with drafts, revisions, locks and workflow."""

    paused = models.BooleanField(
        _("paused while we check"),
        default=False,
        help_text=_("Takes the record off the site at once, without a trace on the site of why."),
    )
    example = models.BooleanField(
        _("example"),
        default=False,
        editable=False,
        help_text=_("Made up, for a demonstration. Shown under a banner that says so."),
    )
    last_modified = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)

    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="content_type",
        object_id_field="object_id",
        for_concrete_model=False,
    )
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        for_concrete_model=False,
    )

    record_live_fields: ClassVar[tuple[str, ...]] = (*Identified.identity_fields, "paused", "example", "last_modified")
    live_fields: ClassVar[tuple[str, ...]] = record_live_fields
    #: Never carried to a copy: a copy is a new record that nobody has checked and no source knows.
    default_exclude_fields_in_copy: ClassVar[list[str]] = ["latest_revision", *record_live_fields]
    #: Rendered by "Preview". It asks for the visitor's page by a tag, since models know nothing of views.
    preview_template: ClassVar[str] = "harbor_directory/admin/preview.html"

    class Meta(Identified.Meta):
        abstract = True

    @property
    def revisions(self) -> models.QuerySet[Revision]:
        return self._revisions

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False) -> Any:
        """Words in a language that the site has since given up are left behind rather than failing the revision."""
        if data.get("texts"):
            data = {**data, "texts": in_known_locales(data["texts"])}
        return super().from_serializable_data(data, check_fks=check_fks, strict_fks=strict_fks)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Tell what is derived from the record once its children are written too, in the same transaction."""
        with transaction.atomic():
            told = self.is_public()
            with indexed_once(self):
                super().save(*args, **kwargs)
            # Asked again now that the row is held: who made it public meanwhile has been waited for.
            if not _NOBODY_IS_TOLD.issuperset(kwargs.get("update_fields") or ("all",)):
                record_changed.send(sender=type(self), instance=self, told=told or self.is_public())

    def is_public(self) -> bool:
        """Whether anybody is told of it at this moment, as the database has it."""
        return self.pk is not None and type(self)._default_manager.public().filter(pk=self.pk).exists()  # type: ignore[attr-defined]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return self.preview_template

    def copy_cluster(self, exclude_fields: list[str] | None = None) -> tuple[Any, dict[Any, Any]]:
        """Copy the words and facts; the copy has its own ids and starts as an unpublished draft."""
        relations = (field.name for field in self._meta.private_fields)
        never = {*type(self).default_exclude_fields_in_copy, *relations, "live_revision", self._meta.pk.name}
        excluded = never.union(exclude_fields or ())
        copy, child_map = super().copy_cluster(exclude_fields=sorted(excluded))
        copy.live = False
        copy.has_unpublished_changes = True
        copy.first_published_at = copy.last_published_at = None
        renew_child_ids(copy)
        return copy, child_map

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        result = super().publish(revision, *args, **kwargs)
        type(self)._default_manager.filter(pk=self.pk).update(last_modified=timezone.now())
        return result


class ChildRow(Orderable):
    """A fact below a record, in the order its editor gave."""

    hsds_id = models.UUIDField(_("HSDS id"), default=uuid.uuid4, editable=False, db_index=True)

    class Meta(Orderable.Meta):
        abstract = True


class TextRow(models.Model):
    """The words of one record in one language. Facts never live here."""

    locale = models.ForeignKey(
        "wagtailcore.Locale", verbose_name=_("language"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


def renew_child_ids(record: ClusterableModel) -> None:
    """Give every child row of a copied record a fresh id, and let rows that point at each other follow."""
    renewed: dict[uuid.UUID, uuid.UUID] = {}
    children = [
        child
        for relation in get_all_child_relations(type(record))
        for child in getattr(record, relation.get_accessor_name()).get_object_list()
        if isinstance(child, ChildRow)
    ]
    for child in children:
        renewed[child.hsds_id] = child.hsds_id = renewed.get(child.hsds_id) or uuid.uuid4()
    for child in children:
        for pointer in ("contact_ref", "phone_ref"):
            if getattr(child, pointer, None) in renewed:
                setattr(child, pointer, renewed[getattr(child, pointer)])


def user_foreign_key(verbose_name: Any) -> models.ForeignKey[Any, Any]:
    """Who of the staff did it; kept when the account goes, without the name."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=verbose_name,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
