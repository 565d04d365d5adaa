"""Anybody's spreadsheet becomes a directory through a mapping file, and the examples in the handbook work."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harbor_wagtail.directory.importing.choices import mapping_text, proposed
from harbor_wagtail.directory.importing.looking import look_into
from harbor_wagtail.directory.importing.mapping import load_mapping, parse_mapping
from harbor_wagtail.directory.importing.readers import read
from harbor_wagtail.directory.importing.readers.cells import column_id
from harbor_wagtail.directory.importing.readers.skeleton import skeleton
from harbor_wagtail.directory.importing.rows import WITHHELD, UnreadableFile
from harbor_wagtail.directory.models import DataSource
from harbor_wagtail.tabular.grid import Table
from tests.mappings import BASE, items, of, table

DATA = Path(__file__).parent / "data" / "import"

DOCS = Path(__file__).parents[1] / "docs"


def test_the_county_list_of_the_handbook() -> None:
    mapping = load_mapping(DOCS / "mappings" / "county-list.yaml")
    assert (mapping.source.slug, mapping.source.addresses) == ("example-county", "area-only")
    rows, problems = items(DATA / "county-list.csv", mapping)
    assert [row.id for row in rows if row.kind == "organization"] == ["101", "102", "103"]  # 101 stands on two lines
    assert of(rows, "organization")[1]["name"] == "Example Youth Clinic & Pharmacy"
    services = of(rows, "service")
    assert [(service.get("minimum_age"), service.get("maximum_age")) for service in services] == [
        ("12", "17"),
        (None, "17"),
        ("13", None),
        (None, None),
    ]
    marked = {row.id.split("/")[0]: row.values.get("confidential") for row in rows if row.kind == "location"}
    assert marked == {"101": True, "102": None, "103": True}  # "call for location" is a mark, even without an address
    assert all(row.values["confidential"] for row in rows if row.kind == "address" and row.row == 2)
    assert [(phone["number"], phone.get("extension"), phone["type"]) for phone in of(rows, "phone")][:4] == [
        ("555-0100", None, "voice"),
        ("555-0101", "3", "voice"),
        ("555-0102", None, "voice"),
        ("555-0103", None, "fax"),
    ]
    hours = of(rows, "schedule")
    assert hours[0] == {
        "description": "24/7",
        "freq": "WEEKLY",
        "byday": "MO,TU,WE,TH,FR,SA,SU",
        "opens_at": "00:00",
        "closes_at": "23:59",
    }
    assert hours[2] == {"freq": "WEEKLY", "byday": "SA", "opens_at": "10:00", "closes_at": "14:00"}
    assert hours[-1] == {"description": "Call for hours"}
    assert [language["code"] for language in of(rows, "language")[:4]] == ["en", "es", "en", "ase"]
    terms = [
        row.links["taxonomy_term"] for row in rows if row.kind == "attribute" and row.links["taxonomy"] == "domains"
    ]
    assert terms == ["shelter", "mental-health", "legal", "health", "legal"]
    assert [(problem.row, problem.column, problem.refused) for problem in problems] == [
        (5, "Ages", False),
        (5, "Hours", False),
    ]


def test_the_spanish_list_of_the_handbook() -> None:
    rows, problems = items(DATA / "recursos.csv", load_mapping(DOCS / "mappings" / "recursos.yaml"))
    assert [row.values["name"] for row in rows if row.kind == "organization"] == [
        "Casa Ejemplo",
        "Centro de Niñez Ejemplo",
    ]
    assert of(rows, "schedule")[0]["byday"] == "MO,TU,WE,TH,FR"
    assert {row.row for row in rows} == {4, 5}
    assert ["heading" in problem.problem for problem in problems] == [True]


def test_the_hotlines_of_the_handbook() -> None:
    rows, problems = items(DATA / "hotlines.csv", load_mapping(DOCS / "mappings" / "hotlines.yaml"))
    assert [row.values["name"] for row in rows if row.kind == "service"] == [
        "Example Crisis Line / Trained volunteers",
        "Example Crisis Line / Lawyers",  # its name was filled down
        "Example Night Line",
    ]
    assert not any(row.kind in ("location", "address") for row in rows)
    assert [row.links["taxonomy_term"] for row in rows if row.kind == "attribute"] == ["shelter", "legal"]
    contact = next(row for row in rows if row.kind == "contact")
    phone = next(row for row in rows if row.kind == "phone" and "contact" in row.links)
    assert (contact.values["title"], phone.links["contact"], phone.values["number"]) == (
        "Intake desk",
        contact.id,
        "555-0120",
    )
    assert problems == []


def test_the_mappings_printed_in_the_handbook_are_mappings() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", (DOCS / "importing.md").read_text(encoding="utf-8"), re.DOTALL)
    whole, parts = blocks
    assert parse_mapping(whole, "whole.yaml").source.slug == "example-county"
    assert len(parse_mapping(BASE + "service: {name: Agency}\n" + parts, "parts.yaml").children) == 3


def test_every_row_comes_after_what_it_points_to() -> None:
    for name in ("county-list", "hotlines", "recursos"):
        rows, _ = items(DATA / f"{name}.csv", load_mapping(DOCS / "mappings" / f"{name}.yaml"))
        seen: set[tuple[str, str]] = set()
        for row in rows:
            for kind, target in row.links.items():
                assert kind.startswith("taxonomy") or (kind, target) in seen
            seen.add((row.kind, row.id))


def test_the_same_file_gives_the_same_rows_again() -> None:
    mapping = load_mapping(DOCS / "mappings" / "county-list.yaml")
    assert items(DATA / "county-list.csv", mapping) == items(DATA / "county-list.csv", mapping)


def test_no_id_is_ever_made_of_an_address(tmp_path: Path) -> None:
    mapping = BASE + "location: {name: Street}\naddress: {address_1: Street}"
    one, _ = table(tmp_path, "Agency,Street\nA,1 Secret Street\n", mapping)
    other, _ = table(tmp_path, "Agency,Street\nA,2 Other Street\n", mapping)
    assert {row.kind for row in one} == {"organization", "location", "address"}
    assert [(row.kind, row.id, row.links) for row in one] == [(row.kind, row.id, row.links) for row in other]


def test_two_places_under_one_id_are_never_mixed(tmp_path: Path) -> None:
    text = "Agency,Street\nA,1 Secret Street\nA,2 Secret Street\n"
    rows, problems = table(tmp_path, text, BASE + "address: {address_1: Street}")
    assert of(rows, "address") == [{"address_1": "1 Secret Street", "address_type": "physical"}]
    assert [problem.row for problem in problems] == [3]
    assert "Secret" not in str(problems)


def test_without_a_mapping_a_table_is_refused_with_one_to_copy(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        list(read(DATA / "county-list.csv"))
    text = caught.value.fix.split(":\n\n", 1)[1]
    rows, _ = items(DATA / "county-list.csv", parse_mapping(text, "copied.yaml"))
    assert {row.kind for row in rows} >= {
        "organization",
        "service",
        "location",
        "address",
        "phone",
        "schedule",
        "language",
    }
    assert any(row.values.get("confidential") for row in rows)


@settings(deadline=None)
@given(columns=st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=6))
def test_a_mapping_to_copy_is_always_a_mapping(columns: list[str]) -> None:
    class Header:
        name = "a.csv"

        def __iter__(self) -> Any:
            yield 1, columns

    names = Table(Header()).columns
    if any(names):
        mapped = {column_id(column) for column in parse_mapping(skeleton(names), "m.yaml").columns()}
        assert mapped <= {column_id(name) for name in names}


def test_constants_defaults_joins_splits_and_words(tmp_path: Path) -> None:
    mapping = (
        BASE
        + """
