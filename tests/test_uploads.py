"""Promise: every form that takes a file says at the field that one is too large, before anything has read it, and no name of a
file is too odd."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile, TemporaryUploadedFile, UploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver, reverse

from harbor_wagtail.admin import bringing_in
from harbor_wagtail.advocacy import admin_import_page
from harbor_wagtail.advocacy.report_cards.admin import bring_in as scores
from harbor_wagtail.directory.admin.imports import forms as lists
from harbor_wagtail.directory.importing import uploads
from harbor_wagtail.directory.models import DataSource, ImportBatch, ResourceMap
from tests import factories, report_cards

pytestmark = pytest.mark.django_db

#: Bytes that each form takes in these tests.
MOST = 2000
HANDLERS = {"memory": "MemoryFileUploadHandler", "disk": "TemporaryFileUploadHandler"}
LIST = {"new_source": "County", "addresses": "area-only"}


def map_address() -> str:
    return reverse(
        "harbor_directory_map_import", args=[ResourceMap.objects.create(name="M", locale=factories.locale()).pk]
    )


def scores_address() -> str:
    made = report_cards.framework(report_cards.places(2))
    return reverse("harbor_advocacy_edition_import", args=[report_cards.edition(made).pk])


def page_address() -> str:
    return reverse("harbor_advocacy_import_page", args=[factories.site_root().pk])


#: Of each form that takes a file: where it stands, what else it wants, the end of a name it takes, and what it says.
TAKERS: dict[type[forms.Form], tuple[Callable[[], str], dict[str, str], str, str]] = {
    bringing_in.UploadForm: (map_address, {}, ".csv", "This file is larger than 5 MB."),
    scores.UploadForm: (scores_address, {}, ".csv", "This file is larger than 5 MB."),
    admin_import_page.DocumentForm: (page_address, {"kind": "facts"}, ".md", "The file is larger than 20 megabytes."),
    lists.UploadForm: (lambda: reverse("harbor_directory_import"), LIST, ".csv", "more than a browser should send"),
}


@pytest.fixture(params=HANDLERS)
def reader(request: pytest.FixtureRequest, settings: Any, english: Any) -> str:
    """Where the server keeps what arrives: in memory, or in a file."""
    settings.FILE_UPLOAD_HANDLERS = [f"django.core.files.uploadhandler.{HANDLERS[request.param]}"]
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100 * MOST
    return str(request.param)


def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bringing_in, "MOST_BYTES", MOST)
    monkeypatch.setattr(admin_import_page, "MOST_BYTES", MOST)
    monkeypatch.setattr(lists, "MEGABYTE", MOST / lists.conf.IMPORT_UPLOAD_MB)


def takers(form: type[forms.BaseForm] = forms.BaseForm) -> set[type[forms.BaseForm]]:
    """Every form of ours that takes a file."""
    assert get_resolver().url_patterns  # by now all of them are read
    found = (
        {form}
        if any(isinstance(field, forms.FileField) for field in getattr(form, "base_fields", {}).values())
        else set()
    )
    below = {each for child in form.__subclasses__() for each in takers(child)}
    return {each for each in found | below if each.__module__.startswith("harbor_wagtail")}


def test_no_form_that_takes_a_file_is_forgotten() -> None:
    assert takers() == set(TAKERS)


@pytest.mark.parametrize("form", TAKERS, ids=lambda form: f"{form.__module__.rpartition('.')[0]}.{form.__name__}")
def test_a_file_over_the_limit_is_refused_at_the_field_and_read_by_nobody(
    admin_client: Client, reader: str, form: type[forms.Form], monkeypatch: pytest.MonkeyPatch
) -> None:
    where, besides, ending, said = TAKERS[form]
    address = where()
    small(monkeypatch)

    def read(*given: Any) -> None:
        raise AssertionError("somebody reads it")

    for kind in (UploadedFile, InMemoryUploadedFile, TemporaryUploadedFile):
        monkeypatch.setattr(kind, "read", read)
        monkeypatch.setattr(kind, "chunks", read)
    large = SimpleUploadedFile(f"large{ending}", b"x" * (MOST + 1))
    monkeypatch.setattr(SimpleUploadedFile, "read", lambda self, *given: self.file.read(*given))  # the test's own
    answer = admin_client.post(address, {**besides, "file": large})
    assert answer.status_code == 200
    assert said in str(answer.context["form"].errors["file"])
    assert "harbor" in address
    kinds = {"memory": InMemoryUploadedFile, "disk": TemporaryUploadedFile}
    assert isinstance(answer.context["form"].files["file"], kinds[reader])


@pytest.mark.parametrize("form", TAKERS, ids=lambda form: f"{form.__module__.rpartition('.')[0]}.{form.__name__}")
def test_no_name_of_a_file_is_too_odd(admin_client: Client, reader: str, form: type[forms.Form]) -> None:
    where, besides, ending, _said = TAKERS[form]
    address = where()
    for name in ("🏠" * 200, "x" * 900, "..", "../../etc/x", "a\\..\\b", "a\u202eb", "=1+1", "a\r\nSet-Cookie: x"):
        given = SimpleUploadedFile("x", b"name\nLantern House\n")
        given._name = f"{name}{ending}"  # as a browser of an attacker would send it
        answer = admin_client.post(address, {**besides, "file": given})
        assert answer.status_code in (200, 302), name
        assert "Set-Cookie" not in str(answer.headers), name


def test_what_a_killed_process_left_of_an_upload_is_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that is killed while it reads an upload leaves a copy of it, addresses and all, among the temporary files."""
    monkeypatch.setattr(uploads.tempfile, "tempdir", str(tmp_path))
    old, of_now, of_others = (tmp_path / name for name in ("harbor-import-old", "harbor-import-now", "else"))
    for folder in (old, of_now, of_others):
        folder.mkdir()
        (folder / "list.csv").write_text("4127 Quillback Hollow Road")
    for folder in (old, of_others):
        os.utime(folder, (0, time.time() - uploads.LEFT_BEHIND - 60))
    told = StringIO()
    call_command("harbor_retain", only="upload-folders", dry_run=True, stdout=told)
    assert "upload-folders: 1 " in told.getvalue()
    assert old.exists()
    call_command("harbor_retain", only="upload-folders", stdout=told)
    assert sorted(tmp_path.iterdir()) == [of_others, of_now]


def test_what_is_still_being_read_is_kept_however_long_it_takes(
    english: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads.tempfile, "tempdir", str(tmp_path))
    batch = ImportBatch.objects.create(
        source=DataSource.objects.create(slug="county", name="County"), file_name="list.csv"
    )
    uploads.keep(batch, [b"name\nLantern House\n"])
    with uploads.opened(batch) as path:
        os.utime(path.parent, (0, time.time() - 5 * uploads.LEFT_BEHIND))
        assert uploads.sweep() == 0
        with uploads.opened(batch) as other:  # another import of this moment
            assert other != path
        assert path.read_text() == "name\nLantern House\n"
    assert list(tmp_path.iterdir()) == []
