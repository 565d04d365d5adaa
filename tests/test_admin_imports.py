"""Imports can be looked at, by wagtail-modeladmin, and nothing can be changed there. Without it, all else works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from harbor_wagtail.directory.models import DataSource, ImportBatch

REPORT: dict[str, Any] = {
    "organizations": {"created": 3, "changed": 1, "unchanged": 0, "refused": 0},
    "services": {"created": 4, "changed": 0, "unchanged": 2, "refused": 5},
    "batch": 1,
    "problems": [
        {
            "file": "services.csv",
            "row": 12,
            "column": "ages",
            "value": "<b>12 to",
            "problem": "no age can be read from this.",
            "fix": "Write ages as ‘12-17’.",
        }
    ],
}


def url(name: str, *args: Any) -> str:
    return reverse(f"harbor_imports_modeladmin_{name}", args=args)


@pytest.fixture
def batch(db: None) -> ImportBatch:
    source = DataSource.objects.create(slug="211", name="The 211")
    return ImportBatch.objects.create(
        source=source, file_name="services.csv", format="table", state="applied", report=REPORT, withheld=2
    )


def test_the_list_counts(admin_client: Client, batch: ImportBatch) -> None:
    page = admin_client.get(url("index")).content.decode()
    for word in ("services.csv", "The 211", "Applied", ">7<", ">1<", ">5<"):
        assert word in page
    assert url("index") in admin_client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_report_is_a_table(admin_client: Client, batch: ImportBatch) -> None:
    page = admin_client.get(url("inspect", batch.pk)).content.decode()
    for word in ("services.csv", "ages", "&lt;b&gt;12 to", "no age can be read from this.", "Write ages as"):
        assert word in page
    assert "<b>12 to" not in page


@pytest.mark.parametrize("name", ["create", "edit", "delete"])
def test_nothing_is_added_edited_or_deleted(admin_client: Client, batch: ImportBatch, name: str) -> None:
    args = [] if name == "create" else [batch.pk]
    for method in (admin_client.get, admin_client.post):
        assert method(url(name, *args)).status_code in (302, 403)
    assert ImportBatch.objects.get() == batch
    assert url("create") not in admin_client.get(url("index")).content.decode()


@pytest.mark.parametrize(("codenames", "status"), [(["view_importbatch"], 200), (["change_importbatch"], 302)])
def test_looking_needs_the_right_to_view(client: Client, batch: ImportBatch, codenames: list[str], status: int) -> None:
    user = User.objects.create_user("helper")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    client.force_login(user)
    assert client.get(url("index")).status_code == status


@pytest.mark.parametrize(
    "asked",
    [
        "by_user__password__startswith=!",
        "source__name__startswith=x",
        "state=x",
        f"by_user={'9' * 30}",
        "nothing=%00",
    ],
)
def test_parameters_choose_by_state_and_by_nothing_else(admin_client: Client, batch: ImportBatch, asked: str) -> None:
    """Or whoever may look at imports would read the hash of a colleague's password, one sign after the other."""
    batch.by_user = User.objects.create_superuser("colleague", password="m")
    batch.save()

    def shown(query: str) -> bool:
        return "services.csv" in admin_client.get(f"{url('index')}?{query}").content.decode()

    assert shown(asked)
    assert shown(f"{asked}&state__exact=applied")
    assert not shown(f"{asked}&state__exact=staged")


WITHOUT = """
from tests.settings import *
INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "wagtail_modeladmin"]
"""
LOOK = """
import django
django.setup()
import sys
from django.urls import NoReverseMatch, reverse
print(reverse("wagtailsnippets_harbor_directory_service:add"))
try:
    reverse("harbor_imports_modeladmin_index")
except NoReverseMatch:
    print("no list of imports")
print("wagtail_modeladmin" in sys.modules)
"""


def test_all_else_works_without_modeladmin(tmp_path: Path) -> None:
    (tmp_path / "without_modeladmin.py").write_text(WITHOUT)
    root = Path(__file__).parent.parent
    result = subprocess.run(
        [sys.executable, "-c", LOOK],
        env={"PYTHONPATH": f"{root}:{tmp_path}", "DJANGO_SETTINGS_MODULE": "without_modeladmin", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.split("\n") == [
        "/admin/snippets/harbor_directory/service/add/",
        "no list of imports",
        "False",
        "",
    ]
