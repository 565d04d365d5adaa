"""What in a text may lead to a door, or asks for quiet, is noticed, and never repeated."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harbor_wagtail.directory.importing import values
from harbor_wagtail.directory.importing.rows import WITHHELD, Problem, problem_with
from harbor_wagtail.directory.importing.values import BadValue
from harbor_wagtail.directory.importing.values.addresses import may_be_marked, says_it_is_quiet
from harbor_wagtail.directory.importing.values.free_text import LONGEST, signs_in


@pytest.mark.parametrize(
    "row",
    [
        {"address_1": "Call for location"},
        {"address_1": "Please call us for the exact address"},
        {"address_1": "CONFIDENTIAL - 12 Example St"},
        {"address_1": "Undisclosed"},
        {"address_1": "P.O. Box 12"},
        {"address_1": "PO Box"},
        {"address_1": "1 Example St PMB 12"},
        {"address_1": "Apartado 5"},
        {"address_1": "Dirección confidencial"},
        {"city": "confidential"},
        {"name": "Not published"},
        {"description": "Emergency shelter at a confidential location."},
        {"description": "The address is given after intake."},
        {"confidential": True},
        {"confidential": "maybe"},
        {"is_hidden": "t"},
        {"Hide Address?": "X"},
    ],
    ids=str,
)
def test_a_mark_of_confidentiality_is_seen(row: dict[str, object]) -> None:
    assert values.marks_confidential(row)


@pytest.mark.parametrize(
    "row",
    [
        {"address_1": "12 Hidden Valley Rd", "city": "Hidden Hills"},
        {"address_1": "12 Box Elder Rd"},
        {"address_1": "100 Private Drive"},
        {"description": "Free and confidential counseling. We ensure confidentiality."},
        {"confidential": "0", "is_hidden": False, "private": "No"},
        {"confidential": None},
        {},
    ],
    ids=str,
)
def test_what_is_no_mark_is_left_alone(row: dict[str, object]) -> None:
    assert not values.marks_confidential(row)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("We are at 12 Example Street", "a street with a number"),
        ("Come to 1200 N. First Ave.", "a street with a number"),
        ("calle 5", "a street with a number"),
        ("Exampleville, OH 43004", "a ZIP code"),
        ("We serve you in 43004.", "a ZIP code"),
        ("on the corner of Oak and Elm", "a crossing"),
        ("at 5th & Main", "a crossing"),
        ("behind the library on Elm Street", "a named street"),
        ("Suite 200", "a suite, unit or floor"),
        ("P.O. Box 12", "a post office box"),
        ("40.71280, -74.00600", "coordinates"),
        ("https://maps.google.com/?q=x", "a map link"),
        ("12 Example&nbsp;Street", "a street with a number"),
    ],
)
def test_an_address_in_running_text_is_noticed(text: str, reason: str) -> None:
    assert reason in values.looks_like_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "call 555-010-0123 for help",
        "Serves ages 12 to 17",
        "Open 24 hours, 7 days a week",
        "We provide 3 meals a day and court advocacy",
        "Stay for up to 90 days. Court accompaniment, too.",
        "stay up to 2 years in a row",
        "the 12 step way",
        "meets on the 1st and 3rd Friday",
        "text HELP to 23373",
        "We reached 12000 people since 1984. St. Mary helps.",
        "",
        None,
    ],
)
def test_ordinary_text_is_left_alone(text: str | None) -> None:
    assert values.looks_like_address(text) == []


@settings(deadline=None)
@given(number=st.integers(1, 99999), name=st.sampled_from(["Oak", "Example", "Martin Luther King", "5th"]),
       way=st.sampled_from(["St", "Street", "Avenue", "Rd.", "Blvd", "Drive", "Ln"]))  # fmt: skip
def test_reasons_never_repeat_the_address(number: int, name: str, way: str) -> None:
    reasons = values.looks_like_address(f"Ring at {number} {name} {way}, back door")
    assert reasons
    assert not any(str(number) in reason or name in reason for reason in reasons)


@pytest.mark.parametrize(
    "column", ["Street", "ZIP", "postalCode", "Mailing Address", "lat", "City/Town", "address_1", "Dirección"]
)
def test_a_problem_with_an_address_never_shows_it(column: str) -> None:
    bad = BadValue("it is wrong.", "Write it right.")
    problem = problem_with(bad, file="a.csv", row=2, column=column, value="12 Example Street")
    assert problem.value == WITHHELD
    assert "Example" not in problem.problem
    assert Problem("a.csv", 2, column, "12 Example Street", "x", "y").value == WITHHELD


def test_a_problem_with_a_mapped_address_column_never_shows_it() -> None:
    bad = BadValue("it is wrong.", "Write it right.")
    problem = problem_with(
        bad, file="a.csv", row=2, column="Where", value="12 Example Street", kind="address", field_name="address_1"
    )
    assert "Example" not in problem.value + problem.problem


SIGNS = (
    "12 oak main street st ave road rd blvd lane ln hwy pkwy calle avenida corner of intersection esquina de cross & @ and at on"
    " near off 5th 5 th 2nd floor suite b ste. unit #4 apt room po p.o. box b. drawer post office postal pmb mailbox apartado"
    " apdo general delivery lista correos /// maps.google.com map.apple.com google.de/maps goo.gl/maps osm.org waze.com geo:"
    " w3w.co what3words bing.com/maps mapquest openstreetmap.org zip code 55912 mn 43.66 -92.97 44° , ; ( ) é ５ ５５９１２ ٣"
)


@settings(max_examples=500)
@given(words=st.lists(st.sampled_from(SIGNS.split(" ")), max_size=7), glue=st.sampled_from([" ", "", "  ", ", "]))
def test_the_quick_look_for_addresses_overlooks_nothing(words: list[str], glue: str) -> None:
    text = glue.join(words)
    assert values.looks_like_address(text) == signs_in(values.fold(text, LONGEST))


MARKS = (
    "call contact text for the our exact more street site location address directions shelter whereabouts facility is are"
    " will be kept strictly confidential undisclosed with held withheld unpublished unlisted hidden secret private not"
    " published disclosed confidencial reservada privado oculta no publicada protected given provided shared available"
    " released supplied only upon on request after when do not publish share list llame para obtener la ubicacion direccion"
    " divulgar publicar domicilio lugar sera , : - non-"
)


@settings(max_examples=500)
@given(words=st.lists(st.sampled_from(MARKS.split(" ")), max_size=7))
def test_the_quick_look_for_marks_overlooks_nothing(words: list[str]) -> None:
    text = values.fold(" ".join(words), LONGEST)
    assert may_be_marked(text) or not says_it_is_quiet(text)
