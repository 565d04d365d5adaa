from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import get_user_model

ADMIN = "admin"
PASSWORD = "harbor-demo"  # noqa: S105  (documented in README.md, and refused where DEBUG is off)


def load(say: Callable[[str], object]) -> None:
    """The demo's administrator. Where ``DEBUG`` is off nobody gets a password that is written in a README."""
    users = get_user_model()._default_manager
    if users.filter(**{users.model.USERNAME_FIELD: ADMIN}).exists():
        return
    if not settings.DEBUG:
        say("no demo login, as DEBUG is off: make one with `manage.py createsuperuser`")
        return
    # With a name: Wagtail's account form wants one before it takes another language.
    users.create_superuser(ADMIN, "admin@example.org", PASSWORD, first_name="Demo", last_name="Editor")
    say(f"login {ADMIN} / {PASSWORD}")
