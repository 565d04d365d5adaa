"""Wagtail's index of what refers to what ("Usage" in the admin), written once for a record and not once for each row below it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def indexed_once(record: Any) -> Iterator[None]:
    """Around the save of a record with its children.

    Wagtail reads the whole record again after each child it writes: three quarters of the time that a service with its hours,
    answers and languages took to save. Where the index is switched off already (a host's own bulk work), it stays off.
    """
    # Wagtail's module asks for models as it is read, and this one is read by models.
    from wagtail.signal_handlers import (
        disable_reference_index_auto_update,
        reference_index_auto_update_disabled,
        update_reference_index_on_save,
    )

    if getattr(reference_index_auto_update_disabled, "value", False):
        yield
        return
    with disable_reference_index_auto_update():
        yield
    update_reference_index_on_save(record)
