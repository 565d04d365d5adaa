from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from wagtail.models import Locale

from harbor_wagtail import own_templates
from harbor_wagtail.directory.vocabularies import create_missing

# The usual run has to stay quick on a slow machine, and tries the same each time: what it finds is found by whoever changed
# something, not by whoever comes next. HYPOTHESIS_PROFILE=deep tries more, and other things each time.
settings.register_profile(
    "usual", max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("deep", max_examples=500, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))

#: Files whose tests only read and write records: which database keeps them, the rest of the suite shows.
#: The run on PostgreSQL leaves them out, for they are the slow ones and each minute of CI counts.
PORTABLE = {
    "test_admin_hours",
    "test_admin_listing",
    "test_admin_lists",
    "test_admin_places",
    "test_admin_preview",
    "test_admin_records",
    "test_admin_spanish",
    "test_admin_whole",
    "test_advocacy_pages",
    "test_advocacy_starter",
    "test_base_templates",
    "test_check_links",
    "test_checks",
    "test_citations",
    "test_discreet",
    "test_docs",
    "test_docs_samples",
    "test_documents_pdf",
    "test_documents_reading",
    "test_documents_word",
    "test_exit_link",
    "test_export_hsds_json",
    "test_export_hsds_tables",
    "test_export_schema",
    "test_export_table",
    "test_handout",
    "test_headers",
    "test_hostile_files",
    "test_hotline",
    "test_hsds_api",
    "test_hsds_api_public_only",
    "test_import_page",
    "test_language_pages",
    "test_leaves_no_trace",
    "test_marks",
    "test_organization_page",
    "test_other_hosts",
    "test_pictures",
    "test_plan_page",
    "test_plan_serving",
    "test_plan_starter",
    "test_presentation",
    "test_presentation_hours",
    "test_quotes_admin",
    "test_quotes_serving",
    "test_removal",
    "test_report_cards_admin",
    "test_report_cards_files",
    "test_report_cards_kept",
    "test_report_cards_pages",
    "test_report_cards_pictures",
    "test_resource_map",
    "test_resource_map_desk",
    "test_resource_map_sheets",
    "test_roles",
    "test_setup",
    "test_setup_in_admin",
    "test_spanish",
    "test_starter_content",
    "test_structured_data",
    "test_template_queries",
    "test_upkeep_answers",
    "test_upkeep_corrections",
    "test_upkeep_provider",
    "test_vcard",
    "test_web_security",
    "test_words",
}


def pytest_configure() -> None:
    """Wagtail and Django make many objects that live as long as the run: looking through them again and again takes time."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what other environments leave out: see PORTABLE, and tests without a database are the same everywhere."""
    for item in items:
        if item.path.stem in PORTABLE:
            item.add_marker(pytest.mark.portable)
        if not {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())) and not item.get_closest_marker(
            "django_db"
        ):
            item.add_marker(pytest.mark.pure)


#: Files that ask Wagtail what uses what. Elsewhere its index is not written: that took half of the time of making a record.
ASKS_FOR_USES = {"test_citations", "test_pictures", "test_quotes_admin", "test_reference_index", "test_roles"}


@pytest.fixture(autouse=True)
def _index_of_uses(request: pytest.FixtureRequest) -> Iterator[None]:
    from wagtail.signal_handlers import reference_index_auto_update_disabled

    if request.path.stem in ASKS_FOR_USES or request.node.get_closest_marker("browser"):
        yield
        return
    # By hand: what Wagtail offers for it may not be entered twice, and an import of ours enters it.
    reference_index_auto_update_disabled.value = True
    yield
    if hasattr(reference_index_auto_update_disabled, "value"):
        del reference_index_auto_update_disabled.value


@pytest.fixture
def english(db: None) -> Locale:
    return Locale.objects.get_or_create(language_code="en")[0]


@pytest.fixture
def spanish(db: None) -> Locale:
    return Locale.objects.get_or_create(language_code="es")[0]


@pytest.fixture
def vocabularies(english: Locale) -> None:
    create_missing([english])


@pytest.fixture
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> dict[Any, Any]:
    """No shape of a page from a test before; what is kept in this one."""
    kept: dict[Any, Any] = {}
    monkeypatch.setattr(own_templates, "_shapes", kept)
    return kept
