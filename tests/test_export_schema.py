"""What is exported is HSDS by the official schemas, where these and a validator are at hand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harbor_wagtail.directory.models import Service
from tests import exporting, factories

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed.")
referencing = pytest.importorskip("referencing", reason="jsonschema is not installed.")

SCHEMAS = exporting.HSDS / "hsds-3.1-schemas"  # the same fields as 3.2.3, which changed the API alone
#: Keys that stand in the compiled schemas and the examples, not in those of the single objects.
COMPILED = {"organization": {"services"}, "service_at_location": {"service"}}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("english"),
    pytest.mark.skipif(not SCHEMAS.is_dir(), reason="The official HSDS schemas are not here."),
]


def _schema(kind: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((SCHEMAS / f"{kind}.json").read_text(encoding="utf-8"))
    properties = {**schema["properties"], **dict.fromkeys(COMPILED.get(kind, ()), {})}
    if kind == "organization":
        properties["services"] = {"type": "array", "items": {"$ref": "service.json"}}
    return {**schema, "properties": properties, "additionalProperties": False}


def problems(organization: dict[str, Any]) -> list[str]:
    """Every violation, unknown keys and formats included, as ``path: message``."""
    registry = referencing.Registry(
        retrieve=lambda uri: referencing.Resource.from_contents(
            _schema(uri.removesuffix(".json")), default_specification=referencing.jsonschema.DRAFT202012
        )
    )
    validator = jsonschema.Draft202012Validator(
        _schema("organization"), registry=registry, format_checker=jsonschema.FormatChecker()
    )
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(organization)]


def test_the_check_itself_finds_faults() -> None:
    (made,) = [factories.organization()] and exporting.exported()
    assert problems(made) == []
    assert problems({**made, "id": "1"})
    assert problems({**made, "colour": "blue"})
    assert problems({**made, "services": [{"id": made["id"], "name": "x", "status": "bogus"}]})
    assert problems({**made, "phones": [{"id": made["id"], "number": "1", "extension": "0123"}]})


def test_a_directory_with_something_in_every_field() -> None:
    exporting.whole_directory()
    (made,) = exporting.exported()
    assert problems(made) == []


@pytest.mark.parametrize("status", ["open", "wait_list", "closed_to_new", "temporarily_closed", "closed"])
def test_records_with_hardly_anything_in_them(status: str) -> None:
    owner = factories.organization()
    service = factories.service(owner, hours="always", places=[factories.location(owner, address={"city": "Austin"})])
    Service.objects.filter(pk=service.pk).update(status=status)
    (made,) = exporting.exported()
    assert problems(made) == []
