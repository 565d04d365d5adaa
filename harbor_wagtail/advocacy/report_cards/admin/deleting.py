"""Nothing that grades stand on is deleted from under them: said in words, before the database says it with an error."""

from __future__ import annotations

from typing import Any

from django.db import router
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from harbor_wagtail.advocacy.report_cards.models.guard import Guarded
from harbor_wagtail.models import Jurisdiction, TileLayout


def keep_what_grades_stand_on(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """For the hook ``before_delete_snippet``."""
    for row in instances:
        if isinstance(row, (Guarded, Jurisdiction, TileLayout)) and (why := _why_not(row)):
            messages.error(request, _("“%(row)s” was not deleted. %(why)s") % {"row": row, "why": why})
            viewset: Any = getattr(row, "snippet_viewset", None)
            return redirect(reverse(viewset.get_url_name("edit"), args=[row.pk]))
    return None


def _why_not(row: Any) -> str:
    if isinstance(row, Guarded) and row.is_frozen():
        return str(row.frozen_message)
    collector = Collector(using=router.db_for_write(type(row), instance=row))
    try:
        collector.collect([row])
    except (ProtectedError, RestrictedError) as error:
        found: Any = getattr(error, "protected_objects", None) or getattr(error, "restricted_objects", ())
        kinds = sorted({str(each._meta.verbose_name_plural) for each in found})
        return _("These rest on it: %(kinds)s.") % {"kinds": ", ".join(kinds)}
    return ""
