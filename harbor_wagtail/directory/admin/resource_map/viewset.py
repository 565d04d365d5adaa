"""The list of maps and the form of one."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.widgets.button import Button

from harbor_wagtail import places
from harbor_wagtail.admin.lists import HarborViewSet, TitledAsInMenu
from harbor_wagtail.directory.admin.term_names import offer_in_own_language
from harbor_wagtail.directory.admin.widgets import date_input
from harbor_wagtail.directory.models import ENTRY_QUESTIONS, ResourceMap
from harbor_wagtail.directory.resource_map.guarding import Guard
from harbor_wagtail.inline_rows import ToldRows


class AreaSelect(forms.Select):
    """Every state with its counties below it, the state itself first: 3,300 options, which templates would draw for a
    second in each row of the form."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        options = _options(get_language())
        if value:
            chosen = format_html('value="{}"', value)
            options = mark_safe(options.replace(chosen, f"{chosen} selected", 1))
        given = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html('<select{}><option value="">—</option>{}</select>', given, options)


@cache
def _options(language: str | None) -> SafeString:
    return format_html_join(
        "", '<optgroup label="{}">{}</optgroup>', ((each.name, _of(each)) for each in places.states())
    )


def _of(state: Any) -> SafeString:
    rows = [(state.fips, _("all of %(state)s") % {"state": state.name})]
    rows += [(county.fips, county.name) for county in places.counties(state)]
    return format_html_join("", '<option value="{}">{}</option>', rows)


class MapForm(WagtailAdminModelForm):
    """Refuses words for visitors that give away a place or name a provider."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_in_own_language(self.fields)

    def is_valid(self) -> bool:
        return bool(super().is_valid()) and self._is_guarded()

    def _is_guarded(self) -> bool:
        guard = Guard()
        found = [self._check(guard, self, self.instance.words)]
        for formset in getattr(self, "formsets", {}).values():
            kept = [form for form in formset.forms if form not in formset.deleted_forms]
            found += [self._check(guard, form, form.instance.words) for form in kept]
        return all(found)

    def _check(self, guard: Guard, form: Any, names: tuple[str, ...]) -> bool:
        faults = {name: guard.fault(str(form.cleaned_data.get(name) or "")) for name in names if name in form.fields}
        for name, fault in faults.items():
            if fault:
                form.add_error(name, fault)
        return not any(faults.values())


def _rows(*names: str) -> list[Any]:
    return [FieldPanel(name) for name in names]


class ResourceMapViewSet(TitledAsInMenu, HarborViewSet):
    model = ResourceMap
    icon = "harbor-tag"
    menu_label = gettext_lazy("Resource maps")
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["name"]
    list_display: ClassVar[list[str]] = ["name", "reviewed_on", "next_review_on"]
    list_filter: ClassVar[list[str]] = ["example"]
    copy_view_enabled = False

    def get_queryset(self, request: Any) -> QuerySet[ResourceMap]:
        return ResourceMap.objects.order_by("name", "pk")

    @cached_property
    def edit_handler(self) -> TabbedInterface:
        tabs = (
            (self._place(), gettext_lazy("1 Place and team")),
            (self._entries(), gettext_lazy("2 Where to start")),
            (self._gaps(), gettext_lazy("3 Gaps and plan")),
            (self._capacity(), gettext_lazy("4 Capacity")),
        )
        return TabbedInterface(
            [ObjectList(panels, heading=heading) for panels, heading in tabs], base_form_class=MapForm
        )

    def _place(self) -> list[Any]:
        boxes = forms.CheckboxSelectMultiple
        return [
            HelpPanel(
                content=gettext_lazy(
                    "Name the place and its counties and save; the map is then filled from the directory."
                )
            ),
            FieldPanel("name"),
            ToldRows("areas", [FieldPanel("fips", widget=AreaSelect)], label=gettext_lazy("County or state")),
            FieldPanel("area_note"),
            FieldPanel("team"),
            FieldRowPanel(
                [FieldPanel("reviewed_on", widget=date_input()), FieldPanel("next_review_on", widget=date_input())]
            ),
            MultiFieldPanel(
                [
                    FieldPanel("domains", widget=boxes),
                    FieldPanel("languages", widget=boxes),
                    *_rows("locale", "example"),
                ],
                heading=gettext_lazy("What it shows"),
                classname="collapsed",
            ),
        ]

    def _entries(self) -> list[Any]:
        told = gettext_lazy("“No” needs who said so (a role) and when. Leave “unknown” where nobody has said.")
        panels = [
            FieldRowPanel(_rows("kind", "name")),
            *_rows("who_notices", "first_words", "leads_to", "hours"),
            MultiFieldPanel(_rows(*ENTRY_QUESTIONS), heading=gettext_lazy("What it takes")),
            FieldRowPanel([FieldPanel("said_by_role"), FieldPanel("said_on", widget=date_input())]),
        ]
        return [HelpPanel(content=told), ToldRows("entry_points", panels, label=gettext_lazy("Entry point"))]

    def _gaps(self) -> list[Any]:
        told = gettext_lazy("Say what is missing, never whose it is: names of providers and addresses are refused.")
        panels = [
            *_rows("gap", "domain", "evidence", "affected"),
            FieldRowPanel(_rows("severity", "feasibility")),
            *_rows("strategy", "owner_role", "first_step"),
            FieldRowPanel([FieldPanel("due_on", widget=date_input()), FieldPanel("status")]),
            *_rows("money", "measure", "public"),
        ]
        return [HelpPanel(content=told), ToldRows("gaps", panels, label=gettext_lazy("Gap and action"))]

    def _capacity(self) -> list[Any]:
        panels = [
            FieldRowPanel(_rows("kind", "domain")),
            *_rows("text", "barrier"),
            FieldRowPanel([FieldPanel("as_of", widget=date_input()), FieldPanel("public")]),
            FieldPanel("organization"),
        ]
        return [ToldRows("capacity_notes", panels, label=gettext_lazy("Note on capacity"))]


def listing_buttons(snippet: Any, user: Any, next_url: str | None = None) -> list[Any]:
    if isinstance(snippet, ResourceMap) and user.has_perm("harbor_directory.change_resourcemap"):
        url = reverse("harbor_directory_map", args=[snippet.pk])
        return [Button(_("Matrix and worksheets"), url, icon_name="table", priority=5)]
    return []
