"""The list of plans: what a visitor chooses by, and what is known of each file."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.http import HttpRequest

from harbor_wagtail.documents import fonts
from harbor_wagtail.navigation import Link, own_name
from harbor_wagtail.safety_plans import files

#: What a plan page's class says in ``harbor_section``; ``SafetyPlanPageMixin`` sets it.
SECTION = "safety-plan"


def plan_models() -> list[Any]:
    """Every installed, concrete page class over ``SafetyPlanPageMixin``."""
    return [model for model in apps.get_models() if getattr(model, "harbor_section", "") == SECTION]


@dataclass(frozen=True, slots=True)
class ListedPlan:
    page: Any
    url: str
    audience: str
    stage: str
    offers: tuple[files.Offer, ...]
    print_url: str
    languages: tuple[Link, ...]


def listed_plans(index: Any, request: HttpRequest) -> list[ListedPlan]:
    """Live plans below ``index`` that nobody restricted. The number of queries does not grow with that of plans."""
    pages: list[Any] = []
    for model in plan_models():
        found = model.objects.live().public().filter(path__startswith=index.path, depth__gt=index.depth)
        pages += found.select_related("locale")
    pages.sort(key=lambda page: page.path)
    kept, languages = files.known(pages), _languages(pages, request)
    return [_listed(page, request, kept, languages[str(page.translation_key)]) for page in pages]


def _listed(page: Any, request: HttpRequest, kept: dict[Any, tuple[int, int]], languages: list[Link]) -> ListedPlan:
    offers = []
    for kind in (files.PDF, files.WORD, files.CARD):
        known = kept.get((files.owner_of(page), kind))
        drawn = kind == files.WORD or fonts.has_script(page.locale.language_code)
        if page.plan_offers(kind) and (known or (drawn and files.can_make(kind))):
            pages, size = known or (0, 0)
            offers.append(files.Offer(kind, page._file_url(kind), pages, size))
    url = page.get_url(request)
    others = tuple(link for link in languages if link.language != page.locale.language_code)
    print_url = url + page.reverse_subpage("print")
    return ListedPlan(page, url, page.plan_audience, page.plan_stage, tuple(offers), print_url, others)


def _languages(pages: list[Any], request: HttpRequest) -> dict[str, list[Link]]:
    """Every live translation of every plan, named in its own language."""
    found: dict[str, list[Link]] = defaultdict(list)
    by_model: dict[Any, list[Any]] = defaultdict(list)
    for page in pages:
        by_model[type(page)].append(page.translation_key)
    for model, keys in by_model.items():
        for page in model.objects.live().public().filter(translation_key__in=keys).select_related("locale"):
            code = page.locale.language_code
            found[str(page.translation_key)].append(Link(own_name(code), page.get_url(request) or "", language=code))
    return found
