"""A document becomes one draft page: all of its words are on it or named in the report; nobody's words without consent."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from harbor_wagtail.advocacy.citations.marks import cites_in
from harbor_wagtail.advocacy.importing.bringing_in import Outcome, bring_in, kinds
from harbor_wagtail.advocacy.importing.told import Level, Unreadable
from harbor_wagtail.advocacy.quotes.models import SurvivorQuote
from harbor_wagtail.advocacy.texts import stream_texts
from harbor_wagtail.models import Source
from tests.advocacy import root, source

pytestmark = pytest.mark.django_db
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

SHEET = """# Harbor series
# Safety at home

An introduction with a note.[^1] It was ad-
dressed, and it is well-
known; well-known.

## What helps

A plan will:

- ▶ name **people**
- name places[^walker]

1. first
   - inside
2. second

| Who | What |
|-----|------|
| A nurse | listens |
| A teacher | [asks](https://example.org/a\\_b) |

> We were never asked what we needed in all of that time.
> — Ana, survivor

Look at ![a door](door.png) and [here](notes.docx) <script>run()</script>

[^1]: Kate Walker, J.D., *From Abused to Exploited* (2014) <https://example.org/walker\\_report.pdf> (last visited Oct. 18, 2023).
[^walker]: Id. at 12
[^lost]: Nobody leads here.
"""


def write(folder: Path, text: str, name: str = "sheet.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def run(path: Path, kind: str = "facts", **options: Any) -> Outcome:
    return bring_in(path, kinds()[kind], root(), **options)


def said(outcome: Outcome, level: Level) -> str:
    return "\n".join(map(str, outcome.told.of(level)))


def words_on(page: Any) -> list[str]:
    return re.findall(
        r"[^\W_]+", f"{page.title} {page.adv_intro} " + " ".join(t.text for t in stream_texts(page.adv_body))
    )


def test_a_fact_sheet_in_markdown(tmp_path: Path) -> None:
    outcome = run(write(tmp_path, SHEET))
    page = outcome.page
    assert (page.title, page.adv_kicker, page.live) == ("Safety at home", "Harbor series", False)
    assert page.get_latest_revision_as_object().adv_intro == page.adv_intro
    assert "addressed, and it is well-known; well-known." in page.adv_intro
    kinds_made = [block.block_type for block in page.adv_body]
    assert kinds_made == ["section", "bullets", "text", "table", "quote", "text", "text"][: len(kinds_made)]
    bullets = page.adv_body[1].value
    assert str(bullets["stem"].source) == "<p>A plan will:</p>"
    assert [re.sub(r"<a .*", "", line.source) for line in bullets["items"]] == [
        "<p>name <b>people</b></p>",
        "<p>name places",
    ]
    assert "<ol><li>first<ul><li>inside</li></ul></li><li>second</li></ol>" in page.adv_body[2].value.source
    table = page.adv_body[3].value
    assert [cell.source for cell in table["rows"][1]["cells"]][1] == '<p><a href="https://example.org/a_b">asks</a></p>'

    made = Source.objects.get()
    assert (made.title, made.organization, made.year) == ("From Abused to Exploited", "Kate Walker, J.D", 2014)
    assert (made.url, str(made.accessed)) == ("https://example.org/walker_report.pdf", "2023-10-18")
    again = list(cites_in(bullets["items"][1].source))[0]
    assert (again.source, again.pinpoint) == (made.pk, "12")

    left = said(outcome, Level.LEFT_OUT)
    for words in ("a door door.png", "notes.docx", "run()", "— Ana, survivor"):
        assert words in left
    assert "neither on the page" not in left
    assert "well-" not in said(outcome, Level.MENDED)


def test_words_of_a_person_are_in_a_record_without_consent_and_nowhere_else(tmp_path: Path) -> None:
    for text in ("> The words somebody said about her life.", "The words somebody said about her life.\n\n-Survivor"):
        outcome = run(write(tmp_path, f"# T\n\nOne.\n\n{text}\n"))
        kept = SurvivorQuote.objects.latest("pk")
        assert kept.words == "The words somebody said about her life."
        assert kept.stands != "valid"
        assert "somebody" not in str(outcome.page.get_latest_revision().content)
        assert outcome.page.adv_body[-1].value["quote"] == kept
        assert "without consent" in said(outcome, Level.TO_DO)


def test_myths_stand_with_their_facts(tmp_path: Path) -> None:
    text = """# Myths

## Myth 1
“Only courts help.”

## Fact 1
They do not.

- a
- b

Supporting materials:

A white paper

https://example.org/paper.pdf

**Myth 2:** Nobody leaves.

**Fact:** Many do.

| Myth | Fact |
|---|---|
| It is rare | It is not[^1] |

[^1]: A study, “How often it is seen” (2020).
"""
    outcome = run(write(tmp_path, text), "myths")
    first, second, third = (block.value for block in outcome.page.adv_body)
    assert first["myth"] == "Only courts help."
    assert first["fact"].source == "<p>They do not.</p><ul><li>a</li><li>b</li></ul>"
    assert [each.url for each in first["materials"]] == ["https://example.org/paper.pdf"]
    assert (second["myth"], second["fact"].source) == ("Nobody leaves.", "<p>Many do.</p>")
    assert third["myth"] == "It is rare"
    assert Source.objects.filter(title="How often it is seen", year=2020, organization="A study").exists()
    assert not outcome.told.of(Level.LEFT_OUT)
    with pytest.raises(Unreadable, match="No myth"):
        run(write(tmp_path, "# T\n\nText."), "myths")


def test_what_was_only_typed(tmp_path: Path) -> None:
    """Raised numbers, notes after a rule, bullets and headings made by hand, a brief's goal; a source known by its address."""
    known = source("Guidance to States and Services", url="https://example.org/x")
    text = """### **MODEL GOAL 3.1**

State law should open a door for every child.

#### **SURVIVORS OFTEN HAVE NEEDS THAT CANNOT BE AD-**

dressed by one agency.<sup>1</sup> **Note that some are hit harder.<sup>2</sup>**

**What to write**

• one thing

• another thing

---

1 HHS (n.d.) *Guidance to States and Services*, [https://example.org/x](https://example.org/x).

2 A survey among ten people.
"""
    outcome = run(write(tmp_path, text, "brief.md"), "brief")
    page = outcome.page
    assert page.brief_statement == "State law should open a door for every child."
    assert [(code.value["framework"], code.value["code"]) for code in page.brief_codes] == [("Model Goal", "3.1")]
    assert [block.block_type for block in page.adv_body] == ["text", "section", "bullets"][-len(page.adv_body) :]
    whole = str(page.adv_intro) + json.dumps(page.adv_body.raw_data[0]["value"])
    assert "CANNOT BE ADdressed by one" in whole
    cites = [
        cite
        for text in (page.adv_intro, *map(str, page.adv_body.raw_data))
        for cite in cites_in(text.replace('\\"', '"'))
    ]
    assert [(cite.source, cite.note) for cite in cites] == [(known.pk, ""), (None, "A survey among ten people.")]
    assert not outcome.told.of(Level.LEFT_OUT)


def word_file(folder: Path, *, name: str = "sheet.docx", **parts: str) -> Path:
    """A file as Word writes it, with tracked changes, a text box and a comment; ``parts`` replace or add members."""
    made = docx.Document()
    made.add_heading("La casa", 0)
    made.add_paragraph("Una introducción «corta».")
    made.add_heading("العنوان", 1)
    line = made.add_paragraph("Kept ")
    line._p.append(parse_xml(f'<w:ins {W} w:id="1" w:author="A"><w:r><w:t>inserted </w:t></w:r></w:ins>'))
    line._p.append(parse_xml(f'<w:del {W} w:id="2" w:author="A"><w:r><w:delText>deleted</w:delText></w:r></w:del>'))
    line._p.append(
        parse_xml(
            f'<w:r {W} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
            "<w:p><w:r><w:t>boxed words</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
    )
    for style, text in (("List Bullet", "outer"), ("List Bullet", "last"), ("Intense Quote", "Words of a person.")):
        made.add_paragraph(text, style=style)
    table = made.add_table(2, 2)
    for cell, text in zip([c for row in table.rows for c in row.cells], ("Who", "What", "nurse", "helps"), strict=True):
        cell.text = text
    made.sections[0].footer.paragraphs[0].text = "Footer of our house"
    made.add_comment(made.paragraphs[1].runs[0], text="Is this true?", author="B") if hasattr(
        made, "add_comment"
    ) else None
    stream = io.BytesIO()
    made.save(stream)
    path = folder / name
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for member in {*old.namelist(), *parts}:
            new.writestr(member, parts.get(member) or old.read(member))
    return path


def test_a_word_file_with_all_that_people_leave_in_it(tmp_path: Path) -> None:
    outcome = run(word_file(tmp_path))
    page = outcome.page
    assert page.title == "La casa"
    words = words_on(page)
    for word in ("corta", "العنوان", "inserted", "boxed", "outer", "nurse", "helps"):
        assert word in words
    assert "deleted" not in words
    assert "deleted" in said(outcome, Level.MENDED)
    left = said(outcome, Level.LEFT_OUT)
    assert "Footer of our house" in left
    assert "neither on the page" not in left
    assert SurvivorQuote.objects.get().words == "Words of a person."


def test_two_hundred_notes_of_word(tmp_path: Path) -> None:
    ids = range(2, 202)
    runs = "".join(
        f'<w:p><w:r><w:t>Claim {n} is made here.</w:t></w:r><w:r><w:footnoteReference w:id="{n}"/></w:r></w:p>'
        for n in ids
    )
    notes = "".join(f'<w:footnote w:id="{n}"><w:p><w:r><w:t>Note for {n}</w:t></w:r></w:p></w:footnote>' for n in ids)
    with zipfile.ZipFile(word_file(tmp_path, name="plain.docx")) as plain:
        names = {name: plain.read(name).decode() for name in plain.namelist() if name.endswith((".xml", ".rels"))}
    path = word_file(
        tmp_path,
        **{
            "word/document.xml": f"<w:document {W}><w:body>{runs}</w:body></w:document>",
            "word/footnotes.xml": f"<w:footnotes {W}>{notes}</w:footnotes>",
            "word/_rels/document.xml.rels": names["word/_rels/document.xml.rels"].replace(
                "</Relationships>",
                '<Relationship Id="rIdN" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"'
                ' Target="footnotes.xml"/></Relationships>',
            ),
        },
    )
    outcome = run(path, title="Two hundred")
    cites = list(cites_in(outcome.page.adv_intro)) + list(cites_in(outcome.page.adv_body[0].value.source))
    assert [cite.note for cite in cites] == [f"Note for {n}" for n in ids]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.pdf", b"%PDF-1.4", "Only Word files"),
        ("a.docx", b"PK\x03\x04 cut off", "Word file|damaged"),
        ("a.docx", b"\xd0\xcf\x11\xe0 old", "not what its name says"),
        ("a.md", b"  \n", "empty"),
        ("a.md", b"---\n\n***\n", "no text"),
        ("a.md", b"<div>" * 3000 + b"x", "nested too deeply"),
        ("absent.md", None, "cannot be opened"),
    ],
)
def test_files_that_are_refused(tmp_path: Path, name: str, content: bytes | None, message: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Unreadable, match=message):
        run(path)


