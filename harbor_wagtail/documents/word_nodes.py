"""One method for each kind of node, writing into a python-docx document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from harbor_wagtail.documents import tree
from harbor_wagtail.documents.html import ISOLATE
from harbor_wagtail.documents.runs import text_runs
from harbor_wagtail.documents.tree import Check, Field, Run, Runs
from harbor_wagtail.documents.word_controls import checkbox, control

_INDENT = Mm(7)


class Writer:
    """Writes nodes in order. ``rtl`` turns paragraphs, tables and numbers for right-to-left languages."""

    def __init__(self, docx: Any, *, rtl: bool = False) -> None:
        self.docx, self.rtl = docx, rtl
        self._boxed = False

    # Plain text

    def heading(self, text: str, level: int) -> None:
        heading = self.docx.add_heading(level=level)
        self._add(heading, text_runs(text))
        self._finish(heading)

    def paragraph(self, runs: Runs, style: str | None = None) -> Any:
        paragraph = self.docx.add_paragraph(style=style)
        self._add(paragraph, runs)
        return self._finish(paragraph)

    def items(self, items: tuple[Runs, ...], *, ordered: bool = False) -> None:
        number = self._new_list() if ordered else None
        for item in items:
            paragraph = self.paragraph(item, "List Number" if ordered else "List Bullet")
            if number is not None:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = number

    def node(self, node: tree.Node) -> None:
        getattr(self, f"_{type(node).__name__.lower()}")(node)

    @contextmanager
    def boxed(self) -> Iterator[None]:
        """Paragraphs written inside have a border around them."""
        self._boxed = True
        try:
            yield
        finally:
            self._boxed = False

    # Nodes

    def _heading(self, node: tree.Heading) -> None:
        self.heading(node.title, 3)

    def _paragraph(self, node: tree.Paragraph) -> None:
        self.paragraph(node.runs)

    def _items(self, node: tree.Items) -> None:
        self.items(node.items, ordered=node.ordered)

    def _callout(self, node: tree.Callout) -> None:
        if node.title:
            self.heading(node.title, 3)
        for inside in node.nodes:
            self.node(inside)

    def _question(self, node: tree.Question) -> None:
        label = [*text_runs(node.title, bold=True)]
        if node.optional:
            label.append(Run(" " + _("(only if you want to)")))
        self.paragraph(tuple(label)).paragraph_format.keep_with_next = True
        if node.help:
            self.paragraph(text_runs(node.help, italic=True)).paragraph_format.keep_with_next = True
        self._control(self._finish(self.docx.add_paragraph()), node.field)

    def _checks(self, node: tree.Checks) -> None:
        if node.title:
            self.heading(node.title, 3)
        for check in node.checks:
            self._check(check)

    def _check(self, check: Check) -> None:
        paragraph = self.docx.add_paragraph(style=None if check.field else "List Bullet")
        if check.field:
            checkbox(paragraph, check.field)
            paragraph.add_run("\t")
        qualifier = (Run(f" ({check.qualifier})", italic=True),) if check.qualifier else ()
        numbers = (Run("".join(f" [{number}]" for number in check.sources)),) if check.sources else ()
        self._add(paragraph, (*check.runs, *qualifier, *numbers))
        self._finish(paragraph)
        if check.field:
            _hang(paragraph)
        if check.caution:
            paragraph.paragraph_format.keep_with_next = True
            paragraph.paragraph_format.space_after = Pt(1)
            caution = self.paragraph((Run(_("Careful:") + " ", bold=True), *text_runs(check.caution)))
            caution.paragraph_format.left_indent = _INDENT
            caution.paragraph_format.space_after = Pt(5)

    def _table(self, node: tree.Table) -> None:
        self.paragraph(text_runs(node.title, bold=True)).paragraph_format.keep_with_next = True
        if node.help:
            self.paragraph(text_runs(node.help, italic=True)).paragraph_format.keep_with_next = True
        table = self.docx.add_table(rows=1, cols=len(node.columns), style="Table Grid")
        self._describe(table, node.title)
        for cell, name in zip(table.rows[0].cells, node.columns, strict=True):
            self._add(cell.paragraphs[0], text_runs(name, bold=True))
            self._finish(cell.paragraphs[0])
        header = table.rows[0]._tr.get_or_add_trPr()
        header.append(OxmlElement("w:cantSplit"))
        header.append(OxmlElement("w:tblHeader"))
        for row in node.rows:
            cells = table.add_row().cells
            for cell, field in zip(cells, row, strict=True):
                self._control(self._finish(cell.paragraphs[0]), field)
        self.docx.add_paragraph()

    # How it is done

    def _control(self, paragraph: Any, field: Field) -> None:
        control(
            paragraph, field, _("Write here") if field.kind != "choice" else pgettext("harbor", "Choose"), rtl=self.rtl
        )

    def _describe(self, table: Any, title: str) -> None:
        properties = table._tbl.tblPr
        if self.rtl:
            visual = OxmlElement("w:bidiVisual")
            properties.insert(1, visual)  # after tblStyle, where the schema wants it
        caption = OxmlElement("w:tblCaption")
        caption.set(qn("w:val"), title)
        properties.append(caption)

    def _add(self, paragraph: Any, runs: Runs) -> None:
        for run in runs:
            words = run.text
            if run.number and self.rtl:
                # Word processors take a hyphen for a place to break and to turn round.
                words = ISOLATE.format(words.replace("-", "\u2011"))
            if run.href and run.href != run.text:
                words = f"{words} ({run.href})"
            added = _whole(paragraph.add_run(), words) if run.number and not self.rtl else paragraph.add_run(words)
            added.bold, added.italic = run.bold or None, run.italic or None
            if self.rtl:
                added.font.rtl = True

    def _finish(self, paragraph: Any) -> Any:
        properties = paragraph._p.get_or_add_pPr()
        if self._boxed:
            properties.insert_element_before(_border(), "w:shd", "w:bidi", "w:spacing", "w:ind", "w:jc", "w:rPr")
        if self.rtl:
            properties.insert_element_before(
                OxmlElement("w:bidi"), "w:adjustRightInd", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"
            )
            for run in paragraph.runs:
                run.font.rtl = True
        return paragraph

    def _new_list(self) -> int:
        """A numbered list of its own: Word would go on counting from the one before."""
        style = self.docx.styles["List Number"].element
        numbering = self.docx.part.numbering_part.element
        abstract = numbering.num_having_numId(style.pPr.numPr.numId.val).abstractNumId.val
        number = numbering.add_num(abstract)
        number.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(number.numId)


def _whole(run: Any, number: str) -> Any:
    """A number with hyphens at which no line ends; it reads and is copied as the number it is."""
    first, *others = number.split("-")
    run.add_text(first)
    for part in others:
        run._r.append(OxmlElement("w:noBreakHyphen"))
        run.add_text(part)
    return run


def _hang(paragraph: Any) -> None:
    """The words of a line to tick stand under each other, beside the box."""
    form = paragraph.paragraph_format
    form.left_indent, form.first_line_indent, form.space_after = _INDENT, -_INDENT, Pt(5)


def _border() -> Any:
    border = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "12"), ("space", "4"), ("color", "111111")):
            edge.set(qn(f"w:{name}"), value)
        border.append(edge)
    return border
