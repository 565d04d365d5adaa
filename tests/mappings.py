"""Lists read through a mapping, for tests."""

from __future__ import annotations

from pathlib import Path

from harbor_wagtail.directory.importing.mapping import Mapping, parse_mapping
from harbor_wagtail.directory.importing.readers import read
from harbor_wagtail.directory.importing.rows import Problem, Row

#: What every mapping begins with.
BASE = "source: {name: Test list}\norganization: {name: Agency}\n"


def items(path: Path, mapping: Mapping | None) -> tuple[list[Row], list[Problem]]:
    found = list(read(path, mapping=mapping))
    return [item for item in found if isinstance(item, Row)], [item for item in found if isinstance(item, Problem)]


def of(rows: list[Row], kind: str) -> list[dict[str, object]]:
    return [
        {name: value for name, value in row.values.items() if value is not None} for row in rows if row.kind == kind
    ]


def table(folder: Path, text: str, mapping: str) -> tuple[list[Row], list[Problem]]:
    path = folder / "list.csv"
    path.write_text(text)
    return items(path, parse_mapping(mapping, "map.yaml"))
