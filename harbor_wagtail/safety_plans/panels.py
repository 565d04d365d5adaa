"""A panel in the editor that says what a reader, a screen reader and the PDF will make of the plan as last saved."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from harbor_wagtail.safety_plans.review import remarks


class ReviewPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "harbor_safety_plans/admin/review_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            found = remarks(self.instance, self.instance.get_plan_document())
            return {**context, "remarks": sorted(found, key=lambda remark: not remark.serious)}
