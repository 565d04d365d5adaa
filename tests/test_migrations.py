"""Migrations are complete, named, and readable by every Wagtail we support."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

import harbor_wagtail

LABELS = ["harbor_wagtail", "harbor_directory", "harbor_advocacy", "harbor_safety_plans", "harbor_pages"]
FILES = sorted(Path(harbor_wagtail.__file__).parent.glob("**/migrations/0*.py"))

# What a migration must not name, and why.
FOREIGN = {
    "modelsearch": "is not installed with Wagtail 7.0",
    "WAGTAIL_PAGE_MODEL": "is a setting of Wagtail 8.0 only",
    r"wagtailimages\.image\b": "ties a host with its own image model to Wagtail's",
    r"wagtaildocs\.document\b": "ties a host with its own document model to Wagtail's",
    r"auth\.user\b": "ties a host with its own user model to Django's",
    r"\btestapp\b": "is the model of the test project, set where a setting should be read",
}


def test_the_search_for_migrations_finds_them() -> None:
    assert FILES


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.django_db
def test_nothing_is_missing(label: str) -> None:
    try:
        call_command("makemigrations", label, check_changes=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(f"{label} has changes without a migration: `make migrations APP={label} NAME=…`")


def test_an_app_with_models_has_migrations() -> None:
    on_disk = {label for label, _name in MigrationLoader(None).disk_migrations}
    with_models = {label for label in LABELS if any(apps.get_app_config(label).get_models())}
    assert with_models <= on_disk


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_is_named_by_a_person(path: Path) -> None:
    assert not re.search(r"_auto_\d|^\d{4}_(initial_)?\d", path.stem)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
@pytest.mark.parametrize("pattern", FOREIGN)
def test_names_nothing_a_host_may_lack(path: Path, pattern: str) -> None:
    found = re.search(pattern, path.read_text(encoding="utf-8"), flags=re.IGNORECASE)
    assert not found, f"{path.name} names {found[0] if found else ''}, which {FOREIGN[pattern]}"
