"""A picture of the site, cleaned where it is stored: under a neutral name, with the copies made of it made anew."""

from __future__ import annotations

import hashlib
import logging
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from harbor_wagtail.safety.pictures.cleaning import clean
from harbor_wagtail.safety.pictures.containers import BrokenPicture

logger = logging.getLogger("harbor_wagtail.safety")


def is_clean(image: Any) -> bool:
    """Read off the name alone: a cleaned file is called after what is in it."""
    name = PurePosixPath(image.file.name).name
    return bool(image.file_hash and name.startswith(_stem(image.file_hash)))


def clean_image(image: Any) -> bool:
    """Clean the file of a Wagtail image. Returns whether it was done now; what cannot be read is left, and logged.

    The old file goes once the transaction is committed; its name may have told as much as what was in it.
    """
    if is_clean(image):
        return False
    try:
        cleaned = clean(read(image))
    except (BrokenPicture, OSError) as problem:
        logger.warning("Picture %s keeps what its camera noted: %s", image.pk, problem)
        return False
    with transaction.atomic():
        _replace(image, cleaned)
    return True


def give_neutral_name(image: Any) -> bool:
    """Store the file anew under a name that says nothing, cleaned if it can be. Returns whether that could be done."""
    if is_clean(image):
        return False
    if not clean_image(image):
        try:
            data = read(image)
        except OSError as problem:
            logger.warning("Picture %s keeps its name: %s", image.pk, problem)
            return False
        with transaction.atomic():
            _replace(image, data)
    return True


def read(image: Any) -> bytes:
    with image.file.storage.open(image.file.name, "rb") as stored:
        return bytes(stored.read())


def _replace(image: Any, cleaned: bytes) -> None:
    storage, old = image.file.storage, image.file.name
    digest = hashlib.sha1(cleaned, usedforsecurity=False).hexdigest()  # as Wagtail hashes files
    field = image.file.field
    wanted = field.generate_filename(image, f"{_stem(digest)}{PurePosixPath(old).suffix.lower()}")
    # Given a name, Django reads width and height from what is stored under it.
    image.file = storage.save(wanted, ContentFile(cleaned), max_length=field.max_length)
    image.file_size, image.file_hash = len(cleaned), digest
    # Not by save(): nobody edited it, and this may be called while it is being saved.
    values = {name: getattr(image, name) for name in ("width", "height", "file_size", "file_hash")}
    type(image)._base_manager.filter(pk=image.pk).update(file=image.file.name, **values)
    image.renditions.all().delete()
    transaction.on_commit(lambda: storage.delete(old), robust=True)


def _stem(digest: str) -> str:
    return f"p-{digest[:16]}"
