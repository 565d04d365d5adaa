"""A form that knows what it showed, and so what was changed elsewhere while it was open."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations

from harbor_wagtail.directory.admin import meanwhile
from harbor_wagtail.directory.admin.drafts import DraftAwareForm
from harbor_wagtail.directory.models.base import ChildRow
from harbor_wagtail.known_keys import deleted_since

CHANGED = _(
    "This was changed elsewhere while your form was open: %(names)s. Nothing of yours is saved yet. Open the record in "
    "a second window and take over here what should stay; if you save once more, what this form says is written."
)
ERASED = _(
    "An address was erased while your form was open, and the form may still hold it. So nothing of it is saved. Open "
    "the record anew, and type there what you had changed, without the address."
)


class WatchedForm(DraftAwareForm):
    """Its view calls :meth:`opened` for a form that is shown, and :meth:`changed_meanwhile` for one that comes back.
    What may hold an erased address is refused by the form itself, and so in a preview too."""

    data: Any
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None, instance: Any = None, **kwargs: Any) -> None:
        known = instance is not None and instance.pk
        # Before blank rows are offered.
        self._shown = self.marks_of(instance) if data is None and known else {}
        self._rows = meanwhile.rows(instance, type(self).formsets) if data is None and known else {}
        back: dict[str, str] = {}
        if data is not None and known and (seen := meanwhile.read(data.get(_field(kwargs.get("prefix"))))):
            deleted_since(instance, type(self).formsets)
            data, back = _with_rows_of_now(data, instance, type(self).formsets, seen)
        super().__init__(data, files, instance=instance, **kwargs)
        if back:
            _give_back_ids(self.formsets, back)

    def marks_of(self, record: Any) -> dict[str, str]:
        """A mark of each fact that the form writes."""
        return meanwhile.marks(record, self._meta.fields or ())

    def opened(self, about: Any, erased: int, *, earlier: bool = False) -> None:
        """Note what is shown: ``about`` is the record, or the one it is copied from; ``erased`` the last erasure. Where
        an ``earlier`` version is brought back, what it replaces is noted."""
        shown = self.marks_now() if earlier else self._shown
        seen = meanwhile.Seen(shown, erased, meanwhile.owner_of(about), self._rows)
        self.initial["seen"] = seen.write()

    def changed_meanwhile(self) -> list[str]:
        """Names of what is no longer as the form showed it; the next time it is sent, it knows of it. Call with the
        record locked, or somebody may be quicker."""
        seen = meanwhile.read(self.data.get(self.add_prefix("seen")))
        if seen is None or not self.instance.pk:
            return []
        now = self.marks_now()
        changed = meanwhile.changed(seen.marks, now)
        if changed:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = replace(seen, marks=now).write()
        return [str(self._label(name)) for name in changed]

    def get_field_updates_for_resave(self) -> Iterator[tuple[str, Any]]:
        """After a draft was saved by itself, what is stored is what the form shows."""
        yield from super().get_field_updates_for_resave()
        if seen := meanwhile.read(self.data.get(self.add_prefix("seen"))):
            yield self.add_prefix("seen"), replace(seen, marks=self.marks_now()).write()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        seen = meanwhile.read(cleaned.get("seen"))
        if seen and meanwhile.erased_since(seen, self.instance):
            self.add_error(None, forms.ValidationError(ERASED, code="erased-meanwhile"))
        return cleaned

    def marks_now(self) -> dict[str, str]:
        """The same of what is stored."""
        row = type(self.instance)._default_manager.get(pk=self.instance.pk)
        return self.marks_of(row.get_latest_revision_as_object())

    def _label(self, name: str) -> Any:
        if name in self.fields:
            return self.fields[name].label
        relations = {each.get_accessor_name(): each.related_model for each in get_all_child_relations(self._meta.model)}
        return capfirst(relations[name]._meta.verbose_name_plural) if name in relations else name


def _field(prefix: str | None) -> str:
    return f"{prefix}-seen" if prefix else "seen"


def _with_rows_of_now(
    data: Any, record: Any, relations: Iterable[str], seen: meanwhile.Seen
) -> tuple[Any, dict[str, str]]:
    """What was sent, with the keys that its rows have now: an import, say, has written them anew. Rows that the form never
    showed are left out of the record in memory, so that what is written is what the form says: nothing is written
    before somebody was told. And, by the field of its key, what each row was that is there no more."""
    data, back = data.copy(), {}
    for name, now in meanwhile.rows(record, relations).items():
        key_of = {identity: key for key, identity in now.items()}
        for field in [each for each in data if _is_key(each, name)]:
            if data[field] and data[field] not in now:
                was = str(seen.rows.get(name, {}).get(data[field], ""))
                data[field] = key_of.get(was, "")
                if not data[field]:
                    back[field] = was
        sent = {data[field] for field in data if _is_key(field, name)}
        if not set(now) <= sent:
            rows = getattr(record, name).get_object_list()
            setattr(record, name, [row for row in rows if str(row.pk) in sent])
    return data, back


def _give_back_ids(formsets: Any, back: dict[str, str]) -> None:
    """A row that comes back is the one that others know by its HSDS id, and that rows beside it name. Where another record
    has it meanwhile (two were made one), or what came with the form is no such id, it stays new."""
    for formset in formsets.values():
        if not issubclass(formset.model, ChildRow):
            continue
        wanted: dict[uuid.UUID, Any] = {}
        for form in formset.forms:
            if (identity := _uuid(back.get(f"{form.prefix}-id", ""))) and form.instance.pk is None:
                wanted.setdefault(identity, form.instance)
        if wanted:
            others = formset.model._base_manager.exclude(**{formset.fk.name: formset.instance})
            taken = set(others.filter(hsds_id__in=wanted).values_list("hsds_id", flat=True))
            for identity in set(wanted) - taken:
                wanted[identity].hsds_id = identity


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _is_key(field: str, relation: str) -> bool:
    """Whether a field of a form holds the key of a row: ``phones-3-id``."""
    return bool(re.fullmatch(rf"{re.escape(relation)}-\d+-id", field))
