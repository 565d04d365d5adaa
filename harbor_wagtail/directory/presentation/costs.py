"""What a service costs, amount by amount."""

from __future__ import annotations

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from harbor_wagtail.directory.models import Cost


def cost_lines(service: Any) -> list[str]:
    """The one-word answer, then the amounts; "Not stated" where nothing is known."""
    options = [line for row in service.cost_options.all() if (line := _option(row))]
    answers = {Cost.FREE: _("Free"), Cost.SLIDING: _("Cost depends on income"), Cost.FEE: _("There is a fee")}
    if service.cost in answers:
        return [answers[service.cost], *options]
    return options or [_("Not stated. Ask first.")]


def _option(row: Any) -> str:
    amount = ""
    if row.amount is not None:
        whole = row.amount == row.amount.to_integral_value()
        shown = number_format(row.amount, decimal_pos=0 if whole else 2)
        amount = f"${shown}" if row.currency in ("", "USD") else f"{shown} {row.currency}"
    return ", ".join(part for part in (row.option, amount, row.amount_description) if part)
