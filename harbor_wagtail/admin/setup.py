"""Finishing a new site without a developer: what is left to do, on the admin's home page, and the sections, made by a button."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Site

from harbor_wagtail.admin.screens import AdminScreen
from harbor_wagtail.admin.setup_languages import add_languages, languages_of, languages_to_add
from harbor_wagtail.setting_up import Section, Setup, all_sections, is_missing, make, translations_of
from harbor_wagtail.setup_steps import steps

#: Who may change the settings of the site may finish setting it up.
PERMISSION = "harbor_wagtail.change_harborsettings"


class SetupPanel(Component):
    """Steps that are left, above what else the home page shows; nothing once all are done."""

    order = 105
    template_name = "harbor_wagtail/admin/setup_panel.html"

    def __init__(self, user: Any, site: Site | None) -> None:
        self._steps = steps(user, site)

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        left = [step for step in self._steps if not step.done]
        return {"left": left, "done": len(self._steps) - len(left), "number": len(self._steps)}


def add_panel(request: Any, panels: list[Any]) -> None:
    """Hook ``construct_homepage_panels``."""
    if request.user.has_perm(PERMISSION):
        panels.append(SetupPanel(request.user, Site.find_for_request(request)))


def may_set_up(user: Any, root: Any) -> bool:
    return bool(user.has_perm(PERMISSION) and root.permissions_for_user(user).can_add_subpage())


class SetupView(AdminScreen):
    """The sections that are missing, each with a box; those ticked are made as drafts, as ``harbor_setup`` makes them."""

    template_name = "harbor_wagtail/admin/setup.html"
    page_title = gettext_lazy("Sections of the site")
    header_icon = "harbor-lighthouse"
    http_method_names = ["get", "post"]

    @cached_property
    def root(self) -> Any:
        """The page below which sections go; ``None`` without a site."""
        site = Site.find_for_request(self.request) or Site.objects.filter(is_default_site=True).first()
        return site.root_page if site else None

    def may_open(self, user: Any) -> bool:
        return self.root is not None and may_set_up(user, self.root)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parents = translations_of(self.root)
        sections = [(section, is_missing(section, parents)) for section in all_sections()]
        to_add = languages_to_add(self.root, self.request.user)
        return super().get_context_data(
            sections=sections,
            to_make=to_add or any(is_missed for _section, is_missed in sections),
            number=len(parents),
            languages=", ".join(languages_of(self.root)),
            to_add=to_add,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        new = languages_to_add(self.root, request.user).keys() & set(request.POST.getlist("language"))
        wanted = self._wanted(with_those_there=bool(new))
        added = add_languages(self.root, sorted(new))
        setup = Setup(translations_of(self.root), made=list(added))
        for problem in make(wanted, setup):
            messages.warning(request, problem)
        if said := setup.without_words()[0]:
            messages.warning(request, said)
        number = len(setup.made)
        made = ngettext("Made %(number)d thing, as a draft.", "Made %(number)d things, pages as drafts.", number)
        messages.success(request, made % {"number": number})
        return redirect("wagtailadmin_explore", self.root.pk) if number else redirect("harbor_wagtail_setup")

    def _wanted(self, with_those_there: bool) -> list[Section]:
        """The sections ticked. In a language that is added, those that are there in the others are made too."""
        ticked, parents = self.request.POST.getlist("section"), translations_of(self.root)
        return [
            each
            for each in all_sections()
            if each.name in ticked or (with_those_there and not is_missing(each, parents))
        ]


class SetupItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        site = Site.find_for_request(request)
        return site is not None and may_set_up(request.user, site.root_page)


def setup_item() -> MenuItem:
    """In *Settings*, for what was left out at first: a section, a language."""
    url = reverse("harbor_wagtail_setup")
    return SetupItem(SetupView.page_title, url, name="harbor-setup", icon_name="harbor-lighthouse", order=895)
