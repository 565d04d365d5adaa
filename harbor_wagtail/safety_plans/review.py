"""What an editor is told about a plan before it goes out: words that are hard to read, signs no font has, gaps."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def source_problems(content: Any, count: int) -> list[str]:
    """Strategies that name a source which is not in the list of ``count``."""
    problems = []
    for section in content:
        for part in section.value["parts"]:
            if part.block_type == "strategies":
                problems += [_unknown(item, count) for item in part.value["items"] if _unknown(item, count)]
    return problems


def _unknown(item: Any, count: int) -> str:
    numbers = [int(number) for number in (item["sources"] or "").split(",") if number.strip().isdigit()]
    if all(1 <= number <= count for number in numbers):
        return ""
    return _("“%(strategy)s” names source %(numbers)s, but the list has %(count)d.") % {
        "strategy": item["text"][:60],
        "numbers": item["sources"],
        "count": count,
    }
