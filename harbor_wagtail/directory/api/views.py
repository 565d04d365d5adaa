"""The addresses of the API. Each reads its parameters before anything else, so that a slip is told at once."""

from __future__ import annotations

import math
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponsePermanentRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import get_script_prefix, reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from harbor_wagtail.directory.api import answers, openapi, profile, state
from harbor_wagtail.directory.api.answers import POSTING, endpoint
from harbor_wagtail.directory.api.lists import BY_NAME, List, Moved
from harbor_wagtail.directory.api.parameters import PER_PAGE, Given, parse
from harbor_wagtail.directory.api.records import Records
from harbor_wagtail.models import HarborSettings

_NOT_HERE = "There is nothing here."


@endpoint()
def index(request: HttpRequest) -> HttpResponseBase:
    """HSDS ``/``: what this is, and by which description."""
    now = state.current()
    publisher = {
        "name": HarborSettings.for_visitor(request).display_name,
        "website": request.build_absolute_uri(get_script_prefix()),
    }
    return answers.document(
        request,
        {
            "version": openapi.HSDS_VERSION,
            "profile": address(request, "hsds-profile"),
            "openapi_url": address(request, "hsds-openapi"),
            "description": openapi.DESCRIPTION,
            "datetime": now.changed_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
            "publisher": publisher,
        },
    )


@endpoint(methods=POSTING)
@sensitive_post_parameters()
@sensitive_variables()
def records(request: HttpRequest, name: str) -> HttpResponseBase:
    """One of the lists, a page of it or all of it as lines."""
    asked = BY_NAME[name]
    given = parse(_sent(request), asked.parameters)
    now = state.current()
    if unchanged := answers.unchanged(request, now):
        return unchanged
    found = asked.find(given)
    if given["format"] == "ndjson":
        return answers.lines(request, found.stream(), now)
    return answers.told(request, _page(found, given), now)


@endpoint()
def record(request: HttpRequest, name: str, identity: str) -> HttpResponseBase:
    """One record with all its lists."""
    asked = BY_NAME[name]
    given = parse(request.GET, asked.one_parameters)
    now = state.current()
    if unchanged := answers.unchanged(request, now):
        return unchanged
    found = _one(asked, identity, given)
    if isinstance(found, Moved):
        return _to(request, address(request, "hsds-record", name, str(found.to)))
    if found is None:
        return answers.problem(404, "There is no public record with this id.")
    return answers.told(request, found, now)


@endpoint()
def openapi_document(request: HttpRequest) -> HttpResponseBase:
    return answers.document(request, openapi.document(address(request, "hsds").rstrip("/")))


@endpoint()
def profile_document(request: HttpRequest) -> HttpResponseBase:
    files = {name: address(request, "hsds-profile-file", name) for name in profile.FILES}
    return answers.document(request, profile.document(address(request, "hsds-profile"), files))


@endpoint()
def profile_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One merge patch, named like the schema it changes."""
    if name not in profile.FILES:
        return answers.problem(404, _NOT_HERE)
    return answers.document(request, profile.FILES[name]())


@endpoint()
def nothing(request: HttpRequest) -> HttpResponseBase:
    return answers.problem(404, _NOT_HERE)


def address(request: HttpRequest, name: str, *args: str) -> str:
    return request.build_absolute_uri(reverse(f"harbor_directory:{name}", args=args))


def _sent(request: HttpRequest) -> QueryDict:
    """The parameters of the address and, of a POST, those of the body, which count where both have one."""
    if request.method != "POST":
        return request.GET
    sent = request.GET.copy()
    for name, values in request.POST.lists():
        sent.setlist(name, values)
    return sent


def _one(asked: List, identity: str, given: Given) -> Any:
    try:
        return asked.one(uuid.UUID(identity), given)
    except ValueError:  # no id at all
        return None


def _page(found: Records, given: Given) -> dict[str, Any]:
    """The envelope of HSDS. A page after the last one is empty, and says so."""
    total, number = found.total(), given["page"]
    whole = max(1, total) if given.get("minimal") else PER_PAGE
    size = given["per_page"] or whole
    pages = math.ceil(total / size)
    contents = found.page((number - 1) * size, number * size) if number <= pages else []
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": contents,
    }


def _to(request: HttpRequest, url: str) -> HttpResponseBase:
    asked = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{url}?{asked}" if asked else url)