def test_dangerous_word_files_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document/>'
    for parts, message in (
        ({"word/document.xml": bomb}, "declarations"),
        ({"word/document.xml": "<w:document"}, "damaged"),
        ({"word/vbaProject.bin": "x"}, "macros"),
        ({"word/big.xml": "<a>" + " " * (33 * 1024**2) + "</a>"}, "larger inside"),
    ):
        with pytest.raises(Unreadable, match=message):
            run(word_file(tmp_path, **parts))
    assert not Source.objects.exists()


def test_the_command_has_the_exit_codes_of_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, report = write(tmp_path, SHEET), tmp_path / "report.json"
    pages = root().get_descendants().count()
    with pytest.raises(SystemExit) as left:
        call_command("harbor_import_page", path, type="facts", dry_run=True, report=report)
    assert left.value.code == 1
    assert (root().get_descendants().count(), Source.objects.count(), SurvivorQuote.objects.count()) == (pages, 0, 0)
    assert json.loads(report.read_text())["blocks"]["table"] == 1
    call_command("harbor_import_page", write(tmp_path, "# T\n\nText.", "t.md"), type="facts", parent=str(root().pk))
    assert root().get_descendants().count() == pages + 1
    assert "Draft: “T”" in capsys.readouterr().out
    for wrong in ({"type": "poem"}, {"type": "facts", "parent": "nowhere"}, {"type": "chapter", "locale": "xx"}):
        with pytest.raises(CommandError) as stopped:
            call_command("harbor_import_page", path, **wrong)
        assert stopped.value.returncode == 2


