"""Hosts that are not like ours: a stranger in most ways, a swapped base page (Wagtail 8), tables made without migrations."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from wagtail import VERSION

ROOT = Path(__file__).parent.parent


def run(settings: str, *arguments: str, database: Path) -> str:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": settings,
        "DATABASE_URL": f"sqlite:///{database}",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_tables_made_without_migrations_and_nothing_left_in_the_file(tmp_path: Path) -> None:
    """Also decision 5: once hidden, the address is in no byte of the database file, its journal or its log."""
    database = tmp_path / "host.sqlite3"
    out = run(
        "tests.hosts.settings_without_migrations",
        "tests/hosts/try_directory.py",
        "harbor_pages.ProviderDirectoryPage",
        str(database),
        database=database,
    )
    assert "1 passed" in out


@pytest.mark.skipif((7, 1) <= VERSION < (8, 0), reason="the oldest and the newest Wagtail show it")
def test_a_host_as_little_like_ours_as_can_be(tmp_path: Path) -> None:
    """Below a path, untranslated, German, two sites, its own users, documents and blocks, a strict policy everywhere."""
    out = run("tests.hosts.settings_stranger", "tests/hosts/try_stranger.py", database=tmp_path / "host.sqlite3")
    assert "1 passed" in out


@pytest.mark.skipif(VERSION < (8, 0), reason="Wagtail swaps its base page since 8.0")
def test_a_host_with_its_own_base_page_which_is_no_reason_for_a_migration_of_ours(tmp_path: Path) -> None:
    out = run(
        "tests.hosts.settings_swapped",
        "tests/hosts/try_directory.py",
        "swapped.FindHelpPage",
        database=tmp_path / "host.sqlite3",
    )
    assert "1 passed" in out
    assert "No changes detected" in out
