"""The Harbor menu: what is needed daily at the top, the rest in sections, and nothing for whom it is not."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory
from wagtail.admin.menu import MenuItem, SubmenuMenuItem, admin_menu
from wagtail.models import Site

from harbor_wagtail.admin import menu as harbor_menu

pytestmark = pytest.mark.django_db


def entries(user: User) -> dict[str, list[str]]:
    """Labels of the Harbor menu as ``user`` sees it, by section."""
    request = RequestFactory().get("/admin/")
    request.user, request.site = user, Site.objects.first()  # type: ignore[attr-defined]
    harbor = next((item for item in admin_menu.menu_items_for_request(request) if item.name == "harbor"), None)
    found: dict[str, list[str]] = {"": []}
    for item in harbor.menu.menu_items_for_request(request) if harbor else ():
        if isinstance(item, SubmenuMenuItem):
            found[str(item.label)] = [str(each.label) for each in item.menu.menu_items_for_request(request)]
        else:
            found[""].append(str(item.label))
    return found


def test_daily_work_is_at_the_top_and_the_rest_in_sections(admin_user: User) -> None:
    found = entries(admin_user)
    assert found[""][:6] == ["Add a listing", "Import a list", "Incoming", "Organizations", "Services", "Places"]
    assert len(found[""]) <= 10
    assert {"Holidays", "Likely duplicates", "Data sources"} <= set(found["Directory"])
    assert {"Quotes", "Glossary", "Words to watch"} <= set(found["Sources"])
    assert {"Frameworks", "Laws", "Places that make laws"} <= set(found["Report cards"])


def test_a_section_without_anything_to_see_is_not_there() -> None:
    user = User.objects.create_user("listing", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "change_service", "view_service"])
    )
    assert set(entries(user)) == {""}
    assert "Services" in entries(user)[""]


def test_an_entry_for_a_section_nobody_made_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def item(order: int) -> MenuItem:
        return MenuItem("Lost", "/", order=order)

    made: dict[Any, tuple[int, str]] = {item: (10, "nowhere")}
    monkeypatch.setattr(harbor_menu, "_menu_items", made)
    with pytest.raises(ImproperlyConfigured, match="nowhere"):
        harbor_menu.HarborViewSetGroup().get_submenu_items()
