"""A host whose tests create every table straight from the models, as ``pytest --nomigrations`` does."""

from __future__ import annotations

from tests.settings import *  # noqa: F403


class _NoMigrations:
    def __contains__(self, label: str) -> bool:
        return True

    def __getitem__(self, label: str) -> None:
        return None


MIGRATION_MODULES = _NoMigrations()
