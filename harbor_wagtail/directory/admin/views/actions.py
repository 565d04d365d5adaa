"""Decisions that hold at once, for every version of a record: inclusion, and whether an address is shown.

Hiding a record is the third: :mod:`harbor_wagtail.directory.admin.views.hiding`.

Each is a page with a form and a button of its own. None can be previewed, and no message or log entry holds a value.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from harbor_wagtail.directory.admin.fields import place_name
from harbor_wagtail.directory.admin.forms.location import VisibilityForm
from harbor_wagtail.directory.admin.forms.organization import InclusionForm
from harbor_wagtail.directory.models import Location, Organization
from harbor_wagtail.directory.visibility import make_area_only, make_public
from harbor_wagtail.not_written import SaysWhenNotWritten


@method_decorator([never_cache, csrf_protect, sensitive_post_parameters()], name="dispatch")
class DecisionView(SaysWhenNotWritten, WagtailAdminTemplateMixin, TemplateView):
    """Base of the three. ``permission`` is a codename; a record somebody else has locked cannot be decided about."""

    model: Any = None
    permission = ""
    http_method_names = ["get", "post"]
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(f"harbor_directory.{self.permission_codename}"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def permission_codename(self) -> str:
        return self.permission

    @cached_property
    def record(self) -> Any:
        return get_object_or_404(self.model, pk=self.kwargs["pk"])

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"wagtailsnippets_harbor_directory_{self.model._meta.model_name}:{name}", args=args)

    @property
    def edit_url(self) -> str:
        return self.url("edit", self.record.pk)

    def get_page_subtitle(self) -> str:
        return str(self.record)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": self.url("list"), "label": capfirst(self.model._meta.verbose_name_plural)},
            {"url": self.edit_url, "label": str(self.record)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "record": self.record, "edit_url": self.edit_url, "action_url": self.request.path}

    def done(self, message: str) -> HttpResponse:
        messages.success(self.request, message)
        return redirect(self.edit_url)


class InclusionView(DecisionView):
    """Decide whether an organization met the site's inclusion rules."""

    model = Organization
    permission = "decide_inclusion_organization"
    template_name = "harbor_directory/admin/inclusion.html"
    header_icon = "tick"

    def get_page_title(self) -> str:
        return _("Inclusion")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", InclusionForm(instance=self.record))
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = InclusionForm(request.POST, instance=Organization.objects.get(pk=self.record.pk))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        with transaction.atomic():
            form.instance.save(update_fields=list(InclusionForm.Meta.fields))
            log(instance=form.instance, action="harbor.inclusion", user=request.user)
        return self.done(_("The decision is kept."))


class VisibilityView(DecisionView):
    """Decide whether the address of a place is shown."""

    model = Location
    permission = "change_visibility_location"
    template_name = "harbor_directory/admin/visibility.html"
    header_icon = "view"

    def get_page_title(self) -> str:
        return _("Decide about the address")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", VisibilityForm(location=self.record, initial=self._initial()))
        return super().get_context_data(county=place_name(self.record.county), **kwargs)

    def _initial(self) -> dict[str, Any]:
        return {"confidential": self.record.address_visibility == "confidential"}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = VisibilityForm(request.POST, location=self.record)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if form.cleaned_data["decision"] == VisibilityForm.AREA:
            return self._hide(form)
        try:
            self._show(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.render_to_response(self.get_context_data(form=form))
        return self.done(_("Visitors see the address now."))

    def _show(self, form: VisibilityForm) -> None:
        values = form.cleaned_data
        make_public(
            self.record,
            form.address(),
            by_role=values["by_role"],
            agreed_on=values["agreed_on"],
            user=self.request.user,
        )

    def _hide(self, form: VisibilityForm) -> HttpResponse:
        make_area_only(self.record, confidential=form.cleaned_data["confidential"], user=self.request.user)
        return self.done(_("Visitors see the area only. The address is erased from this site."))
