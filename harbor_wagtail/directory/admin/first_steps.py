"""The directory's steps of setting up: somebody hears of what comes in, and there is something to find."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Site

from harbor_wagtail.directory.models import Service, UpkeepSettings
from harbor_wagtail.setup_steps import Step, register_step


@register_step(order=40)
def who_hears(user: Any, site: Site | None) -> Step | None:
    if not user.has_perm("harbor_directory.change_upkeepsettings"):
        return None
    label = _("Say who gets a mail when a provider or a visitor writes")
    url = reverse("wagtailsettings:edit", args=["harbor_directory", "upkeepsettings"])
    return Step(label, url, UpkeepSettings.objects.exclude(tell_email="").exists())


@register_step(order=60)
def listing(user: Any, site: Site | None) -> Step | None:
    if not user.has_perm("harbor_directory.add_service"):
        return None
    label, done = _("Add a listing, or import a list"), Service.objects.public().exists()
    return Step(label, reverse("wagtailsnippets_harbor_directory_service:add"), done)
