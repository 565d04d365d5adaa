"""The verdict on a PDF: silent about ours, and loud about each thing that would keep somebody from using it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from harbor_wagtail.documents import engine, pdf
from harbor_wagtail.documents.pdf_verdict import Finding, judge
from tests.plans import document, made_pdf

pytestmark = pytest.mark.skipif(not engine.available(), reason=engine.problem())
CSS = "p { color: #111; background: #fff }"


@pytest.fixture(scope="module")
def objects() -> Any:
    """The finished objects of one PDF, which each test spoils in one place and mends again."""
    kept = []
    judged = pdf.judge
    pdf.judge = lambda made, css: kept.append(made) or judged(made, css)  # type: ignore[func-returns-value]
    try:
        pdf.make_pdf(document())
    finally:
        pdf.judge = judged
    return kept[0]


def test_ours_passes_and_says_what_it_holds() -> None:
    verdict = made_pdf().verdict
    assert verdict is not None
    assert (verdict.findings, verdict.fields, verdict.headings, verdict.tables) == ((), 6, 7, 1)
    assert verdict.contrast >= 7


def first(objects: Any, **wanted: str) -> Any:
    return next(
        each
        for each in objects.objects
        if isinstance(each, dict) and all(each.get(key) == value for key, value in wanted.items())
    )


SPOILED: dict[str, tuple[Callable[[Any], Any], str]] = {
    "no-language": (lambda objects: objects.catalog, "Lang"),
    "no-title": (lambda objects: objects.info, "Title"),
    "untagged": (lambda objects: objects.catalog, "MarkInfo"),
    "no-label": (lambda objects: first(objects, Subtype="/Widget"), "TU"),
    "no-appearance": (lambda objects: first(objects, Subtype="/Widget"), "AP"),
    "field-untagged": (lambda objects: first(objects, Subtype="/Widget"), "StructParent"),
    "no-scope": (lambda objects: first(objects, S="/TH"), "A"),
    "link-unnamed": (lambda objects: first(objects, Subtype="/Link"), "Contents"),
    "font-left-out": (lambda objects: first(objects, Type="/FontDescriptor"), "FontFile2"),
}


@pytest.mark.parametrize("code", SPOILED)
def test_each_fault_is_found_and_named(objects: Any, code: str) -> None:
    find, key = SPOILED[code]
    holder = find(objects)
    taken = holder.pop(key)
    try:
        assert [finding.code for finding in judge(objects, CSS).findings] == [code]
    finally:
        holder[key] = taken


def test_names_headings_and_pale_text(objects: Any) -> None:
    widgets = [each for each in objects.objects if isinstance(each, dict) and each.get("Subtype") == "/Widget"]
    name, widgets[0]["T"] = widgets[0]["T"], widgets[1]["T"]
    heading = first(objects, S="/H2")
    heading["S"] = "/H4"
    try:
        found = judge(objects, "p { color: #999 }").findings
    finally:
        widgets[0]["T"], heading["S"] = name, "/H2"
    assert {finding.code for finding in found} == {"same-name", "heading-skipped", "pale"}
    shared = next(finding for finding in found if finding.code == "same-name")
    assert str(shared).endswith("(“Who could help?”, page 1)")


def test_a_finding_says_where() -> None:
    assert str(Finding("no-title")) == "It has no title."
    assert str(Finding("font-left-out", "Arial")).endswith("(“Arial”)")
