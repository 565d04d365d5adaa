"""The two sheets of an edition: laws first, so that answers can name them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.report_cards.importing.columns import (
    ANSWER_COLUMNS,
    ANSWERS,
    LAW_COLUMNS,
    LAWS,
    TOLD_ONLY,
)
from harbor_wagtail.tabular.problems import Problem
from harbor_wagtail.tabular.sheets import Form, Line, SheetKind

__all__ = ["Line", "read"]

_KINDS = (
    SheetKind(LAWS, frozenset({"place", "citation"}), LAW_COLUMNS, TOLD_ONLY),
    SheetKind(ANSWERS, frozenset({"place", "goal"}), ANSWER_COLUMNS, TOLD_ONLY),
)


def read(path: Path) -> Iterator[Line | Problem]:
    """Raises ``UnreadableFile`` where there is nothing to read."""
    form = Form(
        _KINDS,
        nothing=_("There is no sheet of answers or laws in it."),
        fix=_("Start from the template: it has the columns place, goal and answer."),
        too_long=_("Give the answers of one edition."),
    )
    return form.read(path)
