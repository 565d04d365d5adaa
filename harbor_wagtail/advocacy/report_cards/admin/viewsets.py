"""Report cards in the "Harbor" menu."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import VERSION
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from harbor_wagtail.admin.choosers import open_to_all
from harbor_wagtail.admin.lists import GuardedIndexView, HarborViewSet, TickColumn, TitledAsInMenu
from harbor_wagtail.advocacy.consultations.viewset import NobodyAdds
from harbor_wagtail.advocacy.report_cards.admin.forms import (
    AssessmentForm,
    EditionForm,
    FrameworkForm,
    GoalForm,
)
from harbor_wagtail.advocacy.report_cards.models import (
    Assessment,
    Edition,
    EditionState,
    Framework,
    FrameworkState,
    PlaceReply,
    PolicyGoal,
    StatuteRef,
)
from harbor_wagtail.inline_rows import ToldRows


def row(*names: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(name) for name in names])


def rows(relation: str, panels: list[Any], label: Any, heading: Any, **options: Any) -> ToldRows:
    return ToldRows(relation, panels=panels, label=label, heading=heading, **options)


class FrameworkViewSet(HarborViewSet):
    model = Framework
    chooser_viewset_class = open_to_all(lambda rows: rows.filter(state=FrameworkState.PUBLISHED))
    icon = "list-ul"
    menu_label = _("Frameworks")
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["name", "version"]
    list_display: ClassVar[list[Any]] = ["__str__", "state", "starts", "ends", TickColumn(Framework, "is_example")]
    copy_view_enabled = False  # a copy would lack the goals; they hang on the framework
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [row("name", "version"), row("slug", "language"), FieldPanel("summary")], heading=_("Name")
            ),
            FieldPanel("method"),
            MultiFieldPanel(
                [row("rank_rule", "decimals"), row("bonus_rule", "bonus_cap"), FieldPanel("letters")],
                heading=_("How it is scored"),
            ),
            rows(
                "bands",
                [row("letter", "words"), row("low", "high"), row("token", "mark")],
                _("band"),
                _("Bands, the best first"),
            ),
            rows(
                "areas",
                [row("name", "code"), row("maximum", "order")],
                _("issue area"),
                _("Issue areas"),
                min_num=1,
                missing=_("Every goal belongs to an issue area. Name one, and the points it gives at most."),
            ),
            FieldPanel("layout"),
            MultiFieldPanel(
                [row("starts", "ends"), FieldPanel("replaces"), FieldPanel("crosswalk_note")],
                heading=_("Over the years"),
            ),
            MultiFieldPanel([FieldPanel("permission"), FieldPanel("is_example")], heading=_("For the team")),
        ],
        base_form_class=FrameworkForm,
    )


class PolicyGoalViewSet(HarborViewSet):
    model = PolicyGoal
    chooser_viewset_class = open_to_all(lambda rows: rows.filter(framework__state=FrameworkState.PUBLISHED))
    icon = "success"
    menu_label = _("Policy goals")
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["code", "statement", "plain_statement"]
    list_display: ClassVar[list[Any]] = ["__str__", "framework", "area", TickColumn(PolicyGoal, "is_bonus")]
    list_filter: ClassVar[list[str]] = ["framework", "is_bonus"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("framework"), FieldPanel("area"), row("code", "slug", "order")],
                heading=_("Where it stands"),
            ),
            FieldPanel("statement"),
            FieldPanel("plain_statement"),
            rows(
                "options",
                [row("code", "label"), row("status", "points", "order")],
                _("answer"),
                _("Answers"),
                min_num=2,
                missing=_("Give two answers that a place can have, such as “yes” and “no”, or more."),
            ),
            MultiFieldPanel([row("weight", "cap"), FieldPanel("is_bonus")], heading=_("Points")),
            rows(
                "drafting_items",
                [FieldPanel("text"), FieldPanel("statutes"), FieldPanel("order")],
                _("point"),
                _("What to mind when drafting"),
            ),
            rows("links", [FieldPanel("kind"), FieldPanel("to_goal")], _("goal"), _("Goals of other frameworks")),
            rows("codes", [row("framework_name", "code")], _("code"), _("Codes elsewhere")),
            FieldPanel("brief_url"),
        ],
        base_form_class=GoalForm,
    )

    def get_queryset(self, request: Any) -> Any:
        return PolicyGoal.objects.select_related("framework", "area")


class EditionViewSet(TitledAsInMenu, HarborViewSet):
    model = Edition
    chooser_viewset_class = open_to_all(lambda rows: rows.filter(state=EditionState.FROZEN))
    icon = "calendar-check"
    menu_label = _("Report cards")
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["name"]
    list_display: ClassVar[list[Any]] = ["name", "framework", "year", "state", "published_on"]
    list_filter: ClassVar[list[str]] = ["framework", "state"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("framework"),
            row("name", "slug"),
            row("year", "law_cutoff"),
            FieldPanel("note"),
            FieldPanel("disputes_to"),
        ],
        base_form_class=EditionForm,
    )

    def get_queryset(self, request: Any) -> Any:
        return Edition.objects.select_related("framework")


class StatuteViewSet(HarborViewSet):
    model = StatuteRef
    icon = "doc-full"
    menu_label = _("Laws")
    index_view_class = GuardedIndexView
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["citation", "heading", "jurisdiction__name"]
    list_display: ClassVar[list[Any]] = [
        "citation",
        "jurisdiction",
        Column("state_label", label=_("Today")),
        "verified_on",
        "pending_bill",
    ]
    list_filter: ClassVar[list[str]] = ["jurisdiction"]
    list_export: ClassVar[list[str]] = [
        "jurisdiction",
        "citation",
        "heading",
        "effective_on",
        "repealed_on",
        "verified_on",
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("jurisdiction"),
            row("citation", "heading"),
            FieldPanel("quote"),
            row("enacted_on", "effective_on", "repealed_on"),
            row("verified_on", "verified_by"),
            FieldPanel("url"),
            FieldPanel("archive_url"),
            row("pending_bill", "language"),
        ]
    )

    def get_queryset(self, request: Any) -> Any:
        return StatuteRef.objects.select_related("jurisdiction")


class AssessmentViewSet(TitledAsInMenu, HarborViewSet):
    """One answer with its reasons and laws; new ones are typed in the grid."""

    model = Assessment
    icon = "edit"
    menu_label = _("Answers")
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["jurisdiction__name", "goal__code", "summary"]
    list_display: ClassVar[list[Any]] = ["__str__", "edition", "option", "second_option", "updated_at"]
    list_filter: ClassVar[list[str]] = ["edition", "jurisdiction"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("option"),
            FieldPanel("summary"),
            FieldPanel("reasoning"),
            FieldPanel("statutes", widget=forms.CheckboxSelectMultiple),
            row("coder", "second_coder"),
            FieldPanel("second_option"),
        ],
        base_form_class=AssessmentForm,
    )

    def get_queryset(self, request: Any) -> Any:
        return Assessment.objects.select_related("edition", "jurisdiction", "goal", "option", "second_option")


class PlaceReplyViewSet(HarborViewSet):
    model = PlaceReply
    icon = "comment"
    menu_label = _("Replies of places")
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["jurisdiction__name", "from_role"]
    list_display: ClassVar[list[Any]] = ["jurisdiction", "edition", "from_role", "received_on"]
    list_filter: ClassVar[list[str]] = ["edition"]
    edit_handler = ObjectList(
        [row("edition", "jurisdiction"), row("from_role", "received_on"), FieldPanel("words"), FieldPanel("language")]
    )


_policy = NobodyAdds(Assessment)
if VERSION >= (8, 0):
    from wagtail.permissions import register_permission_policy

    register_permission_policy(Assessment, _policy)
else:
    AssessmentViewSet.permission_policy = _policy
