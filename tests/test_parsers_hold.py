"""Promise: whatever lies in a file or in stored text, a parser reads it or says why not; none stops with an error of its own.
(Those of the directory's imports, of ZIP codes, numbers, hours and addresses of the API have theirs beside their other tests.)"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harbor_wagtail.advocacy.citations.marks import Cite, cites_in, markup, without_cites
from harbor_wagtail.advocacy.importing import markdown, word
from harbor_wagtail.advocacy.importing.source import Source
from harbor_wagtail.advocacy.importing.told import Told, Unreadable
from harbor_wagtail.advocacy.report_cards.importing import sheets
from harbor_wagtail.advocacy.report_cards.importing.wide import Names
from harbor_wagtail.tabular.problems import Problem, UnreadableFile

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
TAGS = [
    "p",
    "r",
    "t",
    "tbl",
    "tr",
    "tc",
    "hyperlink",
    "footnoteReference",
    "ins",
    "del",
    "br",
    "sectPr",
    "sdt",
    "fldSimple",
]
XML = st.recursive(
    st.text("ab <&\n", max_size=5).map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    lambda inner: (
        st.tuples(st.sampled_from(TAGS), st.sampled_from(["", ' w:id="1"', ' w:val="99"', ' w:id="x"']), inner).map(
            lambda given: f"<w:{given[0]}{given[1]}>{given[2]}</w:{given[0]}>"
        )
        | st.lists(inner, max_size=4).map("".join)
    ),
    max_leaves=12,
)
CELLS = st.sampled_from(
    ["place", "goal", "answer", "citation", "M001", "1", "yes", "", "=1+1", '"', "\x00", "é", "9" * 400]
)
SHEET = st.lists(st.lists(CELLS, max_size=5), max_size=5).map(
    lambda rows: "\n".join(",".join(row) for row in rows).encode()
)
NAMES = Names(place=lambda text: text, goal=lambda text: text)


@given(
    cite=st.builds(Cite, st.none() | st.integers(0, 10**18 - 1), WORDS, WORDS, st.booleans()),
    around=WORDS,
    number=st.text("0123456789²٣", max_size=30) | st.just("9" * 5000),
)
def test_a_note_comes_back_from_rich_text_as_it_went_in(cite: Cite, around: str, number: str) -> None:
    text = f"<p>{markup(cite)}</p>"
    assert list(cites_in(text)) == [cite]
    assert without_cites(text) == "<p></p>"
    written = f'{around}<a linktype="harbor-cite" id="{number}">†</a>'
    assert all(found.source is None or found.source < 2**63 for found in cites_in(written))
    assert without_cites(around + written)[: len(around)] == around or "<" in around


@settings(max_examples=25)
@given(raw=st.binary(max_size=120) | SHEET)
def test_a_sheet_of_scores_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "scores.csv"
    path.write_bytes(raw)
    read = _read_or_refused(lambda: list(sheets.read(path, NAMES)))
    assert isinstance(read, str) or all(isinstance(each, sheets.Line | Problem) for each in read)


@settings(max_examples=25)
@given(body=XML, notes=XML, raw=st.binary(max_size=80))
def test_a_word_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, body: str, notes: str, raw: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in (("document", body), ("footnotes", notes)):
            space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
            archive.writestr(f"word/{name}.xml", f"<w:{name} {space}><w:body>{text}</w:body></w:{name}>")
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/numbering.xml", raw)
    for read in (lambda: word.read(path, Told()), lambda: markdown.read(raw + body.encode(), Told())):
        assert isinstance(_read_or_refused(read), str | Source)


def _read_or_refused(read: Callable[[], Any]) -> Any:
    """What was read, or the sentence that says why it was not."""
    try:
        return read()
    except (UnreadableFile, Unreadable) as refused:
        return str(refused) or None
