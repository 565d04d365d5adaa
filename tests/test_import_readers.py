"""Every accepted file becomes rows in HSDS words; every bad one a problem with its place and what to do."""

from __future__ import annotations

import contextlib
import json
import tempfile
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harbor_wagtail.directory.importing.mapping import parse_mapping
from harbor_wagtail.directory.importing.readers import detect, read
from harbor_wagtail.directory.importing.readers.vocabulary import CHILDREN, KINDS
from harbor_wagtail.directory.importing.rows import Problem, Row, UnreadableFile
from tests.reading import DATA, ORG, SERVICES, check_order, items, unreadable, write, zipped

OFFICIAL = Path(__file__).parents[2] / "shared" / "hsds" / "hsds-3.2.3-examples"
official = pytest.mark.skipif(not OFFICIAL.exists(), reason="the official HSDS examples are not beside the checkout")


# The official examples


@official
@pytest.mark.parametrize("name", sorted(path.name for path in OFFICIAL.glob("*.json") if path.name != "base.json"))
def test_an_official_example_comes_in_whole(name: str) -> None:
    rows, problems = items(OFFICIAL / name)
    said = " ".join(problem.problem for problem in problems)
    assert "left out" not in said
    assert not any(problem.refused for problem in problems)
    expected = Counter[str]()
    loaded = json.loads((OFFICIAL / name).read_text())
    _count(loaded.get("contents", [loaded]) if name != "tabular.json" else [], expected)
    if name != "tabular.json":
        assert Counter(row.kind for row in rows if row.kind in set(CHILDREN.values())) >= expected
        check_order(rows)


def _count(records: list[Any], found: Counter[str]) -> None:
    for record in records:
        for key, value in record.items():
            if key in CHILDREN and isinstance(value, list):
                found[CHILDREN[key]] += len(value)
                _count(value, found)
            elif isinstance(value, dict):
                _count([value], found)


@official
def test_the_official_tables_and_the_official_json_say_the_same() -> None:
    tables, problems = items(OFFICIAL / "csv")
    assert {row.kind for row in tables} == set(KINDS)
    assert {problem.column for problem in problems} == {"metadata", "meta_table_description"}
    check_order(tables)
    nested, _ = items(OFFICIAL / "service_full.json")
    by_id = {(row.kind, row.id): row for row in nested}
    for row in tables:
        if other := by_id.get((row.kind, row.id)):
            same = row.values.keys() & other.values.keys()
            assert {name: _bare(row.values[name]) for name in same} == {
                name: _bare(other.values[name]) for name in same
            }
    assert by_id["address", "74706e55-df26-4b84-80fe-ecc30b5befb4"].links == {
        "location": "3a19ff88-4620-4d17-9830-ac1d859eb5d5"
    }


def _bare(value: object) -> str:
    return str(value).removesuffix(".0").strip('"')


@official
def test_a_folder_a_zip_a_package_and_a_workbook_are_read_alike(tmp_path: Path) -> None:
    folder, _ = items(OFFICIAL / "csv")
    package, _ = items(OFFICIAL / "csv" / "datapackage.json")
    members = {f"export/{path.name}": path.read_text() for path in (OFFICIAL / "csv").glob("*.csv")}
    archive, _ = items(zipped(tmp_path / "data.zip", {**members, "__MACOSX/export/._services.csv": "x"}))
    said = [(row.kind, row.id, row.values, row.links) for row in folder]
    assert sorted(map(str, said)) == sorted(str((row.kind, row.id, row.values, row.links)) for row in package)
    assert said == [(row.kind, row.id, row.values, row.links) for row in archive]
    assert {row.file for row in archive} >= {"data.zip/export/services.csv"}
    assert {row.file for row in folder} >= {"services.csv"}


# JSON


