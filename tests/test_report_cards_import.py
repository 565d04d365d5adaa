"""Answers and laws in and out of spreadsheets: nothing lost, nothing half-applied, every refusal named, all of it undone."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harbor_wagtail.advocacy.report_cards.exporting import csv_lines
from harbor_wagtail.advocacy.report_cards.freezing import freeze, publish_framework
from harbor_wagtail.advocacy.report_cards.importing.applying import run_import
from harbor_wagtail.advocacy.report_cards.models import (
    Assessment,
    AssessmentStatute,
    Edition,
    ScoreBatch,
    ScoreChange,
    StatuteRef,
)
from tests import report_cards

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    """Two goals, "1" and "2", over M001 to M004; nothing answered."""
    framework = report_cards.framework(layout=report_cards.layout(report_cards.places(4)))
    return report_cards.edition(framework)


def sheet(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def run(*arguments: Any, **options: Any) -> tuple[int, str]:
    """Exit code and everything said."""
    out, err = StringIO(), StringIO()
    try:
        call_command("harbor_import_scores", *map(str, arguments), stdout=out, stderr=err, **options)
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{err.getvalue()}{error}"
    return 0, out.getvalue() + err.getvalue()


def stored() -> dict[tuple[str, str], tuple[Any, ...]]:
    rows = Assessment.objects.select_related("jurisdiction", "goal", "option").order_by("jurisdiction", "goal")
    return {
        (row.jurisdiction.code, row.goal.code): (
            row.option and row.option.code,
            row.reasoning,
            [each.statute.citation for each in row.statute_rows.select_related("statute")],
        )
        for row in rows
    }


def test_a_template_is_filled_in_brought_in_twice_and_taken_back(edition: Edition, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    assert run(path, edition=edition.slug, template=True)[0] == 0
    book = openpyxl.load_workbook(path)
    answers, laws = book["answers"], book["laws"]
    assert [cell.value for cell in answers[2]][:3] == ["moor-check", "M001", "1"]
    assert answers.max_row == 9
    assert {each.formula1 for each in answers.data_validations.dataValidation} == {'"yes,partly,no"'}
    heads = {cell.value: cell.column for cell in answers[1]}
    for row, code in ((2, "yes"), (3, "Partly"), (5, "no")):
        answers.cell(row, heads["answer"], code)
        answers.cell(row, heads["laws"], "M Code § 1; M Code § 2" if row == 2 else None)
    for number in (1, 2):
        laws.append(["M001", f"M Code § {number}", "", "It says so.", "en", "", "2020-01-01", "", "2026-01-31", "me"])
    book.save(path)

    assert run(path, edition=edition.slug, dry_run=True)[1].count("→") == 3
    assert not Assessment.objects.exists()
    code, told = run(path, edition=edition.slug)
    assert (code, "created 5, changed 0, unchanged 0, refused 0" in told) == (0, True), told
    whole = {
        ("M001", "1"): ("yes", "", ["M Code § 1", "M Code § 2"]),
        ("M001", "2"): ("partly", "", []),
        ("M002", "2"): ("no", "", []),
    }
    assert stored() == whole
    code, told = run(path, edition=edition.slug)
    assert (code, "created 0, changed 0, unchanged 5, refused 0" in told, ScoreBatch.objects.count()) == (0, True, 1)

    second = sheet(
        tmp_path / "more.csv", "place,goal,answer,reasoning,laws\nM001,1,no,Repealed.,-\nMoorland 002,2,-,,\n"
    )
    code, told = run(second, edition=edition.slug)
    assert "M001 1: Yes → No (reasoning, laws)" in told
    assert "M002 2: No → not assessed" in told
    assert stored()["M001", "1"] == ("no", "Repealed.", [])
    assert stored()["M002", "2"][0] is None
    first, last = ScoreBatch.objects.order_by("pk")
    Assessment.objects.filter(jurisdiction__code="M002").update(reasoning="Somebody worked on it.")
    code, told = run(undo=last.pk)
    assert (code, "Changed since, left alone: Moorland 002: 2" in told) == (1, True)
    assert stored()["M001", "1"] == whole["M001", "1"]
    Assessment.objects.filter(jurisdiction__code="M002").delete()
    assert run(undo=first.pk)[0] == 0
    assert (stored(), StatuteRef.objects.count()) == ({}, 0)
    assert run(undo=first.pk)[0] == 0  # nothing to do any more


BAD = """place,goal,answer,laws,colour
M001,1,yes,,
M001,1,no,,
M099,1,yes,,
M002,7,yes,,
M002,1,perhaps,,
,2,yes,,
M002,2,yes,M Code § 404,
M003,2,#REF!,,
M003,1,partly,,
"""


def test_bad_rows_are_named_by_line_and_column_and_good_ones_kept(edition: Edition, tmp_path: Path) -> None:
    path = sheet(tmp_path / "bad.csv", BAD)
    code, told = run(path, edition=edition.slug, strict=True)
    assert (code, Assessment.objects.count()) == (2, 0), told
    assert "Would be: created 2, changed 0, unchanged 0, refused 7." in told
    assert "Done" not in told
    code, told = run(path, edition=edition.slug, report=tmp_path / "report.json")
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert code == 1
    assert stored() == {("M001", "1"): ("yes", "", []), ("M003", "1"): ("partly", "", [])}
    assert report["answers_and_laws"] == {"created": 2, "changed": 0, "unchanged": 0, "refused": 7}
    found = {(each["row"], each["column"]): each["problem"] + each["fix"] for each in report["problems"]}
    for place, words in {
        (0, "colour"): "no column of this name",
        (3, ""): "Line 2 says this already",
        (4, "place"): "no place of this name",
        (5, "goal"): "no goal of this code",
        (6, "answer"): "Answers to it: yes, partly, no.",
        (7, "place"): "Merged cells keep their value in the first row only",
        (8, "laws"): "“M Code § 404” is no law of this place",
        (9, "answer"): "spreadsheet error #REF!",
        (9, ""): "a cell of it cannot be read",
    }.items():
        assert words in found[place], found


def test_wide_sheets_say_the_same_as_long_ones(edition: Edition, tmp_path: Path) -> None:
    """A row for each place or for each goal; what is wrong is named by the row and column it stands in."""
    by_place = sheet(
        tmp_path / "by-place.csv",
        "place,place_name,1,2,9\nM001,One,yes,no,yes\nM002,Two,,perhaps,\nM009,Nine,no,,\nM003,Three,-,yes,\n",
    )
    code, said = run(by_place, edition=edition.slug, report=tmp_path / "report.json")
    assert code == 1
    problems = json.loads((tmp_path / "report.json").read_text())["problems"]
    assert [(each["row"], each["column"], each["value"]) for each in problems] == [
        (1, "9", ""),
        (3, "2", "perhaps"),
        (4, "place", "M009"),
    ]
    answers = {key: value[0] for key, value in stored().items() if value[0]}
    assert answers == {("M001", "1"): "yes", ("M001", "2"): "no", ("M003", "2"): "yes"}

    by_goal = sheet(tmp_path / "by-goal.csv", "goal,statement,M001,M002\n1,Who?,yes,no\n2,What?,no,\n7,,yes,\n")
    code, said = run(by_goal, edition=edition.slug)
    assert code == 1
    assert "line 4, goal: “7”" in said
    assert "1 new" in said or "created 1" in said
    assert stored()["M002", "1"][0] == "no"
    assert run(by_goal, edition=edition.slug, strict=True)[0] == 2


def test_what_cannot_be_meant_stops_before_anything_changes(edition: Edition, tmp_path: Path) -> None:
    other = report_cards.edition(report_cards.framework("other-check", goals=3), "others-2025")
    exported = sheet(tmp_path / "other.csv", "".join(csv_lines(other)))
    assert len(exported.read_text(encoding="utf-8").splitlines()) == 1  # it has no places
    wrong = {
        "another framework": "framework,place,goal,answer\nother-check,M001,1,yes\n",
        "another framework (other-check), not": "framework,place,goal,answer\nmoor-check,M001,1,yes\nother-check,M001,2,yes\n",
        "answers to another": "place,goal,answer\nM001,JLM 8,yes\n",
        "no sheet of answers": "name,phone\nSomebody,555\n",
        "never closed": 'place,goal,answer,summary\nM001,1,yes,"and so on\n',
        "empty": "",
    }
    for number, (words, text) in enumerate(wrong.items()):
        code, told = run(sheet(tmp_path / f"wrong{number}.csv", text), edition=edition.slug)
        assert (code, words in told) == (2, True), told
    nonsense = tmp_path / "nonsense.csv"
    with nonsense.open("wb") as file:
        file.write(b"place,goal,answer\n")
        for _ in range(40):
            file.write(b"\x00\x81\x8dxyzzy,," * 25_000 + b"\n")
    assert run(nonsense, edition=edition.slug)[0] == 2
    long = sheet(tmp_path / "long.csv", "place,goal,answer\n" + "M001,9,yes\n" * 50_002)
    code, told = run(long, edition=edition.slug)
    assert (code, "more than 50000 lines" in told) == (2, True)

    book = openpyxl.Workbook()
    page: Any = book.active
    page.append(["place", "goal", "answer"])
    page.append(["M001", "1", '=IF(1=1,"yes","no")'])
    page.append(["M002", "1", "yes"])
    page.append([None, "2", "yes"])
    page.merge_cells("A3:A4")
    book.save(tmp_path / "formulas.xlsx")
    code, told = run(tmp_path / "formulas.xlsx", edition=edition.slug)
    assert (code, "Cell C2 holds a formula" in told, "Merged cells" in told) == (1, True, True), told
    assert list(stored()) == [("M002", "1")]
    assert run(nonsense, edition="nowhere")[0] == run(undo=999)[0] == 2

    publish_framework(edition.framework)
    Assessment.objects.update(reasoning="Because.")
    batch = ScoreBatch.objects.get()
    freeze(edition)
    code, told = run(sheet(tmp_path / "late.csv", "place,goal,answer\nM001,1,yes\n"), edition=edition.slug)
    assert (code, "is published" in told) == (2, True)
    assert run(undo=batch.pk)[0] == 2


def test_what_goes_out_comes_in_again_and_runs_nowhere(edition: Edition, tmp_path: Path) -> None:
    places = [tile.jurisdiction for tile in edition.framework.layout.tiles.select_related("jurisdiction")]  # type: ignore[union-attr]
    report_cards.answer(edition, {places[0]: "yes no", places[1]: "partly -"}, law=True)
    Assessment.objects.filter(jurisdiction=places[0]).update(reasoning='=HYPERLINK("http://x.example","y")', coder="AB")
    before = stored()
    lines = list(csv.DictReader("".join(csv_lines(edition, team=True)).lstrip("\ufeff").splitlines()))
    assert (len(lines), lines[0]["reasoning"][:2]) == (8, "'=")
    assert [row["status"] for row in lines[:4]] == ["met", "not_met", "partly", "not_assessed"]
    assert [row["points"] for row in lines[:4]] == ["5", "0", "2", ""]
    assert not {"coder", "second_coder"} & set(
        csv.DictReader("".join(csv_lines(edition)).splitlines()).fieldnames or ()
    )
    for name in ("out.csv", "out.xlsx"):
        call_command("harbor_export_scores", str(tmp_path / name), edition=edition.slug, stdout=StringIO())
    for wrong in ("out.pdf", "missing/out.csv"):
        with pytest.raises(CommandError):
            call_command("harbor_export_scores", str(tmp_path / wrong), edition=edition.slug)
    assert run(tmp_path / "out.csv", edition=edition.slug)[1].count("unchanged 3") == 1
    Assessment.objects.all().delete()
    StatuteRef.objects.all().delete()
    assert run(tmp_path / "out.xlsx", edition=edition.slug)[0] == 0
    assert stored() == before


def test_the_number_of_queries_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def asked(goals: int, places: int) -> int:
        framework = report_cards.framework(f"check-{goals}", goals=goals)
        rows = report_cards.places(places, f"Xanadu{goals}")
        edition = report_cards.edition(framework, f"edition-{goals}")
        for place in rows:
            report_cards.statute(place)
        lines = [
            f"{place.slug},{goal},yes,Read.,{place.code} Code § 1-101" for place in rows for goal in range(1, goals + 1)
        ]
        path = sheet(tmp_path / f"{goals}.csv", "\n".join(["place,goal,answer,reasoning,laws", *lines]))
        with CaptureQueriesContext(connection) as seen:
            report = run_import(edition, path)
        assert (report.created, report.refused) == (goals * places, 0)
        return len(seen)

    assert asked(20, 12) <= asked(4, 6) + 6  # ten times the rows; SQLite takes only so many at once
    assert ScoreChange.objects.count() == AssessmentStatute.objects.count() == 264
