"""One line on the admin's home page, in a fixed number of queries: what is due, what came in, whom to call."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from harbor_wagtail.directory.admin.upkeep.rights import may_see
from harbor_wagtail.directory.models import Incoming
from harbor_wagtail.directory.upkeep.due import Due, counts
from harbor_wagtail.directory.upkeep.reminders import to_call
from harbor_wagtail.directory.upkeep.two_checks import waiting as waiting_for_checks


class UpkeepPanel(Component):
    order = 110
    template_name = "harbor_directory/admin/upkeep/home.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        due = counts()
        report, incoming = reverse("harbor_directory_due"), reverse("harbor_directory_incoming_list")
        waiting = Incoming.objects.filter(state=Incoming.State.WAITING).count()
        silent, unseen = len(to_call()), waiting_for_checks().count()
        organizations = reverse("wagtailsnippets_harbor_directory_organization:list")
        parts = [
            (due[Due.OVERDUE], _("overdue"), f"{report}?due=overdue"),
            (due[Due.SOON], _("due soon"), f"{report}?due=soon"),
            (due[Due.NEVER], _("never checked"), f"{report}?due=never"),
            (unseen, _("not shown before two have checked them"), f"{organizations}?waits=true"),
            (waiting, ngettext("message waits", "messages wait", waiting), incoming),
            (silent, _("to call: no answer after two mails"), f"{report}?call=true"),
        ]
        return {"parts": [part for part in parts if part[0]]}


def add_panel(request: Any, panels: list[Any]) -> None:
    """Hook ``construct_homepage_panels``."""
    if may_see(request.user):
        panels.append(UpkeepPanel())
