"""What can be done with many records at once. Each asks first, names every record, and leaves alone what it may not touch."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.actions.unpublish import UnpublishAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from harbor_wagtail.admin.naming import NamesToFew
from harbor_wagtail.admin.saving import WholeOrNot
from harbor_wagtail.directory.admin import listing
from harbor_wagtail.directory.admin.columns import with_last_check
from harbor_wagtail.directory.admin.views.hiding import may_hide
from harbor_wagtail.directory.admin.widgets import date_input
from harbor_wagtail.directory.hiding import hide, show_again
from harbor_wagtail.directory.importing.values.addresses import looks_like_address
from harbor_wagtail.directory.models import CheckMethod, Location, Organization, Service
from harbor_wagtail.directory.presentation.words import listed
from harbor_wagtail.directory.upkeep.two_checks import are_wanted, first_listing_waits
from harbor_wagtail.directory.verification import record_verification


class RecordAction(NamesToFew, WholeOrNot, SnippetBulkAction):
    """Base: a page with the records, an explanation and one button."""

    models: ClassVar[list[Any]] = [Organization, Service, Location]
    template_name = "harbor_directory/admin/bulk.html"
    #: Codename of the right without the model: "change" or "publish".
    right = "publish"
    explanation: Any = ""

    def check_perm(self, obj: Any) -> bool:
        model = obj._meta.model_name
        lock = obj.get_lock()
        return bool(
            self.request.user.has_perm(f"harbor_directory.{self.right}_{model}")
            and not (lock and lock.for_user(self.request.user))
        )

    def get_all_objects_in_listing_query(self, parent_id: Any) -> QuerySet[Any]:
        """“All” are those of the list as it was filtered and searched, never the rest of the directory."""
        viewset = self.model.snippet_viewset
        asked = QueryDict(urlsplit(self.next_url).query)
        records = with_last_check(self.model.objects.all())
        records = viewset.filterset_class(asked, queryset=records, request=self.request).qs
        if words := asked.get("q", "").strip():
            wanted = Q()
            for field in viewset.search_fields:
                wanted |= Q(**{f"{field}__icontains": words})
            records = records.filter(wanted)
        return records.values_list("pk", flat=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "action": self}

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "self": self}

    @classmethod
    def execute_action(cls, objects: list[Any], **kwargs: Any) -> tuple[int, int]:
        action = kwargs["self"]
        done = sum(bool(action.act(record)) for record in objects)
        action.tell()
        return done, 0

    def act(self, record: Any) -> bool:
        """Do it to one record. False where nothing was done."""
        raise NotImplementedError

    def tell(self) -> None:
        """Say what else came of it, once all is done."""

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        if not num_parent_objects:
            return None
        return ngettext("Done for %(count)d record.", "Done for %(count)d records.", num_parent_objects) % {
            "count": num_parent_objects
        }


class CheckedForm(forms.Form):
    checked_on = forms.DateField(label=gettext_lazy("Checked on"), widget=date_input())
    method = forms.ChoiceField(label=gettext_lazy("How"), choices=CheckMethod.choices)
    by_role = forms.CharField(
        label=gettext_lazy("With whom at the provider (role)"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("For example: intake worker. Never a person's name."),
    )

    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=500,
        help_text=gettext_lazy(
            "For your team: what was asked, what was left open. No address, no name of somebody helped."
        ),
    )

    show = forms.BooleanField(
        label=gettext_lazy("Show what now has two checks"),
        required=False,
        initial=True,
        help_text=gettext_lazy(
            "Organizations that an import brought in and that only waited for two who do not depend on each other."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checked_on"].initial = timezone.localdate
        if not are_wanted():
            del self.fields["show"]

    def clean_note(self) -> str:
        note = str(self.cleaned_data["note"])
        if looks_like_address(note):
            raise forms.ValidationError(_("This reads like an address. Please leave it out."))
        return note

    def clean_checked_on(self) -> Any:
        day = self.cleaned_data["checked_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class MarkChecked(RecordAction):
    display_name = gettext_lazy("Mark as checked…")
    aria_label = gettext_lazy("Mark the chosen records as checked with the provider")
    action_type = "harbor_checked"
    action_priority = 5
    right = "change"
    form_class = CheckedForm
    #: Organizations that waited for checks → whether they are shown now.
    waited: dict[int, bool]
    explanation = gettext_lazy(
        "Only if somebody confirmed phone and hours of every one of them. Visitors read “checked on” this day."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waited = {}

    def act(self, record: Any) -> bool:
        given = self.cleaned_form.cleaned_data
        record_verification(
            record,
            checked_on=given["checked_on"],
            method=given["method"],
            by_role=given["by_role"],
            note=given["note"],
            user=self.request.user,
        )
        if given.get("show") and not isinstance(record, Location):
            self._show(record if isinstance(record, Organization) else record.organization)
        return True

    def _show(self, organization: Organization) -> None:
        """Publish what an import brought in and what only waited for this check; nobody's draft."""
        organization.refresh_from_db(fields=["live", "first_published_at"])
        if organization.live or organization.first_published_at or not organization.batch_id:
            return
        if first_listing_waits(organization):
            self.waited[organization.pk] = False
        elif self._may_publish(organization):
            listing.publish(organization, self.request.user)
            self.waited[organization.pk] = True

    def tell(self) -> None:
        shown = sum(self.waited.values())
        if shown:
            words = ngettext("%(count)d organization is shown now.", "%(count)d organizations are shown now.", shown)
            messages.success(self.request, words % {"count": shown})
        if left := len(self.waited) - shown:
            words = ngettext(
                "%(count)d organization waits for one more to check it.",
                "%(count)d organizations wait for one more to check them.",
                left,
            )
            messages.info(self.request, words % {"count": left})

    def _may_publish(self, organization: Organization) -> bool:
        lock, user = organization.get_lock(), self.request.user
        busy = organization.has_unpublished_changes or organization.paused or (lock and lock.for_user(user))
        return not busy and user.has_perm("harbor_directory.publish_organization")


