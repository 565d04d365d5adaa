"""Harbor ▸ Incoming: answers of providers as a diff, and what visitors say is wrong. One click for what can be undone by a
phone call; for what leads people somewhere, the number to call first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from harbor_wagtail.directory.admin.panels.states import edit_url
from harbor_wagtail.directory.admin.upkeep.rights import may_decide, may_see
from harbor_wagtail.directory.models import Incoming, Organization, ProposedChange, Service, Verification
from harbor_wagtail.directory.presentation.dates import day_in_words
from harbor_wagtail.directory.presentation.numbers import Number, numbers
from harbor_wagtail.directory.upkeep import applying
from harbor_wagtail.directory.upkeep.facts import in_words, label_of
from harbor_wagtail.directory.upkeep.held import is_held
from harbor_wagtail.not_written import SaysWhenNotWritten
from harbor_wagtail.phones import parse
from harbor_wagtail.typed import typed

PER_PAGE = 50
LATE = gettext_lazy("Somebody else has decided about it meanwhile. Here is what became of it.")


@dataclass(frozen=True, slots=True)
class Line:
    """A proposed change as it is shown: ``call`` are the numbers on file, where it has to be asked on the phone."""

    change: ProposedChange
    record: Any
    edit_url: str
    label: str
    old: str
    new: str
    held: bool
    place: bool

    @property
    def waits(self) -> bool:
        return self.change.state == ProposedChange.State.WAITING


class CalledForm(forms.Form):
    """No tick, no number: that somebody was called is said by the role of who answered."""

    by_role = forms.CharField(
        label=gettext_lazy("Who there confirmed it (role)"),
        max_length=255,
        help_text=gettext_lazy("For example: intake worker. Never a person's name."),
    )


class Guarded(SaysWhenNotWritten, WagtailAdminTemplateMixin, TemplateView):
    header_icon = "mail"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


@method_decorator(never_cache, name="dispatch")
class IncomingListView(Guarded):
    template_name = "harbor_directory/admin/upkeep/incoming_list.html"
    page_title = gettext_lazy("Incoming")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Incoming")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = Incoming.objects.select_related("organization", "service", "decided_by").prefetch_related("changes")
        every = "all" in self.request.GET
        if not every:
            found = found.filter(state=Incoming.State.WAITING)
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("p"))
        rows = [(incoming, reverse("harbor_directory_incoming", args=[incoming.pk])) for incoming in page]
        return super().get_context_data(rows=rows, page=page, every=every, **kwargs)


@method_decorator([never_cache, csrf_protect, sensitive_post_parameters()], name="dispatch")
class IncomingView(Guarded):
    """One message. What is posted names one wish: all, one change after a call, one change refused, or the end of it."""

    template_name = "harbor_directory/admin/upkeep/incoming.html"
    http_method_names = ["get", "post"]
    called: CalledForm | None = None

    @cached_property
    def incoming(self) -> Incoming:
        return get_object_or_404(Incoming.objects.select_related("organization", "service"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.incoming.get_kind_display())

    def get_page_subtitle(self) -> str:
        return str(self.incoming.organization)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("harbor_directory_incoming_list"), "label": _("Incoming")},
            {"url": "", "label": str(self.incoming.organization)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = [_line(change) for change in _changes(self.incoming)]
        owner = self.incoming.organization
        return super().get_context_data(
            incoming=self.incoming,
            edit_url=edit_url(self.incoming.service or owner),
            quick=[line for line in lines if not line.held],
            held=[line for line in lines if line.held],
            quick_waits=any(line.waits and not line.held for line in lines),
            on_file=on_file(self.incoming),
            last_check=_last_check(owner),
            confirmed=self.incoming.confirmed.all(),
            may_decide=may_decide(self.request.user),
            form=self.called or CalledForm(),
            action_url=self.request.path,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_decide(request.user):
            raise PermissionDenied
        wish = request.POST.get("wish", "")
        if wish == "all":
            self._say(applying.accept_all(self.incoming, user=request.user))
        elif wish in ("done", "rejected"):
            reason = typed(request.POST.get("reason", ""))
            if not applying.close(self.incoming, state=wish, user=request.user, reason=reason):
                return self._too_late()
            messages.success(request, _("It is kept as decided."))
            return redirect("harbor_directory_incoming_list")
        elif change := self._change(request.POST.get("change", "")):
            return self._one(wish, change)
        elif request.POST.get("change"):
            return self._too_late()
        return redirect(request.path)

    def _too_late(self) -> HttpResponse:
        messages.warning(self.request, LATE)
        return redirect(self.request.path)

    def _one(self, wish: str, change: ProposedChange) -> HttpResponse:
        if wish == "reject" and not applying.reject(change, user=self.request.user):
            return self._too_late()
        if wish in ("called", "by-hand"):
            self.called = CalledForm(self.request.POST)
            # A fact that leads nobody anywhere can be entered by hand without a call.
            if is_held(change.field, change.old, change.new) and not self.called.is_valid():
                return self.render_to_response(self.get_context_data(asked=change.pk))
            role = self.called.cleaned_data["by_role"] if self.called.is_valid() else ""
            by_hand = wish == "by-hand" or change.field == "place"
            self._say(applying.accept_called(change, by_role=role, user=self.request.user, by_hand=by_hand))
        return redirect(self.request.path)

    def _change(self, given: str) -> ProposedChange | None:
        pk = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0
        return self.incoming.changes.filter(pk=pk, state=ProposedChange.State.WAITING).first()

    def _say(self, outcome: applying.Outcome) -> None:
        if outcome.late:
            messages.warning(self.request, LATE)
        if outcome.taken:
            count = len(outcome.taken)
            messages.success(
                self.request,
                ngettext("%(count)d change is taken over.", "%(count)d changes are taken over.", count)
                % {"count": count},
            )
        if outcome.checked:
            names = ", ".join(map(str, outcome.checked))
            messages.success(self.request, _("Noted as checked: %(names)s.") % {"names": names})
        for change in outcome.conflicts:
            self._warn(change, _("%(fact)s has changed since the provider saw it, so it was left. Compare the two."))
        for change in outcome.by_hand:
            self._warn(change, _("%(fact)s has to be entered by hand: open the record, then say so here."))
        for change in outcome.locked:
            self._warn(change, _("%(fact)s was left, as somebody has locked the record."))
        for change in outcome.drafts:
            self._warn(
                change, _("%(fact)s: the open draft says something else and was left. Compare before you publish.")
            )

    def _warn(self, change: ProposedChange, words: str) -> None:
        messages.warning(self.request, words % {"fact": label_of(change.record, change.field)})


def on_file(incoming: Incoming) -> list[Number]:
    """Numbers that were here before: of the services it is about and of the organization, without any it brought."""
    services = Service.objects.filter(pk__in=incoming.confirmed.values("pk")).prefetch_related("phones")
    if incoming.service_id:
        services = services | Service.objects.filter(pk=incoming.service_id)
    brought = {parse(change.new).dial for change in incoming.changes.filter(field__startswith="phone:")}
    levels = [incoming.organization.phones.all(), *(service.phones.all() for service in services)]
    return [number for number in numbers(*levels) if not number.fax and parse(number.number).dial not in brought]


def _changes(incoming: Incoming) -> list[ProposedChange]:
    return list(incoming.changes.select_related("organization", "service", "location"))


def _line(change: ProposedChange) -> Line:
    record, place = change.record, change.field == "place"
    return Line(
        change=change,
        record=record,
        edit_url=edit_url(record),
        label=label_of(record, change.field),
        old=_("as it is on its page") if place else in_words(record, change.field, change.old),
        new=in_words(record, change.field, change.new),
        held=is_held(change.field, change.old, change.new),
        place=place,
    )


def _last_check(owner: Organization) -> str:
    mine = Verification.objects.filter(service__organization=owner) | Verification.objects.filter(organization=owner)
    day = mine.order_by("-checked_on").values_list("checked_on", flat=True).first()
    return day_in_words(day) if day else ""


class IncomingItem(MenuItem):
    def __init__(self, order: int) -> None:
        url = reverse("harbor_directory_incoming_list")
        super().__init__(gettext_lazy("Incoming"), url, name="harbor-incoming", icon_name="mail", order=order)

    def is_shown(self, request: Any) -> bool:
        return may_see(request.user)
