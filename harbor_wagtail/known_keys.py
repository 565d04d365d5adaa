"""Numbers of records in what a form is sent. Whatever stands there ends in an error of the form: in none of the database, and in
no change of a row that is another record's.

Wagtail looks for what a chooser is sent before anything is checked, and takes the number of a row for one of the record's own.
It is none either where somebody else took that row out since the form was opened; nor is a row in the form that was added since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.db.models import AutoField, IntegerField
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import RevisionMixin

from harbor_wagtail.keys import key

OTHER_ROWS = _(
    "Rows were added or taken out elsewhere while your form was open, so nothing of it is saved. Open the record anew, and "
    "type there what you had changed."
)
#: In the place of what is no number of a record: none has this one, and every form says so.
NOBODYS = "0"
#: In the place of a number of rows that nobody has: Django says that the form is not whole.
UNCOUNTED = "x"
#: Every form of ours ends where a phone's screen does.
NARROW = forms.Media(css={"all": ["harbor_wagtail/admin/narrow.css"]})
COUNTS = (TOTAL_FORM_COUNT, INITIAL_FORM_COUNT)


class KnownKeys:
    """For a form of the admin; place it left of Wagtail's class, and right of what still knows numbers of earlier rows."""

    add_error: Any

    def __init__(self, data: Any = None, files: Any = None, instance: Any = None, prefix: Any = None, **kwargs: Any):
        self._has_other_rows = False
        self._come_back: list[str] = []
        if isinstance(data, MultiValueDict):
            data = self._with_known_keys(data, instance, f"{prefix}-" if prefix else "")
        super().__init__(data, files, instance=instance, prefix=prefix, **kwargs)  # type: ignore[call-arg]

    @property
    def media(self) -> forms.Media:
        return super().media + NARROW  # type: ignore[misc]

    def get_field_updates_for_resave(self) -> Iterator[tuple[str, Any]]:
        """After a draft was saved by itself, a row that came back has no number before the draft is published."""
        yield from super().get_field_updates_for_resave()  # type: ignore[misc]
        yield from ((field, "") for field in self._come_back)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        if self._has_other_rows:
            self.add_error(None, forms.ValidationError(OTHER_ROWS, code="other-rows"))
        return cleaned

    def _with_known_keys(self, data: Any, record: Any, start: str) -> Any:
        changed = dict(_of_fields(data, type(self).base_fields, start))  # type: ignore[attr-defined]
        formsets = getattr(self, "formsets", {})
        deleted = deleted_since(record, formsets)
        for relation, formset in formsets.items():
            rows = _Rows(data, formset, f"{start}{relation}-")
            changed.update(rows.changed())
            self._come_back += (back := rows.leave_out(deleted.get(relation, set())))
            changed.update((field, [""]) for field in back)
            if rows.are_others(record, relation):
                self._has_other_rows = True
                changed.update((field, [""]) for field in rows.given)
        if changed:
            data = data.copy()
            for name, values in changed.items():
                data.setlist(name, values)
        return data


class KnownKeysForm(KnownKeys, WagtailAdminModelForm):
    """For a model with no form of its own."""


def knowing_keys(panel: Any) -> Any:
    """A bound panel of Wagtail's whose form looks at numbers first."""
    base = panel.base_form_class or getattr(panel.model, "base_form_class", KnownKeysForm)
    panel.base_form_class = base if issubclass(base, KnownKeys) else type(base.__name__, (KnownKeys, base), {})
    return panel


def _of_fields(data: Any, fields: dict[str, Any], start: str) -> Iterator[tuple[str, list[str]]]:
    """What has to stand instead in the fields that choose records."""
    for name, field in fields.items():
        given = data.getlist(start + name) if _chooses_by_number(field) else []
        kept = [each if each == "" or key(each) is not None else NOBODYS for each in given]
        if kept != given:
            yield start + name, kept


def deleted_since(record: Any, relations: Iterable[str]) -> dict[str, set[Any]]:
    """An earlier version has rows that were taken out since it was written: they come back as new ones. Wagtail would refuse
    the numbers they had, in a field that nobody sees. Takes them from the record in memory, and returns them by relation."""
    if not isinstance(record, RevisionMixin) or record.pk is None:
        return {}
    found: dict[str, set[Any]] | None = getattr(record, "_harbor_deleted_rows", None)
    if found is None:
        found = {each: _without_deleted(getattr(record, each).get_object_list()) for each in relations}
        record._harbor_deleted_rows = found
    return found


def _without_deleted(rows: list[Any]) -> set[Any]:
    numbers = {row.pk for row in rows if row.pk is not None}
    if not numbers:
        return set()
    gone = numbers - set(type(rows[0])._base_manager.filter(pk__in=numbers).values_list("pk", flat=True))
    for row in rows:
        if row.pk in gone:
            row.pk = None
    return gone


class _Rows:
    """The rows of one relation as they were sent; ``given`` is the number of each that is said to be there already."""

    def __init__(self, data: Any, formset: Any, prefix: str) -> None:
        self.data, self.fields, self.name = data, formset.form.base_fields, formset.model._meta.pk.name
        self.key = _target(formset.model._meta.pk)
        self.uncounted: list[str] = []
        total, self.there = (self._count(prefix + each, formset) for each in COUNTS)
        sent = range(max(total or 0, self.there or 0))
        self.rows = [f"{prefix}{at}-" for at in sent]
        self.given = {row + self.name: data[row + self.name] for row in self.rows if data.get(row + self.name)}

    def _count(self, field: str, formset: Any) -> int | None:
        count = key(self.data.get(field))
        if count is None or count > formset.absolute_max:
            self.uncounted.append(field)
            return None
        return count

    def changed(self) -> Iterator[tuple[str, list[str]]]:
        yield from ((field, [UNCOUNTED]) for field in self.uncounted if field in self.data)
        for row in self.rows:
            yield from _of_fields(self.data, self.fields, row)
            if self.data.get(row + self.name) is None:
                yield row + self.name, [""]

    def leave_out(self, deleted: set[Any]) -> list[str]:
        """The fields with numbers of rows that were deleted since the record's version was written."""
        back = [field for field, given in self.given.items() if self._key(given) in deleted] if deleted else []
        self.given = {field: given for field, given in self.given.items() if field not in back}
        return back

    def _key(self, given: str) -> Any:
        """``None`` for what no row has. A host's rows may be numbered by anything."""
        if isinstance(self.key, (AutoField, IntegerField)):
            return key(given)
        try:
            return None if "\x00" in given else self.key.to_python(given)
        except forms.ValidationError:
            return None

    def are_others(self, record: Any, relation: str) -> bool:
        """Whether they are not those that the record has. Where they were not counted, Django says so itself."""
        if self.there is None:
            return False
        rows = getattr(record, relation).get_object_list() if record is not None else ()
        named = [
            self._key(self.given[row + self.name]) for row in self.rows[: self.there] if row + self.name in self.given
        ]
        known = {row.pk for row in rows if row.pk is not None}
        return len(named) < len(self.given) or len(named) != len(known) or set(named) != known


def _chooses_by_number(field: Any) -> bool:
    if not isinstance(field, forms.ModelChoiceField) or field.queryset is None:
        return False
    meta = field.queryset.model._meta
    return isinstance(
        _target(meta.get_field(field.to_field_name) if field.to_field_name else meta.pk), (AutoField, IntegerField)
    )


def _target(field: Any) -> Any:
    """The number of a page is that of the page it is a kind of."""
    while field.remote_field:
        field = field.target_field
    return field
