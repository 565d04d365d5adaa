"""What the core's own screens in the admin share: who may open them, and the way home."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


@method_decorator(never_cache, name="dispatch")
class AdminScreen(WagtailAdminTemplateMixin, TemplateView):
    """A screen one step below the admin's home page. Nobody may open it until ``may_open`` says who."""

    _show_breadcrumbs = True

    def may_open(self, user: Any) -> bool:
        return False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may_open(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, {"url": "", "label": str(self.page_title)}]
