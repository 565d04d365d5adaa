from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor


class Command(migrate.Command):
    help = (
        "Django's, in half the time. Django's and Wagtail's own migrations go first: by the alphabet many would come "
        "after ours, and each of them would build all of our models once more. The demo, and the hosts that try the "
        "wheel, migrate as Django does."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["app_label"]:
            _migrate_others_first(connections[options["database"]])
        super().handle(*args, **options)


def _migrate_others_first(connection: Any) -> None:
    executor = MigrationExecutor(connection)
    executor.loader.check_consistent_history(executor.connection)
    leaves = executor.loader.graph.leaf_nodes()
    executor.migrate([leaf for leaf in leaves if not leaf[0].startswith("harbor_") and leaf[0] != "testapp"])
