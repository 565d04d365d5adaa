"""Answers with the headers that other software needs: who may read them, how long they hold, and nothing of a visitor."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from asgiref.sync import sync_to_async
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from harbor_wagtail.conf import conf
from harbor_wagtail.directory.api.lists import NotReady
from harbor_wagtail.directory.api.parameters import BadParameter
from harbor_wagtail.directory.api.records import Item
from harbor_wagtail.directory.api.state import State
from harbor_wagtail.directory.presentation.addresses import is_open
from harbor_wagtail.models.words import default_language
from harbor_wagtail.safety.headers import NOT_KEPT, harbor_response

JSON = "application/json"
NDJSON = "application/x-ndjson"
READING = ("GET", "HEAD", "OPTIONS")
#: With the parameters in the body, where no server writes them down.
POSTING = (*READING, "POST")
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified",
}
_PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}

View = Callable[..., HttpResponseBase]


def endpoint(*, methods: tuple[str, ...] = READING) -> Callable[[View], View]:
    """Decorator for a view that reads. It asks for no cookie and sets none; whatever is wrong is said in JSON.

    Words are those of the site's default language, whatever the reader's browser prefers: answers are kept by caches.
    """

    def decorate(view: View) -> View:
        @csrf_exempt  # nothing is changed, whoever asks
        @functools.wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with translation.override(default_language()):
                response = _refused(request, methods) or _answer(view, request, *args, **kwargs)
                response.headers["Content-Language"] = default_language()
            for name, value in _CORS.items():
                response.headers[name] = value
            response.headers.setdefault("Cache-Control", NOT_KEPT)
            return harbor_response(response, request=request, cacheable=True, bare=False, noindex=True)

        return answered

    return decorate


def _refused(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse | None:
    """What is said before anything is read."""
    allowed = ", ".join(methods)
    if not (conf.HSDS_API and is_open()):
        return problem(404, "This site does not offer its directory to other software.")
    if request.method == "OPTIONS":
        return HttpResponse(
            status=204, headers={"Allow": allowed, "Access-Control-Allow-Methods": allowed, **_PREFLIGHT}
        )
    if request.method in methods:
        return None
    refused = problem(405, "Only reading is possible here.")
    refused.headers["Allow"] = allowed
    return refused


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    try:
        return view(request, *args, **kwargs)
    except BadParameter as bad:
        return problem(400, bad.problem, parameter=bad.name)
    except (SuspiciousOperation, MultiPartParserError):
        return problem(400, "The body of the request cannot be read.")
    except NotReady:
        busy = problem(503, "Words cannot be searched for at the moment. Everything else can be asked for.")
        busy.headers["Retry-After"] = "600"
        return busy


def problem(status: int, message: str, **more: str) -> HttpResponse:
    """What went wrong. The message never repeats what was sent."""
    return _json({"status": status, "error": message, **more}, status=status)


def document(request: HttpRequest, data: Any) -> HttpResponse:
    """A description of the API, with a mark made of its text."""
    response = _json(data)
    mark = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    unchanged = get_conditional_response(request, etag=mark)
    return _kept(unchanged or response, mark)


def unchanged(request: HttpRequest, state: State) -> HttpResponseBase | None:
    """The answer to somebody who has it already, before anything is read."""
    if _asks_for_somebody(request):
        return None
    mark, changed = _marks(request, state)
    found = get_conditional_response(request, etag=mark, last_modified=changed)
    return None if found is None else _kept(found, mark, changed)


def told(request: HttpRequest, data: Any, state: State) -> HttpResponseBase:
    """Public data."""
    return _public(request, _json(data), state)


def lines(request: HttpRequest, chunks: Iterator[list[Item]], state: State) -> HttpResponseBase:
    """One record on a line, written while they are read."""
    if request.method == "HEAD":
        return _public(request, HttpResponse(content_type=NDJSON), state)
    texts = _texts(chunks)
    streamed = _without_blocking(texts) if isinstance(request, ASGIRequest) else texts
    return _public(request, StreamingHttpResponse(streamed, content_type=NDJSON), state)


def _texts(chunks: Iterator[list[Item]]) -> Iterator[str]:
    while True:
        # Read after the view has returned, when the language is the reader's again.
        with translation.override(default_language()):
            items = next(chunks, None)
        if items is None:
            return
        yield "".join(f"{_text(item)}\n" for item in items)


async def _without_blocking(texts: Iterator[str]) -> AsyncIterator[str]:
    read = sync_to_async(lambda: next(texts, None))
    while (text := await read()) is not None:
        yield text


def _text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _json(data: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(_text(data), content_type=JSON, status=status)


def _public(request: HttpRequest, response: HttpResponseBase, state: State) -> HttpResponseBase:
    """Caches may keep it for a while, unless somebody may have typed what was asked."""
    return response if _asks_for_somebody(request) else _kept(response, *_marks(request, state))


def _asks_for_somebody(request: HttpRequest) -> bool:
    """Whether no cache should keep the answer: what somebody looks for, or where, is in the body or the address."""
    return request.method == "POST" or bool(request.GET.get("search") or request.GET.get("postcode"))


def _marks(request: HttpRequest, state: State) -> tuple[str, int]:
    return state.mark(request.get_full_path()), int(state.changed_at.timestamp())


def _kept(response: Any, mark: str, changed: int | None = None) -> Any:
    response.headers["Cache-Control"] = f"public, max-age={conf.HSDS_API_MAX_AGE}"
    response.headers["ETag"] = mark
    if changed is not None:
        response.headers["Last-Modified"] = http_date(changed)
    return response