WORD = st.text(st.characters(categories=["Lu", "Ll", "Lo", "Nd"], max_codepoint=0x6FF), min_size=1, max_size=9)
LINE = st.lists(WORD, min_size=1, max_size=8).map(" ".join)
PIECE = st.one_of(
    LINE.map(lambda text: f"## {text}"),
    LINE,
    st.lists(LINE, min_size=1, max_size=4).map(lambda lines: "\n".join(f"- {line}" for line in lines)),
    st.lists(LINE, min_size=1, max_size=4).map(
        lambda lines: "\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1))
    ),
    st.lists(LINE, min_size=2, max_size=3).map(lambda lines: "- " + "\n  - ".join(lines)),
    st.lists(LINE, min_size=2, max_size=2).map(lambda c: f"| {c[0]} | {c[1]} |\n|---|---|\n| {c[1]} | {c[0]} |"),
    LINE.map(lambda text: f"> {text}"),
    LINE.map(lambda text: f"**{text}**"),
    LINE.map(lambda text: f"“{text}”"),
    LINE.map(lambda text: f"Myth 1: {text}"),
    LINE.map(lambda text: f"Fact 1: {text}"),
    LINE.map(lambda text: f"• {text}"),
    LINE.map(lambda text: f"words-\n{text}"),
    LINE.map(lambda text: f"– {text}"),
)


