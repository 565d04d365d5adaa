"""The report of likely duplicates, and the page on which two records become one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from harbor_wagtail.directory.admin.duplicates.words import reasons_in_words
from harbor_wagtail.directory.admin.panels.states import edit_url
from harbor_wagtail.directory.duplicates import comparing, finding, merging
from harbor_wagtail.directory.importing.applying.specs import SPECS
from harbor_wagtail.directory.models import Organization
from harbor_wagtail.not_written import SaysWhenNotWritten

PAGE = 25


@method_decorator([never_cache, csrf_protect], name="dispatch")
class DuplicatesPage(SaysWhenNotWritten, WagtailAdminTemplateMixin, TemplateView):
    """Base of both: whoever may change records of the kind may say which of them are one."""

    header_icon = "copy"
    page_title = gettext_lazy("Likely duplicates")
    _show_breadcrumbs = True
    http_method_names = ["get", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(f"harbor_directory.change_{self.kind}"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def kind(self) -> str:
        return "organization"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("harbor_directory_duplicates"), "label": _("Likely duplicates")},
        ]


class DuplicatesView(DuplicatesPage):
    """Every pair, those with most in common first. A pair somebody found to be two is not shown again."""

    template_name = "harbor_directory/admin/duplicates/report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(finding.Known.load().pairs(), PAGE).get_page(self.request.GET.get("p"))
        rows = Organization.objects.select_related("data_source").in_bulk(
            {pk for pair in page for pk in (pair.first, pair.second)}
        )
        pairs = [
            {
                "first": rows[pair.first],
                "second": rows[pair.second],
                "reasons": reasons_in_words(pair.reasons),
                "merge_url": merge_url(rows[pair.first], rows[pair.second]),
            }
            for pair in page
        ]
        services = [
            {"first": first, "second": second, "merge_url": merge_url(first, second)}
            for first, second in finding.services_alike()
        ]
        return super().get_context_data(page=page, pairs=pairs, services=services, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """These two are two."""
        given = [request.POST.get(name, "") for name in ("first", "second")]
        pks = [int(pk) for pk in given if pk.isascii() and pk.isdecimal() and len(pk) < 19]
        rows = list(Organization.objects.filter(pk__in=pks).order_by("pk"))
        if len(rows) == 2:
            merging.not_the_same(*rows, user=request.user)
            messages.success(
                request, _("Kept: “%(one)s” and “%(other)s” are two.") % {"one": rows[0], "other": rows[1]}
            )
        return redirect(request.get_full_path())


def merge_url(kept: Any, other: Any) -> str:
    return reverse("harbor_directory_merge", args=[kept._meta.model_name, kept.pk, other.pk])


class MergeView(DuplicatesPage):
    template_name = "harbor_directory/admin/duplicates/merge.html"
    page_title = gettext_lazy("Make one of two")

    @property
    def kind(self) -> str:
        if self.kwargs["kind"] not in comparing.KINDS or self.kwargs["kept"] == self.kwargs["other"]:
            raise Http404
        return str(self.kwargs["kind"])

    @cached_property
    def records(self) -> tuple[Any, Any]:
        rows = SPECS[self.kind].model._default_manager.in_bulk([self.kwargs["kept"], self.kwargs["other"]])
        if len(rows) < 2:
            raise Http404
        return rows[self.kwargs["kept"]], rows[self.kwargs["other"]]

    def get_page_subtitle(self) -> str:
        return str(self.records[0])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept, other = self.records
        return super().get_context_data(
            **{**kwargs, "kept": kept, "other": other},
            kept_url=edit_url(kept),
            other_url=edit_url(other),
            swap_url=merge_url(other, kept),
            sides=comparing.side_by_side(self.kind, kept.pk, other.pk),
            drafts=[(record, edit_url(record)) for record in merging.drafts(self.kind, [kept.pk, other.pk])],
            at_stake=merging.places_at_stake(self.kind, kept.pk, other.pk),
            is_place=self.kind == "location",
            is_organization=self.kind == "organization",
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(f"harbor_directory.publish_{self.kind}"):
            raise PermissionDenied  # what is merged is public at once
        kept, other = self.records
        posted = [field for field in request.POST if field.startswith("fact-")]
        choices = {field.removeprefix("fact-"): str(request.POST[field]) for field in posted}
        stay = {
            int(pk) for pk in request.POST.getlist("stay_public") if pk.isascii() and pk.isdecimal() and len(pk) < 19
        }
        name = str(other)
        try:
            record = merging.merge(self.kind, kept.pk, other.pk, merging.Wish(choices, stay), user=request.user)
        except merging.CannotMerge:
            messages.error(
                request, _("Nothing was changed: somebody has a draft of one of the two open, or locked it.")
            )
            return redirect(request.get_full_path())
        messages.success(request, _("“%(other)s” is now part of “%(kept)s”.") % {"other": name, "kept": record})
        return redirect(edit_url(record))
