from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState


class Command(migrate.Command):
    help = (
        "Django's, in a third of the time. Django's and Wagtail's own migrations go first: by the alphabet many would "
        "come after ours, and each of them would build all of our models once more. And a new model is built alone: "
        "Django builds anew every model it is related to, at any distance, so that each costs more than the one before. "
        "The demo, and the hosts that try the wheel, migrate as Django does."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        build_all = ProjectState.add_model
        ProjectState.add_model = _add_model_alone  # type: ignore[method-assign, assignment]
        try:
            if not options["app_label"]:
                _migrate_others_first(connections[options["database"]])
            super().handle(*args, **options)
        finally:
            ProjectState.add_model = build_all  # type: ignore[method-assign]


def _migrate_others_first(connection: Any) -> None:
    executor = MigrationExecutor(connection)
    executor.loader.check_consistent_history(executor.connection)
    leaves = executor.loader.graph.leaf_nodes()
    executor.migrate([leaf for leaf in leaves if not leaf[0].startswith("harbor_") and leaf[0] != "testapp"])


def _add_model_alone(state: ProjectState, model_state: ModelState) -> None:
    """As :meth:`ProjectState.add_model`; nothing refers to a new model yet, so nothing else has to be built again."""
    key = model_state.app_label, model_state.name_lower
    state.models[key] = model_state
    if state._relations is not None:  # type: ignore[attr-defined]
        state.resolve_model_relations(key)
    if "apps" in state.__dict__:
        state.apps.render_multiple([model_state])
