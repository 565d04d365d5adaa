"""The team notes that it reached a hotline; and the first page of ours waits until one line has been called."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page

from harbor_wagtail.models import Hotline, HotlineCheck
from harbor_wagtail.models.hotline_checks import record_check
from harbor_wagtail.safety.first_page import first_page_waits


class CheckForm(forms.ModelForm):
    class Meta:
        model = HotlineCheck
        fields = ["how", "checked_on", "role"]
        widgets = {"checked_on": forms.DateInput(attrs={"type": "date"}), "how": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["how"].choices = HotlineCheck.How.choices  # type: ignore[attr-defined]  # no "not said"
        self.fields["role"].label = gettext_lazy("Your role")
        self.fields["checked_on"].initial = timezone.localdate

    def clean_checked_on(self) -> Any:
        day = self.cleaned_data["checked_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day


def note_check(request: HttpRequest, pk: int) -> HttpResponse:
    """The form "we reached it" of one hotline."""
    if not request.user.has_perm("harbor_wagtail.change_hotline"):
        raise PermissionDenied
    hotline = get_object_or_404(Hotline, pk=pk)
    form = CheckForm(request.POST or None)
    edit_url = reverse("wagtailsnippets_harbor_wagtail_hotline:edit", args=[hotline.pk])
    if request.method == "POST" and form.is_valid():
        record_check(hotline, user=request.user, **form.cleaned_data)
        messages.success(request, _("Noted: “%(hotline)s” was reached.") % {"hotline": hotline})
        return redirect(edit_url)
    context = {"hotline": hotline, "form": form, "edit_url": edit_url}
    return TemplateResponse(request, "harbor_wagtail/admin/hotline_check.html", context)


def refuse_first_page(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Hook ``before_publish_page``: says what to do, and leaves the page a draft."""
    if not first_page_waits(page):
        return None
    _say_it_waits(request)
    return redirect("wagtailadmin_pages:edit", page.pk)


def refuse_first_pages(request: HttpRequest, action_type: str, objects: Any, action: Any) -> HttpResponse | None:
    """Hook ``before_bulk_action``: of pages published together, none would be the second."""
    pages = [each for each in objects if isinstance(each, Page)] if action_type == "publish" else []
    if not any(first_page_waits(page) for page in pages):
        return None
    _say_it_waits(request)
    return redirect(action.next_url)


def warn_of_waiting(request: HttpRequest, page: Any) -> None:
    """Hook ``before_edit_page``: whoever opens it, or approves it, reads that it will not go live yet."""
    approves = request.POST.get("workflow-action-name") == "approve"
    if (request.method == "GET" or approves) and first_page_waits(page):
        _say_it_waits(request)


def _say_it_waits(request: HttpRequest) -> None:
    messages.error(
        request,
        _("This page is kept, but not published yet: first somebody calls one of the hotlines and notes it."),
        buttons=[messages.button(reverse("wagtailsnippets_harbor_wagtail_hotline:list"), _("Hotlines"))],
    )
