"""The OpenAPI document, made of the lists and parameters that answer: what it says is what is done."""

from __future__ import annotations

import functools
from typing import Any

import harbor_wagtail
from harbor_wagtail.directory.api.lists import LISTS, List
from harbor_wagtail.directory.api.parameters import PARAMETERS
from harbor_wagtail.directory.api.schemas import ID, schemas

Schema = dict[str, Any]

HSDS_VERSION = "3.2.3"
DESCRIPTION = (
    "The public part of a directory of services, for other software. Places whose address is not public have none here, "
    "and no coordinates. Keep no record that is no longer listed."
)
_REQUIRED_BY_HSDS = ("services",)
_OPERATIONS = {
    "services": ("getPaginatedListOfServices", "getFullyNestedServiceById"),
    "organizations": ("getPaginatedListOfOrganizations", "getOrganizationById"),
    "service_at_locations": ("getPaginatedListOfServiceAtLocation", "getServiceAtLocationWithNestedDataById"),
    "taxonomies": ("getPaginatedListOfTaxonomies", "getTaxonomyById"),
    "taxonomy_terms": ("getPaginatedListOfTaxonomyTerms", "getTaxonomyTermById"),
}
_PAGE_KEYS: Schema = {
    "total_items": {"type": "integer", "minimum": 0},
    "total_pages": {"type": "integer", "minimum": 0},
    "page_number": {"type": "integer", "minimum": 1},
    "size": {"type": "integer", "minimum": 0},
    "first_page": {"type": "boolean"},
    "last_page": {"type": "boolean"},
    "empty": {"type": "boolean"},
}
_URI = {"type": "string", "format": "uri"}
_MINIMAL: Schema = {
    "type": "object",
    "properties": {"id": ID, "last_modified": {"type": "string", "format": "date-time"}},
    "required": ["id", "last_modified"],
    "additionalProperties": False,
}
_ERROR: Schema = {
    "type": "object",
    "properties": {
        "status": {"type": "integer"},
        "error": {"type": "string", "description": "What is wrong, for a person."},
        "parameter": {"type": "string", "description": "The parameter it is about."},
    },
    "required": ["status", "error"],
}
INFO: Schema = {
    "type": "object",
    "properties": {
        "version": {"type": "string"},
        "profile": _URI,
        "openapi_url": _URI,
        "description": {"type": "string"},
        "datetime": {"type": "string", "format": "date-time", "description": "When anything public changed last."},
        "publisher": {"type": "object", "properties": {"name": {"type": "string"}, "website": _URI}},
    },
    "required": ["version", "profile", "openapi_url"],
}


@functools.cache
def _parts() -> Schema:
    """All but the address of the server."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Directory of services (HSDS)",
            "version": harbor_wagtail.__version__,
            "summary": f"Human Services Data Specification {HSDS_VERSION}, read only",
            "description": DESCRIPTION,
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "tags": [
            {"name": "required", "description": "HSDS requires this endpoint."},
            {"name": "optional", "description": "HSDS leaves this endpoint to the publisher."},
        ],
        "paths": {"/": {"get": _info()}, **_paths()},
        "components": {
            "schemas": {**schemas(), "minimal_service": _MINIMAL, "error": _ERROR, "info": INFO},
            "parameters": {name: parameter(name) for name in PARAMETERS},
        },
    }


def document(server: str) -> Schema:
    """The whole document; ``server`` is the address that the paths stand below."""
    return {**_parts(), "servers": [{"url": server}]}


def parameter(name: str) -> Schema:
    """One parameter, as OpenAPI has it."""
    found = PARAMETERS[name]
    told = {"description": found.description, "allowEmptyValue": True, "schema": dict(found.schema)}
    return {"name": name, "in": "query", "required": False, **told}


def _paths() -> Schema:
    made: Schema = {}
    for each in LISTS:
        many, one = _OPERATIONS[each.name]
        found = _answer(_listed(each), lines=_items(each))
        made[f"/{each.name}"] = {
            "get": _get(each, many, each.parameters, found),
            "post": {**_get(each, many, each.parameters, found), **posted(each)},
        }
        made[f"/{each.name}/{{id}}"] = {
            "parameters": [{"in": "path", "name": "id", "required": True, "schema": ID}],
            "get": _get(each, one, each.one_parameters, {**_answer(_ref(each.kind)), **_elsewhere()}),
        }
    return made


def _get(each: List, operation: str, names: tuple[str, ...], responses: Schema) -> Schema:
    return {
        "operationId": operation,
        "summary": f"Public {each.name.replace('_', ' ')}",
        "tags": ["required" if each.name in _REQUIRED_BY_HSDS else "optional"],
        "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in names],
        "responses": responses,
    }


def posted(each: List) -> Schema:
    """What a POST has besides: the parameters may stand in its body instead, where no server writes them down."""
    fields = {name: dict(PARAMETERS[name].schema) for name in each.parameters}
    body = {"application/x-www-form-urlencoded": {"schema": {"type": "object", "properties": fields}}}
    return {
        "operationId": f"{_OPERATIONS[each.name][0]}ByPost",
        "tags": ["optional"],
        "requestBody": {"description": "The same parameters. What stands here counts.", "content": body},
    }


def _info() -> Schema:
    return {
        "operationId": "getAPIMetaInformation",
        "summary": "What this API is",
        "tags": ["required"],
        "responses": _answer(_ref("info")),
    }


def _answer(schema: Schema, lines: Schema | None = None) -> Schema:
    content = {"application/json": {"schema": schema}}
    if lines:
        content["application/x-ndjson"] = {"schema": lines}
    return {
        "200": {"description": "What was asked for.", "content": content},
        "304": {"description": "Nothing has changed since the mark or moment that was sent."},
        "400": _error("A parameter cannot be read."),
    }


def _elsewhere() -> Schema:
    return {
        "301": {"description": "The record has another id now: two records were found to be one."},
        "404": _error("No public record has this id."),
    }


def _error(description: str) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": _ref("error")}}}


def _listed(each: List) -> Schema:
    properties = {**_PAGE_KEYS, "contents": {"type": "array", "items": _items(each)}}
    return {"type": "object", "properties": properties, "required": list(properties)}


def _items(each: List) -> Schema:
    """Alone or whole, and of services their ids alone, by the parameters."""
    shapes = [each.kind]
    if "full" in each.parameters:
        shapes.insert(0, f"{each.kind}_alone")
    if "minimal" in each.parameters:
        shapes.append("minimal_service")
    return _ref(shapes[0]) if len(shapes) == 1 else {"anyOf": [_ref(shape) for shape in shapes]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
