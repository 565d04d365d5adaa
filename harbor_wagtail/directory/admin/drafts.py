"""Telling a draft from what is published, on every Wagtail: 7.0 has no public flag for it."""

from __future__ import annotations

from wagtail.admin.forms import WagtailAdminModelForm


class DraftAwareForm(WagtailAdminModelForm):
    #: True while the form is checked for a draft or a preview, which may be incomplete.
    is_draft = False

    def defer_required_fields(self) -> None:
        self.is_draft = True
        super().defer_required_fields()

    def restore_required_fields(self) -> None:
        super().restore_required_fields()
        self.is_draft = False
