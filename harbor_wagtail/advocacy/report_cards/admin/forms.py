"""Forms that refuse in words what the database would refuse with an error."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from harbor_wagtail.admin.slugged import SluggedForm
from harbor_wagtail.advocacy.report_cards.models import (
    Assessment,
    Framework,
    GoalOption,
    IssueArea,
    PolicyGoal,
    StatuteRef,
)
from harbor_wagtail.advocacy.report_cards.models.frameworks import FrameworkState


class FrameworkForm(SluggedForm):
    slug_from = ("name", "version")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        gone = _deleted(self, "areas")
        for area in IssueArea.objects.filter(pk__in=gone, goals__isnull=False).distinct():
            self.add_error(None, _("“%(area)s” has goals. Move them to another area first.") % {"area": area})
        return cleaned


class GoalForm(SluggedForm):
    """A new goal is most likely of the framework that is being written, and the next in its order."""

    slug_from = ("code",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = self.fields["area"]
        if self.instance.pk:
            areas.queryset = IssueArea.objects.filter(framework=self.instance.framework_id)
            return
        areas.queryset = IssueArea.objects.select_related("framework")
        areas.label_from_instance = lambda area: f"{area.framework}: {area}"
        drafts = list(Framework.objects.filter(state=FrameworkState.DRAFT)[:2])
        if len(drafts) == 1:
            areas.queryset = areas.queryset.filter(framework=drafts[0])
            self.initial.setdefault("framework", drafts[0].pk)
            last = PolicyGoal.objects.filter(framework=drafts[0]).aggregate(last=Max("order"))["last"]
            self.initial["order"] = 0 if last is None else last + 1

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        used = Q(assessments__isnull=False) | Q(
            pk__in=Assessment.objects.exclude(second_option=None).values("second_option")
        )
        for option in GoalOption.objects.filter(used, pk__in=_deleted(self, "options")).distinct():
            self.add_error(
                None, _("Places have the answer “%(answer)s”. Give them another one first.") % {"answer": option}
            )
        return cleaned


class EditionForm(SluggedForm):
    """Its address is made of its name."""


class AssessmentForm(WagtailAdminModelForm):
    """Answers of this goal only, laws of this place and of those it is part of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        if row.pk:
            answers = GoalOption.objects.filter(goal=row.goal_id)
            for name in ("option", "second_option"):
                self.fields[name].queryset = answers
            self.fields["statutes"].queryset = StatuteRef.objects.filter(jurisdiction__in=with_those_above(row))


def with_those_above(row: Assessment) -> list[int]:
    """Keys of the answer's place and of what it is part of."""
    found, place = [row.jurisdiction_id], row.jurisdiction
    while place.parent is not None:
        place = place.parent
        found.append(place.pk)
    return found


def _deleted(form: Any, relation: str) -> list[int]:
    """Keys of the rows below that are ticked to go."""
    formset = form.formsets.get(relation)
    rows = formset.deleted_forms if formset is not None and formset.is_valid() else []
    return [each.instance.pk for each in rows if each.instance.pk]