service:
  name: {columns: [Kind, Agency], join: " at "}
  status: {column: State, values: {Up: active, Down: defunct, Unsure: null}, default: active}
  fees_description: {value: Free}
required_documents:
  - {column: Bring, split: [";", "/"]}
organization_identifiers:
  - identifier: EIN
    identifier_type: {value: EIN}
terms:
  domains:
    - {column: Kind, values: {Bed: shelter}, otherwise: drop}
"""
    )
    text = "Agency,Kind,State,Bring,EIN\nA,Bed,Up,ID; letter / ID,00-1\nB,Law,,,\nC,Bed,Unsure,,\nD,Bed,Sideways,,\n"
    rows, problems = table(tmp_path, text, mapping)
    services = of(rows, "service")
    assert [service["name"] for service in services] == ["Bed at A", "Law at B", "Bed at C", "Bed at D"]
    assert [service.get("status") for service in services] == ["active", "active", None, None]
    assert {service["fees_description"] for service in services} == {"Free"}
    assert [row["document"] for row in of(rows, "required_document")] == ["ID", "letter"]
    assert of(rows, "organization_identifier") == [{"identifier": "00-1", "identifier_type": "EIN"}]
    assert [row.row for row in rows if row.kind == "attribute"] == [2, 4, 5]
    assert [(problem.row, problem.column, problem.value) for problem in problems] == [(5, "State", "Sideways")]


def test_yes_and_no_mean_what_people_type(tmp_path: Path) -> None:
    mapping = (
        BASE
        + "service: {name: Agency}\nconfidential: [Hide]\nterms: {domains: [{column: Bed, when: yes, value: shelter}]}"
    )
    rows, _ = table(tmp_path, "Agency,Hide,Bed\nA,Y,x\nB,No,TRUE\nC,0,n\nD,,1\nE,maybe,\n", mapping)
    assert [row.row for row in rows if row.kind == "location"] == [2, 6]  # in doubt, hidden
    assert [row.row for row in rows if row.kind == "attribute"] == [2, 3, 5]


def test_lines_are_skipped_headings_left_out_and_names_filled_down(tmp_path: Path) -> None:
    mapping = (
        "source: {name: T}\nfile:\n  header_row: 3\n  skip_rows: [4]\n  fill_down: [Agency]\n"
        "  skip_when: [{column: State, when: [old, gone]}]\n"
        "organization: {name: Agency}\nservice: {name: Kind}"
    )
    text = "Our list,,\n2025,,\nAgency,Kind,State\nexample,row,x\nA,Bed,\n,Law,\nBeds,,\n,Meals,gone\nB,Food,new\n"
    rows, problems = table(tmp_path, text, mapping)
    assert [(row.row, row.links["organization"], row.values["name"]) for row in rows if row.kind == "service"] == [
        (5, "organization:a", "Bed"),
        (6, "organization:a", "Law"),
        (9, "organization:b", "Food"),
    ]
    assert [(problem.row, problem.refused) for problem in problems] == [(7, False)]


MESSY = (
    "Resource list – Mower and Freeborn;;;;;\nUpdated March 2026. Please don’t print!;;;;;\n;;;;;\n"
    "Agency;Program;Kind of help;Phone;County;Hours\n"
    "Niño’s Café;Drop-in;Food, clothes, showers;507-555-0143;Mower Co.;Mon-Fri 9-5\n"
    ";Outreach;N/A;(507) 555-0144;Mower;-\nTotal:;2;;;;\nCasa;Refuge;A place to sleep tonight;5075550142.0;N/A;n/a\n"
)


@pytest.mark.parametrize("text", [MESSY, MESSY.replace(";;;;;\n", "\n")])
def test_a_list_as_people_keep_it_is_looked_into_and_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode("cp1252"))
    look = look_into(path)
    assert (look.header_row, look.columns) == (4, ["Agency", "Program", "Kind of help", "Phone", "County", "Hours"])
    source = DataSource(name="T", slug="t")
    chosen = proposed(look.columns, source)
    assert chosen["Kind of help"] == "terms.domains"
    made = mapping_text(source, chosen, {}, public=False, header_row=look.header_row, fill_down=True)
    rows, problems = items(path, parse_mapping(made, "m"))
    services = [(row.row, row.values["name"], row.links["organization"]) for row in rows if row.kind == "service"]
    assert [(row, name) for row, name, _owner in services] == [(5, "Drop-in"), (6, "Outreach"), (8, "Refuge")]
    assert services[0][2] == services[1][2] != services[2][2]
    assert [row.values["number"] for row in rows if row.kind == "phone"][:2] == ["507-555-0143", "(507) 555-0144"]
    assert not [row for row in rows if "N/A" in str(row.values) or "n/a" in str(row.values)]
    assert [(problem.row, problem.refused) for problem in problems if problem.row > 4] == [(7, False)]
    with pytest.raises(UnreadableFile, match="header_row: 4"):
        items(path, None)


@pytest.mark.parametrize(
    "text",
    [
        "Agency,Phone\nName,Address\nA,B\n",  # too few to tell
        "Foo,Bar,Baz\nCall the office,By phone,Town\n",
        "Agency,Program,Phone,County\nAgency,Program,Phone,County\n",  # a header twice
    ],
)
def test_the_first_line_is_the_header_where_no_other_clearly_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text)
    assert look_into(path).header_row == 1


def test_a_line_that_does_not_say_whose_it_is_is_refused_alone(tmp_path: Path) -> None:
    rows, problems = table(tmp_path, "Agency,Phone,Notes\n,555-0100,x\nB,555-0101,x\n", BASE + "phones: [Phone]")
    assert [row.row for row in rows] == [3, 3]
    assert [(problem.row, problem.column, problem.refused) for problem in problems if problem.row > 1] == [
        (2, "Agency", True)
    ]
    assert [problem.column for problem in problems if problem.row == 1] == ["Notes"]


def test_a_shifted_line_is_refused_where_the_mapping_reads_places(tmp_path: Path) -> None:
    text = "Agency,Where,About\nA,1 Secret Street,x,more\n"
    rows, problems = table(tmp_path, text, BASE + "address: {address_1: Where}\nservice: {name: About}")
    assert rows == []
    assert [problem.refused for problem in problems] == [True]
    rows, problems = table(tmp_path, "Agency,Phone\nA,555-0100,more\n", BASE + "phones: [Phone]")
    assert len(rows) == 2
    assert [problem.refused for problem in problems] == [False]


def test_bad_values_lose_the_value_and_not_the_line(tmp_path: Path) -> None:
    mapping = (
        BASE
        + "service: {name: Agency, ages: Ages}\nphones: [Phone]\naddress: {state_province: {column: Where, values: {OH: OH}}}"
    )
    rows, problems = table(tmp_path, "Agency,Ages,Phone,Where\nA,old enough,ask them,1 Secret Street\n", mapping)
    assert {row.kind for row in rows} >= {"organization", "service", "location"}
    assert [problem.column for problem in problems] == ["Ages", "Where", "Phone"]
    assert not any(problem.refused for problem in problems)
    assert "‘old enough’" in problems[0].problem
    assert problems[0].fix


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "mapping"),
        ("just text", "mapping"),
        ("a: [", "line 1"),
        ("source: {name: x}", "organization.name"),
        ("organization: {name: A}", "source"),
        ("source: {url: x}\norganization: {name: A}", "source.name"),
        ("source: {name: x}\norganization: {nam: A}", "Did you mean ‘name’"),
        (BASE + "service: {ages: A}", "service.name"),
        (BASE + "phones: [{number: P, of: service}]", "phones[1].of"),
        (BASE + "schedules: [Hours]", "schedules[1].of"),
        (BASE + "acccessibility: [x]", "Did you mean ‘accessibility’"),
        ("source: {name: x, addresses: maybe}\norganization: {name: A}", "source.addresses"),
        ("source: {name: x}\norganization: {name: {colum: A}}", "Did you mean ‘column’"),
        ("source: {name: x}\norganization: {name: {join: A}}", "no source"),
        ("source: {name: x}\norganization: {name: No}", "quotes"),
        ("source: {name: x}\norganization: {name: {column: A, values: [1]}}", "values"),
        ("source: {name: x}\norganization: {name: {column: A, otherwise: shout}}", "otherwise"),
        (BASE + "file: {encoding: klingon}", "file.encoding"),
        (BASE + "file: {encoding: base64}", "file.encoding"),
        (BASE + "file: {delimiter: ab}", "file.delimiter"),
        (BASE + "file: {header_row: 0}", "file.header_row"),
        (BASE + "file: {skip_rows: [x]}", "file.skip_rows"),
        ("x: !!python/object/apply:os.system [ls]", "YAML"),
    ],
)
def test_a_wrong_mapping_names_the_key_and_what_to_write(text: str, words: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        parse_mapping(text, "map.yaml")
    assert str(caught.value).startswith("map.yaml")
    assert words in str(caught.value)


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        table(tmp_path, "Agency,Phone\nA,1\n", BASE + "phones: [Telephone]")
    assert "‘Telephone’" in caught.value.problem
    assert "‘Phone’" in caught.value.fix


@settings(deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_is_a_mapping_or_one_clear_refusal(text: str) -> None:
    refusals = []
    try:
        parse_mapping(text, "m.yaml")
    except UnreadableFile as error:
        refusals.append(error)
    assert all(error.problem and error.fix for error in refusals)


@settings(max_examples=40, deadline=None)
@given(cells=st.lists(st.text(max_size=20), min_size=16, max_size=16))
def test_any_cells_give_rows_and_problems(cells: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    source = DATA / "county-list.csv"
    path = tmp_path_factory.mktemp("cells") / "county-list.csv"
    with path.open("w", newline="", encoding="utf-8", errors="ignore") as stream:
        stream.write(source.read_text().splitlines()[0] + "\n")
        # By hand: the csv module of Python 3.10 refuses to write a NUL, which a damaged file may well hold.
        stream.write(",".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\r\n")
    _, problems = items(path, load_mapping(DOCS / "mappings" / "county-list.yaml"))
    for problem in problems:
        if problem.column in ("Street", "City", "Zip"):
            assert problem.value in ("", WITHHELD)
