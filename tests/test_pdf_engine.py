"""The notice that no PDF can be made: found out without loading the engine, and said once."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from harbor_wagtail.advocacy import checks as advocacy_checks
from harbor_wagtail.documents import engine
from harbor_wagtail.safety_plans import checks as plan_checks


@pytest.mark.skipif(not engine.available(), reason=engine.problem())
def test_checks_see_the_engine_without_loading_it() -> None:
    """In a process of its own, for this one has it loaded."""
    program = (
        "import sys, django; django.setup()\n"
        "from harbor_wagtail.advocacy.checks import check_engine\n"
        "from harbor_wagtail.documents import engine\n"
        "assert not list(check_engine(None)) and not engine.seen_problem()\n"
        "assert 'weasyprint' not in sys.modules\n"
    )
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    ran = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("missing", ["package", "library", "release"])
def test_what_is_missing_is_told_once(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_pango(name: str) -> Any:
        raise OSError("cannot load library")

    change = {
        "package": (engine.importlib.util, "find_spec", lambda name: None),
        "library": (engine.ctypes, "CDLL", no_pango),
        "release": (engine.importlib.metadata, "version", lambda name: "69.0"),
    }[missing]
    monkeypatch.setattr(*change)
    monkeypatch.setattr(engine.importlib, "import_module", no_pango)
    engine.forget()
    try:
        said = [*advocacy_checks.check_engine(None), *plan_checks.check_engine(None)]
    finally:
        monkeypatch.undo()
        engine.forget()
    assert [each.id for each in said] == ["harbor_advocacy.I001"]
    assert "apt-get install libpango-1.0-0" in said[0].msg


def test_plans_alone_say_it_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_checks.engine, "seen_problem", lambda: "No engine.")
    monkeypatch.setattr(plan_checks.apps, "is_installed", lambda name: False)
    assert [each.id for each in plan_checks.check_engine(None)] == ["harbor_safety_plans.I001"]
