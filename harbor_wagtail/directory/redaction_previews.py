"""Wagtail keeps what an editor previewed: in the session, since 8.0 in a table. Those of the directory are forgotten.

All of them, not only those of one place: what was typed into the form of a service or an organization may hold
the address too, and a preview is rebuilt by a click.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings

#: Session engines whose data lie in the ``django_session`` table. Others keep them in a cache or a cookie, where they
#: cannot be listed; they expire by themselves, and no preview of ours ever contains the address form.
_IN_DATABASE = ("django.contrib.sessions.backends.db", "django.contrib.sessions.backends.cached_db")
_APP = "harbor_directory"


def forget_previews() -> int:
    """Drop what editors previewed of the directory. Returns how many stored previews and sessions lost something."""
    return _forget_form_states() + _forget_sessions()


def _forget_form_states() -> int:
    """Wagtail 8.0 and later: ``wagtail.admin.models.FormState``."""
    try:
        model: Any = apps.get_model("wagtailadmin", "FormState")
    except LookupError:
        return 0
    deleted, _by_model = model.objects.filter(content_type__app_label=_APP).delete()
    return int(deleted)


def _forget_sessions() -> int:
    if settings.SESSION_ENGINE not in _IN_DATABASE or not apps.is_installed("django.contrib.sessions"):
        return 0
    from django.contrib.sessions.models import Session

    changed = 0
    for row in Session.objects.iterator(chunk_size=500):
        data = row.get_decoded()
        previews = [key for key in data if key.startswith("wagtail-preview-") and _APP in key]
        if previews:
            _save_without(row, data, previews)
            changed += 1
    return changed


def _save_without(row: Any, data: dict[str, Any], keys: list[str]) -> None:
    from django.contrib.sessions.backends.cached_db import SessionStore

    remaining = {key: value for key, value in data.items() if key not in keys}
    store = SessionStore(session_key=row.session_key)
    type(row).objects.filter(pk=row.pk).update(session_data=store.encode(remaining))
    if settings.SESSION_ENGINE.endswith("cached_db"):
        store._cache.delete(store.cache_key)  # type: ignore[attr-defined]
