"""Notes of a rendered page: marks become numbers, numbers become a list.

While a page is rendered, every note in its rich text leaves a mark that carries all of itself. When the text stands, the
marks are read in their order, so it does not matter which template, block or heading a note is in.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.citations import marks
from harbor_wagtail.advocacy.citations.marks import Cite
from harbor_wagtail.advocacy.citations.numbering import Form, Note, number_notes
from harbor_wagtail.advocacy.citations.references import pinpoint_words, reference
from harbor_wagtail.models import Source

#: With the space that typing leaves before it: a number stands at its word.
_MARK = re.compile(r'[ \u00a0]*<a data-harbor-mark="([^"]*)">.*?</a>', re.DOTALL)
#: Where the notes of a section go, if they do not wait for the end of the page.
HERE = "<harbor-notes-here></harbor-notes-here>"
_collecting: ContextVar[bool] = ContextVar("harbor_notes", default=False)


@contextmanager
def collecting(on: bool = True) -> Iterator[None]:
    """Rich text that is rendered inside leaves marks."""
    token = _collecting.set(on)
    try:
        yield
    finally:
        _collecting.reset(token)


def is_collecting() -> bool:
    return _collecting.get()


def opening_tag(cite: Cite) -> str:
    """The mark's opening tag; the sign and the closing tag follow in the rich text itself."""
    given = json.dumps(marks.attributes(cite), ensure_ascii=False)
    return f'<a data-harbor-mark="{html.escape(given)}">'


@dataclass(frozen=True, slots=True)
class ShownNote:
    """``spoken`` is what a screen reader hears instead of ``seen``, where that alone says too little."""

    number: int
    seen: SafeString
    spoken: SafeString = SafeString("")
    tail: str = ""


def with_notes(text: str, *, by_section: bool = False, preview: bool = False, paper: bool = False) -> SafeString:
    """``text`` with its marks numbered and its lists of notes; two or three queries, whatever the number of notes.

    ``preview`` shows where a source is still to be found. ``paper`` spells "ibid." out for all.
    """
    pieces = text.split(HERE)
    if not by_section:
        pieces = ["".join(pieces)]
    cites = [[_cite(found) for found in _MARK.finditer(piece)] for piece in pieces]
    sources = _sources(cite for group in cites for cite in group)
    done, start = [], 1
    for piece, group in zip(pieces, cites, strict=True):
        notes = number_notes([cite for cite in group if not cite.needed], start)
        done.append(_numbered(piece, iter(notes), preview))
        done.append(_list(notes, sources, by_section, paper))
        start += len(notes)
    return mark_safe("".join(done))


def _cite(found: re.Match[str]) -> Cite:
    return marks.from_attributes(json.loads(html.unescape(found[1])))


def _sources(cites: Iterator[Cite]) -> dict[int, Source]:
    wanted = {cite.source for cite in cites if cite.source is not None}
    if not wanted:
        return {}
    found = Source.objects.filter(pk__in=wanted).select_related("document").prefetch_related("authors")
    return {source.pk: source for source in found}


def _numbered(piece: str, notes: Iterator[Note], preview: bool) -> str:
    end = -1

    def replace(found: re.Match[str]) -> str:
        nonlocal end
        if _cite(found).needed:
            return f' <mark class="harbor-cite-needed">[{_("source needed")}]</mark>' if preview else ""
        comma = '<sup class="harbor-cite">,</sup>' if found.start() == end else ""
        end = found.end()
        return comma + _reference_mark(next(notes).number)

    return _MARK.sub(replace, piece)


def _reference_mark(number: int) -> str:
    label = html.escape(_("Note %(number)d") % {"number": number})
    link = f'<a id="cite-{number}" href="#note-{number}" role="doc-noteref" aria-label="{label}">{number}</a>'
    # A word joiner: no line begins with the number of a note.
    return f'\u2060<sup class="harbor-cite">{link}</sup>'


def _list(notes: list[Note], sources: dict[int, Source], by_section: bool, paper: bool) -> str:
    if not notes:
        return ""
    shown = [_shown(note, sources, paper) for note in notes]
    values = {"notes": shown, "start": notes[0].number, "by_section": by_section}
    return render_to_string("harbor_advocacy/includes/notes.html", values)


def _shown(note: Note, sources: dict[int, Source], paper: bool) -> ShownNote:
    cite = note.cite
    if note.form is Form.WORDS:
        return ShownNote(note.number, format_html("{}", cite.note))
    source = sources.get(cite.source or 0)
    if source is None:
        return ShownNote(note.number, format_html("{}", _("This source is no longer listed.")), tail=cite.note)
    place = pinpoint_words(cite.pinpoint)
    if note.form is Form.FULL:
        seen = reference(source)
        return ShownNote(note.number, format_html("{} {}", seen, _stop(place)) if place else seen, tail=cite.note)
    short = format_html('<a href="#note-{}">{}</a>', note.first, source.short_name)
    spoken = _with_place(format_html(_("{source}, see note {number}"), source=short, number=note.first), place)
    if note.form is Form.AGAIN:
        return ShownNote(note.number, spoken, tail=cite.note)
    # Translators: "in the same place": the source of the note before
    ibid = _with_place(format_html("<i>{}</i>", _("Ibid.")), place)
    if paper:
        return ShownNote(note.number, format_html("{} ({})", ibid, short), tail=cite.note)
    return ShownNote(note.number, ibid, spoken, cite.note)


def _with_place(text: SafeString, place: str) -> SafeString:
    return format_html("{}, {}", text, _stop(place)) if place else text


def _stop(text: str) -> str:
    return text if not text or text.endswith(".") else f"{text}."
