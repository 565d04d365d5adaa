from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings
from wagtail.models import Locale

# HYPOTHESIS_PROFILE=deep tries more; the usual run has to stay quick on a slow machine.
settings.register_profile("usual", max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("deep", max_examples=500, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that ask for no database are the same on every database and Wagtail: other environments leave them out."""
    for item in items:
        if not {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())) and not item.get_closest_marker(
            "django_db"
        ):
            item.add_marker(pytest.mark.pure)


@pytest.fixture
def english(db: None) -> Locale:
    return Locale.objects.get_or_create(language_code="en")[0]


@pytest.fixture
def spanish(db: None) -> Locale:
    return Locale.objects.get_or_create(language_code="es")[0]
