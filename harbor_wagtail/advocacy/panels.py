"""A panel in the editor that says what there is to look at in the page as last saved."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel


class ReviewPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "harbor_advocacy/admin/review_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from harbor_wagtail.advocacy.remarks import remarks

            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "remarks": sorted(remarks(self.instance), key=lambda remark: not remark.serious)}
