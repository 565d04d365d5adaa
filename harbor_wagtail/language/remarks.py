"""What an editor is told about a page before it goes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from harbor_wagtail.documents import reading


@dataclass(frozen=True, slots=True)
class Remark:
    """``serious`` remarks are about people's safety, claims nobody can check, files that cannot be made, days gone by;
    the others are figures and advice."""

    text: str
    serious: bool = False


def on_reading(texts: Iterable[str], language: str, wanted: int | None) -> Iterator[Remark]:
    """How hard the texts read; serious above the grade that is ``wanted``, nothing where none is or nobody can tell."""
    found = reading.grade(texts, language) if wanted else None
    if found is None or not wanted:
        return
    words = {"found": max(found, 1), "wanted": wanted}
    if found > wanted:
        text = _("Reading level: about grade %(found).1f; wanted is %(wanted)d or less. Shorter sentences help most.")
        yield Remark(text % words, serious=True)
    else:
        yield Remark(_("Reading level: about grade %(found).1f; wanted is %(wanted)d or less.") % words)
