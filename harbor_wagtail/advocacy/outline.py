"""The body of a page as sections: which heading stands at which level, where its anchor is, which number a myth has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.templatetags.harbor_advocacy import harbor_plain


@dataclass(frozen=True, slots=True)
class Part:
    """A block at its place. ``level`` is that of its heading (2 to 6); ``number`` that of a myth, else 0."""

    block: Any
    level: int
    anchor: str = ""
    number: int = 0


@dataclass(slots=True)
class Section:
    """``head`` is the block that opens it, ``None`` for what stands before the first one."""

    head: Any = None
    anchor: str = ""
    level: int = 2
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents."""

    anchor: str
    title: str


def outline(body: Iterable[Any], level: int = 2, prefix: str = "") -> list[Section]:
    """Sections of ``body``. ``level`` is that of a section's heading, ``prefix`` keeps anchors of several bodies apart."""
    sections = [Section(level=level)]
    taken: set[str] = set()
    myths = 0
    for block in body:
        if block.block_type == "section":
            anchor = _free(prefix, harbor_plain(block.value["heading"]), len(sections), taken)
            sections.append(Section(block, anchor, level))
            continue
        number = 0
        if block.block_type == "myth":
            myths = number = block.value["number"] or myths + 1
        below = level + 1 if sections[-1].head else level
        sections[-1].parts.append(Part(block, below, f"{prefix}myth-{number}" if number else "", number))
    return [section for section in sections if section.head or section.parts]


def _free(prefix: str, heading: str, position: int, taken: set[str]) -> str:
    name = prefix + (slugify(heading, allow_unicode=True)[:60].strip("-") or f"section-{position}")
    while name in taken:
        name += "-"
    taken.add(name)
    return name


def contents(sections: Iterable[Section]) -> list[Entry]:
    """What can be jumped to. A myth is listed as one."""
    found = []
    for section in sections:
        if section.head:
            found.append(Entry(section.anchor, harbor_plain(section.head.value["heading"])))
        for part in section.parts:
            if part.number:
                words = _("Myth %(number)d (not true): %(myth)s") % {
                    "number": part.number,
                    "myth": part.block.value["myth"],
                }
                found.append(Entry(part.anchor, words))
    return found
