"""Promises: nothing that anybody wrote anywhere becomes markup, script or template; and nothing kept for the team leaves.

Every column of text of every model holds a mark of its own (``tests/everything.py``). All that a visitor, a program or a
reader of files can fetch is fetched and read. What is seen there has to be in the list of what may be, so a column that is
new, or that begins to be shown, fails until somebody has said here that it may leave.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from harbor_wagtail.documents import pdf
from harbor_wagtail.safety.checking.addresses import body, public_addresses
from harbor_wagtail.safety.checking.leaks import texts
from tests import everything, exporting
from tests.test_roles import addresses, arguments, form_of, records  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
LINK = re.compile(r"""(?:href|src|action)="(/[^"#]*)""")
TABLE = re.compile(r"csv|spreadsheetml")
NUMBER = re.compile(r"[+-]?[\d .,()-]+")
MARKUP = re.compile(r"html|svg|xml")
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)

#: What visitors, programs and readers of files may be told, by model.
MAY_LEAVE = {
    line.split(":")[0].strip(): set(line.split(":")[1].split())
    for line in (Path(__file__).parent / "data" / "may_leave.txt").read_text().splitlines()
    if line and not line.startswith("#")
}


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that would be made a PDF of, as HTML: making the PDF takes seconds and leaves the words packed."""
    made: list[str] = []

    def render(markup: str, *_args: Any, **_given: Any) -> pdf.Pdf:
        made.append(markup)
        return pdf.Pdf(b"%PDF-1.7 ", 1)

    monkeypatch.setattr(pdf, "_render", render)
    return made


def fetched(client: Client) -> dict[str, Any]:
    """Every public page, what it links to on this site, and the whole API; by address."""
    found: dict[str, Any] = {}
    api = reverse("harbor_directory:hsds")
    waiting = [address.path for address in public_addresses(Site.objects.get())]
    waiting += [f"{api}{name}?full=true" for name in ("organizations", "services", "service_at_locations")]
    waiting += [f"{api}{name}" for name in ("organizations", "services", "taxonomies", "taxonomy_terms")]
    while waiting:
        path = waiting.pop()
        if path in found or path.startswith(("/admin", "/static")):
            continue
        found[path] = response = client.get(path)
        if "html" in response.get("Content-Type", ""):
            waiting += [urljoin(path, link.replace("&amp;", "&")) for link in LINK.findall(body(response).decode())]
    return found


def sent(client: Client) -> dict[str, Any]:
    """What answers to forms."""
    return {
        "search": client.post("/harbor/search/", {"words": "zq0q shelter"}),
        "nothing": client.post("/harbor/search/", {"words": "zzzz", "county": "27099"}),
        "sheet": client.post("/harbor/sheet/", {"services": "1-1"}),
        "no page": client.get("/no-such-page/"),
    }


def faults(name: str, text: str) -> list[str]:
    """Places where a mark got out of what it stood in."""
    around = [match[0] for match in re.finditer(r".{0,60}<svg/onload=alert.{0,40}", text, re.DOTALL)]
    around += [match[0] for match in re.finditer(r".{0,60}\b(?:49)zq\d+q", text)]
    around += [match[0] for match in re.finditer(r'(?:href|src|action)="(?:javascript|data):[^"]{0,60}', text)]
    around += [block[:60] for block in BLOCK.findall(text) if not json.loads(block)]
    return [f"{name}: {found}" for found in around]


def test_nothing_written_becomes_markup_and_nothing_the_team_keeps_leaves(
    client: Client, english: Any, spanish: Any, printed: list[str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    everything.scene()
    marks = everything.mark_everything()
    answers = {**fetched(client), **sent(client)}
    told: dict[str, str] = {f"PDF {at}": markup for at, markup in enumerate(printed)}
    wrong: list[str] = []
    tables: list[str] = []
    for path, response in answers.items():
        assert response.status_code < 500, path
        data = body(response)
        told[path] = "\n".join(texts(data))
        tables += formulas(path, data) if TABLE.search(response.get("Content-Type", "")) else []
        wrong += faults(path, told[path]) if MARKUP.search(response.get("Content-Type", "")) else []
        wrong += [f"{path}, header" for value in response.headers.values() if "<svg" in value]
    wrong += [fault for at in told if at.startswith("PDF") for fault in faults(at, told[at])]
    for form, name in (("hsds-json", "all.json"), ("hsds-csv", "all.zip"), ("table", "all.csv")):
        told[name] = "\n".join(texts(exporting.export(tmp_path / name, form).read_bytes()))
        tables += formulas(name, (tmp_path / name).read_bytes()) if name != "all.json" else []
    told["log"] = caplog.text
    assert not wrong, "\n".join(wrong[:20])
    seen = {column: at for at, text in told.items() for column in marks.seen(text)}
    new = {f"{at} tells {column}" for column, at in seen.items() if not may_leave(column)}
    assert not new, "\n".join(sorted(new))
    assert not tables, "\n".join(tables[:20])
    assert not any("zqeditorq" in text for text in told.values())
    assert len(printed) > 4
    assert len(seen) > 200


def formulas(name: str, data: bytes) -> list[str]:
    """Cells that a spreadsheet would run, in a CSV, a workbook or a zip of tables."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            inside = packed.namelist()
            if "xl/workbook.xml" not in inside:
                return [cell for each in inside if each.endswith(".csv") for cell in formulas(each, packed.read(each))]
        book = openpyxl.load_workbook(io.BytesIO(data))
        found = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        return [f"{name}: {cell.value}" for cell in found if cell.data_type == "f" or runs(cell.value)]
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    return [f"{name}: {cell}" for row in rows for cell in row if runs(cell)]


def runs(cell: object) -> bool:
    return isinstance(cell, str) and cell.lstrip().startswith(("=", "+", "-", "@")) and not NUMBER.fullmatch(cell)


def may_leave(column: str) -> bool:
    model, _dot, name = column.partition(".")[2].rpartition(".")
    return name in MAY_LEAVE.get(model, ())


#: Screens of the admin that are ours, not Wagtail's, and what they are made of.
OWN_FORMS = {"service", "location"}
SLOW_AND_WORDLESS = {"harbor_wagtail_setup", "harbor_plan_draft_file", "harbor_directory_due"}


def test_nothing_written_becomes_markup_in_the_admin(
    records: Any,  # noqa: F811
    admin_client: Client,
    printed: list[str],
) -> None:
    everything.mark_everything()
    wrong, tables, shown = list[str](), list[str](), 0
    for name, pattern in addresses():
        form, action = form_of(name), name.rpartition(":")[2]
        if (
            name in SLOW_AND_WORDLESS
            or form
            and (action not in ("list", "edit") or form.split(".")[1] not in OWN_FORMS)
        ):
            continue
        response = admin_client.get(reverse(name, kwargs=arguments(name, pattern, records)))
        assert response.status_code < 500, name
        data = body(response)
        text = "\n".join(texts(data))
        tables += formulas(name, data) if TABLE.search(response.get("Content-Type", "")) else []
        shown += bool(everything.NUMBER.search(text))
        wrong += faults(name, text) if MARKUP.search(response.get("Content-Type", "")) else []
    assert not wrong, "\n".join(wrong[:20])
    assert not tables, "\n".join(tables[:20])
    assert shown > 25
