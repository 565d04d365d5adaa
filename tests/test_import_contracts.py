"""The import contracts in .importlinter notice a wrong arrow: each case is a tiny package with one import too many."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("importlinter", reason="import-linter comes with harbor-wagtail[lint]")

CONFIG = Path(__file__).resolve().parent.parent / ".importlinter"
MODULES = [
    "__init__",
    "blocks",
    "models/__init__",
    "directory/__init__",
    "directory/models/__init__",
    "directory/importing/__init__",
    "directory/admin/__init__",
    "directory/admin/modeladmin",
    "directory/views",
    "directory/wagtail_hooks",
    "advocacy/__init__",
    "advocacy/models",
    "safety_plans/__init__",
    "pages/__init__",
    "pages/models",
]


def lint(folder: Path, module: str = "", statement: str = "") -> subprocess.CompletedProcess[str]:
    for name in MODULES:
        path = folder / "harbor_wagtail" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{statement}\n" if name == module else "")
    return subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
        + ["--config", str(CONFIG), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("module", "statement"),
    [
        ("pages/models", "from harbor_wagtail import advocacy, directory, safety_plans"),
        ("directory/views", "import harbor_wagtail.blocks, harbor_wagtail.directory.models"),
        ("directory/wagtail_hooks", "import harbor_wagtail.directory.admin.modeladmin"),
        ("directory/admin/modeladmin", "import wagtail_modeladmin"),
    ],
)
def test_arrows_that_point_down_are_kept(tmp_path: Path, module: str, statement: str) -> None:
    result = lint(tmp_path, module, statement)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("module", "statement"),
    [
        pytest.param("blocks", "from harbor_wagtail.directory import views", id="core-imports-directory"),
        pytest.param("models/__init__", "import harbor_wagtail.advocacy.models", id="core-imports-advocacy"),
        pytest.param("__init__", "from harbor_wagtail import pages", id="core-imports-pages"),
        pytest.param("directory/views", "import harbor_wagtail.safety_plans", id="part-imports-part"),
        pytest.param("advocacy/models", "import harbor_wagtail.pages.models", id="part-imports-pages"),
        pytest.param("directory/models/__init__", "import harbor_wagtail.directory.views", id="models-import-views"),
        pytest.param(
            "directory/models/__init__", "import harbor_wagtail.directory.importing", id="models-import-importer"
        ),
        pytest.param(
            "directory/models/__init__", "import harbor_wagtail.directory.wagtail_hooks", id="models-import-admin"
        ),
        pytest.param("directory/wagtail_hooks", "from wagtail_modeladmin import options", id="modeladmin-elsewhere"),
    ],
)
def test_arrows_that_point_up_or_sideways_are_caught(tmp_path: Path, module: str, statement: str) -> None:
    result = lint(tmp_path, module, statement)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "BROKEN" in result.stdout
