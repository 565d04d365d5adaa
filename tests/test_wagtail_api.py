"""A host may switch Wagtail's own API on. Our pages then tell it no more than any page does."""

from __future__ import annotations

import pytest
from django.apps import apps
from wagtail.api import APIField
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.models import Page

#: By page, the fields of ours that software may read. A body may hold quotes, whose consent ends, and addresses of a
#: directory belong to HSDS's API alone: a field is added here on purpose or not at all.
ALLOWED: dict[str, set[str]] = {}


def told() -> dict[str, set[str]]:
    """What each page tells, beyond what every page does."""
    known = set(PagesAPIViewSet.get_available_fields(Page))
    pages = [model for model in apps.get_models() if issubclass(model, Page) and "harbor_wagtail" in model.__module__]
    return {model.__name__: set(PagesAPIViewSet.get_available_fields(model)) - known for model in pages}


def test_records_that_a_host_registers_tell_their_number_alone() -> None:
    ours = [model for model in apps.get_models() if model._meta.app_label.startswith("harbor_")]
    records = [model for model in ours if not issubclass(model, Page)]
    assert len(records) > 80
    assert {name for model in records for name in BaseAPIViewSet.get_available_fields(model)} == {
        *("id", "type", "detail_url"),
    }


def test_pages_of_ours_tell_what_is_allowed_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "ProviderDirectoryPage" in told()
    assert {name: fields for name, fields in told().items() if fields} == ALLOWED
    page = apps.get_model("harbor_pages", "ProviderDirectoryPage")
    monkeypatch.setattr(page, "api_fields", [APIField("intro")], raising=False)
    assert told()["ProviderDirectoryPage"] == {"intro"}
