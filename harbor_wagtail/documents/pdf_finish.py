"""What WeasyPrint 70 leaves undone in an accessible form, done before the file is written.

veraPDF passes the file without it, but viewers and readers do not get along with it: running feet are read as text,
header cells have no scope, ticks are not drawn, and an empty field has no appearance. Works on pydyf's objects; the
figures and the reasons are in docs/safety-plans.md.
"""

from __future__ import annotations

from typing import Any

from harbor_wagtail.documents.pdf_fonts import undate

_PRINT = 4


def finish(document: Any, pdf: Any, *, rtl: bool = False) -> dict[str, Any]:
    """Complete ``pdf`` in place; return what a script needs to save a filled copy (empty without fields)."""
    undate(pdf)
    _mark_running_feet(pdf)
    _complete_tables(pdf)
    _complete_lists(pdf)
    links = [each for each in _dictionaries(pdf) if each.get("Subtype") == "/Link"]
    for link in links:
        _complete_link(link)
    form = pdf.catalog.get("AcroForm")
    if not form:
        return {}
    widgets = [each for each in _dictionaries(pdf) if each.get("Subtype") == "/Widget"]
    for widget in widgets:
        _complete_widget(pdf, widget, rtl)
    form["NeedAppearances"] = "false"
    return _field_map(document, pdf, widgets)


def _dictionaries(pdf: Any) -> list[Any]:
    return [each for each in pdf.objects if isinstance(each, dict)]


def _number(reference: Any) -> int:
    text = reference.decode() if isinstance(reference, bytes) else str(reference)
    return int(text.split()[0])


# Running heads and feet


def _mark_running_feet(pdf: Any) -> None:
    """Content of page margins hangs in no tree: it becomes an artifact, which nothing reads aloud."""
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    reached = _reached(pdf, root)
    numbers = pdf.objects[_number(root["ParentTree"])]["Nums"]
    pages = [pdf.objects[_number(reference)] for reference in pdf.page_references]
    for index, page in enumerate(pages):
        entries = numbers[2 * index + 1]
        loose = {mcid for mcid, entry in enumerate(entries) if _number(entry) not in reached}
        for mcid in loose:
            entries[mcid] = "null"
        _rewrite_marks(pdf.objects[_number(page["Contents"])].stream, loose)


def _reached(pdf: Any, root: Any) -> set[int]:
    found: set[int] = set()
    waiting = list(root["K"])
    while waiting:
        number = _number(waiting.pop())
        if number in found:
            continue
        found.add(number)
        # A kid is a reference to another element, or a bare number: a mark on the page.
        waiting += [kid for kid in pdf.objects[number].get("K", ()) if isinstance(kid, bytes)]
    return found


def _rewrite_marks(stream: list[Any], loose: set[int]) -> None:
    for index, operator in enumerate(stream):
        if operator == b"BDC" and isinstance(stream[index - 1], dict) and stream[index - 1].get("MCID") in loose:
            stream[index - 2] = "/Artifact"
            stream[index - 1] = b"<</Type /Pagination>>"


# Lists, tables and links


def _complete_lists(pdf: Any) -> None:
    """A list item holds a label and a body, and nothing else; paragraphs that follow the first go into a body."""
    for item in [each for each in _dictionaries(pdf) if each.get("S") == "/LI"]:
        loose = [kid for kid in item["K"] if isinstance(kid, bytes) and _kind(pdf, kid) not in {"/Lbl", "/LBody"}]
        if not loose:
            continue
        body = type(item)({"Type": "/StructElem", "S": "/LBody", "Pg": item["Pg"], "P": item.reference})
        pdf.add_object(body)
        body["K"] = type(item["K"])(loose)
        for kid in loose:
            pdf.objects[_number(kid)]["P"] = body.reference
        kept = [kid for kid in item["K"] if kid not in loose]
        item["K"] = type(item["K"])([*kept, body.reference])


def _kind(pdf: Any, reference: bytes) -> str:
    return str(pdf.objects[_number(reference)].get("S", ""))


def _complete_tables(pdf: Any) -> None:
    named = []
    for each in _dictionaries(pdf):
        if each.get("S") == "/TH" and "ID" in each:
            attributes = each.setdefault("A", type(each)({"O": "/Table"}))
            attributes.setdefault("Scope", "/Column")
            named.append(each)
    if named:
        import pydyf  # type: ignore[import-untyped, unused-ignore]

        named.sort(key=lambda each: each["ID"].data)
        names = pydyf.Array()
        for each in named:
            names += [each["ID"], each.reference]
        root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
        root["IDTree"] = pydyf.Dictionary({"Names": names})


def _complete_link(link: Any) -> None:
    link["F"] = _PRINT
    contents = link.get("Contents")
    words = getattr(contents, "string", "")
    for scheme in ("tel:", "sms:"):
        if isinstance(words, str) and words.startswith(scheme):
            contents.string = words.removeprefix(scheme).partition("?")[0]


# Fields


def _complete_widget(pdf: Any, widget: Any, rtl: bool) -> None:
    import pydyf

    left, bottom, right, top = _box(widget)
    size = pydyf.Array((0, 0, right - left, top - bottom))
    empty = pydyf.Stream(
        [b"/Tx BMC EMC"] if widget["FT"] != "/Btn" else [b""],
        pydyf.Dictionary({"Type": "/XObject", "Subtype": "/Form", "BBox": size, "Resources": pydyf.Dictionary()}),
    )
    pdf.add_object(empty)
    if widget["FT"] == "/Btn":
        widget["AP"]["N"]["Off"] = empty.reference
        widget["DA"] = pydyf.String("0 g /ZaDb 0 Tf")
    else:
        widget["AP"] = pydyf.Dictionary({"N": empty.reference})
    if rtl and widget["FT"] == "/Tx":
        widget["Q"] = 2


def _box(widget: Any) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = (float(each) for each in widget["Rect"])
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _field_map(document: Any, pdf: Any, widgets: list[Any]) -> dict[str, Any]:
    """What the browser needs to write a filled copy.

    ``fields``: for each its object number, its dictionary without value and appearance, its kind and its size in points.
    ``glyphs``: character → [glyph number in four hex digits, width in thousandths of the size].
    """
    fonts = [each for each in document.fonts.values() if each.used_in_forms]
    if not widgets or not fonts:
        return {}
    return {
        "fields": {widget["T"].string: _described(widget) for widget in widgets},
        "font": fonts[0].hash,
        "glyphs": _glyphs(fonts[0]),
        "resources": pdf.catalog["AcroForm"]["DR"].decode(),
        "root": pdf.catalog.reference.decode(),
    }


def _described(widget: Any) -> dict[str, Any]:
    left, bottom, right, top = _box(widget)
    kept = type(widget)({key: value for key, value in widget.items() if key not in {"V", "AP", "AS"}})
    kind = "check" if widget["FT"] == "/Btn" else "long" if widget.get("Ff") == 1 << 12 else "text"
    return {
        "object": widget.number,
        "start": kept.data.decode("latin-1").removesuffix(">>"),
        "kind": kind,
        "box": [round(right - left, 2), round(top - bottom, 2)],
        "look": widget["AP"].data.decode("latin-1") if kind == "check" else "",
    }


def _glyphs(form: Any) -> dict[str, list[Any]]:
    from io import BytesIO

    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(form.file_content), fontNumber=form.index)
    widths, scale = font["hmtx"].metrics, 1000 / font["head"].unitsPerEm
    return {
        chr(code): [f"{font.getGlyphID(name):04x}", round(widths[name][0] * scale)]
        for code, name in font.getBestCmap().items()
    }
