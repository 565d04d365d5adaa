"""The history of a record and the comparison of two versions, told as facts."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import HistoryView, RevisionsCompareView

from harbor_wagtail.directory.admin.changes import Change, Teller

#: Versions read at once. A page of the history shows twenty entries.
AT_ONCE = 100


class ChangesColumn(Column):
    """What a version changed, compared with the one before it."""

    cell_template_name = "harbor_directory/admin/changes_cell.html"

    def __init__(self, record: Any) -> None:
        super().__init__("changes", label=_("What changed"))
        self.record = record
        self.teller = Teller(type(record))

    @cached_property
    def _contents(self) -> dict[int, Any]:
        newest = self.record.revisions.order_by("-created_at", "-pk")
        return dict(newest.values_list("pk", "content")[:AT_ONCE])

    def _content(self, pk: int) -> Any:
        if pk not in self._contents:
            self._contents[pk] = self.record.revisions.filter(pk=pk).values_list("content", flat=True).first()
        return self._contents[pk]

    def get_value(self, instance: Any) -> list[Change]:
        before = getattr(instance, "previous_revision_id", None)
        if not (instance.revision_id and before and instance.content_changed):
            return []
        old, new = self._content(before), self._content(instance.revision_id)
        return self.teller.changes(old, new) if old and new else []


class FactsHistoryView(HistoryView):
    @cached_property
    def columns(self) -> list[Column]:
        action, *others = super().columns
        return [action, ChangesColumn(self.object), *others]


class FactsCompareView(RevisionsCompareView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        before, after = (context[name].serializable_data() for name in ("revision_a", "revision_b"))
        return {**context, "comparison": Teller(self.model).changes(before, after)}
