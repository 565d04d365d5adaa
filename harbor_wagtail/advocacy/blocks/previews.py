"""What Wagtail's chooser shows of each block of the body: a few words in the editor's language, drawn as on a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.utils.translation import get_language
from wagtail import blocks

from harbor_wagtail.models import Source

_DATA = Path(__file__).resolve().parent.parent / "data"
_TEMPLATE = "harbor_advocacy/admin/block_preview.html"
_RECORDS = {"@source": "Source", "@hotline": "Hotline", "@publisher": "Publisher"}


def give_previews(children: dict[str, Any]) -> None:
    """To each block by its name, of those we have words for. Blocks of a host keep their own."""
    for name, block in children.items():
        if name in _written("en") and not hasattr(block.meta, "preview_value"):
            block.meta.preview_template = _TEMPLATE
            block.get_preview_value = _words_for(name, block)


def _words_for(name: str, block: blocks.Block) -> Callable[[], Any]:
    def value() -> Any:
        language = "es" if (get_language() or "").startswith("es") else "en"
        written = _written(language)[name]
        made = block.to_python(_with_records(written))
        if isinstance(written, dict) and (title := written.get("example_source")):
            made["source"] = Source(title=title)  # never words of ours under a title somebody else wrote
        return made

    return value


@cache
def _written(language: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((_DATA / f"block_previews.{language}.yaml").read_text(encoding="utf-8"))
    return loaded


def _with_records(value: Any) -> Any:
    """``@source`` becomes the number of a source there is; without one it is left out of a list, and empty elsewhere."""
    if isinstance(value, dict):
        return {name: _with_records(each) for name, each in value.items()}
    if isinstance(value, list):
        made = [(_with_records(each), each) for each in value]
        return [each for each, told in made if each is not None or told is None]
    if value in _RECORDS:
        model = apps.get_model("harbor_wagtail", _RECORDS[value])
        return model._default_manager.order_by("pk").values_list("pk", flat=True).first()
    return value
