from __future__ import annotations

import pytest
from wagtail.models import Locale


@pytest.fixture
def english(db: None) -> Locale:
    return Locale.objects.get_or_create(language_code="en")[0]


@pytest.fixture
def spanish(db: None) -> Locale:
    return Locale.objects.get_or_create(language_code="es")[0]
