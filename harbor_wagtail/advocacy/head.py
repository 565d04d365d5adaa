"""What machines read in the head of a page: citation, description, share card, structured data.

A host's base template has no block we could count on, so this is put before ``</head>`` once the page stands. What the
host's template says already (a description, a card of its own) is left as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from harbor_wagtail.advocacy.structured import things

_CLOSE = re.compile(rb"</head\s*>", re.IGNORECASE)
_NAMED = re.compile(r"""<meta\b[^>]*\b(?:name|property)\s*=\s*["']([^"']+)["']""", re.IGNORECASE)
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def insert(response: HttpResponse, page: Any, request: HttpRequest) -> HttpResponse:
    """For ``add_post_render_callback``. A response without a head stays as it is."""
    return put(response, lambda present: _tags(page, request, present))


def put(response: HttpResponse, tags: Callable[[set[str]], Iterable[SafeString]]) -> HttpResponse:
    """``tags`` is given the names that the template's own meta tags have, in lower case."""
    found = _CLOSE.search(response.content)
    if found:
        before = response.content[: found.start()]
        present = {name.lower() for name in _NAMED.findall(before.decode(response.charset, "replace"))}
        extra = "".join(tags(present)).encode(response.charset)
        response.content = before + extra + response.content[found.start() :]
    return response


def metas(
    named: Iterable[tuple[str, str]], cards: Iterable[tuple[str, str]], present: set[str]
) -> Iterator[SafeString]:
    """``named`` are meta tags by name, ``cards`` by property."""
    for name, content in named:
        if content and name.lower() not in present:
            yield format_html('<meta name="{}" content="{}">\n', name, content)
    for name, content in cards:
        if content and name not in present:
            yield format_html('<meta property="{}" content="{}">\n', name, content)


def _tags(page: Any, request: HttpRequest, present: set[str]) -> Iterator[SafeString]:
    description = page.get_description()
    cards = (
        ("og:title", page.title),
        ("og:description", description),
        ("og:type", "article"),
        ("og:url", page.get_full_url(request) if page.pk else ""),
    )
    yield from metas([("description", description), *page.get_cited_page(request).meta()], cards, present)
    yield script(things(page, request))


def script(data: Any) -> SafeString:
    """JSON-LD that no text can close. Browsers do not run it, so a strict content policy has nothing against it."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>\n')
