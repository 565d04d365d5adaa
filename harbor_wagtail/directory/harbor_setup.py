"""Setup of the directory: its page, the calendar of holidays, words that mean the same; a map to fill in."""

from __future__ import annotations

from typing import Any

from harbor_wagtail.directory.admin import first_steps  # noqa: F401  (registers its steps)
from harbor_wagtail.directory.models import ResourceMap
from harbor_wagtail.directory.page_mixins import DirectoryPageMixin
from harbor_wagtail.directory.resource_map import starter
from harbor_wagtail.directory.resource_map.page_mixin import ResourceMapPageMixin
from harbor_wagtail.directory.starter import create_holidays, create_synonyms
from harbor_wagtail.setting_up import Setup, register_section

WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "title": "Find help",
        "slug": "find-help",
        "search_description": "Shelter, food, health care, legal help and people to talk to, by county and age.",
        "directory_intro": "Free and low-cost services that a young person can reach on their own.",
        "directory_about": (
            "<p>We list organizations that tell us whom they serve and how to start, and that answer when we call. "
            "A listing is not an endorsement. If something is wrong here, tell us and we will call them.</p>"
        ),
    },
    "es": {
        "title": "Buscar ayuda",
        "slug": "find-help",
        "search_description": "Refugio, comida, salud, ayuda legal y gente con quien hablar, por condado y edad.",
        "directory_intro": "Servicios gratuitos o de bajo costo a los que una persona joven puede llegar por su cuenta.",
        "directory_about": (
            "<p>Incluimos organizaciones que nos dicen a quién atienden y cómo empezar, y que contestan cuando llamamos. "
            "Aparecer aquí no es una recomendación. Si algo está mal, díganos y las llamaremos.</p>"
        ),
    },
}


@register_section("directory", "the provider directory, without any provider", order=20)
def directory(setup: Setup) -> None:
    model = setup.page_class(DirectoryPageMixin)
    if holidays := create_holidays():
        setup.say(f"{holidays} holidays")
    if sets := create_synonyms(setup.locales):
        setup.say(f"{sets} sets of words that mean the same")
    for parent in setup.parents:
        setup.section(parent, model, WORDS)


@register_section("resource-map", "a community resource map to fill in", order=25)
def resource_map(setup: Setup) -> None:
    model, directory_model = setup.page_class(ResourceMapPageMixin), setup.page_class(DirectoryPageMixin)
    for parent in setup.parents:
        above = setup.child_of(parent, directory_model)
        if setup.child_of(above or parent, model) is None:
            setup.section(above or parent, model, starter.PAGES, resource_map=_map_to_fill_in(setup, above))


def _map_to_fill_in(setup: Setup, directory_page: Any) -> ResourceMap:
    """The first map there is, or a new one of the counties that the directory page is narrowed to."""
    found = ResourceMap.objects.order_by("pk").first()
    if found is None:
        counties = directory_page.get_directory_narrowing()[0] if directory_page else ()
        found = starter.create_map(setup.locales[0], counties)
        setup.say(f"a community resource map: {found}")
    return found
