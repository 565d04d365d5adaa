"""System checks of the site's own base template: whether our pages, their titles and the site's menu come out in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, cast

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register
from django.template import Template, TemplateDoesNotExist
from django.template.loader import get_template
from django.template.loader_tags import BlockNode

from harbor_wagtail.template_chain import Shown, extended, shown

AppConfigs = Sequence[AppConfig] | None

BASE = "harbor_wagtail/base.html"
SEE = "see docs/settings.md, Templates."
#: A block that holds the menu of a site, going by its name.
_MENU_BLOCK = re.compile(
    r"(?:(?:site|main|primary|global|top|page)_?)?(?:nav|navbar|navigation|menu|header)(?:_?bar)?", re.I
)
#: Signs that there is a menu all the same, in markup or in the name of a tag or an included file.
_MENU = re.compile(r"<(?:nav|header)\b|role=[\"']?(?:navigation|banner)|\{%[^%]*(?:nav|menu|header)", re.I)
#: A title that says something of the page, without a block.
_TITLE_OF_PAGE = re.compile(r"<title[^>]*>[^<]*\{[{%]", re.I)


@register("harbor_wagtail")
def check_base(app_configs: AppConfigs, **kwargs: Any) -> Iterator[CheckMessage]:
    try:
        ours = get_template(BASE).template  # type: ignore[attr-defined]
    except (TemplateDoesNotExist, AttributeError):
        return  # no engine of Django's that looks into apps
    if '{% extends "base.html" %}' in ours.source and not _exists("base.html"):
        yield Warning(
            f"{BASE} extends the site's base.html, which does not exist.",
            hint="Write base.html with {% block title %} and {% block content %}. Where your pages extend a template of "
            'another name, one line may be enough: {% extends "its/name.html" %}; check says what it lacks.',
            id="harbor_wagtail.W003",
        )
        return
    found = shown(ours)
    if "harbor_content" not in found.blocks:
        yield _no_content(ours)
        return  # nothing of ours is shown, a title least of all
    yield from _title(found)
    yield from _menu(found)


def _exists(name: str) -> bool:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return False
    return True


def _no_content(ours: Template) -> CheckMessage:
    holder = _holder(ours, "harbor_content")
    names = {
        str(cast(BlockNode, b).name) for each in extended(ours) for b in each.nodelist.get_nodes_by_type(BlockNode)
    }
    if not holder:
        problem = f"{BASE} has no block harbor_content"
        hint = "Put {% block harbor_content %}{% endblock %} where the page belongs: " + SEE
    elif holder in names:
        problem = (
            f"The site's base.html does not show its block {holder}: a template in between replaces what it stands in"
        )
        hint = f"Keep block {holder} where base.html fills the block around it, or write your own {BASE}: {SEE}"
    else:
        problem = f"The site's base.html has no block {holder}"
        hint = f"Name a block so in base.html, or write your own {BASE} with the names you use: {SEE}"
    return Warning(f"{problem}, so advocacy pages of ours stay empty.", hint=hint, id="harbor_wagtail.W008")


def _holder(template: Template, inner: str) -> str:
    """The outermost block of this template around one of that name; empty if there is none."""
    for block in cast(list[BlockNode], template.nodelist.get_nodes_by_type(BlockNode)):
        if inner in {str(cast(BlockNode, each).name) for each in block.nodelist.get_nodes_by_type(BlockNode)}:
            return "" if block.name == inner else str(block.name)
    return ""


def _title(found: Shown) -> Iterator[CheckMessage]:
    around = next((name for name, text in found.inherited.items() if "<title" in text.lower()), "")
    if "harbor_title" not in found.blocks:
        if not _TITLE_OF_PAGE.search(found.text):
            yield Warning(
                "The site's base.html has no block title, so advocacy pages of ours may have no title in the tab, in "
                "bookmarks and for screen readers.",
                hint="Write <title>{% block title %}{% endblock %}</title> into the head of base.html, or fill a block "
                f"of its head so in your own {BASE}: {SEE}",
                id="harbor_wagtail.W014",
            )
    elif around and "<title" not in found.blocks.get(around, "<title").lower():
        yield Warning(
            f"Block {around} of the site's base.html holds the whole <title> element, and ours put words into it: they "
            "stand at the top of advocacy pages, which have no title.",
            hint=f"Write <title> and </title> outside of block {around} in base.html, or around block harbor_title in your "
            f"own {BASE}: {SEE}",
            id="harbor_wagtail.W014",
        )


def _menu(found: Shown) -> Iterator[CheckMessage]:
    empty = [name for name, text in found.blocks.items() if _MENU_BLOCK.fullmatch(name) and not text.strip()]
    if empty and not _MENU.search(found.text):
        yield Warning(
            f"Block {empty[0]} of the site's base.html is empty: if each page of the site fills it, advocacy pages of "
            "ours come out without the site's menu.",
            hint=f"Fill it in base.html, or in your own {BASE}, with what your other pages put there ({SEE.rstrip('.')}). "
            "If it is meant to be empty, add 'harbor_wagtail.W015' to SILENCED_SYSTEM_CHECKS.",
            id="harbor_wagtail.W015",
        )
