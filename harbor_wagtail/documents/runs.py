"""Text and rich text into runs: bold, italic, links, and telephone numbers wherever they stand."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from harbor_wagtail.documents.tree import Items, Node, Paragraph, Run, Runs

#: North American numbers as people write them, the short codes a plan may name, and words that stand for a number.
_NUMBER = re.compile(
    r"(?<![\w-])(?:(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}|911|988|211|741741|233733)(?![\w-])|\{(?:hotline|emergency)\}"
)
_LINK = ("http://", "https://", "tel:", "sms:")


def text_runs(text: str, *, bold: bool = False, italic: bool = False, href: str = "") -> Runs:
    """``text`` cut where a telephone number begins and ends."""
    if href:
        return (Run(text, bold, italic, href),) if text else ()
    runs: list[Run] = []
    end = 0
    for found in _NUMBER.finditer(text):
        runs.append(Run(text[end : found.start()], bold, italic))
        runs.append(Run(found.group(), bold, italic, number=True))
        end = found.end()
    runs.append(Run(text[end:], bold, italic))
    return tuple(run for run in runs if run.text)


class _Reader(HTMLParser):
    """Reads the few elements an editor's rich text has; whatever else stands there is read as its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.nodes: list[Node] = []
        self._runs: list[Run] = []
        self._items: list[Runs] | None = None
        self._ordered = False
        self._depth = 0
        self._bold = self._italic = 0
        self._href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("p", "ul", "ol"):
            self._end_paragraph()
        if tag in ("ul", "ol", "li"):
            self._end_item()
        if tag in ("ul", "ol"):
            self._depth += 1
            if self._items is None:  # a list inside a list goes on with its items
                self._items, self._ordered = [], tag == "ol"
        elif tag in ("b", "strong"):
            self._bold += 1
        elif tag in ("i", "em"):
            self._italic += 1
        elif tag == "br":
            self._runs.append(Run("\n"))
        elif tag == "a":
            href = dict(attrs).get("href") or ""
            self._href = href if href.startswith(_LINK) else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "p":
            self._end_paragraph()
        elif tag == "li":
            self._end_item()
        elif tag in ("ul", "ol"):
            self._depth = max(0, self._depth - 1)
            if not self._depth:
                self._end_list()
        elif tag in ("b", "strong"):
            self._bold = max(0, self._bold - 1)
        elif tag in ("i", "em"):
            self._italic = max(0, self._italic - 1)
        elif tag == "a":
            self._href = ""

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\s+", " ", data)
        if text.strip() or self._runs:
            self._runs += text_runs(text, bold=bool(self._bold), italic=bool(self._italic), href=self._href)

    def _end_paragraph(self) -> None:
        if self._items is not None:
            return  # a paragraph inside a list item is part of the item
        if runs := _trimmed(self._runs):
            self.nodes.append(Paragraph(runs))
        self._runs = []

    def _end_item(self) -> None:
        if self._items is None:
            return
        if runs := _trimmed(self._runs):
            self._items.append(runs)
        self._runs = []

    def _end_list(self) -> None:
        self._end_item()
        if self._items:
            self.nodes.append(Items(tuple(self._items), self._ordered))
        self._items = None

    def finish(self) -> tuple[Node, ...]:
        self._end_list()
        self._end_paragraph()
        return tuple(self.nodes)


def _trimmed(runs: list[Run]) -> Runs:
    kept = [run for run in runs if run.text]
    return tuple(kept) if any(run.text.strip() for run in kept) else ()


def rich_nodes(html: str) -> tuple[Node, ...]:
    """Paragraphs and lists of an editor's rich text, which Wagtail has already expanded to HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finish()
