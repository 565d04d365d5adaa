"""The sheets and their columns. Names are permanent: people's spreadsheets use them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from harbor_wagtail.tabular.sheets import Form, SheetKind

MATRIX, ENTRIES, GAPS, NOTES = "matrix", "entry points", "gaps", "capacity"

#: What the directory says is told, and left alone on the way in.
MATRIX_COLUMNS = ("kind", "column", "level", "why")
MATRIX_TOLD = ("kind_name", "column_name", "directory_says", "yes", "not_known", "providers", "look_again")
#: Columns of the rows that hang on a map are named as in the model; ``id`` is empty for a new one.
ENTRY_COLUMNS = (
    *("id", "kind", "name", "who_notices", "first_words", "leads_to", "hours", "system_contact", "police_report"),
    *("parental_consent", "id_needed", "cost", "said_by_role", "said_on"),
)
GAP_COLUMNS = (
    *("id", "gap", "domain", "evidence", "affected", "severity", "feasibility", "strategy", "owner_role", "first_step"),
    *("due_on", "money", "measure", "status", "public"),
)
NOTE_COLUMNS = ("id", "about", "note", "domain", "barrier", "as_of", "public")
#: Where a column is not called as the field it fills.
FIELDS = {"about": "kind", "note": "text"}

#: An empty cell changes nothing; this takes away what is there.
NOTHING = "-"


def form() -> Form:
    return Form(
        (
            SheetKind(MATRIX, frozenset({"kind", "column", "level"}), MATRIX_COLUMNS, MATRIX_TOLD),
            SheetKind(ENTRIES, frozenset({"id", "system_contact"}), ENTRY_COLUMNS),
            SheetKind(GAPS, frozenset({"id", "gap"}), GAP_COLUMNS),
            SheetKind(NOTES, frozenset({"id", "about", "note"}), NOTE_COLUMNS),
        ),
        nothing=_("There is no sheet of a map in it."),
        fix=_("Start from the spreadsheet of this map: it has the columns kind, column, level and why."),
        too_long=_("Give the sheets of one map."),
        most_lines=20_000,
    )
