"""The PDF: accessible, the same bytes for the same words, fetching nothing, and filled in by the browser's script."""

from __future__ import annotations

import io
import json
import re
import tempfile
from typing import Any

import pytest

from harbor_wagtail.documents import engine, fonts, html, pdf
from harbor_wagtail.documents.runs import text_runs
from harbor_wagtail.documents.tree import Check, Checks, Emergency, Field, Paragraph, Question
from tests.plans import document, made_pdf

pytestmark = pytest.mark.skipif(not engine.available(), reason=engine.problem())


def reader(content: bytes) -> Any:
    return pytest.importorskip("pypdf").PdfReader(io.BytesIO(content))


def check(content: bytes) -> None:
    validator = pytest.importorskip("page")
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        report = validator.validate_pdf(file.name, profile="ua1")
    assert "no failures" in str(report), str(report)


@pytest.mark.parametrize(("language", "rtl"), [("en", False), ("vi", False), ("ar", True)])
def test_passes_pdf_ua(language: str, rtl: bool) -> None:
    if rtl and not fonts.other_font(language):
        # Latin words in an Arabic document: direction and lines, not the script.
        assert made_pdf(language, rtl).fields == ""
    check(made_pdf(language, rtl).content)


def test_the_same_words_give_the_same_bytes() -> None:
    assert pdf.make_pdf(document()).content == made_pdf().content


