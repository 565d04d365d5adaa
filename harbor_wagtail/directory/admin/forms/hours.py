"""The opening hours of a service or a place in its form: one grid for what is many rows."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from harbor_wagtail.directory.admin import week
from harbor_wagtail.directory.admin.forms.record import RecordForm, address_error
from harbor_wagtail.directory.admin.week_field import WeekField, WeekWidget, in_words
from harbor_wagtail.directory.importing.values.addresses import looks_like_address


class WithHours(RecordForm):
    """A record that has ``schedules``. They are changed in memory once the whole form is right."""

    week = WeekField(label=_("The week"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "week" in self.fields:
            rows = list(self.instance.schedules.all())
            self.initial["week"] = week.read(rows)
            self._tell_what_fits_no_grid(rows)

    def _tell_what_fits_no_grid(self, rows: list[Any]) -> None:
        found = week.sort_rows(rows)
        told = [*found.kept, *(row for row in found.weekly if week.has_words(row))]
        widget = self.fields["week"].widget
        if isinstance(widget, WeekWidget):
            widget.kept = [(str(row.hsds_id), in_words([row])) for row in told]

    def check_rows(self) -> None:
        super().check_rows()
        if "week" in self.changed_data and "week" in self.cleaned_data and not self.errors:
            rows = self.instance.schedules
            self.instance.schedules = week.merge(
                list(rows.all()), self.cleaned_data["week"], self["week"].data.dropped, rows.model
            )

    def refuse_addresses(self) -> None:
        super().refuse_addresses()
        if known := self.cleaned_data.get("week"):
            texts = [known.words, *(each.note for each in known.dates)]
            if reasons := [reason for text in texts for reason in looks_like_address(text)]:
                self.add_error("week", address_error(list(dict.fromkeys(reasons))))
