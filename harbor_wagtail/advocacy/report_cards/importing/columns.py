"""The two sheets and their columns. Names are permanent: people's spreadsheets use them."""

from __future__ import annotations

ANSWERS, LAWS = "answers", "laws"

#: Column → what it is on an ``Assessment``. ``place`` and ``goal`` say which.
ANSWER_FIELDS = {
    "answer": "option",
    "summary": "summary",
    "reasoning": "reasoning",
    "coder": "coder",
    "second_coder": "second_coder",
    "second_answer": "second_option",
}
ANSWER_COLUMNS = ("framework", "place", "goal", *ANSWER_FIELDS, "laws")
#: What an export holds besides; read by people, left alone by an import.
TOLD_ONLY = (
    "edition",
    "year",
    "place_name",
    "area",
    "statement",
    "status",
    "points",
    "maximum",
    "answers_possible",
    "laws_changed",
)

#: Columns of a ``StatuteRef``; ``place`` and ``citation`` say which.
LAW_FIELDS = (
    "heading",
    "quote",
    "language",
    "enacted_on",
    "effective_on",
    "repealed_on",
    "verified_on",
    "verified_by",
    "url",
    "archive_url",
    "pending_bill",
)
LAW_DATES = frozenset(name for name in LAW_FIELDS if name.endswith("_on"))
LAW_COLUMNS = ("place", "citation", *LAW_FIELDS)

#: An empty cell changes nothing; this takes away what is there.
NOTHING = "-"
#: Between the citations of one answer.
BETWEEN = ";"
