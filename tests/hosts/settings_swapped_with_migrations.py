"""The swapped host again, with the package's own migrations, to look for drift."""

from __future__ import annotations

from tests.hosts.settings_swapped import *  # noqa: F403

MIGRATION_MODULES = {"swapped": None}
