"""A source in words: the whole reference, the short one, and the place inside it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from harbor_wagtail.models import Source, SourceKind

_PLAIN_PAGES = re.compile(r"^\d+(?:\s*[-–,]\s*\d+)*$")
#: Works that stand inside another: the title is quoted, what it is part of is set in italics.
_PARTS = {SourceKind.ARTICLE, SourceKind.CHAPTER, SourceKind.NEWS}


def pinpoint_words(pinpoint: str) -> str:
    """ "p. 4" of "4", "pp. 4–6" of "4-6"; whatever else somebody wrote stays as it is."""
    if not _PLAIN_PAGES.match(pinpoint):
        return pinpoint
    count = 1 if pinpoint.isdigit() else 2
    pages = re.sub(r"\s*-\s*", "–", pinpoint)
    return ngettext("p. %(pages)s", "pp. %(pages)s", count) % {"pages": pages}


def author_names(source: Source) -> str:
    names = [", ".join(part for part in (str(author), author.credentials) if part) for author in source.authors.all()]
    if source.and_others and names:
        return _("%(names)s et al.") % {"names": ", ".join(names)}
    return str(get_text_list(names, pgettext("harbor", "and"))) if names else ""


def reference(source: Source) -> SafeString:
    """The whole reference as HTML: who, when, what, where; each part ends with one full stop."""
    who = author_names(source) or source.organization
    year = str(source.year) if source.year else pgettext("no date", "n.d.")
    # Without anybody to name, the title comes first: "(2022)." says nothing to who looks for it.
    opening = [format_html("{} ({}).", who, year), _title(source)] if who else [_title(source), f"({year})."]
    parts: list[str] = [*opening, *_where(source)]
    if source.organization and who != source.organization:
        parts.append(_stop(source.organization))
    if source.identifier:
        parts.append(_stop(source.identifier))
    return format_html_join(" ", "{}", ((part,) for part in [*parts, *_addresses(source)] if part))


def _title(source: Source) -> SafeString:
    language = format_html(' lang="{}"', source.language) if source.language else mark_safe("")
    if source.kind in _PARTS:
        return format_html("<span{}>“{}”</span>", language, _stop(source.title))
    return format_html("<cite{}>{}</cite>{}", language, source.title, "" if source.title[-1:] in ".?!" else ".")


def _where(source: Source) -> Iterable[str]:
    volume = source.volume + (f"({source.issue})" if source.issue else "")
    details = ", ".join(part for part in (volume, source.pages) if part)
    if source.container:
        tail = f", {details}" if details else ""
        yield format_html("<i>{}</i>{}", source.container, _stop(tail) if tail else ".")
    elif details:
        yield _stop(pinpoint_words(details))
    if source.citation:
        yield _stop(source.citation)


def _addresses(source: Source) -> Iterable[SafeString]:
    if source.url:
        yield format_html('<a href="{0}" rel="noreferrer">{0}</a>', source.url)
    if source.accessed:
        yield format_html("({})", _("last read on %(date)s") % {"date": date_format(source.accessed, "DATE_FORMAT")})
    if source.document_id and source.document:
        yield format_html('<a href="{}">{}</a>', source.document.url, _("Copy on this site"))
    if source.archived_url:
        yield format_html('<a href="{}" rel="noreferrer">{}</a>', source.archived_url, _("Archived copy"))


def _stop(text: str) -> str:
    return text if text[-1:] in ".?!" else f"{text}."
