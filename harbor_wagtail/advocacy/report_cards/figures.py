"""What every map and chart has: a title, a summary in words, the rows it is drawn from, and a picture made on the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.safestring import SafeString

from harbor_wagtail.fragments import fragment

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """``name`` heads the column in a file, ``label`` on a page; ``kind`` is its JSON Schema type."""

    name: str
    label: str
    kind: str = "string"


@dataclass(frozen=True)
class Figure:
    """A picture and the table it is made from. ``name`` is unique on its page and part of ids and file names."""

    name: str
    title: str
    summary: str
    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[Cell]] = ()
    #: Addresses by kind of file ("csv", "json", "svg", "png"), where files are given out.
    files: dict[str, str] = field(default_factory=dict)

    template: ClassVar[str] = ""

    def drawing(self) -> dict[str, Any]:
        """What the template draws; plain numbers in the units of the view box."""
        raise NotImplementedError

    def svg(self) -> SafeString:
        """For a page: its stylesheet may overrule the colors, which stand as attributes."""
        return self._render(alone=False)

    def svg_file(self) -> str:
        """A file of its own: the same drawing, in need of no stylesheet."""
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + self._render(alone=True)

    def _render(self, *, alone: bool) -> SafeString:
        return fragment(self.template, (self, alone), lambda: {"figure": self, "alone": alone, **self.drawing()})


def records(figure: Figure) -> list[dict[str, Cell]]:
    return [dict(zip([column.name for column in figure.columns], row, strict=True)) for row in figure.rows]


def number(value: float) -> str:
    """As SVG writes it, whatever the language of the page: at most two decimals, no thousands."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


#: The dark of borders and text in a drawing that no stylesheet colors.
INK, PAPER = "#1a1a1a", "#ffffff"
