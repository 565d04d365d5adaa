"""Rows below a record in a form of the admin: what is wrong with them is said in our words. Django's own speak of forms and of
duplicate data ("Please submit at least 1 form."), which tells a volunteer nothing."""

from __future__ import annotations

from typing import Any

from django.db.models import BaseConstraint, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import InlinePanel


class ToldFormSet(BaseChildFormSet):
    duplicate_message: Any = _("Two rows say the same. Keep one of them.")

    def get_unique_error_message(self, unique_check: Any) -> str:
        """The words of the model's own constraint, where it has some."""
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and tuple(constraint.fields) == tuple(unique_check):
                said = constraint.violation_error_message
                return str(said if said != BaseConstraint.default_violation_error_message else self.duplicate_message)
        return str(self.duplicate_message)

    def get_form_error(self) -> str:
        return str(_("This one is here twice."))


class ToldRows(InlinePanel):
    """``missing`` is said where there are fewer rows than ``min_num``."""

    def __init__(self, *args: Any, missing: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.min_num and not missing:
            raise TypeError(f"Say what is missing where {self.relation_name} has fewer than {self.min_num} rows.")
        self.missing = missing

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "missing": self.missing}

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        told = {"default_error_messages": {"too_few_forms": self.missing}} if self.missing else {}
        options["formsets"][self.relation_name]["formset"] = type("RowsFormSet", (ToldFormSet,), told)
        return options
