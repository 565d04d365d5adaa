"""The files in deploy/: settings a server may go online with, and logs that hold nothing of a visitor."""

from __future__ import annotations

import re
import runpy
import shlex
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.test import override_settings

from harbor_wagtail import checks_server

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"


def environment() -> dict[str, str]:
    """deploy/harbor.env as systemd and a shell read it."""
    lines = (DEPLOY / "harbor.env").read_text().splitlines()
    pairs = (shlex.split(line)[0].partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}


def settings_of_a_server(monkeypatch: pytest.MonkeyPatch, **more: str) -> dict[str, Any]:
    """What the example site's settings are with deploy/harbor.env as their environment."""
    for name, value in {**environment(), **more}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.syspath_prepend(str(ROOT / "example_site"))
    return runpy.run_path(str(ROOT / "example_site/config/settings.py"))


def test_the_settings_pass_djangos_checks_for_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks_server, "LOGGERS", ())  # the tests' runner listens to them
    given = settings_of_a_server(monkeypatch)
    assert all("harbor" in handler["filters"] for handler in given["LOGGING"]["handlers"].values())
    about = re.compile("^(SECURE|SESSION|CSRF|X_FRAME|SECRET|DEBUG|ALLOWED|MIDDLEWARE|SILENCED|LOGGING$|ADMINS)")
    with override_settings(**{name: value for name, value in given.items() if about.match(name)}):
        heard = run_checks(tags=["security", "harbor_wagtail"], include_deployment_checks=True)
        assert [str(each) for each in heard if each.level >= WARNING and not each.is_silenced()] == []
        monkeypatch.setattr(settings, "DEBUG", True)
        assert "security.W018" in {each.id for each in run_checks(tags=["security"], include_deployment_checks=True)}


def test_values_are_bound_by_the_server_where_the_handbook_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django takes ``True`` alone; else psycopg keeps the questions it is to prepare as they are sent, with their words."""
    asked = re.search(r"`(\?server_side_binding=[^`]*)`", (ROOT / "docs/deploy.md").read_text())
    assert asked
    given = settings_of_a_server(monkeypatch, DATABASE_URL=f"postgres://harbor@db/harbor{asked[1]}")
    assert given["DATABASES"]["default"]["OPTIONS"] == {"server_side_binding": True, "prepare_threshold": 5}
    assert given["DATABASES"]["default"]["OPTIONS"]["server_side_binding"] is True


def test_pictures_lie_in_a_bucket_where_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "FileSystemStorage" in settings_of_a_server(monkeypatch)["STORAGES"]["default"]["BACKEND"]
    given = settings_of_a_server(
        monkeypatch,
        MEDIA_BUCKET="ours",
        MEDIA_ENDPOINT_URL="https://s3.example.net",
        MEDIA_URL="https://m.example.org/",
    )
    assert given["STORAGES"]["default"] == {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": "ours",
            "endpoint_url": "https://s3.example.net",
            "file_overwrite": False,
            "querystring_auth": False,
            "custom_domain": "m.example.org",
        },
    }
    # Else Wagtail would send people on to the bucket, where nobody asks who may read a document.
    assert given["WAGTAILDOCS_SERVE_METHOD"] == "serve_view"


def test_every_variable_is_one_that_the_settings_or_gunicorn_read() -> None:
    read = "".join(
        path.read_text() for path in [*(ROOT / "example_site/config").glob("*.py"), DEPLOY / "gunicorn.conf.py"]
    )
    named = re.findall(r"^#? ?([A-Z_]+)=", (DEPLOY / "harbor.env").read_text(), flags=re.MULTILINE)
    assert len(named) > 15
    assert [name for name in named if f'"{name}"' not in read] == []


def test_no_log_is_given_what_a_visitor_asked_for_or_came_from() -> None:
    nginx = (DEPLOY / "nginx.conf").read_text()
    formats = re.findall(r"log_format (\w+) '([^']*)'", nginx)
    assert [name for name, _ in formats] == ["harbor"]
    assert set(re.findall(r"\$(\w+)", formats[0][1])) <= {
        "time_iso8601", "request_method", "uri", "status", "body_bytes_sent", "request_time"
    }  # fmt: skip
    assert all(log == "off" or " harbor if=" in log for log in re.findall(r"access_log ([^;]+);", nginx))
    assert all(log.endswith(" emerg") for log in re.findall(r"error_log ([^;]+);", nginx))
    assert nginx.count("error_log") == nginx.count("server_name")
    gunicorn = runpy.run_path(str(DEPLOY / "gunicorn.conf.py"))
    assert gunicorn["accesslog"] is None
    assert all("harbor" in handler["filters"] for handler in gunicorn["logconfig_dict"]["handlers"].values())
    database = dict(re.findall(r"^(\w+) = (.+)$", (DEPLOY / "postgresql.conf").read_text(), flags=re.MULTILINE))
    assert database["log_statement"] == "'none'"
    assert database["log_min_error_statement"] == "panic"
    assert database["log_error_verbosity"] == "terse"
    assert "%h" not in database["log_line_prefix"]
