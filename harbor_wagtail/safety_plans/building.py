"""From a plan's blocks to the content tree.

Where a plan is for somebody still in the situation (``reading``), everything that would ask for names, a word or a way
out becomes something to think about: a filled plan can be found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from harbor_wagtail.documents.runs import rich_nodes, text_runs
from harbor_wagtail.documents.tree import (
    Callout,
    Check,
    Checks,
    Field,
    Heading,
    Items,
    Node,
    Paragraph,
    Question,
    Section,
    Table,
)
from harbor_wagtail.safety_plans.choices import Moment, Stage


@dataclass(frozen=True, slots=True)
class Part:
    """One block on its way: ``id`` is Wagtail's, kept from version to version."""

    value: Any
    id: str
    reading: bool

    def field_id(self, key: object = "") -> str:
        return "f" + hashlib.sha256(f"{self.id}:{key}".encode()).hexdigest()[:10]


def build_sections(stream: Any, *, reading: bool) -> tuple[Section, ...]:
    sections = []
    for index, block in enumerate(stream, start=1):
        nodes: list[Node] = []
        for child in block.value["parts"]:
            nodes += build_part(child.block_type, Part(child.value, str(child.id or f"{index}"), reading))
        sections.append(Section(block.value["title"], tuple(nodes), f"part-{index}"))
    return tuple(sections)


def build_card(stream: Any, *, reading: bool) -> tuple[Node, ...]:
    """What an editor put on the wallet card; for a plan that is read, what to keep in mind."""
    nodes: list[Node] = []
    for block in stream:
        for child in block.value["parts"]:
            chosen = child.block_type == "remember" if reading else _is_on_card(child.value)
            if chosen:
                nodes += build_part(child.block_type, Part(child.value, str(child.id), reading))
    return tuple(nodes)


def _is_on_card(value: Any) -> bool:
    return bool(hasattr(value, "get") and value.get("on_card"))


def build_part(kind: str, part: Part) -> list[Node]:
    return BUILDERS[kind](part)


def _guidance(part: Part) -> list[Node]:
    return list(rich_nodes(expand_db_html(part.value.source)))


def _remember(part: Part) -> list[Node]:
    items = tuple(text_runs(item) for item in part.value["items"])
    return [Callout(part.value["title"], (Items(items, ordered=True),), "remember")]


def _caution(part: Part) -> list[Node]:
    return [Callout(_("Careful"), (Paragraph(text_runs(part.value)),), "caution")]


def _think(title: str, help_text: str = "", items: tuple[str, ...] = ()) -> list[Node]:
    inside: list[Node] = [Paragraph(text_runs(help_text))] if help_text else []
    if items:
        inside.append(Items(tuple(text_runs(item) for item in items)))
    return [Callout(title, tuple(inside), "think")]


def _question(part: Part) -> list[Node]:
    value = part.value
    if part.reading:
        return _think(value["question"], value["help"])
    lines = value["lines"] if value["answer"] == "long" else 1
    field = Field(part.field_id(), value["question"], value["answer"], lines)
    return [Question(value["question"], field, value["help"], bool(value["optional"]))]


def _choice(part: Part) -> list[Node]:
    value = part.value
    if part.reading:
        return _think(value["question"], value["help"], tuple(value["options"]))
    field = Field(part.field_id(), value["question"], "choice", options=tuple(value["options"]))
    return [Question(value["question"], field, value["help"])]


def _checklist(part: Part) -> list[Node]:
    checks = []
    for index, item in enumerate(part.value["items"]):
        checks.append(Check(text_runs(item["text"]), _tick(part, index, item["text"]), "", item["caution"] or ""))
    return [Checks(part.value["title"], tuple(checks))]


def _tick(part: Part, index: int, text: str) -> Field | None:
    return None if part.reading else Field(part.field_id(index), text, "check")


def _strategies(part: Part) -> list[Node]:
    value = part.value
    title = value["title"]
    if value["stage"] and value["stage"] != Stage.ANY:
        title = f"{title} ({Stage(value['stage']).label})"
    checks = []
    for index, item in enumerate(value["items"]):
        said = f"{item['text']} ({item['qualifier']})" if item["qualifier"] else item["text"]
        numbers = tuple(int(number) for number in (item["sources"] or "").split(",") if number.strip())
        field = _tick(part, index, said)
        checks.append(Check(text_runs(item["text"]), field, item["qualifier"] or "", item["caution"] or "", numbers))
    return [Checks(title, tuple(checks))]


def _table(part: Part, columns: tuple[str, ...]) -> list[Node]:
    value = part.value
    if part.reading:
        return _think(value["title"], value["help"], columns)
    rows = tuple(
        tuple(
            Field(
                part.field_id(f"{row}-{column}"),
                # Translators: the name of a cell: "People I can turn to, row 2, Name"
                _("%(table)s, row %(row)d, %(column)s") % {"table": value["title"], "row": row, "column": name},
            )
            for column, name in enumerate(columns)
        )
        for row in range(1, value["rows"] + 1)
    )
    return [Table(value["title"], columns, rows, value["help"])]


def _people(part: Part) -> list[Node]:
    return _table(part, tuple(part.value["columns"]))


def _coping(part: Part) -> list[Node]:
    return _table(part, (_("What sets it off"), _("What helps me then")))


def _codeword(part: Part) -> list[Node]:
    value = part.value
    if part.reading:
        return _think(value["title"], value["help"])
    word = _("The word or sign")
    action = _("What the other person does when I use it")
    return [
        Heading(value["title"]),
        *([Paragraph(text_runs(value["help"]))] if value["help"] else []),
        Question(word, Field(part.field_id("word"), f"{value['title']}: {word}")),
        Question(action, Field(part.field_id("action"), f"{value['title']}: {action}", "long", 2)),
    ]


def _review(part: Part) -> list[Node]:
    value = part.value
    if part.reading:
        return _think(value["title"], value["help"])
    return [Question(value["title"], Field(part.field_id(), value["title"], "date"), value["help"])]


def _staff(part: Part) -> list[Node]:
    value = part.value
    nodes: list[Node] = [Heading(str(Moment(value["moment"]).label))]
    for index, prompt in enumerate(value["prompts"]):
        nodes.append(Question(prompt, Field(part.field_id(index), prompt, "long", value["lines"])))
    return nodes


def _notes(part: Part) -> list[Node]:
    if part.reading:
        return []
    value = part.value
    return [Question(value["title"], Field(part.field_id(), value["title"], "long", value["lines"]))]


BUILDERS: dict[str, Callable[[Part], list[Node]]] = {
    "guidance": _guidance,
    "remember": _remember,
    "caution": _caution,
    "question": _question,
    "choice": _choice,
    "checklist": _checklist,
    "papers": _checklist,
    "strategies": _strategies,
    "people": _people,
    "coping": _coping,
    "codeword": _codeword,
    "review": _review,
    "staff": _staff,
    "notes": _notes,
}
