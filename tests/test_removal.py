"""Taking the package out by the docs: what would leave pages without tables is refused before anything is changed."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management.base import CommandError
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import pre_migrate
from wagtail.models import Page

from harbor_wagtail.pages.models import AdvocacyIndexPage


@pytest.mark.django_db
def test_the_tables_of_pages_stay_while_one_of_them_is_in_the_tree() -> None:
    config = apps.get_app_config("harbor_pages")
    executor = MigrationExecutor(connection)
    down = executor.migration_plan([("harbor_pages", None)])
    assert [each.name for each, backwards in down if backwards] == ["0001_initial"]

    def migrate(plan: object) -> None:
        pre_migrate.send(config, app_config=config, using=DEFAULT_DB_ALIAS, plan=plan)

    migrate(down)  # none of ours is there yet: a page of the host's own is no reason
    page = Page.objects.get(depth=1).add_child(instance=AdvocacyIndexPage(title="Briefs", slug="briefs"))
    with pytest.raises(CommandError, match=r"1 pages .* “Briefs” .* Nothing was changed"):
        migrate(down)
    migrate([])
    migrate([(each, False) for each, _backwards in down])
    page.delete()
    migrate(down)
