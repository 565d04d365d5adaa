"""Promise: a visitor who reads Spanish reads Spanish, to the last button."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.messages import ROOT, catalogue, messages

PACKAGE = ROOT / "harbor_wagtail"
# What editors, not visitors, read: their language is the admin's, and comes later.
_EDITORS = (
    "admin/",
    "management/",
    "migrations/",
    "language/",
    "checks.py",
    "conf.py",
    "harbor_viewsets.py",
    "wagtail_hooks.py",
    "counting/",
    "links/",
    "models/link_check.py",
    "models/page_count.py",
    "models/term_rule.py",
    "models/jurisdiction.py",
    "models/tile_layout.py",
)
_PLAN_EDITORS = ("panels.py", "review.py", "checks.py", "blocks.py", "page_mixins.py", "models.py")
_ADVOCACY_EDITORS = (
    "consultations/models.py",
    *(
        f"report_cards/{name}"
        for name in ("models/", "adding_up.py", "freezing.py", "errata.py", "importing/", "admin")
    ),
    "consultations/viewset.py",
    "blocks/",
    "importing/",
    "admin_import_page.py",
    "admin_cite.py",
    "models.py",
    "page_mixins/fields.py",
    "panels.py",
    "remarks.py",
    "templates/harbor_advocacy/quotes/admin/",
    "templates/harbor_advocacy/report_cards/admin/",
    *(
        f"quotes/{name}.py"
        for name in "models rules panels admin_views report remarks hooks viewset block consent".split()
    ),
)
_PARTS = {
    "core": (
        PACKAGE,
        (
            *_EDITORS,
            "templates/harbor_wagtail/admin/",
            "documents/pdf_verdict.py",
            "tabular/",
            "directory/",
            "advocacy/",
            "safety_plans/",
            "pages/",
            "places/",
            "apps.py",
        ),
    ),
    "advocacy": (
        PACKAGE / "advocacy",
        (*_EDITORS, "templates/harbor_advocacy/admin/", "apps.py", *_ADVOCACY_EDITORS),
    ),
    "plans": (PACKAGE / "safety_plans", (*_EDITORS, "templates/harbor_safety_plans/admin/", "apps.py", *_PLAN_EDITORS)),
    "directory": (
        PACKAGE / "directory",
        (
            *_EDITORS,
            "importing/",
            "exporting/",
            "resource_map/exchange/",
            "resource_map/guarding.py",
            "resource_map/page_mixin.py",
            "hsds/",
            "search/",
            "templates/harbor_directory/admin/",
            "apps.py",
            "blocks.py",
        )
        + tuple(
            f"models/{path.name}"
            for path in (PACKAGE / "directory/models").glob("*.py")
            if path.stem not in ("choices", "map_choices")
        ),
    ),
}
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@pytest.mark.parametrize("part", _PARTS)
def test_every_word_for_visitors_is_there_in_spanish(part: str) -> None:
    folder, leave_out = _PARTS[part]
    known = catalogue(folder, "es")
    missing = {message: where for message, where in messages(folder, leave_out).items() if message not in known}
    assert not missing, "\n".join(f"{where}: {message}" for message, where in missing.items())


@pytest.mark.parametrize("part", _PARTS)
def test_the_spanish_keeps_what_is_filled_in(part: str) -> None:
    folder, _ = _PARTS[part]
    wrong = {
        message: words
        for message, words in catalogue(folder, "es").items()
        if set(_PLACEHOLDER.findall(message)) < set(_PLACEHOLDER.findall(words))
    }
    assert not wrong


@pytest.mark.parametrize("part", _PARTS)
def test_the_compiled_catalogue_is_the_written_one(part: str) -> None:
    """A ``.po`` changed without compiling it changes nothing a visitor sees."""
    folder, _ = _PARTS[part]
    written = Path(folder / "locale/es/LC_MESSAGES/django.po").read_text()
    ids = re.findall(r'^msgid (".*"(?:\n".*")*)', written, flags=re.MULTILINE)
    known = {key.split("\x04")[-1] for key in catalogue(folder, "es")}
    named = {"".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text)).replace('\\"', '"').replace("\\n", "\n") for text in ids}
    assert named - {""} == known
