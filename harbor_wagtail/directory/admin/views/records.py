"""The add, edit and copy views of organizations, services and places."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.generic import CopyViewMixin
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import CreateView, EditView

from harbor_wagtail.directory.admin import listing
from harbor_wagtail.directory.admin.panels.states import action_url, hidden_because
from harbor_wagtail.directory.models import Organization, Service


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


class RecordCreateView(AppliesAtOnce, CreateView):
    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # A half-typed name must not become an organization of its own: nothing is made before somebody says so.
        self.autosave_enabled = False


class RecordEditView(AppliesAtOnce, EditView):
    @property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = list(super().header_more_buttons)
        if self.request.user.has_perm(f"harbor_directory.publish_{self.model._meta.model_name}"):
            label = _("End the pause…") if self.object.paused else _("Pause while we check…")
            buttons.append(Button(label, url=action_url(self.object, "pause"), icon_name="no-view", priority=30))
        return buttons


class CopiesRecord(CopyViewMixin):
    """Copies words and facts. The copy is a new draft with ids of its own that nobody has checked.

    Wagtail would fill the form with the original itself, and so give the copy its ids.
    """

    def get_initial_form_instance(self) -> Any:
        original = self.get_object()
        copy, _children = original.get_latest_revision_as_object().copy_cluster()
        return copy

    def get_add_url(self) -> str:
        # Back to this view, not to the add view: it also copies what no form shows.
        return str(self.request.path)


class TellsWhatVisitorsSee:
    """After a service is saved: publishes what was drafted along with it, and says so if visitors see nothing yet."""

    object: Any
    request: Any
    action: str
    is_autosave: bool

    def run_action_method(self) -> Any:
        response = super().run_action_method()  # type: ignore[misc]
        if response is not None or self.is_autosave:
            return response
        if Service.objects.filter(pk=self.object.pk, live=True).exists():
            self._publish_companions()
            self._say_what_is_missing()
        return None

    def _publish_companions(self) -> None:
        service = Service.objects.get(pk=self.object.pk)
        for record in listing.companions(service):
            model = type(record)
            # Saving a draft of a service that is live takes its new place along, but not an organization.
            if model is Organization and self.action not in ("publish", "workflow-action"):
                continue
            if ModelPermissionPolicy(model).user_has_permission(self.request.user, "publish"):
                listing.publish(record, self.request.user)

    def _say_what_is_missing(self) -> None:
        if reasons := hidden_because(self.object):
            messages.warning(self.request, " ".join([_("Visitors do not see it yet."), *reasons]))


class ServiceCreateView(TellsWhatVisitorsSee, RecordCreateView):
    def get_initial_form_instance(self) -> Any:
        """``?organization=`` names the organization to begin with."""
        wanted = self.request.GET.get("organization", "")
        if not wanted.isdecimal():
            return super().get_initial_form_instance()
        return Service(organization=Organization.objects.filter(pk=int(wanted)).first())


class ServiceEditView(TellsWhatVisitorsSee, RecordEditView):
    pass


class RecordCopyView(CopiesRecord, RecordCreateView):
    pass


class ServiceCopyView(CopiesRecord, ServiceCreateView):
    pass
