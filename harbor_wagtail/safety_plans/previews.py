"""What Wagtail's chooser shows of each part of a plan: one from the plans that come with the package, in the editor's
language, drawn as on a plan."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.utils.translation import get_language
from wagtail import blocks
from wagtail.models import Site

from harbor_wagtail.safety_plans.building import Part, build_part
from harbor_wagtail.safety_plans.emergency import emergency_box, settings_of
from harbor_wagtail.safety_plans.numbers import with_numbers
from harbor_wagtail.safety_plans.starter import languages, starter_plans

_TEMPLATE = "harbor_safety_plans/admin/block_preview.html"


def give_previews(children: dict[str, Any]) -> None:
    """To each part by its name. Parts that a host adds keep their own."""
    for name, block in children.items():
        if name in _examples("en") and not hasattr(block.meta, "preview_value"):
            block.meta.preview_template = _TEMPLATE
            block.get_preview_value = _value_of(name, block)
            block.get_preview_context = _nodes_of(name)


def _value_of(name: str, block: blocks.Block) -> Callable[[], Any]:
    def value() -> Any:
        language = (get_language() or "").split("-")[0]
        return block.to_python(_examples(language if language in languages() else "en")[name])

    return value


def _nodes_of(name: str) -> Callable[..., dict[str, Any]]:
    def context(value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        given = parent_context or {}
        site = Site.find_for_request(given["request"]) if "request" in given else None
        box = emergency_box(settings_of(site), get_language() or "en")
        nodes = with_numbers(tuple(build_part(name, Part(value, "preview", reading=False))), box)
        return {**given, "nodes": nodes, "mode": "print"}

    return context


@cache
def _examples(language: str) -> dict[str, Any]:
    """Kind of part → the first of it in the starter plans. None of them has a caution of its own: one of a strategy's."""
    found: dict[str, Any] = {}
    for plan in starter_plans(language):
        for section in plan.values["plan_content"]:
            for part in section["value"]["parts"]:
                found.setdefault(part["type"], part["value"])
    items = found["strategies"]["items"]
    found.setdefault("caution", next(item["value"]["caution"] for item in items if item["value"]["caution"]))
    return found
