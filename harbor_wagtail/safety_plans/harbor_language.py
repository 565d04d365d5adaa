"""What there is to read of a safety plan: what its readers see, in every kind of output."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from harbor_wagtail.language.texts import Passage, register_texts
from harbor_wagtail.safety_plans.page_mixins import SafetyPlanPageMixin


@register_texts(SafetyPlanPageMixin)
def texts_of_plan(page: Any) -> Iterator[Passage]:
    document = page.get_plan_document()
    for text in document.texts():
        yield Passage(text, document.language)
