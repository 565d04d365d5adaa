"""The content tree every output is made from: plain, frozen data, without HTML.

A node names the template that shows it (``template``); Word has a function for each kind in ``word_nodes``. Field ids
are stable from one version of a page to the next, so that a filled file keeps its answers' names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

FieldKind = Literal["short", "long", "date", "choice", "check"]
CalloutKind = Literal["remember", "caution", "note", "think"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one look. ``number`` marks a telephone number, which keeps its direction everywhere."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""
    number: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """Something to fill in. ``label`` is the whole of what a screen reader says; ``lines`` is 1 to 40."""

    id: str
    label: str
    kind: FieldKind = "short"
    lines: int = 1
    options: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    template: ClassVar[str] = ""

    @property
    def fields(self) -> tuple[Field, ...]:
        return ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Every string a reader of this node sees, for the editor's checks."""
        return ()


def plain(runs: Runs) -> str:
    return "".join(run.text for run in runs)


@dataclass(frozen=True, slots=True)
class Heading(Node):
    """A heading inside a section (h3)."""

    template: ClassVar[str] = "harbor_wagtail/documents/nodes/heading.html"
    title: str

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.title,)


@dataclass(frozen=True, slots=True)
class Paragraph(Node):
    template: ClassVar[str] = "harbor_wagtail/documents/nodes/paragraph.html"
    runs: Runs

    @property
    def texts(self) -> tuple[str, ...]:
        return (plain(self.runs),)


@dataclass(frozen=True, slots=True)
class Items(Node):
    template: ClassVar[str] = "harbor_wagtail/documents/nodes/items.html"
    items: tuple[Runs, ...]
    ordered: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(plain(item) for item in self.items)


@dataclass(frozen=True, slots=True)
class Callout(Node):
    """A box: three things to remember, a caution, something to think about."""

    template: ClassVar[str] = "harbor_wagtail/documents/nodes/callout.html"
    title: str
    nodes: tuple[Node, ...]
    kind: CalloutKind = "note"

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(each for node in self.nodes for each in node.fields)

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.title, *(text for node in self.nodes for text in node.texts))


@dataclass(frozen=True, slots=True)
class Question(Node):
    """A question with a place for the answer."""

    template: ClassVar[str] = "harbor_wagtail/documents/nodes/question.html"
    title: str
    field: Field
    help: str = ""
    optional: bool = False

    @property
    def fields(self) -> tuple[Field, ...]:
        return (self.field,)

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.title, self.help, *self.field.options)


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a checklist. ``qualifier`` says when it fits ("if possible"), ``caution`` what it may bring about.

    ``sources`` are numbers of the document's sources. Without ``field`` the line is read, not ticked.
    """

    runs: Runs
    field: Field | None = None
    qualifier: str = ""
    caution: str = ""
    sources: tuple[int, ...] = ()

    @property
    def said(self) -> str:
        return f"{plain(self.runs)} ({self.qualifier})" if self.qualifier else plain(self.runs)


@dataclass(frozen=True, slots=True)
class Checks(Node):
    template: ClassVar[str] = "harbor_wagtail/documents/nodes/checks.html"
    title: str
    checks: tuple[Check, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(check.field for check in self.checks if check.field)

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.title, *(text for check in self.checks for text in (check.said, check.caution)))


@dataclass(frozen=True, slots=True)
class Table(Node):
    """A table of fields: one row for each person, trigger or paper. Every row has as many fields as ``columns``."""

    template: ClassVar[str] = "harbor_wagtail/documents/nodes/table.html"
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Field, ...], ...]
    help: str = ""

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(cell for row in self.rows for cell in row)

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.title, self.help, *self.columns)


@dataclass(frozen=True, slots=True)
class Section:
    """``anchor`` is the id of the heading; ``emergency`` sections say nothing, the box at the top does."""

    title: str
    nodes: tuple[Node, ...]
    anchor: str = ""

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(each for node in self.nodes for each in node.fields)


@dataclass(frozen=True, slots=True)
class Line:
    """A hotline: what it is, whom to call or text, in which language the words are if not the document's."""

    name: str
    call: str = ""
    text: str = ""
    keyword: str = ""
    note: str = ""
    language: str = ""


def text_of_line(line: Line) -> Runs:
    """ "Hotline, 24 hours: Call 1-888-373-7888; Text HELP to 233733" as runs, for outputs without markup."""
    runs = [Run(line.name, bold=True), Run(f", {line.note}" if line.note else "")]
    if line.call:
        runs += [Run(": " + pgettext("harbor", "Call") + " "), Run(line.call, bold=True, number=True)]
    if line.text:
        words = _("%(keyword)s to %(number)s") % {"keyword": line.keyword, "number": line.text}
        texting = pgettext("harbor", "Text") if line.keyword else pgettext("harbor, without a word to send", "Text")
        runs += [Run(f"; {texting} "), Run(words if line.keyword else line.text, bold=True, number=True)]
    return tuple(run for run in runs if run.text)


@dataclass(frozen=True, slots=True)
class Emergency:
    """The first thing in every output: the emergency number, and the lines to call."""

    title: str
    number: str
    text: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Source:
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """``foot`` are sentences at the end (version, review, disclaimer); ``card`` what a wallet card carries.

    ``label`` stands in place of the title where a file is named without being opened: tabs, lists of files.
    """

    title: str
    language: str
    emergency: Emergency
    sections: tuple[Section, ...]
    intro: Runs = ()
    rtl: bool = False
    sources: tuple[Source, ...] = ()
    foot: tuple[str, ...] = ()
    card: tuple[Node, ...] = ()
    caution: str = ""
    label: str = ""

    @property
    def name(self) -> str:
        return self.label or self.title

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(each for section in self.sections for each in section.fields)

    def texts(self) -> Iterator[str]:
        yield self.title
        yield plain(self.intro)
        for section in self.sections:
            yield section.title
            for node in section.nodes:
                yield from (text for text in node.texts if text)

    def every_text(self) -> Iterator[str]:
        """With what surrounds the words of the plan itself: every character a font has to have."""
        yield from self.texts()
        yield from (self.emergency.title, self.emergency.text, self.emergency.number, self.caution)
        for line in self.emergency.lines:
            yield from (line.name, line.call, line.text, line.keyword, line.note)
        yield from self.foot
        yield from (source.text for source in self.sources)
