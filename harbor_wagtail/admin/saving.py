"""Forms of snippets that are saved whole or not at all, and say so where the database takes nothing."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.admin.views.generic.preview import PreviewOnEdit
from wagtail.snippets.views.snippets import CopyView, CreateView, DeleteView, EditView

from harbor_wagtail.not_written import SaysWhenNotWritten


class WholeOrNot(SaysWhenNotWritten):
    """For a view of Wagtail's; place it left of its class. Publishing is a second step there, after the record is kept."""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            return super().post(request, *args, **kwargs)  # type: ignore[misc]


def whole_or_not(view: type[Any]) -> type[Any]:
    """A view of Wagtail's that writes (unpublishing, locking, taking back a plan to publish), whole or not."""
    if issubclass(view, (SaysWhenNotWritten, PreviewOnEdit)) or not hasattr(view, "post"):
        return view
    return type(view.__name__, (WholeOrNot, view), {"__module__": __name__})


class HarborCreateView(WholeOrNot, CreateView):
    pass


class HarborEditView(WholeOrNot, EditView):
    pass


class HarborCopyView(WholeOrNot, CopyView):
    pass


class HarborDeleteView(WholeOrNot, DeleteView):
    pass
