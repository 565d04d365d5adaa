"""One "Harbor" entry in the admin's menu, to which every installed part adds its own.

An app puts a module ``harbor_viewsets`` beside its models and calls ``register_viewset`` in it. The modules are read
when the group is built, after all models are loaded, so the order of ``INSTALLED_APPS`` does not matter and the core
imports no part.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

#: After Wagtail's own pages, images and documents (100 to 300), before reports and settings (9000 on).
MENU_ORDER = 450

_viewsets: dict[type[SnippetViewSet], int] = {}
_menu_items: dict[Callable[[int], MenuItem], int] = {}


def register_viewset(viewset_class: type[SnippetViewSet], order: int) -> type[SnippetViewSet]:
    """Add a snippet to the menu. Small orders come first; leave gaps of ten. Registering twice changes the order."""
    _viewsets[viewset_class] = order
    return viewset_class


def register_menu_item(make_item: Callable[[int], MenuItem], order: int) -> Callable[[int], MenuItem]:
    """Add an entry that is no snippet, such as a read-only list. ``make_item(order)`` returns the item."""
    _menu_items[make_item] = order
    return make_item


def ordered_viewsets() -> list[type[SnippetViewSet]]:
    return sorted(_viewsets, key=lambda viewset: _viewsets[viewset])


class HarborViewSetGroup(SnippetViewSetGroup):
    menu_label = _("Harbor")
    menu_name = "harbor"
    menu_icon = "harbor-lighthouse"
    menu_order = MENU_ORDER

    def __init__(self) -> None:
        self.items = tuple(ordered_viewsets())
        super().__init__()

    def get_submenu_items(self) -> list[MenuItem]:
        entries: list[tuple[int, Any]] = [
            (_viewsets[type(viewset)], viewset.get_menu_item) for viewset in self.registerables
        ]
        entries += [(order, make_item) for make_item, order in _menu_items.items()]
        return [make_item(order) for order, make_item in sorted(entries, key=lambda entry: entry[0])]


def build_group() -> HarborViewSetGroup:
    """What ``register_snippet`` is given: called once all models are loaded."""
    autodiscover_modules("harbor_viewsets")
    return HarborViewSetGroup()
