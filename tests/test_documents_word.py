"""The Word file: headings, controls, table headers, language; nothing that tells who made it, with what or when."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from docx import Document as Docx
from docx.oxml.ns import qn

from harbor_wagtail.documents.word import make_docx
from tests.plans import document


@pytest.fixture(scope="module")
def made() -> bytes:
    return make_docx(document())


def opened(content: bytes) -> Any:
    return Docx(io.BytesIO(content))


def test_headings_are_headings(made: bytes) -> None:
    styles = [(each.style.name, each.text) for each in opened(made).paragraphs if each.style.name.startswith("Heading")]
    assert styles[:3] == [("Heading 1", "My plan"), ("Heading 2", "In danger right now?"), ("Heading 2", "First")]


def test_every_field_is_a_labelled_control(made: bytes) -> None:
    controls = list(opened(made).element.body.iter(qn("w:sdt")))
    tags = [each.find(".//" + qn("w:tag")).get(qn("w:val")) for each in controls]
    assert tags == ["f-long", "f-short", "f-choice", "f-check", "f-11", "f-12"]
    labels = [each.find(".//" + qn("w:alias")).get(qn("w:val")) for each in controls]
    assert labels[-1] == "People, row 1, Number"
    ids = [each.find(".//" + qn("w:id")).get(qn("w:val")) for each in controls]
    assert len(set(ids)) == len(ids)


def test_tables_have_a_header_row_and_a_name(made: bytes) -> None:
    table = opened(made).tables[0]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "People"


def test_no_author_tool_date_or_picture(made: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        names = archive.namelist()
        core = archive.read("docProps/core.xml").decode()
        everything = b"".join(archive.read(name) for name in names).decode("utf-8", "replace")
        dates = {info.date_time for info in archive.infolist()}
    assert not [name for name in names if "app.xml" in name or "thumbnail" in name or "customXml" in name]
    assert re.findall(r"<(?:dc|cp|dcterms):(\w+)[> ]", core.partition("coreProperties")[2]) == ["title", "language"]
    assert not re.search(r"python-docx|Macintosh|w:rsid", everything)
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_words_give_the_same_bytes(made: bytes) -> None:
    assert make_docx(document()) == made


def test_right_to_left_with_numbers_that_stay_whole() -> None:
    docx = opened(make_docx(document("ar", rtl=True)))
    assert all(
        each._p.pPr is not None and each._p.pPr.find(qn("w:bidi")) is not None for each in docx.paragraphs if each.text
    )
    texts = "\n".join(each.text for each in docx.paragraphs)
    assert "\u20661\u2011888\u2011373\u20117888\u2069" in texts
    assert docx.tables[0]._tbl.tblPr.find(qn("w:bidiVisual")) is not None


def test_each_numbered_list_begins_with_one(made: bytes) -> None:
    numbered = [each._p.pPr.numPr.numId.val for each in opened(made).paragraphs if each.style.name == "List Number"]
    assert len(numbered) == 3
    assert len(set(numbered)) == 2  # the editor's list, and the sources


def test_numbers_are_whole_wherever_they_stand(made: bytes) -> None:
    """In an editor's own words as well: isolated where the text runs from the right, without a break where from the left."""
    ours: dict[str, Any] = {"caution": "Call 1-888-373-7888", "title": "Call 988", "foot": ("Or (507) 555-0142.",)}
    right = "\n".join(each.text for each in opened(make_docx(document("ar", rtl=True, **ours))).paragraphs)
    assert not re.search(r"(?<!\u2066)1\u2011?-?888|(?<!\u2066)988|(?<!\u2066)\(507\)", right)
    left = opened(make_docx(document(**ours))).element.body
    assert not [text.text for text in left.iter(qn("w:t")) if text.text and re.search(r"\d-\d{3}", text.text)]
    assert "1-888-373-7888" in "\n".join(each.text for each in opened(made).paragraphs)