class Hide(RecordAction):
    display_name = gettext_lazy("Hide now")
    aria_label = gettext_lazy("Take the chosen records off the site")
    action_type = "harbor_hide"
    action_priority = 12
    right = "change"
    explanation = gettext_lazy("They leave the site at once. Nothing is lost, and nothing on the site says why.")

    def check_perm(self, obj: Any) -> bool:
        return may_hide(self.request.user, obj)  # also what somebody has locked

    def act(self, record: Any) -> bool:
        return bool(hide([record], user=self.request.user))


class ShowAgain(Hide):
    display_name = gettext_lazy("Show again")
    aria_label = gettext_lazy("Put the chosen records that are hidden back")
    action_type = "harbor_show"
    action_priority = 13
    explanation = gettext_lazy("Visitors see them again at once, if they are published.")

    def act(self, record: Any) -> bool:
        return bool(show_again([record], user=self.request.user))


class Publish(RecordAction):
    display_name = gettext_lazy("Publish")
    aria_label = gettext_lazy("Publish the chosen records as last drafted")
    action_type = "harbor_publish"
    action_priority = 10
    explanation = gettext_lazy("Each is published as it was last saved, together with what was drafted along with it.")

    def act(self, record: Any) -> bool:
        if isinstance(record, Service):
            if missing := listing.missing(record.get_latest_revision_as_object()):
                said = {"record": record, "missing": listed(missing)}
                messages.warning(self.request, _("“%(record)s” is not published. Missing: %(missing)s.") % said)
                return False
            for companion in listing.waiting(record):
                if self.request.user.has_perm(f"harbor_directory.publish_{companion._meta.model_name}"):
                    listing.publish(companion, self.request.user)
        if isinstance(record, Organization) and first_listing_waits(record):
            said = {"record": record}
            messages.warning(self.request, _("“%(record)s” is not published: two have to check it first.") % said)
            return False
        listing.publish(record, self.request.user)
        return True


class Unpublish(RecordAction):
    display_name = gettext_lazy("Unpublish")
    aria_label = gettext_lazy("Take the chosen records off the site")
    action_type = "harbor_unpublish"
    action_priority = 11
    explanation = gettext_lazy("Visitors no longer see them. They stay here as drafts.")

    def act(self, record: Any) -> bool:
        if not record.live:
            return False
        # Whether somebody may is asked above; Wagtail 7.0 would ask the record for a page's permissions.
        UnpublishAction(record, user=self.request.user).execute(skip_permission_checks=True)
        return True


ACTIONS: tuple[type[RecordAction], ...] = (MarkChecked, Publish, Unpublish, Hide, ShowAgain)
