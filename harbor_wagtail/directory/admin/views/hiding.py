"""Hide now: one button that takes a listing off the site, on a page that fits a phone and says what it cannot reach."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from harbor_wagtail.directory.admin import listing
from harbor_wagtail.directory.admin.panels.states import action_url, hidden_because
from harbor_wagtail.directory.admin.views.actions import DecisionView
from harbor_wagtail.directory.hiding import hide, show_again, used_by_others
from harbor_wagtail.directory.importing.values.addresses import looks_like_address
from harbor_wagtail.directory.models import Location, Organization, Service
from harbor_wagtail.directory.presentation.addresses import directory_pages
from harbor_wagtail.typed import typed

#: Where to ask others to forget a page that is gone here: name, address, what to do there.
REMOVAL_PAGES: tuple[tuple[str, str, Any], ...] = (
    (
        "Google",
        "https://search.google.com/search-console/remove-outdated-content",
        gettext_lazy("Paste the address of the page. Any Google account will do."),
    ),
    (
        "Bing",
        "https://www.bing.com/webmasters/tools/contentremoval",
        gettext_lazy("Choose “page removal”. DuckDuckGo and others that search with Bing follow."),
    ),
    (
        "Internet Archive",
        "https://help.archive.org/help/how-do-i-request-to-remove-something-from-archive-org/",
        gettext_lazy("Write to them with the address of the page."),
    ),
)
LONGEST_WHY = 500


def may_hide(user: Any, record: Any) -> bool:
    """Whoever may change a record may hide it and show it again: danger does not wait for somebody with more rights."""
    return bool(user.has_perm(f"harbor_directory.change_{record._meta.model_name}"))


def hide_label(record: Any) -> str:
    return _("Show it again…") if record.paused else _("Hide now…")


def hide_button(record: Any, user: Any) -> list[Button]:
    """For the header of the form; nothing for somebody who may not."""
    if not may_hide(user, record):
        return []
    return [Button(hide_label(record), url=action_url(record, "hide"), icon_name="no-view", priority=1)]


def listing_buttons(snippet: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """Hook ``register_snippet_listing_buttons``: the same in each row of the lists."""
    if not isinstance(snippet, (Organization, Service, Location)) or not may_hide(user, snippet):
        return []
    attrs = {"aria-label": f"{hide_label(snippet)} {snippet}"}
    return [Button(hide_label(snippet), url=action_url(snippet, "hide"), icon_name="no-view", attrs=attrs, priority=5)]


class HideLog(LogFormatter):
    """The history says who and when, and why where somebody typed it."""

    label = gettext_lazy("Hide now")
    message = gettext_lazy("Hidden")

    def format_comment(self, log_entry: Any) -> str:
        return str(log_entry.data.get("why", ""))


class ShowLog(HideLog):
    label = gettext_lazy("Show again")
    message = gettext_lazy("Shown again")


class HideView(DecisionView):
    """Neither a draft nor a lock nor a workflow stands in the way. After it is done the page stays: what is out of
    reach can only be asked for elsewhere, and the addresses to ask for are on it."""

    template_name = "harbor_directory/admin/hide.html"
    header_icon = "no-view"

    @property
    def permission_codename(self) -> str:
        return f"change_{self.model._meta.model_name}"

    def get_page_title(self) -> str:
        return _("Show it again") if self.record.paused else _("Hide now")

    @cached_property
    def together(self) -> Organization | None:
        """The organization of a listing that has no other service: its page would stay, with its numbers on it."""
        mine = listing.whole(self.record) if isinstance(self.record, Service) else None
        owner = Organization.objects.get(pk=self.record.organization_id) if mine else None
        return owner if owner and may_hide(self.request.user, owner) else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        owner = self.record if isinstance(self.record, Organization) else self.together
        return super().get_context_data(
            together=self.together,
            staying=used_by_others(owner) if owner else [],
            other_reasons=hidden_because(self.record, put_back=[self.record, self.together]),
            is_place=isinstance(self.record, Location),
            addresses=self._addresses(),
            removal_pages=REMOVAL_PAGES,
            longest_why=LONGEST_WHY,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # The wish is posted, not "the other one": two people pressing the button must not undo each other.
        wish = request.POST.get("wish")
        if wish not in ("hide", "hide-only", "show"):
            return HttpResponseRedirect(request.path)
        together = [self.together] if self.together and wish != "hide-only" else []
        act = show_again if wish == "show" else hide
        act([self.record, *together], user=request.user, why=self._why())
        if wish == "show":
            return self.done(_("“%(record)s” is no longer hidden.") % {"record": self.record})
        messages.success(request, _("“%(record)s” is off the site.") % {"record": self.record})
        return HttpResponseRedirect(request.path)

    def _why(self) -> str:
        """What was typed. Hiding never waits for a text to be mended: one that reads like an address is not kept."""
        why = typed(self.request.POST.get("why", "")).strip()[:LONGEST_WHY]
        if looks_like_address(why):
            messages.warning(self.request, _("Your reason was not kept: it reads like an address."))
            return ""
        return why

    def _addresses(self) -> list[str]:
        """Where visitors, and others' copies, found it: the page of each organization it belongs to, in each language."""
        urls = (
            page.get_organization_url(owner, self.request, full=True)
            for owner in self._owners()
            for page in directory_pages(self.request)
        )
        return [url for url in dict.fromkeys(urls) if url]

    def _owners(self) -> list[Organization]:
        if isinstance(self.record, Organization):
            return [self.record]
        if isinstance(self.record, Service):
            return [self.record.organization]
        return list(Organization.objects.filter(services__service_at_locations__location=self.record.pk).distinct())
