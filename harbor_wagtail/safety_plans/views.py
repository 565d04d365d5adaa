"""Files leave only through here: the plan must be live, of this site and open to this visitor.

What a process gave out before is given out again by ``memory`` as long as nothing changed; else Wagtail is asked.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from harbor_wagtail.counting.collecting import add, is_counted, what_of
from harbor_wagtail.documents.engine import NoEngine
from harbor_wagtail.models import HarborSettings
from harbor_wagtail.page_files import as_the_page, live_page, page_at
from harbor_wagtail.safety.headers import harbor_response
from harbor_wagtail.safety_plans import files, memory
from harbor_wagtail.safety_plans.listing import SECTION, plan_models
from harbor_wagtail.safety_plans.page_mixins import SafetyPlanPageMixin

FIELD_MAP = "json"


@require_safe
def plan_file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """``name`` is what the editor calls the files: notes.pdf, notes.docx, notes-card.pdf, notes.json."""
    if held := memory.recall(request):
        return _given(request, held)
    page = live_page(request, plan_models(), pk)
    kind = _kind(page, name) if page else ""
    if not kind:
        raise Http404("No such file.")
    return _answer(request, page, kind)


@require_safe
def file_beside_page(request: HttpRequest, path: str, name: str) -> HttpResponseBase:
    """The same files at ``plan.pdf``, ``plan.docx`` and ``card.pdf`` below the plan's own address."""
    if held := memory.recall(request):
        return _given(request, held)
    page = page_at(request, path)
    if page is None or getattr(page, "harbor_section", "") != SECTION:
        raise Http404("No plan here.")
    kind = files.CARD if name == "card.pdf" else name.rpartition(".")[2]
    return _answer(request, page, kind)


def _kind(page: Any, name: str) -> str:
    names = {
        f"{page.plan_file_name}.pdf": files.PDF,
        f"{page.plan_file_name}.docx": files.WORD,
        f"{page.plan_file_name}-card.pdf": files.CARD,
        f"{page.plan_file_name}.json": FIELD_MAP,
    }
    return names.get(name, "")


def _answer(request: HttpRequest, page: Any, kind: str) -> HttpResponseBase:
    return as_the_page(request, page, lambda request, page: _give(request, page, kind))


def _give(request: HttpRequest, page: Any, kind: str) -> HttpResponse:
    if not page.plan_offers(kind):
        raise Http404("This plan is not offered in that form.")
    # Asked before the file is made: what changes meanwhile makes another answer the next time.
    answer = memory.ask(type(page), page.pk, page.path) if _is_ours(page) else None
    document = page.get_plan_document()
    try:
        made = files.plan_file(page, files.PDF if kind == FIELD_MAP else kind, document)
    except NoEngine as problem:
        raise Http404("This file cannot be made here.") from problem
    counted = HarborSettings.for_visitor(request).count_pages
    held = memory.Held(type(page), page.pk, page.path, answer or (), *_body(page, kind, made), counted)
    if answer:
        memory.hold(request, held)
    return _given(request, held)


def _is_ours(page: Any) -> bool:
    """A host's own document may depend on anything; ours depends on what ``memory`` asks about."""
    own = SafetyPlanPageMixin
    return type(page).get_plan_document is own.get_plan_document and type(page).plan_offers is own.plan_offers


def _body(page: Any, kind: str, made: Any) -> tuple[bytes, str, str, str]:
    """The bytes, their type, how a browser is to save them, and their name for a cache."""
    if kind == FIELD_MAP:
        return (made.fields or "{}").encode(), "application/json", "", f'"{made.digest}-map"'
    name = f"{page.plan_file_name}-card.pdf" if kind == files.CARD else f"{page.plan_file_name}.{kind}"
    return bytes(made.content), files.CONTENT_TYPES[kind], f'attachment; filename="{name}"', f'"{made.digest}"'


def _given(request: HttpRequest, held: memory.Held) -> HttpResponse:
    if held.etag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(held.content, content_type=held.content_type)
        response.headers["Content-Length"] = str(len(held.content))
        if held.disposition:
            response.headers["Content-Disposition"] = held.disposition
    response.headers["ETag"] = held.etag
    if held.counted and is_counted(request, response):
        add(held.pk, held.model._meta.label_lower, what_of(request, response))
    return harbor_response(response, request=request, bare=False, noindex=True)