@pytest.mark.parametrize("language", ["en", "ar"])
def test_fonts_made_smaller_without_harfbuzz_do_not_tell_when(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a machine without ``libharfbuzz-subset0`` makes: WeasyPrint leaves it to fontTools then."""
    monkeypatch.setattr("weasyprint.pdf.fonts.harfbuzz_subset", None)
    plan, made = document(language, rtl=language == "ar"), []
    for second in ("1000000000", "2000000000"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", second)  # the clock, to fontTools
        made.append(pdf.make_pdf(plan).content)
    assert made[0] == made[1]
    check(made[0])


def test_tells_no_author_date_or_address() -> None:
    info = reader(made_pdf().content).metadata
    assert set(info) == {"/Title", "/Producer"}
    assert info["/Title"] == "My plan"


def test_fields_have_names_labels_and_order() -> None:
    fields = reader(made_pdf().content).get_fields()
    assert list(fields) == ["f-long", "f-short", "f-choice", "f-check", "f-11", "f-12"]
    assert fields["f-12"]["/TU"] == "People, row 1, Number"
    assert [option[1] if isinstance(option, list) else option for option in fields["f-choice"]["/_States_"]]


def test_every_field_has_an_appearance_and_a_tag() -> None:
    made = reader(made_pdf().content)
    widgets = [each.get_object() for page in made.pages for each in page.get("/Annots", ())]
    widgets = [each for each in widgets if each["/Subtype"] == "/Widget"]
    assert len(widgets) == 6
    assert all("/AP" in each and "/StructParent" in each and "/DA" in each for each in widgets)
    tick = next(each for each in widgets if each["/T"] == "f-check")
    assert set(tick["/AP"]["/N"]) == {"/on", "/Off"}
    assert made.trailer["/Root"]["/AcroForm"]["/NeedAppearances"].value is False


def test_running_feet_are_not_read_aloud() -> None:
    made = reader(made_pdf().content)
    stream = made.pages[0].get_contents().get_data()
    assert stream.count(b"/Artifact\n<</Type /Pagination>>\nBDC") >= 2
    assert "1-888-373-7888" in made.pages[0].extract_text()


def test_header_cells_have_a_scope_and_stand_in_the_tree_of_ids() -> None:
    root = reader(made_pdf().content).trailer["/Root"]["/StructTreeRoot"]
    assert len(root["/IDTree"]["/Names"]) == 4  # two header cells, each an id and a reference
    assert root["/IDTree"]["/Names"][1].get_object()["/A"]["/Scope"] == "/Column"


def test_a_list_item_holds_a_label_and_a_body() -> None:
    """veraPDF asks for it (7.2-20), and the quicker checker used here does not."""
    read = Checks("To do", (Check(text_runs("Charge the phone"), caution="It may be noticed."),))
    made = reader(pdf.make_pdf(document(nodes=(read,))).content)
    items = [each for each in struct_elements(made) if each["/S"] == "/LI"]
    kinds = [{kid.get_object()["/S"] for kid in item["/K"]} for item in items]
    assert kinds
    assert all(kind <= {"/Lbl", "/LBody"} for kind in kinds), kinds
    bodies = [kid.get_object() for item in items for kid in item["/K"] if kid.get_object()["/S"] == "/LBody"]
    for body in bodies:
        inside = [kid.get_object() for kid in body["/K"] if not isinstance(kid, int)]
        assert all(kid.raw_get("/P") == body.indirect_reference for kid in inside)


def struct_elements(made: Any) -> list[Any]:
    found, waiting = [], [made.trailer["/Root"]["/StructTreeRoot"]["/K"][0]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, dict) and "/S" in element:
            found.append(element)
            waiting += [kid for kid in element.get("/K", ()) if not isinstance(kid, int)]
    return found


def test_a_number_keeps_its_order_in_a_right_to_left_document() -> None:
    text = reader(made_pdf("ar", True).content).pages[0].extract_text()
    assert "1-888-373-7888" in text


ARABIC: dict[str, Any] = {
    "title": "خطة السلامة الخاصة بي",
    "intro": text_runs("اتصل بالرقم 1-888-373-7888 متى أردت."),
    "emergency": Emergency("هل أنت في خطر الآن؟", "911", "اتصل بالرقم 1-888-373-7888 الآن.", ()),
    "caution": "قد يلاحظه أحد 1-888-373-7888 هنا",
}


def shown(content: bytes) -> str:
    """The words of the first page without the marks of direction that a reader of files puts between them."""
    text = str(reader(content).pages[0].extract_text())
    return re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)


def test_arabic_is_drawn_read_and_keeps_its_numbers() -> None:
    """The editor's own words as well as ours: a number in them that is not isolated comes out as 7888-373-888-1."""
    if not fonts.other_font("ar"):
        pytest.skip("fontpkg-amiri is not installed")
    plan = document("ar", rtl=True, **ARABIC)
    made = pdf.make_pdf(plan)
    check(made.content)
    assert made.content == pdf.make_pdf(plan).content
    text = shown(made.content)
    assert "خطة السلامة الخاصة بي" in text
    assert text.count("1-888-373-7888") >= 4
    assert "7888-373" not in text
    markup = html.pdf_html(plan, fillable=False)
    bare = re.sub(r'<bdi dir="ltr">.*?</bdi>|data-foot="[^"]*"', "", markup)
    assert "1-888-373-7888" not in bare


def test_chinese_takes_of_a_large_font_what_it_needs() -> None:
    if not fonts.other_font("zh-hans"):
        pytest.skip("noto-cjk-sans-otc is not installed")
    made = pdf.make_pdf(document("zh-hans", title="我的安全计划"))
    check(made.content)
    assert len(made.content) < 100_000
    assert "我的安全计划" in shown(made.content)


def test_vietnamese_is_drawn_with_its_marks() -> None:
    made = pdf.make_pdf(document("vi", title="Kế hoạch an toàn của tôi: ễ ị ậ"))
    assert "Kế hoạch an toàn của tôi: ễ ị ậ" in shown(made.content)


def test_scripts_that_viewers_cannot_type_get_lines_to_write_on() -> None:
    assert not pdf.is_fillable(document("ar", rtl=True))
    assert pdf.is_fillable(document("vi"))
    assert reader(made_pdf("ar", True).content).get_fields() in (None, {})


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    import urllib.request

    def refuse(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError("something was fetched")

    monkeypatch.setattr(urllib.request.OpenerDirector, "open", refuse)
    markup = html.pdf_html(document(nodes=(Paragraph(text_runs("words")),)))
    foreign = '<img src="file:///etc/hostname" alt="x"><img src="http://127.0.0.1:9/x.png" alt="y">'
    monkeypatch.setattr(html, "pdf_html", lambda *args, **kwargs: markup.replace("<h1>", foreign + "<h1>"))
    made = pdf.make_pdf(document(nodes=(Paragraph(text_runs("words")),)))
    assert b"/Image" not in made.content


def test_many_fields_and_long_words_still_validate() -> None:
    questions = tuple(Question(f"Question {n}?", Field(f"q{n}", f"Question {n}?", "long", 3)) for n in range(200))
    long = Paragraph(text_runs("unbroken" * 2500))
    made = pdf.make_pdf(document(nodes=(long, *questions)))
    check(made.content)
    assert len(json.loads(made.fields)["fields"]) == 200


def test_missing_glyphs_are_named() -> None:
    assert fonts.missing(["Kế hoạch an toàn", "¿Qué? — “sí”"], "vi") == []
    assert fonts.missing(["a 🐬 b", "計画 🐬"], "en") == ["🐬", "計", "画"]


def test_the_card_is_one_accessible_sheet() -> None:
    made = pdf.make_card(document())
    check(made.content)
    assert made.pages == 1
    assert re.search(r"1-888-373-7888", reader(made.content).pages[0].extract_text())


def test_without_pango_a_reason_and_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_pango(name: str) -> Any:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(engine.importlib, "import_module", no_pango)
    engine.forget()
    try:
        assert not engine.available()
        assert "apt-get install libpango-1.0-0" in engine.problem()
        assert "brew install pango" in engine.problem()
        with pytest.raises(engine.NoEngine):
            pdf.make_pdf(document())
    finally:
        monkeypatch.undo()
        engine.forget()
    assert engine.available()
