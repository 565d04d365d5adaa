"""The content tree as a PDF: tagged, PDF/UA-1, with fields to fill in. The same document gives the same bytes."""

from __future__ import annotations

import io
import json
import logging
import re
from dataclasses import dataclass, field, replace
from typing import Any

from harbor_wagtail.documents import engine, fonts, html
from harbor_wagtail.documents.pdf_finish import finish
from harbor_wagtail.documents.pdf_verdict import Verdict, judge
from harbor_wagtail.documents.tree import Document

logger = logging.getLogger(__name__)
#: Changes when the same document would give other bytes, so that files kept from before are made anew.
FORMAT = 5
_SCHEME = "harbor-font:"


@dataclass(frozen=True, slots=True)
class Pdf:
    """``fields`` is what the script that saves a filled copy needs (see ``static/…/save.js``), as JSON.

    ``verdict`` says what the file is like for somebody who does not see it.
    """

    content: bytes
    pages: int
    fields: str = ""
    verdict: Verdict | None = None


@dataclass(slots=True)
class _Finisher:
    rtl: bool
    css: str
    map: dict[str, Any] = field(default_factory=dict)
    verdict: Verdict | None = None

    def __call__(self, document: Any, pdf: Any) -> None:
        self.map = finish(document, pdf, rtl=self.rtl)
        self.verdict = judge(pdf, self.css)


def is_fillable(document: Document) -> bool:
    """Fields are offered where viewers can draw what is typed; other scripts get lines to write on."""
    return bool(document.fields) and fonts.can_be_typed(document.language)


def make_pdf(document: Document) -> Pdf:
    """Raises ``engine.NoEngine`` where PDF cannot be made."""
    fillable = is_fillable(document)
    return _make(html.pdf_html(document, fillable=fillable), document, "pdf.css", fillable)


def make_card(document: Document) -> Pdf:
    """The wallet card: one sheet, to cut out and fold."""
    return _make(html.card_html(document), document, "card.css", fillable=False)


def make_from_html(markup: str, language: str, sheet: str, *, rtl: bool = False) -> Pdf:
    """A whole HTML document as a tagged PDF. ``sheet`` is a stylesheet beside the fonts; nothing else is fetched."""
    return _render(markup, language, sheet, rtl=rtl, fillable=False)


def _make(markup: str, document: Document, sheet: str, fillable: bool) -> Pdf:
    return _render(markup, document.language, sheet, rtl=document.rtl, fillable=fillable)


def _render(markup: str, language: str, sheet: str, *, rtl: bool, fillable: bool) -> Pdf:
    try:
        return _rendered(markup, language, sheet, rtl=rtl, fillable=fillable)
    except OSError as problem:
        # WeasyPrint lays the fonts into a temporary folder, and the disk may be full.
        logger.exception("No PDF could be made: what it needs for a moment could not be written or read")
        raise engine.NoEngine(f"PDF files cannot be made at the moment ({problem.strerror or problem}).") from problem


def _rendered(markup: str, language: str, sheet: str, *, rtl: bool, fillable: bool) -> Pdf:
    weasyprint = engine.load()
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    config = weasyprint.text.fonts.FontConfiguration()
    others = fonts.embeddable(language, markup)
    fetch = _fetcher(weasyprint, others)
    style = _css(sheet, others)
    css = weasyprint.CSS(string=style, font_config=config, url_fetcher=fetch)
    finisher = _Finisher(rtl, style)
    rendered = weasyprint.HTML(string=markup, url_fetcher=fetch).render(
        stylesheets=[css], font_config=config, pdf_forms=fillable, pdf_variant="pdf/ua-1"
    )
    target = io.BytesIO()
    rendered.write_pdf(target, finisher=finisher, pdf_forms=fillable, pdf_variant="pdf/ua-1")
    made = Pdf(target.getvalue(), len(rendered.pages), verdict=finisher.verdict)
    if not (fillable and finisher.map.get("fields")):
        return made
    known = {**finisher.map, **_trailer(made.content)}
    return replace(made, fields=json.dumps(known, separators=(",", ":"), sort_keys=True))


def _trailer(content: bytes) -> dict[str, Any]:
    """The number of objects and the reference to the title, from the table at the end of the file."""
    table = content[content.rindex(b"/Type /XRef") :][:400]
    size = re.search(rb"/Size (\d+)", table)
    info = re.search(rb"/Info (\d+ \d+ R)", table)
    return {
        "size": int(size[1]) if size else 0,
        "info": f" /Info {info[1].decode()}" if info else "",
    }


def _css(sheet: str, others: dict[int, bytes]) -> str:
    css = (fonts.FOLDER / sheet).read_text(encoding="utf-8")
    for weight in others:
        source = f'font-weight: {weight}; src: url("{_SCHEME}{weight}")'
        css += f'@font-face {{ font-family: "Harbor Other"; {source}; }}\n'
    return css


def _fetcher(weasyprint: Any, others: dict[int, bytes]) -> Any:
    """Gives out our fonts and refuses everything else: an editor's words never make the server fetch anything."""
    given = {f"{_SCHEME}{weight}": content for weight, content in others.items()}
    for path in fonts.FOLDER.glob("*.ttf"):
        given[f"{_SCHEME}{path.name}"] = path.read_bytes()

    class Fonts(weasyprint.urls.URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in given:
                raise ValueError("Nothing but the fonts of the package is fetched for a PDF.")
            return weasyprint.urls.URLFetcherResponse(url, given[url], {"Content-Type": "font/ttf"})

    return Fonts()
