"""What the tests of the HSDS API share: asking it, and checking what it answers."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema
import referencing
from django.test import Client

from harbor_wagtail.directory.api import openapi, profile
from tests import exporting

BASE = "/harbor/hsds"
#: The same fields as 3.2.3, which changed the API alone.
SCHEMAS = exporting.HSDS / "hsds-3.1-schemas"
#: Keys that stand in the compiled schemas and the examples, not in those of the single objects.
_COMPILED: dict[str, dict[str, Any]] = {
    "organization": {"services": {"type": "array", "items": {"$ref": "service.json"}}},
    "service_at_location": {"service": {"$ref": "service.json"}},
}


def ask(path: str, status: int = 200, **parameters: Any) -> Any:
    """The JSON that a stranger is answered; of ``format="ndjson"`` the lines."""
    response = Client().get(f"{BASE}{path}", parameters)
    assert response.status_code == status, response
    body = response.getvalue().decode()
    if parameters.get("format") == "ndjson" and status == 200:
        return [json.loads(line) for line in body.splitlines()]
    return json.loads(body)


def ids(path: str, **parameters: Any) -> set[str]:
    return {each["id"] for each in ask(path, **parameters)["contents"]}


def patched(document: Any, patch: Any) -> Any:
    """RFC 7386."""
    if not isinstance(patch, dict):
        return patch
    made = dict(document) if isinstance(document, dict) else {}
    for name, value in patch.items():
        if value is None:
            made.pop(name, None)
        else:
            made[name] = patched(made.get(name), value)
    return made


@cache
def official(kind: str, *, with_profile: bool = True) -> dict[str, Any]:
    """A schema of HSDS in which no other key may stand, changed by our profile."""
    schema: dict[str, Any] = json.loads((SCHEMAS / f"{kind}.json").read_text(encoding="utf-8"))
    if with_profile and f"{kind}.json" in profile.FILES:
        schema = patched(schema, profile.FILES[f"{kind}.json"]())
    properties = {**schema["properties"], **_COMPILED.get(kind, {})}
    return {**schema, "properties": properties, "additionalProperties": False}


def problems(kind: str, made: dict[str, Any], *, with_profile: bool = True) -> list[str]:
    """Every violation of HSDS, unknown keys and formats included, as ``path: message``."""
    return _errors(_official_validator(kind, with_profile), made)


@cache
def _official_validator(kind: str, with_profile: bool) -> Any:
    def retrieve(uri: str) -> Any:
        contents = official(uri.removesuffix(".json"), with_profile=with_profile)
        return referencing.Resource.from_contents(contents, default_specification=referencing.jsonschema.DRAFT202012)

    registry: Any = referencing.Registry(retrieve=retrieve)  # type: ignore[call-arg]
    return _validator(official(kind, with_profile=with_profile), registry)


def own_problems(path: str, made: Any) -> list[str]:
    """Every violation of our own OpenAPI document, for a path as it stands there, such as ``/services/{id}``."""
    return _errors(_own_validator(path), made)


@cache
def _own_validator(path: str) -> Any:
    described = openapi.document("https://site.example/harbor/hsds")
    answer = described["paths"][path]["get"]["responses"]["200"]
    schema = answer["content"]["application/json"]["schema"]
    return _validator({**schema, "components": described["components"]}, referencing.Registry())


def _validator(schema: Any, registry: Any) -> Any:
    kind = jsonschema.Draft202012Validator
    return kind(schema, registry=registry, format_checker=jsonschema.FormatChecker())


def _errors(validator: Any, made: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(made)]
