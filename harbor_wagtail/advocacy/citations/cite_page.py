"""How others cite a page of ours: one line to copy, a file for reference managers, and meta tags they read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


@dataclass(frozen=True, slots=True)
class CitedPage:
    """``authors`` are names as written; ``published`` and ``reviewed`` ISO dates or empty; ``url`` is absolute."""

    title: str
    kind: str
    ris_type: str
    authors: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    year: int | None = None
    edition: str = ""
    identifier: str = ""
    url: str = ""
    language: str = ""
    reviewed: Any = None
    abstract: str = ""
    pdf_url: str = ""

    def line(self) -> str:
        """ "Ana Ruiz & Lee Park (2026). Title [Issue brief]. 2nd edition. Coalition. https://…"."""
        who = get_text_list(list(self.authors or self.publishers), pgettext("harbor", "and"))
        year, titled = f"({self.year or _('n.d.')}).", f"{self.title} [{self.kind}]."
        parts = [
            # What nobody signed is cited by its title.
            *((f"{who} {year}", titled) if who else (titled, year)),
            f"{self.edition}." if self.edition else "",
            f"{', '.join(self.publishers)}." if self.publishers and self.authors else "",
            f"{self.identifier}." if self.identifier else "",
            self.url,
        ]
        if self.reviewed:
            parts.append("(" + _("reviewed on %(date)s") % {"date": date_format(self.reviewed, "DATE_FORMAT")} + ")")
        return " ".join(part for part in parts if part)

    def ris(self) -> str:
        """RIS: a line for each fact, CR LF at its end. Persons as "Last, First" where a name has two parts or more."""
        return "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in self._ris_lines())

    def _ris_lines(self) -> Iterator[tuple[str, str]]:
        yield "TY", self.ris_type
        yield "TI", self.title
        yield from (("AU", _last_first(name)) for name in self.authors)
        if not self.authors:
            yield from (("AU", name) for name in self.publishers)
        yield from (("PB", name) for name in self.publishers)
        facts = (
            ("PY", self.year),
            ("ET", self.edition),
            ("M3", self.kind),
            ("AB", self.abstract),
            ("LA", self.language),
        )
        yield from ((tag, str(value)) for tag, value in facts if value)
        if self.identifier:
            yield ("DO" if self.identifier.startswith("10.") else "SN"), self.identifier
        if self.url:
            yield "UR", self.url
        yield "ER", ""

    def meta(self) -> Iterator[tuple[str, str]]:
        """Names and contents of Highwire's and Dublin Core's meta tags."""
        yield "citation_title", self.title
        yield "DC.title", self.title
        for name in self.authors or self.publishers:
            yield "citation_author", name
            yield "DC.creator", name
        for name in self.publishers:
            yield "citation_publisher", name
            yield "DC.publisher", name
        if self.year:
            yield "citation_publication_date", str(self.year)
            yield "DC.date", str(self.year)
        yield "DC.type", self.kind
        for tag, value in (("language", self.language), ("abstract_html_url", self.url), ("pdf_url", self.pdf_url)):
            if value:
                yield f"citation_{tag}", value
        if self.language:
            yield "DC.language", self.language
        if self.url:
            yield "DC.identifier", self.url


def cited_page(page: Any, request: HttpRequest | None) -> CitedPage:
    persons = [block.value for block in page.adv_authors]
    first = page.first_published_at
    return CitedPage(
        title=page.title,
        kind=str(page.advocacy_kind),
        ris_type=page.ris_type,
        authors=tuple(person["name"] for person in persons),
        publishers=tuple(publisher.name for publisher in page.harbor_publishers),
        year=page.adv_year or (first.year if first else None),
        edition=page.adv_edition,
        identifier=page.adv_identifier,
        url=(page.get_full_url(request) or "") if page.pk else "",
        language=page.locale.language_code if page.locale_id else "",
        reviewed=page.adv_reviewed_on,
        abstract=page.get_description(),
    )


def _last_first(name: str) -> str:
    first, _space, last = name.rpartition(" ")
    return f"{last}, {first}" if first and "," not in name else name


def _one_line(value: str) -> str:
    return " ".join(value.split())