@pytest.mark.parametrize(
    "content",
    [
        ORG,
        [ORG],
        {"contents": [ORG], "empty": False, "total_pages": 1},
        {"organizations": [ORG], "services": []},
        {"organizations.csv": [ORG]},
        {"content": [ORG]},
        [{"description": "Helps", "services": [], "id": 1, "name": "Example Harbor House"}],
        {"services": [], "description": "Helps", "id": 1, "name": "Example Harbor House"},
    ],
    ids=["object", "list", "page", "lists", "tabular", "old-page", "keys-late", "keys-late-alone"],
)
def test_json_of_every_shape(content: Any, tmp_path: Path) -> None:
    path = write(tmp_path, "data.json", content)
    rows, problems = items(path)
    assert detect(path) == "hsds-json"
    assert [(row.kind, row.id, row.values["name"], row.row) for row in rows] == [
        ("organization", "1", "Example Harbor House", 1)
    ]
    assert problems == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_json_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    text = json.dumps([{**ORG, "name": "Casa Niñez"}], ensure_ascii=False)
    rows, problems = items(write(tmp_path, "data.json", text.encode(encoding)))
    assert [row.values["name"] for row in rows] == ["Casa Niñez"]
    assumed = encoding in ("utf-16-le", "cp1252")
    assert bool(problems) == assumed
    if assumed:
        assert "was read as" in problems[0].problem


def test_records_by_the_line(tmp_path: Path) -> None:
    path = write(
        tmp_path, "data.ndjson", '{"id":1,"name":"A"}\n{"id":2,"name":"B"\n\n{"id":3,"name":"C","description":"x"}\n'
    )
    rows, problems = items(path)
    assert [(row.id, row.row) for row in rows] == [("1", 1), ("3", 3)]
    assert [(problem.row, problem.refused) for problem in problems] == [(2, True)]
    assert "Line 2" in problems[0].problem
    with_other_name = write(tmp_path, "data.json", '{"id":1,"name":"A"}\n{"id":2,"name":"B"}\n')
    assert [row.id for row in items(with_other_name)[0]] == ["1", "2"]


def test_the_same_phone_under_three_parents_is_three_rows() -> None:
    rows, problems = items(DATA / "nested.json")
    phones = [(row.values["number"], row.links) for row in rows if row.kind == "phone"]
    assert ("555-0140", {"organization": "1"}) in phones
    assert ("555-0142", {"contact": "1/contact:intake", "organization": "1"}) in phones
    language = next(row for row in rows if row.kind == "language" and "phone" in row.links)
    assert language.links["organization"] == "1"
    check_order(rows)


def test_nested_records_without_ids_get_lasting_ones_that_name_nobody() -> None:
    rows, problems = items(DATA / "nested.json")
    service = next(row for row in rows if row.kind == "service")
    assert service.id == "1/service:drop-in"
    assert service.links == {"organization": "1", "program": "9"}
    assert service.values["eligibility_description"] == "Young people"  # a row of its own in HSDS 2
    assert service.values["minimum_age"] == 12
    assert next(row for row in rows if row.kind == "service_at_location").links == {
        "service": service.id,
        "location": "7",
    }
    assert next(row for row in rows if row.kind == "schedule").values["byday"] == "MO"
    attribute = next(row for row in rows if row.kind == "attribute")
    assert attribute.links == {"service": service.id, "taxonomy_term": "t1"}
    assert next(row for row in rows if row.kind == "taxonomy_term").links == {"taxonomy": "x1"}
    assert {(problem.row, problem.column, problem.refused) for problem in problems} == {
        (1, "service.favourite_colour", False),
        (1, "address.city", False),
        (2, "", True),
    }
    place = [{**ORG, "locations": [{"name": "12 Secret Street", "phones": ["555-0100"]}]}]
    assert "secret" not in str([(row.id, row.links) for row in _rows_of(place)]).lower()
    person = [{**ORG, "contacts": [{"name": "Ann Example", "phones": [{"number": "555-0100"}]}]}]
    assert "ann" not in str([row.links for row in _rows_of(person)]).lower()


def _rows_of(content: Any) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        return items(write(Path(folder), "organizations.json", content))[0]


def test_a_mark_of_confidentiality_survives_as_our_own_key() -> None:
    rows, _ = items(DATA / "nested.json")
    assert rows[0].values["confidential"] == "yes"
    older, _ = items(DATA / "older")
    assert [row.values["confidential"] for row in older if row.kind == "location"] == ["0", "t"]


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ('[{"id": 1, "name": "Confidential Street 5"},\n{"id": 2, "na', 2, "cut off"),
        ('[{"id": 1, "name": "A"},\n {"id": 2,, "name": "Secret Street 5"}]', 2, "character 11"),
        ('{"id": 1, "name": "A"', 1, "cut off"),
        ("[" * 100_000, 0, "too deeply"),
        ('{"a":' * 50_000, 1, "cut off"),
        ("3", 0, "no records"),
        ("{}", 0, "no records"),
        ('{"foo": "bar"}', 0, "no records"),
        ('{"version": "3.0", "profile": "x", "openapi_url": "y"}', 0, "no records"),
        ("", 0, "empty"),
        (" \n ", 0, "empty"),
        ('[{"id": 1, "name": "\x01"}]', 1, "broken"),
        ("[{'id': 1}]", 1, "broken"),
        ("[NaN]", 1, "broken"),
        ('[{"id": "1", "name": "A"},\n{"id": ' + "9" * 5000 + "}]", 2, "thousands of digits"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)
