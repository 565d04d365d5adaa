"""One "Harbor" entry in the admin's menu, to which every installed part adds its own.

An app puts a module ``harbor_viewsets`` beside its models and calls ``register_viewset`` in it. The modules are read
when the group is built, after all models are loaded, so the order of ``INSTALLED_APPS`` does not matter and the core
imports no part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

#: After Wagtail's own pages, images and documents (100 to 300), before reports and settings (9000 on).
MENU_ORDER = 450


@dataclass(frozen=True, slots=True)
class Section:
    """A menu of its own below "Harbor", for what is needed now and then. It is shown to whoever sees one of its entries."""

    label: str | Promise
    icon: str
    order: int


_sections: dict[str, Section] = {}
_viewsets: dict[type[SnippetViewSet], tuple[int, str]] = {}
_menu_items: dict[Callable[[int], MenuItem], tuple[int, str]] = {}


def register_menu_section(name: str, label: str | Promise, icon: str, order: int) -> None:
    """Add a section. What belongs to it is registered with its name, before or after."""
    _sections[name] = Section(label, icon, order)


def register_viewset(viewset_class: type[SnippetViewSet], order: int, section: str = "") -> type[SnippetViewSet]:
    """Add a snippet to the menu. Small orders come first; leave gaps of ten. Registering twice changes its place."""
    _viewsets[viewset_class] = order, section
    return viewset_class


def register_menu_item(
    make_item: Callable[[int], MenuItem], order: int, section: str = ""
) -> Callable[[int], MenuItem]:
    """Add an entry that is no snippet, such as a read-only list. ``make_item(order)`` returns the item."""
    _menu_items[make_item] = order, section
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
        entries = [(*_viewsets[type(viewset)], viewset.get_menu_item) for viewset in self.registerables]
        entries += [(order, section, make_item) for make_item, (order, section) in _menu_items.items()]
        if unknown := {section for _, section, _ in entries} - {"", *_sections}:
            raise ImproperlyConfigured(f"Nobody registered these sections of the menu: {', '.join(sorted(unknown))}.")
        items = {name: _in_order(entries, name) for name in ("", *_sections)}
        submenus = [_submenu(name, section, items[name]) for name, section in _sections.items()]
        return sorted([*items[""], *submenus], key=lambda item: item.order)


def _in_order(entries: Iterable[tuple[int, str, Callable[[int], MenuItem]]], name: str) -> list[MenuItem]:
    return sorted(
        (make_item(order) for order, section, make_item in entries if section == name), key=lambda item: item.order
    )


def _submenu(name: str, section: Section, items: list[MenuItem]) -> SubmenuMenuItem:
    return SubmenuMenuItem(
        section.label, Menu(items=items), name=f"harbor-{name}", icon_name=section.icon, order=section.order
    )


def build_group() -> HarborViewSetGroup:
    """What ``register_snippet`` is given: called once all models are loaded."""
    autodiscover_modules("harbor_viewsets")
    return HarborViewSetGroup()
