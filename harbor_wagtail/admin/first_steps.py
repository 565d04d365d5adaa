"""The core's steps of setting up: pages, a hotline somebody called, the exit, words in other languages, going public."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from harbor_wagtail.models import HarborSettings
from harbor_wagtail.models.hotline_checks import confirmed_by_calling
from harbor_wagtail.models.settings_text import HarborSettingsText
from harbor_wagtail.models.words import default_language
from harbor_wagtail.setting_up import pages_of
from harbor_wagtail.setup_steps import Step, register_step


@register_step(order=10)
def sections(user: Any, site: Site | None) -> Step | None:
    if site is None or not site.root_page.permissions_for_user(user).can_add_subpage():
        return None
    label = _("Make the sections of the site")
    return Step(
        label, reverse("harbor_wagtail_setup"), our_pages(site).exists(), _("As drafts, with words to start from.")
    )


@register_step(order=20)
def hotline(user: Any, site: Site | None) -> Step | None:
    if not user.has_perm("harbor_wagtail.change_hotline"):
        return None
    label, done = _("Call a hotline, and note that it was reached"), confirmed_by_calling().exists()
    why = _("No page with numbers is published before one of them was called.")
    return Step(label, reverse("wagtailsnippets_harbor_wagtail_hotline:list"), done, why)


@register_step(order=30)
def exit_and_words(user: Any, site: Site | None) -> Step | None:
    if site is None or not user.has_perm("harbor_wagtail.change_harborsettings"):
        return None
    label = _("Look at where the exit leads, and at the words about safety")
    return Step(label, f"{_settings_url(site)}#tab-safety", HarborSettings.objects.filter(site=site).exists())


@register_step(order=35)
def words_in_other_languages(user: Any, site: Site | None) -> Step | None:
    """Asked for where the site speaks more than one language."""
    if site is None or not user.has_perm("harbor_wagtail.change_harborsettings"):
        return None
    spoken = {page.locale.language_code for page in site.root_page.get_translations().select_related("locale")}
    others = spoken - {default_language()}
    if not others:
        return None
    texts = HarborSettingsText.objects.filter(settings__site=site).select_related("locale")
    reviewed = {text.locale.language_code for text in texts if text.is_reviewed}
    label = _("Have the words about safety reviewed in your other languages")
    why = _("Until somebody stands by them, visitors are told that nobody has.")
    return Step(label, _settings_url(site), others <= reviewed, why)


@register_step(order=90)
def first_page(user: Any, site: Site | None) -> Step | None:
    if site is None:
        return None
    url = reverse("wagtailadmin_explore", args=[site.root_page_id])
    return Step(_("Read the drafts, and publish the first page"), url, our_pages(site).filter(live=True).exists())


def our_pages(site: Site) -> QuerySet[Page]:
    """Pages of this site, in any language, that are of a class of ours or carry a mixin of ours."""
    kinds = [model for model in apps.get_models() if issubclass(model, Page) and hasattr(model, "harbor_bare")]
    return pages_of(site, kinds)


def _settings_url(site: Site) -> str:
    return reverse("wagtailsettings:edit", args=["harbor_wagtail", "harborsettings", site.pk])
