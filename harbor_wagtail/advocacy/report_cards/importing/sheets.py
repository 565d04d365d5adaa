"""The two sheets of an edition: laws first, so that answers can name them. Wide sheets are read as answers."""

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
from harbor_wagtail.advocacy.report_cards.importing.wide import BY_GOAL, BY_PLACE, Names, answers_of
from harbor_wagtail.tabular.problems import Problem
from harbor_wagtail.tabular.sheets import Form, Line, SheetKind

__all__ = ["Line", "read"]

#: In this order laws are read first; a sheet is of the last kind whose columns it has.
_KINDS = (
    SheetKind(BY_GOAL, frozenset({"goal"}), ("goal", "framework"), TOLD_ONLY, open=True),
    SheetKind(BY_PLACE, frozenset({"place"}), ("place", "framework"), TOLD_ONLY, open=True),
    SheetKind(LAWS, frozenset({"place", "citation"}), LAW_COLUMNS, TOLD_ONLY),
    SheetKind(ANSWERS, frozenset({"place", "goal"}), ANSWER_COLUMNS, TOLD_ONLY),
)


def read(path: Path, names: Names) -> Iterator[Line | Problem]:
    """Raises ``UnreadableFile`` where there is nothing to read."""
    form = Form(
        _KINDS,
        nothing=_("There is no sheet of answers or laws in it."),
        fix=_(
            "Start from the template: it has the columns place, goal and answer. Or give each goal a column of its own."
        ),
        too_long=_("Give the answers of one edition."),
    )
    return answers_of(form.read(path), names)
