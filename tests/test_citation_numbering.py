"""Numbers of notes are worked out from their order alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harbor_wagtail.advocacy.citations.marks import Cite, cites_in, from_attributes, markup, without_cites
from harbor_wagtail.advocacy.citations.numbering import Form, number_notes
from harbor_wagtail.advocacy.citations.references import pinpoint_words
from harbor_wagtail.models.source import clean_url

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
cites = st.builds(Cite, st.one_of(st.none(), st.integers(1, 6)), words, words, st.just(False))


def forms(*sources: int | None) -> list[tuple[Form, int]]:
    return [(note.form, note.first) for note in number_notes(Cite(source, note="x") for source in sources)]


def test_a_source_is_whole_once_then_ibid_or_short() -> None:
    assert forms(1, 1, 2, 1, 1, None, 1) == [
        (Form.FULL, 1),
        (Form.IBID, 1),
        (Form.FULL, 3),
        (Form.AGAIN, 1),
        (Form.IBID, 1),
        (Form.WORDS, 0),
        (Form.AGAIN, 1),  # "in the same place" as words of one's own would lead nowhere
    ]


@given(st.lists(cites, max_size=40), st.integers(1, 50))
def test_every_note_has_its_number_and_leads_to_the_whole_reference(given_cites: list[Cite], start: int) -> None:
    notes = number_notes(given_cites, start)
    assert [note.number for note in notes] == list(range(start, start + len(given_cites)))
    by_number = {note.number: note for note in notes}
    for note in notes:
        if note.form is Form.WORDS:
            assert note.cite.source is None
        else:
            assert by_number[note.first].form is Form.FULL
            assert by_number[note.first].cite.source == note.cite.source
        if note.form is Form.IBID:
            assert by_number[note.number - 1].cite.source == note.cite.source


@given(cites, st.booleans())
def test_a_note_is_read_back_as_it_was_written(cite: Cite, needed: bool) -> None:
    whole = Cite(cite.source, cite.pinpoint, cite.note, needed)
    stored = f"<p>before {markup(whole)} after</p>"
    assert list(cites_in(stored)) == [whole]
    assert without_cites(stored) == "<p>before  after</p>"


@pytest.mark.parametrize("number", ["", "x", "-1", "1.5", "²", "9" * 3 + "x"])
def test_an_id_that_is_no_number_is_no_source(number: str) -> None:
    assert from_attributes({"id": number, "note": "n"}) == Cite(None, "", "n")


@pytest.mark.parametrize(
    ("written", "shown"),
    [("4", "p. 4"), ("4-6", "pp. 4–6"), ("4, 9", "pp. 4, 9"), ("§ 12(a)", "§ 12(a)"), ("ch. 2", "ch. 2"), ("", "")],
)
def test_pages_are_called_pages(written: str, shown: str) -> None:
    assert pinpoint_words(written) == shown


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        (r"<https://a.org/JRC\_Response.pdf>", "https://a.org/JRC_Response.pdf"),
        ("https://a.org/x.pdf.", "https://a.org/x.pdf"),
        (" http://a.org/a_b ", "http://a.org/a_b"),
        ("not an address.", "not an address."),
        (None, None),
    ],
)
def test_an_address_out_of_markdown_is_taken_as_it_was_meant(pasted: str | None, meant: str | None) -> None:
    assert clean_url(pasted) == meant
