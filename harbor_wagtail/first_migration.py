"""What the first migration of each of our apps is made of."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.state import ProjectState


class FirstMigration(Migration):
    """
    A migration that only makes tables, and builds the models once for all of them.

    Django builds the models anew for each table, with all they are related to; through users, pages and images that is
    every model of the site. For our hundred and twenty tables it is half of the time of a host's first ``migrate``.
    Only for operations that refer to no earlier shape of a model, as those of a new app do: each of them sees the last one.
    """

    def mutate_state(self, project_state: ProjectState, preserve: bool = True) -> ProjectState:
        state = project_state.clone() if preserve else project_state
        state.__dict__.pop("apps", None)  # or each new model would be built at once
        for operation in self.operations:
            operation.state_forwards(self.app_label, state)
        return state

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        if collect_sql or not schema_editor.atomic_migration:  # `sqlmigrate`, which is patient; and MySQL
            return super().apply(project_state, schema_editor, collect_sql)
        self.mutate_state(project_state, preserve=False)
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state

    def unapply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        if collect_sql or not schema_editor.atomic_migration:
            return super().unapply(project_state, schema_editor, collect_sql)
        present = self.mutate_state(project_state)
        for operation in reversed(self.operations):
            operation.database_backwards(self.app_label, schema_editor, present, project_state)
        return project_state