@settings(max_examples=15)
@given(st.lists(PIECE, min_size=1, max_size=9))
def test_no_word_is_lost(tmp_path_factory: pytest.TempPathFactory, pieces: list[str]) -> None:
    """What goes in is on the page, in a record of a quote, or named in the report, and never first missed by the last look."""
    path = write(tmp_path_factory.getbasetemp(), "\n\n".join(pieces), "any.md")
    outcome = run(path, title="x", dry_run=True)
    assert "neither on the page" not in said(outcome, Level.LEFT_OUT)


def test_an_editor_brings_a_document_in_below_a_page(admin_client: Client, client: Client, tmp_path: Path) -> None:
    home = root()
    url = reverse("harbor_advocacy_import_page", args=[home.pk])
    assert url in admin_client.get(reverse("wagtailadmin_explore", args=[home.pk])).content.decode()
    given = {"kind": "facts", "title": "", "file": SimpleUploadedFile("../plan.md", SHEET.encode())}
    shown = admin_client.post(url, given).content.decode()
    page = root().get_children().get(title="Safety at home")
    assert not page.live
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in shown
    assert "Ana, survivor" in shown
    wrong = admin_client.post(url, {**given, "file": SimpleUploadedFile("x.pdf", b"%PDF")}).content.decode()
    assert "Only Word files" in wrong
    assert client.post(url, given).status_code == 302  # nobody who is not logged in
    assert root().get_children().filter(title="Safety at home").count() == 1
