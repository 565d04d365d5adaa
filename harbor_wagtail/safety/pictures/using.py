"""Which pictures this package's records and pages use, and when they are cleaned: as soon as one of them is saved.

``HARBOR_WAGTAIL["CLEAN_PICTURES"]`` says whose: ``"used"`` by ours (the default), ``"all"`` of the site, or ``"none"``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.signals import post_save
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from harbor_wagtail.conf import conf
from harbor_wagtail.safety.headers import HarborHeadersMixin
from harbor_wagtail.safety.pictures.storing import clean_image, is_clean


def connect() -> None:
    """Called once all models are there. A model that can hold no picture is left alone."""
    for model in our_models():
        post_save.connect(_ours_saved, sender=model, dispatch_uid=f"harbor_pictures_{model._meta.label}")
    post_save.connect(_picture_saved, sender=get_image_model(), dispatch_uid="harbor_pictures")


@cache
def our_models() -> tuple[type[models.Model], ...]:
    """Models of this package, and a host's pages over our mixins, that can hold a picture."""
    return tuple(model for model in apps.get_models() if _is_ours(model) and any(_fields(model)))


def used_by(record: models.Model) -> set[int]:
    """Keys of the pictures in the columns, blocks and rich texts of a record."""
    found: set[int] = set()
    for field in _fields(type(record)):
        if isinstance(field, models.ForeignKey):
            found.add(getattr(record, field.attname) or 0)
        else:
            references = field.extract_references(field.value_from_object(record))
            found.update(int(pk) for model, pk, *_path in references if issubclass(model, get_image_model()))
    return found - {0}


def used() -> set[int]:
    """Keys of the pictures that anything of ours uses today."""
    return {pk for model in our_models() for record in model._default_manager.iterator() for pk in used_by(record)}


def _ours_saved(sender: Any, instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
    if raw or conf.CLEAN_PICTURES == "none":
        return
    if keys := used_by(instance):
        for image in get_image_model()._default_manager.filter(pk__in=keys):
            clean_image(image)


def _picture_saved(sender: Any, instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if raw or conf.CLEAN_PICTURES == "none" or is_clean(instance):
        return
    if conf.CLEAN_PICTURES == "all" or (not created and _is_used(instance)):
        clean_image(instance)


def _is_used(image: Any) -> bool:
    """Asked when somebody put another file into a picture that is there already."""
    columns = [(model, field) for model in our_models() for field in _fields(model) if field.many_to_one]
    if any(model._default_manager.filter(**{field.name: image.pk}).exists() for model, field in columns):
        return True
    ours = ContentType.objects.get_for_models(*our_models(), for_concrete_models=False).values()
    pointing = ReferenceIndex.get_references_to(image).filter(base_content_type__in=ours)
    return bool(pointing.exists())


def _is_ours(model: type[models.Model]) -> bool:
    return model._meta.app_config.name.startswith("harbor_wagtail") or issubclass(model, HarborHeadersMixin)


def _fields(model: type[models.Model]) -> Iterator[Any]:
    for field in model._meta.concrete_fields:
        to_picture = isinstance(field, models.ForeignKey) and issubclass(field.related_model, get_image_model())
        if to_picture or hasattr(field, "extract_references"):
            yield field
