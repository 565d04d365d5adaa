"""Content controls, which python-docx cannot make: written through its XML layer."""

from __future__ import annotations

import hashlib
from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from harbor_wagtail.documents.tree import Field

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
#: Dark enough on white (WCAG 1.4.3), where Word's own placeholders are too pale.
_PLACEHOLDER = "595959"


def control(paragraph: Any, field: Field, placeholder: str, *, rtl: bool = False) -> None:
    """Add a text, date or choice control to ``paragraph``; ``placeholder`` is what stands there until it is filled."""
    kind = OxmlElement("w:dropDownList" if field.kind == "choice" else "w:text")
    if field.kind == "choice":
        for option in ("", *field.options):
            item = OxmlElement("w:listItem")
            item.set(qn("w:displayText"), option or placeholder)
            item.set(qn("w:value"), option)
            kind.append(item)
    elif field.kind == "long":
        kind.set(qn("w:multiLine"), "1")
    shown = OxmlElement("w:showingPlcHdr")
    paragraph._p.append(_sdt(field, [shown, kind], placeholder, _look(rtl)))


def checkbox(paragraph: Any, field: Field) -> None:
    box = parse_xml(
        f'<w14:checkbox xmlns:w14="{W14}"><w14:checked w14:val="0"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
    )
    look = OxmlElement("w:rPr")
    fonts = OxmlElement("w:rFonts")
    for name in ("ascii", "eastAsia", "hAnsi"):
        fonts.set(qn(f"w:{name}"), "MS Gothic")
    look.append(fonts)
    paragraph._p.append(_sdt(field, [box], "\u2610", look))


def _sdt(field: Field, kinds: list[Any], words: str, look: Any) -> Any:
    sdt, properties, content = (OxmlElement(name) for name in ("w:sdt", "w:sdtPr", "w:sdtContent"))
    # A whole number that fits 31 bits, the same every time.
    number = int(hashlib.sha256(field.id.encode()).hexdigest()[:7], 16) + 1
    for name, value in (("w:alias", field.label[:200]), ("w:tag", field.id), ("w:id", str(number))):
        element = OxmlElement(name)
        element.set(qn("w:val"), value)
        properties.append(element)
    for kind in kinds:
        properties.append(kind)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = words
    run.append(look)
    run.append(text)
    content.append(run)
    sdt.append(properties)
    sdt.append(content)
    return sdt


def _look(rtl: bool) -> Any:
    look = OxmlElement("w:rPr")
    color = OxmlElement("w:color")
    color.set(qn("w:val"), _PLACEHOLDER)
    look.append(color)
    if rtl:
        look.append(OxmlElement("w:rtl"))
    return look
