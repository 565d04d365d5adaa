"""What the history of a record says about actions of ours. No message holds a value, and so never an address."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_place_actions(actions: Any) -> None:
    actions.register_action("harbor.place.public", _("Make address public"), _("Address made public"))
    actions.register_action("harbor.place.hidden", _("Show area only"), _("Address erased, only the area is shown"))
