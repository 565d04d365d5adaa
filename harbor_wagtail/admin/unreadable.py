"""What a form is sent instead of a text, or of a page's parts, is refused before Wagtail reads it: by a browser whose script
broke, or by somebody who tries what happens. Wagtail would answer with the site's 500."""

from __future__ import annotations

import logging
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea
from wagtail.blocks.base import BlockWidget

from harbor_wagtail.safety.headers import HarborHeadersMixin

logger = logging.getLogger("harbor_wagtail.admin")

TEMPLATE = "harbor_wagtail/admin/unreadable.html"
#: What Wagtail reads by rules of its own, which raise for what they do not know.
READ = (DraftailRichTextArea, BlockWidget)


def refuse_page(request: HttpRequest, page: Any) -> HttpResponseBase | None:
    """Hook ``before_edit_page``."""
    return _refuse(request, type(page)) if isinstance(page, HarborHeadersMixin) else None


def refuse_new_page(request: HttpRequest, parent: Any, model: type[Any]) -> HttpResponseBase | None:
    """Hook ``before_create_page``."""
    return _refuse(request, model) if issubclass(model, HarborHeadersMixin) else None


def refuse_record(request: HttpRequest, record: Any) -> HttpResponseBase | None:
    """Hook ``before_edit_snippet`` and ``before_create_snippet``, which gives the model."""
    model: Any = record if isinstance(record, type) else type(record)
    return _refuse(request, model) if model._meta.app_label.startswith("harbor_") else None


def _refuse(request: HttpRequest, model: Any) -> HttpResponseBase | None:
    names = unreadable(request, _form_class(model)) if request.method == "POST" else []
    if not names:
        return None
    logger.warning("Not readable as it was sent: %s of %s", ", ".join(names), model._meta.label)
    told = _("What was sent cannot be read, so nothing of it was saved.")
    if not request.accepts("text/html"):  # a draft that saves itself
        answer = {"success": False, "error_code": "validation_error", "error_message": told}
        return JsonResponse(answer, status=400)
    return TemplateResponse(request, TEMPLATE, {"told": told, "action": request.get_full_path()}, status=400)


def _form_class(model: Any) -> Any:
    """Of the view that asks: a host's panels may leave fields of the model out."""
    shown = model if hasattr(model, "get_edit_handler") else model.snippet_viewset
    return shown.get_edit_handler().get_form_class()


def unreadable(request: HttpRequest, form_class: Any) -> list[str]:
    """Names of the fields that cannot be read, of those that the form has for this person."""
    rights = form_class._meta.field_permissions or {}
    user: Any = request.user
    return [
        name
        for name, field in form_class.base_fields.items()
        if isinstance(field.widget, READ)
        and (name not in rights or user.has_perm(rights[name]))
        and not _reads(field, request, name)
    ]


def _reads(field: Any, request: HttpRequest, name: str) -> bool:
    try:
        field.widget.value_from_datadict(request.POST, request.FILES, name)
    except DatabaseError:
        raise
    except Exception:  # whatever the readers of Wagtail, of its plugins and of a host make of it
        return False
    return True
