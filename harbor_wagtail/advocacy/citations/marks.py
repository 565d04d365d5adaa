"""A note as it lies in rich text: ``<a linktype="harbor-cite" id="12" pinpoint="p. 4" note="…">†</a>``.

Nothing but this is kept. Which number a note has, and whether it is "ibid.", is worked out when a page is shown.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from harbor_wagtail.keys import key

LINK_TYPE = "harbor-cite"
SIGN = "†"
_TAG = re.compile(rf'<a\b(?=[^>]*\blinktype="{LINK_TYPE}")([^>]*)>')
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Cite:
    """``source`` is a row's id or ``None`` for a note in words alone; ``needed`` says a source is still to be found."""

    source: int | None = None
    pinpoint: str = ""
    note: str = ""
    needed: bool = False

    @property
    def is_empty(self) -> bool:
        return self.source is None and not self.note and not self.needed


def from_attributes(attributes: Mapping[str, str]) -> Cite:
    """Attributes of the tag, as Wagtail's rewriter or an HTML parser reads them."""
    return Cite(
        source=key(attributes.get("id")),
        pinpoint=html.unescape(attributes.get("pinpoint", "")),
        note=html.unescape(attributes.get("note", "")),
        needed=attributes.get("needed") == "true",
    )


def attributes(cite: Cite) -> dict[str, str]:
    """The other way round; what is empty is left out."""
    given = {
        "id": str(cite.source) if cite.source is not None else "",
        "pinpoint": cite.pinpoint,
        "note": cite.note,
        "needed": "true" if cite.needed else "",
    }
    return {name: value for name, value in given.items() if value}


def markup(cite: Cite) -> str:
    """The note as rich text, for content that is written by a program."""
    words = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes(cite).items())
    return f'<a linktype="{LINK_TYPE}"{words}>{SIGN}</a>'


def cites_in(rich_text: str) -> Iterator[Cite]:
    """Every note in rich text as it is stored, in order."""
    for tag in _TAG.finditer(rich_text):
        yield from_attributes({name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag[1])})


def without_cites(rich_text: str) -> str:
    """Rich text as it is stored, without its notes."""
    return re.sub(_TAG.pattern + r".*?</a>", "", rich_text, flags=re.DOTALL)
