"""Notes of a document as notes of ours: they lead to a source that is known, or to one made of what the note says."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from bs4 import Tag
from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.citations.marks import Cite, markup
from harbor_wagtail.advocacy.importing.inline import Liner
from harbor_wagtail.advocacy.importing.pieces import plain
from harbor_wagtail.advocacy.importing.told import Told
from harbor_wagtail.models import Source, SourceKind

_AGAIN = re.compile(r"^(?:id|ibid|ib[ií]d(?:em)?)\b\.?,?\s*(?:at\s+)?(.*)$", re.IGNORECASE)
_PLACE = re.compile(r"(?:^|[\s,(])((?:pp?|págs?)\.\s*\d+(?:\s*[-–]\s*\d+)?)")
_URL = re.compile(r'<a href="(https?://[^"]+)">')
_LINK = re.compile(r"<a href[^>]*>.*?</a>|https?://\S+")
_TITLE = re.compile(r"<i>(.+?)</i>|[“\"«](.+?)[”\"»]")
_YEAR = re.compile(r"\(?\b((?:19|20)\d\d)\b\)?")
_NO_DATE = re.compile(r"\(?\bn\.\s?d\.\)?", re.IGNORECASE)
_VISITED = re.compile(
    r"\(?(?:last (?:visited|accessed)|accessed|retrieved|consultado)(?: on| el)?:?\s+([^)]+?)\)?\.?$", re.IGNORECASE
)
_DAYS = ("%B %d, %Y", "%b. %d, %Y", "%b %d, %Y", "%Y-%m-%d", "%d %B %Y", "%m/%d/%Y")
#: A shorter title would be found in notes that are about something else.
_SHORTEST_TITLE = 15


@dataclass(frozen=True, slots=True)
class _Read:
    """What a note says about a document."""

    title: str
    organization: str
    container: str
    year: int | None
    url: str
    accessed: dt.date | None


class Notebook:
    """Gives the mark of each note, in reading order. A source is made at most once, however often it is named."""

    def __init__(self, told: Told, notes: dict[str, Tag]) -> None:
        self._told, self._notes = told, notes
        self._liner = Liner(told, lambda name: "", frozenset())
        self._marks: dict[str, Cite] = {}
        self._last: Cite | None = None
        self._titles = {_key(title): pk for pk, title in Source.objects.values_list("pk", "title")}
        self._urls = {url: pk for pk, url in Source.objects.exclude(url="").values_list("pk", "url")}
        self.sources = 0

    @property
    def count(self) -> int:
        return len(self._marks)

    def unread(self) -> list[str]:
        """What the notes say that no mark led to."""
        return [" ".join(tag.get_text(" ").split()) for name, tag in self._notes.items() if name not in self._marks]

    def mark(self, name: str) -> str:
        if name not in self._marks:
            self._marks[name] = self._cite(self._notes[name])
        self._last = self._marks[name]
        return markup(self._last)

    def source_called(self, title: str, url: str) -> int:
        """The source of that title or address; made if there is none."""
        self._told.replaced(f"{title} {url}")
        found = self._urls.get(url) if url else None
        return found or self._titles.get(_key(title)) or self._made(_Read(title, "", "", None, url, None))

    def _cite(self, note: Tag) -> Cite:
        self._liner.place = place = _("note %(number)d") % {"number": len(self._marks) + 1}
        rich = self._liner.line(note.find_all("p")[0].children if len(note.find_all("p")) == 1 else _lines(note))
        words = plain(rich)
        if not words:
            self._told.to_do(place, _("The note is empty in the file. It waits for its source."))
            return Cite(needed=True)
        if (again := _AGAIN.match(words)) and self._last and self._last.source:
            self._told.replaced(words)
            return Cite(self._last.source, pinpoint=again[1].strip(" .")[:80])
        return self._known(rich, words, place) or self._new(rich, words, place) or self._in_words(words, place)

    def _known(self, rich: str, words: str, place: str) -> Cite | None:
        found = next((self._urls[url] for url in _URL.findall(rich) if url in self._urls), None)
        if found is None:
            said = _key(words)
            fits = [title for title in self._titles if len(title) >= _SHORTEST_TITLE and title in said]
            found = self._titles[max(fits, key=len)] if fits else None
        if found is None:
            return None
        self._told.mended(place, _("It leads to a source you have. The note said:"), words)
        return Cite(found, pinpoint=_pinpoint(words))

    def _new(self, rich: str, words: str, place: str) -> Cite | None:
        read = _read(rich)
        if read is None:
            return None
        self._told.to_do(place, _("A source was made of it. Look whether all of it is in its place:"), words)
        return Cite(self._made(read), pinpoint=_pinpoint(words))

    def _in_words(self, words: str, place: str) -> Cite:
        if "://" in words or _YEAR.search(words):
            self._told.to_do(place, _("It stays in words. If it names a document, make that a source:"), words)
        return Cite(note=words)

    def _made(self, read: _Read) -> int:
        made = Source.objects.create(
            kind=SourceKind.WEB if read.url else SourceKind.OTHER,
            title=read.title,
            organization=read.organization,
            container=read.container,
            year=read.year,
            url=read.url,
            accessed=read.accessed if read.url else None,
        )
        self.sources += 1
        self._titles[_key(read.title)] = made.pk
        if read.url:
            self._urls[read.url] = made.pk
        return int(made.pk)


def _lines(note: Tag) -> list[object]:
    """Several paragraphs in one line, a space between."""
    nodes: list[object] = []
    for child in note.children:
        nodes += [*child.children, " "] if isinstance(child, Tag) and child.name == "p" else [child]
    return nodes


def _read(rich: str) -> _Read | None:
    """A note that names one document: who, its title in italics or quotation marks, where, when, at which address.

    What stands before the title is who, what stands after it is where; so no word of it is lost. ``None`` where there is
    no title, more than one address, or more words than fit.
    """
    urls = [url.replace("&amp;", "&") for url in _URL.findall(rich)]
    titled = _TITLE.search(rich)
    if not titled or len(urls) > 1 or len(plain(titled[0]).split()) < 2:
        return None
    before, after = plain(rich[: titled.start()]), plain(_LINK.sub(" ", rich[titled.end() :]))
    visited = _VISITED.search(after)
    accessed = _day(visited[1]) if visited else None
    after = after[: visited.start()] if visited and accessed else after
    after = _pinpoint_out(after)
    year = _YEAR.search(after) or _YEAR.search(before)
    read = _Read(
        title=plain(titled[1] or titled[2]).rstrip(".,"),
        organization=_bare(before),
        container=_bare(after),
        year=int(year[1]) if year else None,
        url=urls[0] if urls else "",
        accessed=accessed,
    )
    fits = len(read.title) <= 400 and len(read.organization) <= 255 and len(read.container) <= 255
    return read if fits and (read.organization or read.url or read.year) else None


def _bare(text: str) -> str:
    text = _NO_DATE.sub(" ", _YEAR.sub(" ", text, count=1))
    return re.sub(r"\(\s*\)", " ", " ".join(text.split())).strip(" ,.;:")


def _pinpoint(words: str) -> str:
    found = _PLACE.search(words)
    return found[1][:80] if found else ""


def _pinpoint_out(text: str) -> str:
    found = _PLACE.search(text)
    return text[: found.start()] + text[found.end() :] if found else text


def _day(words: str) -> dt.date | None:
    for pattern in _DAYS:
        try:
            return dt.datetime.strptime(words.strip().replace("Sept.", "Sep."), pattern).date()  # noqa: DTZ007  a day, without a time
        except ValueError:
            continue
    return None


def _key(title: str) -> str:
    return re.sub(r"\W+", " ", title).strip().casefold()
