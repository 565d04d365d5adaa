"""What changed between two versions of a record, as facts: "Phone number: 555-0101 → 555-0102".

Versions are compared as they are stored. An address is in none of them, so none can be told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.models import Locale

from harbor_wagtail.directory.admin.fields import place_name
from harbor_wagtail.directory.admin.term_names import TermNames
from harbor_wagtail.directory.admin.week_field import in_words
from harbor_wagtail.directory.models import TaxonomyTerm

Content = Mapping[str, Any]

#: Columns that are no facts: where a record stands in its life, and what the database needs.
_NOT_TOLD = frozenset(
    "pk id hsds_id sort_order live has_unpublished_changes first_published_at last_published_at live_revision "
    "latest_revision locked locked_at locked_by expired latest_revision_created_at slug contact_ref phone_ref "
    "freq wkst timezone fips code".split()
)
_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Change:
    """One fact. An empty ``before`` is one that was added, an empty ``after`` one that was taken out."""

    label: str
    before: str
    after: str

    #: What Wagtail's page for comparing two versions asks of a comparison.
    is_field = True

    @property
    def field_label(self) -> str:
        return self.label

    def htmldiff(self) -> SafeString:
        before = format_html("<del>{}</del> ", self.before) if self.before else ""
        after = format_html("<ins>{}</ins>", self.after) if self.after else format_html("<em>{}</em>", _("empty"))
        arrow = "→ " if self.before else ""
        return format_html("{}{}{}", before, arrow, after)


class Teller:
    """Tells changes of records of one model. Keeps the names it looked up, so use one for a whole list."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model

    def changes(self, before: Content, after: Content) -> list[Change]:
        return [
            *self._of_columns(self.model, before, after, ""),
            *self._of_terms(before, after),
            *(change for rel in get_all_child_relations(self.model) for change in self._of_rows(rel, before, after)),
        ]

    # Columns

    def _of_columns(self, model: Any, before: Content, after: Content, prefix: str) -> Iterable[Change]:
        for field in model._meta.concrete_fields:
            if field.name in _NOT_TOLD or field.name not in after or before.get(field.name) == after[field.name]:
                continue
            if field.name in getattr(model, "live_fields", ()):
                continue
            old, new = self._told(field, before.get(field.name)), self._told(field, after[field.name])
            if old != new:
                yield Change(f"{prefix}{capfirst(field.verbose_name)}", old, new)

    def _told(self, field: Any, value: Any) -> str:
        if value in (None, "", []):
            return ""
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if field.is_relation:
            return self._name(field.related_model, value)
        return str(Truncator(str(value)).chars(_LENGTH))

    def _name(self, model: Any, pk: Any) -> str:
        if model is TaxonomyTerm:
            return self._terms.get(pk, str(pk))
        if model is Locale:
            return self._languages.get(pk, str(pk))
        return str(model._default_manager.filter(pk=pk).first() or pk)

    @cached_property
    def _terms(self) -> dict[Any, str]:
        named = TermNames()
        return {term.pk: named(term) for term in TaxonomyTerm.objects.only("name")}

    @cached_property
    def _languages(self) -> dict[Any, str]:
        return {locale.pk: locale.get_display_name() for locale in Locale.objects.all()}

    def _of_terms(self, before: Content, after: Content) -> Iterable[Change]:
        for field in self.model._meta.many_to_many:
            old, new = (set(content.get(field.name) or ()) for content in (before, after))
            if field.name in after and old != new:
                yield Change(str(capfirst(field.verbose_name)), self._several(old - new), self._several(new - old))

    def _several(self, terms: Iterable[Any]) -> str:
        return ", ".join(sorted(self._terms.get(pk, str(pk)) for pk in terms))

    # Rows

    def _of_rows(self, relation: Any, before: Content, after: Content) -> Iterable[Change]:
        name, row_model = relation.get_accessor_name(), relation.related_model
        if name not in after or before.get(name) == after[name]:
            return []
        old, new = before.get(name) or [], after[name] or []
        if name == "schedules":
            return self._of_hours(row_model, old, new)
        key = _key_of(row_model)
        return self._of_keyed(row_model, {key(row): row for row in old}, {key(row): row for row in new})

    def _of_hours(self, model: Any, old: list[Content], new: list[Content]) -> Iterable[Change]:
        before, after = (in_words([_row(model, each) for each in rows]) for rows in (old, new))
        if before != after:
            yield Change(_("Opening hours"), before, after)

    def _of_keyed(self, model: Any, old: dict[Any, Content], new: dict[Any, Content]) -> Iterable[Change]:
        title = capfirst(model._meta.verbose_name)
        for key in [*old, *(key for key in new if key not in old)]:
            was, now = old.get(key), new.get(key)
            if was is not None and now is not None:
                yield from self._of_columns(model, was, now, f"{self._row_title(model, now)}: ")
            elif "locale" in (now or was or {}):
                yield from self._of_columns(model, was or {}, now or dict.fromkeys(was or {}), self._spoken(now or was))
            else:
                yield Change(title, self._row_words(model, was), self._row_words(model, now))

    def _spoken(self, row: Content | None) -> str:
        return f"{self._languages.get((row or {}).get('locale'), '')}: "

    def _row_title(self, model: Any, row: Content) -> str:
        if "locale" in row:
            return self._languages.get(row["locale"], "")
        if "question" in row:
            return self._told(model._meta.get_field("question"), row["question"])
        return str(capfirst(model._meta.verbose_name))

    def _row_words(self, model: Any, row: Content | None) -> str:
        """The facts of a row that are not as they are when nobody says anything."""
        if row is None:
            return ""
        told = []
        for field in model._meta.concrete_fields:
            value = row.get(field.name)
            if field.name in _NOT_TOLD or isinstance(field, models.ForeignKey) and field.related_model is self.model:
                continue
            if value not in (None, "", False) and value != field.get_default():
                told.append(self._told(field, value))
        return ", ".join(told) or (place_name(row.get("fips") or "") or str(capfirst(model._meta.verbose_name)))


def _key_of(model: Any) -> Callable[[Content], Any]:
    names = {field.name for field in model._meta.concrete_fields}
    key = next(name for name in ("locale", "question", "hsds_id", "id") if name in names or name == "id")
    return lambda row: row.get(key) or row.get("pk")


def _row(model: Any, content: Content) -> Any:
    row = model()
    for field in model._meta.concrete_fields:
        if not field.is_relation and field.name in content:
            setattr(row, field.attname, field.to_python(content[field.name]))
    return row
