"""“Last verified” in somebody's own list: a check as its source says, of the service, else of the organization."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from harbor_wagtail.directory.importing.choices import mapping_text, proposed
from harbor_wagtail.directory.importing.mapping import parse_mapping
from harbor_wagtail.directory.importing.readers.guessing import guess
from harbor_wagtail.directory.models import DataSource, Service, Verification
from tests.importing import bring_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("column", "is_a_day"),
    [
        ("Last verified", True),
        ("Date Verified", True),
        ("LAST CHECKED", True),
        ("Verified on", True),
        ("Date of last verification", True),
        ("Última verificación", True),
        ("Fecha de verificación", True),
        ("Verificado el", True),
        ("Verified by", False),
        ("Last verified by", False),
        ("Date verified by (name)", False),
        ("Verified", False),
    ],
)
def test_columns_with_the_day_are_known_by_their_names(column: str, is_a_day: bool) -> None:
    assert (guess([column]).get(column) == ("service", "assured_date")) is is_a_day


def brought_in(folder: Path, text: str) -> list[str]:
    """What was told of the lines. The mapping is the one proposed in the admin."""
    path = folder / "list.csv"
    path.write_text(text)
    source = DataSource(name="T", slug="t")
    made = mapping_text(source, proposed(text.splitlines()[0].split(";"), source), {}, public=False)
    report = bring_in(path, mapping=parse_mapping(made, "m"))
    return [f"{problem.row} {problem.column}: {problem.problem}" for problem in report.problems]


def test_each_service_has_the_day_its_line_gives_and_nonsense_is_told(tmp_path: Path) -> None:
    days = ("2025-03-31", "3/31/2025", "March 31, 2025", "31 de marzo de 2025", "", "soon", "13/31/2025", "2199-01-01")
    lines = [f"A{at};Program {at};{day}" for at, day in enumerate(days)]
    told = brought_in(tmp_path, "\n".join(["Agency;Program;Last verified", *lines]))
    found = {str(row.service): (row.checked_on, row.method) for row in Verification.objects.select_related("service")}
    assert found == {f"Program {at}": (dt.date(2025, 3, 31), "source") for at in range(4)}
    assert Service.objects.count() == len(days)
    # The column is called what it is called in the list, not what HSDS calls it.
    assert [line.partition(":")[0] for line in told] == [f"{row} Last verified" for row in (7, 8, 9)]
    assert not [line for line in told if "assured_date" in line]
    assert "no date can be read" in told[0]
    assert "there is no such day" in told[1]
    assert "has not come yet" in told[2]


def test_a_list_of_organizations_alone_makes_no_service_for_it(tmp_path: Path) -> None:
    told = brought_in(tmp_path, "Agency;Website;Date verified\nCasa;casa.example.org;5/6/24\nNook;;n/a\n")
    (check,) = Verification.objects.select_related("organization")
    assert (str(check.organization), check.checked_on) == ("Casa", dt.date(2024, 5, 6))
    assert not Service.objects.exists()
    assert not told
