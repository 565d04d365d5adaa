"""What there is to read of a page or record. Each part says so for its own models, in a module ``harbor_language``:

    from harbor_wagtail.language.texts import Passage, register_texts

    @register_texts(AdvocacyPageMixin)
    def texts_of_page(page: AdvocacyPageMixin) -> Iterator[Passage]: ...

A host does the same for a model of its own, in a module of that name in one of its apps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.module_loading import autodiscover_modules

from harbor_wagtail.language.rules import Context


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a line or a field. ``where`` says it in words; ``block_id`` is a block of the form, to jump to."""

    text: str
    language: str
    where: str = ""
    block_id: str = ""
    context: Context | None = None


Reader = Callable[[Any], Iterable[Passage]]
_readers: dict[type, Reader] = {}
_prefetched: dict[type, tuple[str, ...]] = {}


def register_texts(base: type, *, prefetch: tuple[str, ...] = ()) -> Callable[[Reader], Reader]:
    """``base`` is a model, or a mixin of models; the reader yields the passages of one record in their order.

    ``prefetch`` names the relations it follows, so that reading all records takes no query for each.
    """

    def register(reader: Reader) -> Reader:
        _readers[base] = reader
        _prefetched[base] = prefetch
        return reader

    return register


def passages(record: Any) -> list[Passage]:
    """Everything to read of a record; nothing for a model nobody registered."""
    autodiscover_modules("harbor_language")
    base = _base(type(record))
    return list(_readers[base](record)) if base else []


def _base(model: type) -> type | None:
    return next((each for each in model.__mro__ if each in _readers), None)


def readable_models() -> list[Any]:
    autodiscover_modules("harbor_language")
    return [model for model in apps.get_models() if _base(model)]


def published() -> Iterator[Any]:
    """Every public record there is something to read of, in batches."""
    for model in readable_models():
        records = model._default_manager.all()
        if any(field.name == "live" for field in model._meta.concrete_fields):
            records = records.filter(live=True)
        base = _base(model)
        wanted = _prefetched[base] if base else ()
        yield from records.prefetch_related(*wanted).order_by("pk").iterator(chunk_size=200)
