"""What is said of records that may be one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import LogFormatter

from harbor_wagtail.directory.duplicates.finding import NAME, PHONE, WEBSITE, similar_to
from harbor_wagtail.directory.models import Organization, Service

#: Organizations that are named after saving.
MOST = 3
_REASONS = {
    PHONE: gettext_lazy("the same phone number"),
    WEBSITE: gettext_lazy("the same website"),
    NAME: gettext_lazy("a similar name"),
}


def reasons_in_words(reasons: Iterable[str]) -> str:
    return ", ".join(str(_REASONS[reason]) for reason in reasons)


def say_what_is_similar(request: Any, record: Any) -> None:
    """After saving, never in its way: an organization that may be listed already, with links to look and to join."""
    organization = _organization_of(record)
    if organization is None or _wants_no_words(request):
        return
    found = similar_to(organization)[:MOST]
    if not found:
        return
    links = format_html_join("; ", '<a href="{}">{}</a> ({})', _links(organization, found))
    messages.warning(request, SafeString(f"{_('This may already be listed:')} {links}"))


def _links(organization: Organization, found: Any) -> Iterable[tuple[str, str, str]]:
    for other, reasons in found:
        url = reverse("harbor_directory_merge", args=["organization", other.pk, organization.pk])
        yield url, str(other), reasons_in_words(reasons)


def _organization_of(record: Any) -> Organization | None:
    if isinstance(record, Organization):
        return record
    return record.organization if isinstance(record, Service) else None


def _wants_no_words(request: Any) -> bool:
    """Wagtail 7.3 and later save drafts every few seconds, and ask for JSON when they do."""
    if not request.user.has_perm("harbor_directory.change_organization"):
        return True
    return "application/json" in request.headers.get("Accept", "") and "text/html" not in request.headers.get(
        "Accept", ""
    )


class MergeLog(LogFormatter):
    """The history says what became part of the record, and which facts changed."""

    label = gettext_lazy("Make one of two")

    def format_message(self, log_entry: Any) -> str:
        return _("“%(merged)s” was made part of it") % {"merged": log_entry.data.get("merged", "")}
