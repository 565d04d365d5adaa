"""The content tree as a Word file: real headings, content controls, table headers, language; no author, tool or date.

The same document gives the same bytes. Word files are not protected: protected forms hide their text from screen
readers.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx import Document as Docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from harbor_wagtail.documents.html import running_foot
from harbor_wagtail.documents.runs import text_runs
from harbor_wagtail.documents.tree import Document, Run, text_of_line
from harbor_wagtail.documents.word_nodes import Writer

#: What python-docx's own template brings along and nobody needs, or that tells where it came from.
_UNWANTED = ("stylesWithEffects", "customXml", "thumbnail", "extended-properties", "webSettings", "printerSettings")
_SESSIONS = {qn(f"w:{name}") for name in ("rsids", "rsid", "proofState", "attachedTemplate", "nsid", "tmpl")}
_EPOCH = (1980, 1, 1, 0, 0, 0)
_INK = RGBColor(0x11, 0x11, 0x11)


def make_docx(document: Document) -> bytes:
    with translation.override(document.language):
        docx = Docx()
        _clean(docx, document)
        _style(docx, document)
        _write(Writer(docx, rtl=document.rtl), document)
    return _packed(docx)


def _write(writer: Writer, document: Document) -> None:
    writer.heading(document.title, 1)
    if document.intro:
        writer.paragraph(document.intro)
    _emergency(writer, document)
    if document.caution:
        writer.paragraph(text_runs(document.caution, italic=True))
    for section in document.sections:
        writer.heading(section.title, 2)
        for node in section.nodes:
            writer.node(node)
    if document.sources:
        writer.heading(_("Where this comes from"), 2)
        writer.items(tuple((Run(f"{source.text} {source.url}".strip()),) for source in document.sources), ordered=True)
    for line in document.foot:
        writer.paragraph(text_runs(line))


def _emergency(writer: Writer, document: Document) -> None:
    box = document.emergency
    with writer.boxed():
        writer.heading(box.title, 2)
        if box.number:
            writer.paragraph((Run(pgettext("harbor", "Call") + " "), Run(box.number, bold=True, number=True)))
        if box.text:
            writer.paragraph(text_runs(box.text))
        for line in box.lines:
            writer.paragraph(text_of_line(line))


# The file around it


def _clean(docx: Any, document: Document) -> None:
    for rels in (docx.part.package.rels, docx.part.rels):
        for key in [key for key, rel in rels.items() if any(word in rel.reltype for word in _UNWANTED)]:
            del rels[key]
    properties = docx.core_properties._element
    for child in list(properties):
        properties.remove(child)
    docx.core_properties.title = document.name
    docx.core_properties.language = document.language
    for root in (docx.settings.element, docx.styles.element, docx.part.numbering_part.element, docx.element):
        _forget_sessions(root)


def _forget_sessions(root: Any) -> None:
    """Word numbers the sessions in which a file was edited; two files of one machine can be told by it."""
    for element in list(root.iter()):
        for name in [key for key in element.attrib if str(key).startswith(qn("w:rsid"))]:
            del element.attrib[name]
        if element.tag in _SESSIONS and element.getparent() is not None:
            element.getparent().remove(element)


def _style(docx: Any, document: Document) -> None:
    normal = docx.styles["Normal"]
    normal.font.size, normal.font.name = Pt(11), "Arial"
    normal.paragraph_format.space_after = Pt(6)
    for fonts in normal.element.iter(qn("w:rFonts")):
        fonts.set(qn("w:cs"), "Arial")
    for level, size in ((1, 20), (2, 15), (3, 12)):
        style = docx.styles[f"Heading {level}"]
        style.font.size, style.font.name, style.font.bold = Pt(size), "Arial", True
        style.font.color.rgb = _INK
        for fonts in style.element.iter(qn("w:rFonts")):
            for name in [key for key in fonts.attrib if "Theme" in key]:
                del fonts.attrib[name]
    for lang in docx.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), document.language)
        lang.set(qn("w:bidi" if document.rtl else "w:eastAsia"), document.language)
    section = docx.sections[0]
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    _foot(section, document)
    if document.rtl:
        section._sectPr.append(section._sectPr.makeelement(qn("w:bidi")))


def _foot(section: Any, document: Document) -> None:
    """The number to call, and at the other side which page this is of how many."""
    foot = section.footer.paragraphs[0]
    foot.text = running_foot(document) + "\t"
    stops = foot.paragraph_format.tab_stops
    stops.add_tab_stop(section.page_width - section.left_margin - section.right_margin, WD_TAB_ALIGNMENT.RIGHT)
    for name in ("PAGE", "NUMPAGES"):
        if name == "NUMPAGES":
            foot.add_run(" / ")
        field, shown = OxmlElement("w:fldSimple"), OxmlElement("w:r")
        field.set(qn("w:instr"), name)
        shown.append(OxmlElement("w:t"))
        shown[0].text = "1"
        field.append(shown)
        foot._p.append(field)


def _packed(docx: Any) -> bytes:
    """The file with fixed dates and order inside: python-docx writes the time of day into it."""
    made, packed = io.BytesIO(), io.BytesIO()
    docx.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return packed.getvalue()
