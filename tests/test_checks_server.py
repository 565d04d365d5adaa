"""What a developer hears before a site goes online: logs, error reports, limits, languages."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import connection, connections
from django.test import override_settings
from django.urls import clear_url_caches, include, path
from django.utils.log import AdminEmailHandler
from wagtail import urls as wagtail_urls

from harbor_wagtail import checks_server
from harbor_wagtail.safety.logs import HarborLogFilter


def ids(check: Any) -> set[str]:
    return {message.id for message in check(None)}


@pytest.fixture
def django_log(monkeypatch: pytest.MonkeyPatch) -> logging.Logger:
    """Alone: what the tests' own runner listens with is left out."""
    monkeypatch.setattr(checks_server, "LOGGERS", ("django",))
    log = logging.getLogger("django")
    monkeypatch.setattr(log, "handlers", [])
    return log


def test_logs_without_the_filter_are_named_before_a_site_goes_online(django_log: logging.Logger) -> None:
    console, mail = logging.StreamHandler(), AdminEmailHandler()
    django_log.handlers += [console, mail]
    assert ids(checks_server.check_logs) == {"harbor_wagtail.W010"}
    with override_settings(ADMINS=["somebody@example.org"]):
        assert ids(checks_server.check_logs) == {"harbor_wagtail.W009", "harbor_wagtail.W010"}
        console.addFilter(HarborLogFilter())
        assert ids(checks_server.check_logs) == {"harbor_wagtail.W009"}
        mail.addFilter(HarborLogFilter())
        assert ids(checks_server.check_logs) == set()


def test_logs_are_looked_at_for_a_server_alone(django_log: logging.Logger) -> None:
    django_log.addHandler(logging.StreamHandler())
    assert "harbor_wagtail.W010" not in {each.id for each in run_checks(tags=["harbor_wagtail"])}
    deployed = run_checks(tags=["harbor_wagtail"], include_deployment_checks=True)
    assert "harbor_wagtail.W010" in {each.id for each in deployed}


def test_a_site_whose_page_of_faults_has_no_way_out_is_told_before_it_goes_online() -> None:
    assert ids(checks_server.check_page_of_faults) == set()
    plain = ModuleType("plain_urls")
    vars(plain)["urlpatterns"] = []
    with override_settings(ROOT_URLCONF=plain):
        assert ids(checks_server.check_page_of_faults) == {"harbor_wagtail.W017"}
    for mistyped in ("not_there.at_all", "harbor_wagtail.not_shown.nothing"):
        wrong = ModuleType("wrong_urls")
        vars(wrong).update(urlpatterns=[], handler500=mistyped)
        with override_settings(ROOT_URLCONF=wrong):
            assert ids(checks_server.check_page_of_faults) == set()


@pytest.mark.parametrize(
    ("options", "heard"),
    [
        ({"dsn": "https://1@sentry.example/1"}, True),
        ({"dsn": "https://1@sentry.example/1", "max_request_body_size": "never", "send_default_pii": True}, True),
        ({"dsn": "https://1@sentry.example/1", "max_request_body_size": "never"}, False),
        ({"dsn": None}, False),
    ],
)
def test_sentry_is_sent_no_forms(options: dict[str, Any], heard: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    client = SimpleNamespace(options=options)
    monkeypatch.setitem(sys.modules, "sentry_sdk", SimpleNamespace(get_client=lambda: client))  # type: ignore[arg-type]
    assert ids(checks_server.check_error_reports) == ({"harbor_wagtail.W011"} if heard else set())


@pytest.mark.parametrize(("limit", "heard"), [(1000, True), (10_000, False), (None, False)])
def test_a_limit_that_refuses_long_forms(limit: int | None, heard: bool) -> None:
    with override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=limit):
        assert bool(ids(checks_server.check_limits)) is heard


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one mode")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", ["read committed", "repeatable read", "serializable"])
def test_transactions_of_another_mode(mode: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET default_transaction_isolation = '{mode}'")
    try:
        heard = {each.id for each in checks_server.check_isolation(None, databases=["default"])}
        assert heard == (set() if mode == "read committed" else {"harbor_wagtail.W016"})
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("options", "heard"),
    [
        ({}, False),
        ({"prepare_threshold": None}, False),
        ({"prepare_threshold": 5}, True),
        ({"prepare_threshold": 5, "server_side_binding": "True"}, True),
        ({"prepare_threshold": 5, "server_side_binding": True}, False),
    ],
)
def test_questions_that_are_kept_with_their_words(
    options: dict[str, Any], heard: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = connections["default"]
    monkeypatch.setitem(database.settings_dict, "OPTIONS", options)
    monkeypatch.setattr(database, "vendor", "sqlite")
    assert ids(checks_server.check_what_is_prepared) == set()
    monkeypatch.setattr(database, "vendor", "postgresql")
    assert ids(checks_server.check_what_is_prepared) == ({"harbor_wagtail.W018"} if heard else set())


class OneAddressForAll:
    urlpatterns = [path("harbor/", include("harbor_wagtail.urls")), path("", include(wagtail_urls))]


@pytest.fixture
def fresh_urls() -> Iterator[None]:
    clear_url_caches()
    yield
    clear_url_caches()


def test_several_languages_need_addresses_and_a_middleware(fresh_urls: None) -> None:
    assert ids(checks_server.check_languages) == set()
    with override_settings(MIDDLEWARE=[], ROOT_URLCONF=OneAddressForAll):
        clear_url_caches()
        assert ids(checks_server.check_languages) == {"harbor_wagtail.W012", "harbor_wagtail.W013"}
        with override_settings(WAGTAIL_I18N_ENABLED=False):
            assert ids(checks_server.check_languages) == set()
