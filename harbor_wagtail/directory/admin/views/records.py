"""The add, edit and copy views of organizations, services and places."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.generic import CopyViewMixin
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import CreateView, EditView

from harbor_wagtail.directory import erasures
from harbor_wagtail.directory.admin import listing, meanwhile
from harbor_wagtail.directory.admin.forms.watched import CHANGED
from harbor_wagtail.directory.admin.panels.states import edit_url, hidden_because
from harbor_wagtail.directory.admin.views.hiding import hide_button
from harbor_wagtail.directory.models import Location, Organization, Service
from harbor_wagtail.keys import key
from harbor_wagtail.not_written import SaysWhenNotWritten


class AppliesAtOnce:
    """Lets the form do what is not part of a draft, in the transaction that saves, when somebody asked to save."""

    form: Any
    request: Any

    def save_instance(self) -> Any:
        if hasattr(self.form, "before_save"):
            self.form.before_save(self.request.user)
        instance = super().save_instance()  # type: ignore[misc]
        if not self.is_autosave and hasattr(self.form, "apply_now"):
            self.form.apply_now(self.request.user)
        return instance

    @property
    def is_autosave(self) -> bool:
        """Wagtail 7.3 and later save drafts every few seconds, and ask for JSON when they do."""
        return bool(getattr(self, "expects_json_response", False))


class Watches:
    """Tells the form what it shows, and the editor what was changed elsewhere before the form came back."""

    form: Any
    request: Any
    is_autosave: bool
    produced_error_code: str
    produced_error_message: str

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        self.erased_before = erasures.last()
        super().setup(request, *args, **kwargs)  # type: ignore[misc]

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        if not form.is_bound:
            form.opened(self.shown_record(form), self.erased_before, earlier=hasattr(self, "revision_id"))
        return form

    def shown_record(self, form: Any) -> Any:
        return form.instance

    def is_valid(self, form: Any) -> bool:
        valid = bool(super().is_valid(form))  # type: ignore[misc]
        if not (changed := form.changed_meanwhile()):
            return valid
        told = CHANGED % {"names": ", ".join(changed)}
        form.add_error(None, told)
        self.produced_error_code = "invalid_revision" if self.is_autosave else "validation_error"
        self.produced_error_message = told if self.is_autosave else self.get_error_message()  # type: ignore[attr-defined]
        return False


class RecordCreateView(SaysWhenNotWritten, Watches, AppliesAtOnce, CreateView):
    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # A half-typed name must not become an organization of its own: nothing is made before somebody says so.
        self.autosave_enabled = False

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """A listing is made whole, published if that was asked for, or not at all."""
        with transaction.atomic():
            return super().post(request, *args, **kwargs)


class RecordEditView(SaysWhenNotWritten, Watches, AppliesAtOnce, EditView):
    object: Any
    model: Any

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """One after the other: who comes second is told what the first has changed."""
        with transaction.atomic():
            meanwhile.hold(self.object)
            self.object = self.get_object()
            return super().post(request, *args, **kwargs)

    @property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *hide_button(self.object, self.request.user)]


class CopiesRecord(CopyViewMixin):
    """Copies words and facts. The copy is a new draft with ids of its own that nobody has checked.

    Wagtail would fill the form with the original itself, and so give the copy its ids.
    """

    def get_initial_form_instance(self) -> Any:
        original = self.get_object()
        copy, _children = original.get_latest_revision_as_object().copy_cluster()
        return copy

    def shown_record(self, form: Any) -> Any:
        return self.get_object()

    def get_add_url(self) -> str:
        # Back to this view, not to the add view: it also copies what no form shows.
        return str(self.request.path)


class TellsWhatVisitorsSee:
    """After a service is saved: publishes what belongs to its listing, and says so if visitors see nothing yet."""

    object: Any
    request: Any
    action: str
    is_autosave: bool

    def run_action_method(self) -> Any:
        response = super().run_action_method()  # type: ignore[misc]
        if response is not None or self.is_autosave:
            return response
        service = Service.objects.get(pk=self.object.pk)
        if service.live:
            self._publish(listing.waiting(service))
            self._say_what_is_missing()
        elif self.action == "publish":
            self._publish(listing.waiting(service), at=self.object.go_live_at)
        return None

    def _publish(self, records: list[Any], at: datetime | None = None) -> None:
        for record in records:
            # Saving a draft of a service that is live takes its new place along, and nothing else.
            if self.action not in ("publish", "workflow-action") and not _is_new_place(record):
                continue
            if ModelPermissionPolicy(type(record)).user_has_permission(self.request.user, "publish"):
                listing.publish(record, self.request.user, at)
            else:
                name = {"record": record}
                messages.warning(self.request, _("“%(record)s” waits for somebody who may publish it.") % name)

    def _say_what_is_missing(self) -> None:
        if reasons := hidden_because(self.object):
            messages.warning(self.request, " ".join([_("Visitors do not see it yet."), *reasons]))


def _is_new_place(record: Any) -> bool:
    return isinstance(record, Location) and not record.live


class BeginsWithOrganization:
    """``?organization=`` names the organization a new record begins with."""

    model: Any
    request: Any

    def get_initial_form_instance(self) -> Any:
        wanted = key(self.request.GET.get("organization"))
        if wanted is None:
            return super().get_initial_form_instance()  # type: ignore[misc]
        return self.model(organization=Organization.objects.filter(pk=wanted).first())


class ServiceCreateView(BeginsWithOrganization, TellsWhatVisitorsSee, RecordCreateView):
    """The one form for a new listing: an organization, a service and a place."""

    page_title = gettext_lazy("New")
    page_subtitle = gettext_lazy("Add a listing")


class LocationCreateView(BeginsWithOrganization, RecordCreateView):
    pass


class ServiceEditView(TellsWhatVisitorsSee, RecordEditView):
    def get_page_subtitle(self) -> str:
        """The organization, too: many have a “Drop-in”."""
        name, organization = str(super().get_page_subtitle()), self.object.organization
        return name if organization is None or str(organization) in name else f"{name}, {organization}"


class TellsOfChecks:
    """After an organization is published: says so if it waits for two who check it."""

    object: Any
    request: Any
    action: str

    def run_action_method(self) -> Any:
        response = super().run_action_method()  # type: ignore[misc]
        if self.action == "publish" and (reasons := hidden_because(self.object)):
            messages.warning(self.request, " ".join([_("Visitors do not see it yet."), *reasons]))
        return response


class OrganizationCreateView(TellsOfChecks, RecordCreateView):
    pass


class OrganizationEditView(TellsOfChecks, RecordEditView):
    """Opens the form of the listing where the organization is no more than that; ``?whole=1`` opens its own."""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        service = listing.only_service(self.object) if "whole" not in request.GET else None
        if service and request.user.has_perm("harbor_directory.change_service"):
            return redirect(edit_url(service))
        return super().get(request, *args, **kwargs)


class RecordCopyView(CopiesRecord, RecordCreateView):
    pass


class ServiceCopyView(CopiesRecord, TellsWhatVisitorsSee, RecordCreateView):
    pass
