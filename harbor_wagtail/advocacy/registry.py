"""Which page models of this installation are advocacy pages: ours, and a host's own over our mixins."""

from __future__ import annotations

from typing import Any

from django.apps import apps

SECTION = "advocacy"


def advocacy_models() -> list[Any]:
    """Every installed, concrete page class over ``AdvocacyPageMixin``."""
    return [model for model in apps.get_models() if getattr(model, "advocacy_section", "") == SECTION]


def pages_of(code: str) -> list[Any]:
    return [model for model in advocacy_models() if model.advocacy_code == code]
