"""Rich text and numbers become runs without losing a word."""

from __future__ import annotations

import re

import pytest
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from harbor_wagtail.documents.runs import rich_nodes, text_runs
from harbor_wagtail.documents.tree import Items, Paragraph, Run, plain
from harbor_wagtail.templatetags.harbor_documents import harbor_runs


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Call 1-888-373-7888 now", ["1-888-373-7888"]),
        ("(507) 555-0142 or 988", ["(507) 555-0142", "988"]),
        ("Grant No. 2016-TA-AX-K045, pages 23-25", []),  # not every row of digits is a number to call
        ("{hotline}", ["{hotline}"]),  # filled in from the site's own
        ("route 911a and 55912-9110", []),
    ],
)
def test_numbers_are_found(text: str, numbers: list[str]) -> None:
    runs = text_runs(text)
    assert [run.text for run in runs if run.number] == numbers
    assert plain(runs) == text


@given(st.text())
def test_text_is_kept_whole_and_never_breaks_html(text: str) -> None:
    runs = text_runs(text)
    assert plain(runs) == text
    if not any(run.number for run in runs):
        assert harbor_runs(runs) == escape(text).replace("\n", "<br>")


def test_rich_text_keeps_paragraphs_lists_and_looks() -> None:
    nodes = rich_nodes(
        "<p>One <b>bold</b> and <i>leaning</i>.</p><ul><li>first</li><li><p>second</p></li></ul>"
        '<p><a href="https://example.org/">there</a> <a href="javascript:alert(1)">nowhere</a></p>'
    )
    first, listed, last = nodes
    assert isinstance(first, Paragraph)
    assert Run("bold", bold=True) in first.runs
    assert isinstance(listed, Items)
    assert [plain(item) for item in listed.items] == ["first", "second"]
    assert isinstance(last, Paragraph)
    assert [run.href for run in last.runs if run.text.strip()] == ["https://example.org/", ""]


@given(st.lists(st.sampled_from(["<p>", "</p>", "<ul>", "<li>", "</li>", "</ul>", "<b>", "</b>", "word ", "<img>"])))
def test_broken_rich_text_loses_no_word(pieces: list[str]) -> None:
    markup = "".join(pieces)
    texts = " ".join(text for node in rich_nodes(markup) for text in node.texts)
    assert len(re.findall("word", texts)) == markup.count("word")


def test_a_number_is_isolated_from_the_direction_around_it() -> None:
    assert '<bdi dir="ltr"><a href="tel:+18883737888">1-888-373-7888</a></bdi>' in harbor_runs(
        text_runs("اتصل 1-888-373-7888")
    )
