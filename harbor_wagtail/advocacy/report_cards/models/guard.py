"""What a frozen edition stands on cannot change behind it: refused in ``save``, in ``delete`` and in bulk.

A correction goes through ``errata``, which opens the lock for its own transaction and leaves a public entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

#: Keys in one question; databases take only so many.
AT_ONCE = 5000

_open: ContextVar[bool] = ContextVar("harbor_report_card_lock_open", default=False)


class FrozenError(ValidationError):
    """Something a frozen edition stands on would have changed."""


@contextmanager
def unlocked() -> Iterator[None]:
    """Let the code below change frozen facts. For ``freezing`` and ``errata`` only, which say in public what they did."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def is_unlocked() -> bool:
    return _open.get()


def _column(model: Any, name: str) -> Any:
    return model._meta.get_field(name)


Row = TypeVar("Row", bound="Guarded")


class GuardedQuerySet(models.QuerySet[Row]):
    """Bulk writing asks the same question as ``save`` does."""

    def update(self, **kwargs: Any) -> int:
        if self.model.guards_any(kwargs):
            self._refuse_frozen()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse_frozen()
        return super().delete()

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        rows = list(objs)
        self.model.refuse_frozen_rows(rows)
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(self, objs: Iterable[Row], fields: Any, *args: Any, **kwargs: Any) -> int:
        rows, names = list(objs), list(fields)
        if self.model.guards_any(names):
            self.model.refuse_frozen_rows(rows)
        return super().bulk_update(rows, names, *args, **kwargs)

    def _refuse_frozen(self) -> None:
        if not is_unlocked() and self.filter(self.model.frozen_condition()).exists():
            raise FrozenError(self.model.frozen_message)


class Guarded(models.Model):
    """A row that published grades stand on. ``guarded`` names the columns that count; empty: all of them."""

    guarded: ClassVar[tuple[str, ...]] = ()
    frozen_message: ClassVar[Any] = _("A published edition stands on this. Correct the edition instead.")

    class Meta:
        abstract = True

    @classmethod
    def frozen_condition(cls) -> models.Q:
        """The rows of this table that a frozen edition stands on."""
        raise NotImplementedError

    @classmethod
    def frozen_parents(cls, keys: set[Any]) -> bool:
        """Whether any of the rows with these keys, as ``parent_key`` gives them, stands below a frozen edition."""
        return False

    def parent_key(self) -> Any:
        """Key of the row that this one hangs on."""
        return None

    def frozen_parent(self) -> bool:
        """Whether a row that is new here would come to stand below a frozen edition."""
        return type(self).frozen_parents({self.parent_key()} - {None})

    @classmethod
    def guards_any(cls, names: Iterable[str]) -> bool:
        columns = {_column(cls, name).attname for name in names if name != "pk"}
        return not cls.guarded or bool(columns & {_column(cls, name).attname for name in cls.guarded})

    @classmethod
    def refuse_frozen_rows(cls, rows: list[Any]) -> None:
        """In bulk, two questions for every few hundred rows: are those that are stored frozen, are their parents?"""
        if is_unlocked():
            return
        stored = [row.pk for row in rows if row.pk]
        parents = list({row.parent_key() for row in rows} - {None})
        frozen = cls._base_manager.filter(cls.frozen_condition())
        if any(frozen.filter(pk__in=stored[at : at + AT_ONCE]).exists() for at in range(0, len(stored), AT_ONCE)):
            raise FrozenError(cls.frozen_message)
        if any(cls.frozen_parents(set(parents[at : at + AT_ONCE])) for at in range(0, len(parents), AT_ONCE)):
            raise FrozenError(cls.frozen_message)

    def is_frozen(self) -> bool:
        return bool(self.pk) and type(self)._base_manager.filter(self.frozen_condition(), pk=self.pk).exists()

    def refuse_if_frozen(self) -> None:
        """Raises ``FrozenError`` where saving this row would change a published grade, or what it stands on."""
        if is_unlocked():
            return
        stored = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
        if stored is None:
            if self.frozen_parent():
                raise FrozenError(self.frozen_message)
        elif self._differs(stored) and (self.is_frozen() or self.frozen_parent()):
            raise FrozenError(self.frozen_message)

    def _differs(self, stored: Any) -> bool:
        columns = [_column(type(self), name) for name in self.guarded] or self._meta.concrete_fields
        return any(
            field.to_python(getattr(self, field.attname)) != field.to_python(getattr(stored, field.attname))
            for field in columns
        )

    def clean(self) -> None:
        super().clean()
        self.refuse_if_frozen()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.refuse_if_frozen()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        if not is_unlocked() and self.is_frozen():
            raise FrozenError(self.frozen_message)
        return super().delete(*args, **kwargs)
