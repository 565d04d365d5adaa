"""Imports, to look at: what came in, what was refused and why. Read-only, by wagtail-modeladmin.

Imported only where ``wagtail_modeladmin`` is installed.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView, InspectView

from harbor_wagtail.admin.menu import register_menu_item
from harbor_wagtail.directory.importing import alive
from harbor_wagtail.directory.models import ImportBatch

#: What a report counts, in the order in which it is shown.
COUNTED = ("created", "changed", "unchanged", "refused")
#: The one filter of the list.
STATE = "state"
#: Problems shown on the page; the report itself has them all.
SHOWN_PROBLEMS = 500


class LookOnly(PermissionHelper):
    """Whoever may view imports may look at them. Nobody adds, edits or deletes one here."""

    def get_all_model_permissions(self) -> QuerySet[Permission]:
        permissions: QuerySet[Permission] = super().get_all_model_permissions()
        return permissions.filter(codename=self.get_perm_codename("view"))

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False


class ImportBatchIndexView(IndexView):
    """Asks the database about states alone. modeladmin hands on any parameter as a condition, so that
    ``?by_user__password__startswith=`` would tell the hash of a colleague's password, one sign after the other; and it raises
    where the model has no such field."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.GET = _understood(request.GET)  # type: ignore[assignment]
        return super().dispatch(request, *args, **kwargs)


def _understood(given: QueryDict) -> QueryDict:
    """Of the parameters, those that the list offers, with values that mean something in it."""
    able = {
        IndexView.PAGE_VAR: _is_number,
        IndexView.ORDER_VAR: lambda value: all(_is_column(part) for part in value.split(".")),
        IndexView.SEARCH_VAR: lambda value: "\x00" not in value,  # PostgreSQL knows no such character
        f"{STATE}__exact": lambda value: value in ImportBatch.State.values,
    }
    kept = QueryDict(mutable=True)
    for name, value in given.items():  # the last one, where it was given several times
        if name in able and able[name](str(value)):
            kept[name] = str(value)
    return kept


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal() and 0 < int(value[:9])


def _is_column(part: str) -> bool:
    number = part.removeprefix("-")
    return number.isascii() and number.isdecimal() and int(number[:9]) < len(ImportBatchAdmin.list_display)


class ImportBatchInspectView(InspectView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.instance.report if isinstance(self.instance.report, dict) else {}
        problems = report.get("problems") or []
        return super().get_context_data(
            counts=_counts(report),
            problems=problems[:SHOWN_PROBLEMS],
            problems_left=max(0, len(problems) - SHOWN_PROBLEMS),
            gone=alive.is_gone(self.instance),
            **kwargs,
        )


class ImportBatchAdmin(ModelAdmin):
    model = ImportBatch
    menu_label = _("Imports")
    menu_icon = "download"
    base_url_path = "harbor/imports"
    add_to_admin_menu = False
    permission_helper_class = LookOnly
    index_view_class = ImportBatchIndexView
    inspect_view_enabled = True
    inspect_view_class = ImportBatchInspectView
    inspect_template_name = "harbor_directory/admin/import_batch.html"
    inspect_view_fields: ClassVar[list[str]] = [
        "file_name",
        "source",
        "format",
        "state",
        "started_at",
        "finished_at",
        "by_user",
        "addresses_public",
        "withheld",
    ]
    index_view_extra_css: ClassVar[list[str]] = ["harbor_wagtail/admin/narrow.css"]
    inspect_view_extra_css: ClassVar[list[str]] = [
        "harbor_directory/admin/forms.css",
        "harbor_wagtail/admin/narrow.css",
    ]
    history_view_enabled = False
    list_display = ("file_name", "source", "standing", "created", "changed", "refused", "started_at", "by_user")
    list_select_related = ("source", "by_user")
    list_filter = (STATE,)  # one by source would need django.contrib.admin
    search_fields = ("file_name",)
    list_per_page = 50

    def standing(self, batch: ImportBatch) -> str:
        """The state; and where nobody works on it any more that is said instead, and what to do."""
        if alive.is_gone(batch):
            return gettext("Ended before it was done, nothing changed. Import the list again.")
        return str(batch.get_state_display())

    standing.short_description = ImportBatch._meta.get_field("state").verbose_name  # type: ignore[attr-defined]
    standing.admin_order_field = "state"  # type: ignore[attr-defined]

    @staticmethod
    def _sum(batch: ImportBatch, what: str) -> int:
        return sum(counts[what] for _kind, counts in _counts(batch.report))

    def created(self, batch: ImportBatch) -> int:
        return self._sum(batch, "created")

    created.short_description = _("created")  # type: ignore[attr-defined]

    def changed(self, batch: ImportBatch) -> int:
        return self._sum(batch, "changed")

    changed.short_description = _("changed")  # type: ignore[attr-defined]

    def refused(self, batch: ImportBatch) -> int:
        return self._sum(batch, "refused")

    refused.short_description = _("refused")  # type: ignore[attr-defined]


def _counts(report: Any) -> list[tuple[str, dict[str, int]]]:
    """(kind of record, {"created": 3, …}) for each kind that a report counts."""
    if not isinstance(report, dict):
        return []
    return [
        (kind.replace("_", " "), {what: int(counts.get(what) or 0) for what in COUNTED})
        for kind, counts in report.items()
        if isinstance(counts, dict) and any(what in counts for what in COUNTED)
    ]


def register() -> None:
    """Put the list into the Harbor menu."""
    imports = ImportBatchAdmin()
    imports.register_with_wagtail()
    register_menu_item(lambda order: imports.get_menu_item(order=order), 95, "directory")
