"""The commonest faults of HTML, found in a millisecond a page; the Nu checker knows the rest (CONTRIBUTING)."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: What ends a paragraph that is still open, so that its own end tag stands alone.
BLOCKS = (
    frozenset(
        "address article aside blockquote details div dl fieldset figure footer form header hr main nav ol p pre section "
        "table ul".split()
    )
    | HEADINGS
)
INTERACTIVE = frozenset({"a", "button", "select", "textarea", "label"})
POINTS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list", "form")


def faults(html: str) -> list[str]:
    """What is wrong with a page: elements that do not end where they should, ids given twice or pointed at and missing,
    headings without words, blocks in paragraphs, links in links, pictures without ``alt``."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    twice = [f"id {name} given {number} times" for name, number in Counter(reader.ids).items() if number > 1]
    missing = [
        f"{name} points at {target}, which is not there" for name, target in reader.points if target not in reader.ids
    ]
    left = [f"{tag} never ends" for tag, _text in reader.open if tag != "svg"]
    return [*reader.found, *twice, *missing, *left]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.ids: list[str] = []
        self.points: list[tuple[str, str]] = []
        self.open: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._at(tag, given, [name for name, _value in attrs])
        around = [name for name, _text in self.open]
        if tag in BLOCKS and "p" in around and "button" not in around:
            self.found.append(f"{tag} in p")
        if tag in INTERACTIVE and tag in around:
            self.found.append(f"{tag} in {tag}")
        if tag not in VOID:
            self.open.append((tag, []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._at(tag, {name: value or "" for name, value in attrs}, [name for name, _value in attrs])

    def _at(self, tag: str, given: dict[str, str], names: list[str]) -> None:
        if len(set(names)) < len(names):
            self.found.append(f"{tag} has an attribute twice")
        if "id" in given:
            self.ids.append(given["id"])
        self.points += [(name, target) for name in POINTS for target in given.get(name, "").split()]
        if tag == "img":
            for _tag, text in self.open:
                text.append(given.get("alt", ""))
            if "alt" not in given:
                self.found.append("img without alt")
        if given.get("type") in ("checkbox", "radio") and "autocomplete" in given:
            self.found.append(f"autocomplete on a {given['type']}")

    def handle_data(self, data: str) -> None:
        for _tag, text in self.open:
            text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            self.found.append(f"/{tag} where {self.open[-1][0] if self.open else 'nothing'} is open")
            return
        _tag, text = self.open.pop()
        if tag in (*HEADINGS, "title", "legend", "summary") and not "".join(text).strip():
            self.found.append(f"{tag} without words")
