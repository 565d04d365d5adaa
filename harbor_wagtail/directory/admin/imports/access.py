"""Who may import, and what all pages of an import share."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from harbor_wagtail.directory.models import ImportBatch
from harbor_wagtail.not_written import SaysWhenNotWritten

RECORDS = ("organization", "service", "location")


def may_import(user: Any) -> bool:
    """An import adds and changes all three kinds of records, and visitors see it at once: it asks for the right to each."""
    acts = ("add", "change", "publish")
    return all(user.has_perm(f"harbor_directory.{act}_{kind}") for kind in RECORDS for act in acts)


def import_url(name: str = "", *args: Any) -> str:
    """The address of a page of an import; without a name, that of the upload."""
    return reverse("harbor_directory_import" + (f"_{name}" if name else ""), args=args)


@method_decorator([never_cache, csrf_protect, sensitive_post_parameters()], name="dispatch")
class ImportPage(SaysWhenNotWritten, WagtailAdminTemplateMixin, TemplateView):
    """Base of every page. What a file holds must reach no error report: its addresses may be nobody's to know."""

    header_icon = "upload"
    page_title = gettext_lazy("Import a list")
    _show_breadcrumbs = True
    http_method_names = ["get", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_import(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": import_url(), "label": _("Import a list")},
        ]
        return [*items, *self.further_breadcrumbs()]

    def further_breadcrumbs(self) -> list[dict[str, Any]]:
        return []


class BatchPage(ImportPage):
    """A page about one import."""

    @cached_property
    def batch(self) -> ImportBatch:
        return get_object_or_404(ImportBatch.objects.select_related("source"), pk=self.kwargs["pk"])

    @property
    def batch_url(self) -> str:
        return import_url("batch", self.batch.pk)

    def get_page_subtitle(self) -> str:
        return self.batch.file_name

    def further_breadcrumbs(self) -> list[dict[str, Any]]:
        return [{"url": self.batch_url, "label": self.batch.file_name}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "batch": self.batch, "batch_url": self.batch_url}

    def back(self) -> HttpResponse:
        return redirect(self.batch_url)
