"""Wagtail keeps what an editor previewed in the editor's session. Those of a place being hidden are forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings

if TYPE_CHECKING:
    from harbor_wagtail.directory.models import Location

#: Session engines whose data lie in the ``django_session`` table. Others keep them in a cache or a cookie, where they
#: cannot be listed; they expire by themselves, and no preview of ours ever contains the address form.
_IN_DATABASE = ("django.contrib.sessions.backends.db", "django.contrib.sessions.backends.cached_db")


def forget_previews(location: Location) -> int:
    """Drop previews of records at this place from every stored session. Returns how many sessions had one."""
    if settings.SESSION_ENGINE not in _IN_DATABASE or not apps.is_installed("django.contrib.sessions"):
        return 0
    from django.contrib.sessions.models import Session

    changed = 0
    for row in Session.objects.iterator(chunk_size=500):
        data = row.get_decoded()
        previews = [key for key in data if _is_preview_of_directory(key)]
        if previews:
            _save_without(row, data, previews)
            changed += 1
    return changed


def _is_preview_of_directory(key: str) -> bool:
    return key.startswith("wagtail-preview-") and "harbor_directory" in key


def _save_without(row: Any, data: dict[str, Any], keys: list[str]) -> None:
    from django.contrib.sessions.backends.cached_db import SessionStore

    remaining = {key: value for key, value in data.items() if key not in keys}
    store = SessionStore(session_key=row.session_key)
    type(row).objects.filter(pk=row.pk).update(session_data=store.encode(remaining))
    if settings.SESSION_ENGINE.endswith("cached_db"):
        store._cache.delete(store.cache_key)  # type: ignore[attr-defined]
