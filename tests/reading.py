"""Files given to the readers of an import, and what these make of them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from harbor_wagtail.directory.importing.readers import read
from harbor_wagtail.directory.importing.readers.vocabulary import FIELDS
from harbor_wagtail.directory.importing.rows import Problem, Row, UnreadableFile

DATA = Path(__file__).parent / "data" / "import"
ORG = {"id": "1", "name": "Example Harbor House", "description": "Helps"}
SERVICES = "id,organization_id,name,status\n1,9,Drop-in,active\n"


def items(path: Path, **options: Any) -> tuple[list[Row], list[Problem]]:
    found = list(read(path, **options))
    return [item for item in found if isinstance(item, Row)], [item for item in found if isinstance(item, Problem)]


def write(folder: Path, name: str, content: str | bytes | list[Any] | dict[str, Any]) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, (list, dict)):
        content = json.dumps(content, ensure_ascii=False)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zipped(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def unreadable(path: Path, **options: Any) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        list(read(path, **options))
    problem = caught.value.problems[0] if caught.value.problems else None
    assert problem is None or (problem.problem and problem.fix)
    assert caught.value.problem.endswith(".")
    return caught.value


def check_order(rows: list[Row]) -> None:
    """What a row points to has come before it, if it comes at all; fields and links are those of HSDS."""
    everything = {(row.kind, row.id) for row in rows}
    seen: set[tuple[str, str]] = set()
    for row in rows:
        assert set(row.values) <= {*FIELDS[row.kind], "confidential", "closed"}
        for name, target in row.links.items():
            kind = name.removeprefix("parent_")
            if (kind, target) in everything and not name.startswith("parent_"):
                assert (kind, target) in seen, (row, name)
        seen.add((row.kind, row.id))
