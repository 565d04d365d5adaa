"""Numbers in an editor's words: ``{hotline}`` and ``{emergency}`` stand for what Settings and Hotlines say today."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

from harbor_wagtail.documents.tree import Emergency

Tree = TypeVar("Tree")
HOTLINE, EMERGENCY = "{hotline}", "{emergency}"


def with_numbers(tree: Tree, emergency: Emergency) -> Tree:
    """``tree`` (any part of a document) with the numbers put in; the emergency number where there is no hotline."""
    call = next((line.call for line in emergency.lines if line.call), "") or emergency.number
    return _filled(tree, {HOTLINE: call, EMERGENCY: emergency.number})


def _filled(part: Any, numbers: dict[str, str]) -> Any:
    if isinstance(part, str):
        if "{" in part:
            for name, number in numbers.items():
                part = part.replace(name, number)
        return part
    if isinstance(part, tuple):
        return tuple(_filled(each, numbers) for each in part)
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        own = {each.name: _filled(getattr(part, each.name), numbers) for each in dataclasses.fields(part)}
        return type(part)(**own)
    return part