def test_broken_json_says_where_and_never_what(content: str, line: int, words: str, tmp_path: Path) -> None:
    error = unreadable(write(tmp_path, "data.json", content))
    assert words in str(error)
    assert error.row == line
    assert "Street" not in str(error)


KEYS = (
    "id name services contents phones organization attributes location eligibility address_1 taxonomy_term metadata x"
)


@settings(max_examples=60, deadline=None)
@given(
    content=st.recursive(
        st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS.split()), inner, max_size=4),
        max_leaves=12,
    )
)
def test_any_json_gives_rows_problems_or_one_clear_refusal(
    content: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = write(tmp_path_factory.mktemp("json"), "data.json", json.dumps(content))
    rows: list[Row] = []
    with contextlib.suppress(UnreadableFile):
        rows, _ = items(path)
    check_order(rows)


def test_a_large_file_stays_flat(tmp_path: Path) -> None:
    record = json.dumps({**ORG, "services": [{"id": str(n), "name": "S" * 400, "status": "active"} for n in range(20)]})
    peaks = []
    for count in (25, 250):
        path = tmp_path / f"{count}.json"
        path.write_text("[" + ",".join([record] * count) + "]")
        tracemalloc.start()
        assert sum(1 for _ in read(path)) == count * 21
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5 + 200_000


# Folders, zips and what lies in them


@pytest.mark.parametrize(
    "name", ["../services.csv", "/etc/services.csv", "a\\..\\services.csv", "C:/services.csv", "a/../../services.csv"]
)
def test_a_zip_that_reaches_out_of_itself_is_refused(name: str, tmp_path: Path) -> None:
    error = unreadable(zipped(tmp_path / "data.zip", {"organizations.csv": "id,name\n1,A\n", name: SERVICES}))
    assert "leads out" in error.problem
    assert error.fix


def test_a_zip_that_bursts_links_or_is_broken_is_refused(tmp_path: Path) -> None:
    assert "far larger" in unreadable(zipped(tmp_path / "bomb.zip", {"services.csv": "0" * 60_000_000})).problem
    link = zipfile.ZipInfo("services.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "link" in unreadable(tmp_path / "link.zip").problem
    whole = zipped(tmp_path / "whole.zip", {"services.csv": SERVICES * 50}).read_bytes()
    assert "broken" in unreadable(write(tmp_path, "cut.zip", whole[: len(whole) // 2])).problem
    spoilt = bytearray(whole)
    spoilt[50] ^= 0xFF
    assert "broken" in unreadable(write(tmp_path, "spoilt.zip", bytes(spoilt))).problem
    assert "nothing in it" in unreadable(zipped(tmp_path / "other.zip", {"readme.txt": "hello"})).problem


def test_two_sets_of_tables_are_not_mixed(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "data.zip",
        {"new/services.csv": SERVICES, "new/organizations.csv": "id,name\n9,A\n", "old/services.csv": SERVICES},
    )
    rows, problems = items(path)
    assert [row.file for row in rows] == ["data.zip/new/organizations.csv", "data.zip/new/services.csv"]
    assert [problem.file for problem in problems] == ["data.zip/old/services.csv"]


@pytest.mark.parametrize("inner", ["../services.csv", "/etc/passwd", "http://example.org/services.csv"])
def test_a_package_that_names_files_elsewhere_is_refused(inner: str, tmp_path: Path) -> None:
    write(tmp_path, "services.csv", SERVICES)
    package = write(tmp_path, "set/datapackage.json", {"resources": [{"name": "service", "path": inner}]})
    assert "outside" in unreadable(package).problem


def test_a_package_says_which_file_holds_what(tmp_path: Path) -> None:
    write(tmp_path, "a.csv", SERVICES.replace(",", ";"))
    resources = [
        {"name": "service", "path": "a.csv", "dialect": {"delimiter": ";"}},
        {"name": "location", "path": "not-there.csv"},
    ]
    rows, problems = items(write(tmp_path, "datapackage.json", {"resources": resources}))
    assert [row.kind for row in rows] == ["service"]
    assert "not-there.csv" in problems[0].problem


def test_a_folder_of_json_is_read_in_the_order_of_what_points_to_what(tmp_path: Path) -> None:
    write(tmp_path, "services.json", [{"id": 2, "name": "S", "status": "active", "organization_id": 1}])
    write(tmp_path, "organizations.json", [ORG])
    rows, _ = items(tmp_path)
    assert [row.kind for row in rows] == ["organization", "service"]


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("a.csv", b"", "empty"),
        ("a.pdf", b"%PDF-1.7 ...", "a PDF"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        ("a.xls", b"<html><table></table>", "web page"),
        ("a.xml", b"<?xml version='1.0'?><a/>", "XML"),
        ("a.csv.gz", b"\x1f\x8b\x08\x00", "gzip"),
        ("a.xlsx", b"PK\x03\x04 not really", "broken"),
        ("a.csv", b"\x01\x02\x03\x04", "no header"),
    ],
)
def test_files_of_another_sort_are_named(name: str, raw: bytes, words: str, tmp_path: Path) -> None:
    error = unreadable(write(tmp_path, name, raw))
    assert words in str(error)


def test_paths_that_lead_nowhere(tmp_path: Path) -> None:
    assert "no such file" in unreadable(tmp_path / "none.csv").problem
    (tmp_path / "empty").mkdir()
    assert "nothing in it" in unreadable(tmp_path / "empty").problem
    assert "no format" in unreadable(write(tmp_path, "a.csv", SERVICES), format="xml").problem
    assert "no HSDS tables" in unreadable(write(tmp_path, "a.csv", SERVICES), format="hsds-csv").problem


@settings(max_examples=80, deadline=None)
@given(
    raw=st.binary(max_size=200),
    name=st.sampled_from(["services.csv", "data.json", "data.zip", "data.xlsx", "data", "a.ndjson"]),
)
def test_any_bytes_give_rows_problems_or_one_clear_refusal(
    raw: bytes, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = write(tmp_path_factory.mktemp("bytes"), name, raw)
    refusals = []
    try:
        list(read(path))
    except UnreadableFile as error:
        refusals.append(error)
    assert all(error.problem and error.fix for error in refusals)


CANARY = "4711 Canary Street"


def _poisoned(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Files with an address in every place where something is wrong with it."""
    yield write(folder, "addresses.csv", f"id,location_id,address_1,city\n1,2,{CANARY},X,{CANARY}\n3\n"), {}
    yield write(folder, "locations.csv", f"id,organization_id,name,latitude,where\n1,2,A,#REF!,{CANARY}\n"), {}
    yield (
        write(
            folder,
            "locations.json",
            [{"id": 1, "name": "A", "location_type": "physical", "latitude": [CANARY], "foo": CANARY}],
        ),
        {},
    )
    yield write(folder, "cut.json", f'[{{"id": 1, "name": "{CANARY}'), {}
    yield write(folder, "bad.json", f'[{{"id": 1, "name": "{CANARY}" "{CANARY}"}}]'), {}
    yield write(folder, "lines.ndjson", f'{{"id": 1, "name": {CANARY}}}\n{{"id": 2, "name": "B"}}\n'), {}
    yield write(folder, "quote.csv", f'id,organization_id,name,status\n1,9,"{CANARY},active\n'), {}
    mapping = parse_mapping(
        "source: {name: T}\norganization: {name: Agency}\nservice: {name: Agency, ages: Street}\n"
        "address: {address_1: {column: Street, values: {a: b}}}\nphones: [Street]\nschedules: [Street]",
        "m.yaml",
    )
    yield (
        write(folder, "list.csv", f"Agency,Street,Notes\nA,{CANARY},x\nB,{CANARY},x,{CANARY}\n,{CANARY},x\n"),
        {"mapping": mapping},
    )


def test_no_problem_ever_shows_an_address(tmp_path: Path) -> None:
    said = []
    for path, options in _poisoned(tmp_path):
        try:
            said += [item for item in read(path, **options) if isinstance(item, Problem)]
        except UnreadableFile as error:
            said += [str(error), *error.problems]
    assert len(said) > 10
    assert "4711" not in str(said).replace(str(tmp_path), "")
    assert "Canary" not in str(said)
