"""The plans a new site starts with, written anew from published guidance; every strategy names its sources.

They lie as YAML beside this module, one file for each plan and language. A site may change every word of its copy.
"""

from __future__ import annotations

import functools
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "data"
PLANS = ("still", "left", "family", "staff")
VERSION = "1.0"
#: Defaults of a block that a file may leave out.
_DEFAULTS: dict[str, dict[str, Any]] = {
    "question": {"help": "", "answer": "long", "lines": 3, "optional": True, "on_card": False},
    "choice": {"help": "", "on_card": False},
    "people": {"help": "", "on_card": False},
    "codeword": {"help": "", "on_card": False},
    "coping": {"help": ""},
    "review": {"help": ""},
    "strategies": {"stage": "any"},
}
_ITEM_DEFAULTS = {
    "strategies": {"qualifier": "", "caution": "", "sources": ""},
    "checklist": {"caution": ""},
    "papers": {"caution": ""},
}
_LISTS = ("items", "columns", "options", "prompts")


@dataclass(frozen=True, slots=True)
class StarterPlan:
    """``values`` are fields of a plan page but its language."""

    name: str
    values: dict[str, Any]


def languages() -> set[str]:
    return {path.name.split(".")[1] for path in FOLDER.glob("*.*.yaml")}


def starter_plans(language: str) -> list[StarterPlan]:
    """The plans in ``language``, in the order they are listed; empty where there are none."""
    short = language.split("-")[0]
    return [StarterPlan(name, _values(name, short)) for name in PLANS] if short in languages() else []


@functools.lru_cache(maxsize=16)
def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def _values(name: str, language: str) -> dict[str, Any]:
    plan = _read(f"{name}.{language}")
    return {
        "title": plan["title"],
        "slug": plan["slug"],
        "plan_audience": plan["audience"],
        "plan_stage": plan["stage"],
        "plan_intro": plan["intro"],
        "plan_emergency": plan["emergency"],
        "plan_grade": plan["grade"],
        "plan_version": VERSION,
        "plan_disclaimer": plan["disclaimer"],
        "plan_acknowledgement": _read("acknowledgement")[language],
        "plan_content": [_section(name, index, section) for index, section in enumerate(plan["sections"])],
        "plan_sources": [{"type": "source", "value": {"url": "", **source}} for source in _read("sources")],
    }


def _id(*names: object) -> str:
    """The same id in every installation and language, so that a filled file keeps its fields."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "harbor-plan:" + ":".join(str(name) for name in names)))


def _section(plan: str, index: int, section: dict[str, Any]) -> dict[str, Any]:
    parts = [_part(plan, f"{index}.{number}", part) for number, part in enumerate(section["parts"])]
    return {"type": "section", "id": _id(plan, index), "value": {"title": section["title"], "parts": parts}}


def _part(plan: str, place: str, part: dict[str, Any]) -> dict[str, Any]:
    ((kind, value),) = part.items()
    if isinstance(value, dict):
        value = {**_DEFAULTS.get(kind, {}), **value}
        for name in _LISTS:
            if name in value:
                value[name] = [_item(plan, kind, f"{place}.{name}.{n}", item) for n, item in enumerate(value[name])]
    return {"type": kind, "id": _id(plan, place), "value": value}


def _item(plan: str, kind: str, place: str, item: Any) -> dict[str, Any]:
    if isinstance(item, dict):
        item = {**_ITEM_DEFAULTS.get(kind, {}), **item}
    return {"type": "item", "id": _id(plan, place), "value": item}
