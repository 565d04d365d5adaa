"""What an editor is told before a page goes out: hard words, facts without a source, notes still owed, days gone by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from harbor_wagtail.advocacy.abbreviations import glossary_of
from harbor_wagtail.advocacy.citations.marks import Cite, cites_in
from harbor_wagtail.advocacy.quotes import remarks as on_quotes
from harbor_wagtail.advocacy.texts import rich_lines, stream_texts
from harbor_wagtail.language.remarks import Remark, on_reading

_SHORT_FORM = re.compile(r"\b[A-Z]{2,6}s?\b")
#: Read as words everywhere.
_KNOWN = {"US", "USA", "PDF", "II", "III", "IV", "OK", "TV", "AND", "NOT", "OR", "ID", "FAQ"}


def remarks(page: Any) -> list[Remark]:
    """Everything there is to say about a page as last saved."""
    return [
        *_reading(page),
        *_notes(page),
        *_myths(page),
        *_short_forms(page),
        *_pull_quotes(page),
        *_quotes(page),
        *_dates(page),
    ]


def page_lines(page: Any) -> list[str]:
    return [*rich_lines(page.adv_intro), *(text.text for text in stream_texts(page.adv_body))]


def page_cites(page: Any) -> list[Cite]:
    """Every note of the page as it is stored, wherever it is."""
    return list(cites_in(page.adv_intro or "")) + [cite for child in page.adv_body for cite in _cites(child.value)]


def _cites(value: Any) -> Iterator[Cite]:
    if hasattr(value, "source") and isinstance(value.source, str):
        yield from cites_in(value.source)
    elif hasattr(value, "values"):
        for each in value.values():
            yield from _cites(each)
    elif hasattr(value, "bound_blocks"):
        for each in value:
            yield from _cites(each)


def _reading(page: Any) -> Iterator[Remark]:
    if not page.locale_id:
        return iter(())
    return on_reading(page_lines(page), page.locale.language_code, page.adv_grade)


def _notes(page: Any) -> Iterator[Remark]:
    cites = page_cites(page)
    owed = sum(cite.needed for cite in cites)
    if owed:
        text = ngettext(
            "%(count)d source is still to be found. Visitors do not see the mark.",
            "%(count)d sources are still to be found. Visitors do not see the marks.",
            owed,
        )
        yield Remark(text % {"count": owed}, serious=True)
    count = len(cites) - owed
    sources = len({cite.source for cite in cites if cite.source})
    yield Remark(_("Notes: %(count)d. Sources they lead to: %(sources)d.") % {"count": count, "sources": sources})


def _myths(page: Any) -> Iterator[Remark]:
    for number, block in enumerate((child for child in page.adv_body if child.block_type == "myth"), start=1):
        if not list(_cites(block.value)) and not block.value["materials"]:
            text = _("Fact %(number)d names no source and no material.")
            yield Remark(text % {"number": block.value["number"] or number}, serious=True)


def _short_forms(page: Any) -> Iterator[Remark]:
    used = {form.rstrip("s") for line in page_lines(page) if not line.isupper() for form in _SHORT_FORM.findall(line)}
    missing = sorted(used - set(glossary_of(page)) - _KNOWN)
    if missing:
        text = _("Short forms that the glossary does not explain: %(forms)s.")
        yield Remark(text % {"forms": ", ".join(missing)})


def _pull_quotes(page: Any) -> Iterator[Remark]:
    lines = " ".join(page_lines(page))
    for child in page.adv_body:
        words = " ".join(child.value["text"].split()) if child.block_type == "pull_quote" else ""
        if words and lines.count(words) < 2:
            text = _("The pull quote “%(words)s” does not stand in the text, so those who listen miss it.")
            yield Remark(text % {"words": words[:60]}, serious=True)


def _quotes(page: Any) -> Iterator[Remark]:
    return (Remark(text, serious=True) for text in on_quotes.remarks(page, page_lines(page)))


def _dates(page: Any) -> Iterator[Remark]:
    if page.adv_review_by and page.adv_review_by < timezone.localdate():
        yield Remark(_("This page was due to be looked at again."), serious=True)
