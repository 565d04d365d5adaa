"""Vocabularies and units a file brings. Ours are never changed by a file; foreign ones follow it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_noop

from harbor_wagtail.directory.importing import staged
from harbor_wagtail.directory.importing.applying.current import difference
from harbor_wagtail.directory.importing.applying.writing import create
from harbor_wagtail.directory.importing.cells import MODELS
from harbor_wagtail.directory.importing.matching import Key, Matcher, key_of
from harbor_wagtail.directory.importing.own_terms import OwnTerms, vocabulary_names
from harbor_wagtail.directory.importing.plain import field_value, plain
from harbor_wagtail.directory.importing.rows import Problem
from harbor_wagtail.directory.importing.staged import Line
from harbor_wagtail.directory.importing.withholding import names_shelter
from harbor_wagtail.directory.models import Taxonomy, TaxonomyTerm

if TYPE_CHECKING:
    from harbor_wagtail.directory.importing.applying.journal import Journal
    from harbor_wagtail.directory.importing.report import Report
    from harbor_wagtail.directory.models import ImportBatch

COLUMNS: dict[str, tuple[str, ...]] = {
    "taxonomy": ("name", "description", "uri", "version"),
    "taxonomy_term": (
        *("code", "name", "description", "taxonomy_name", "language", "term_uri"),
        *("taxonomy_id", "parent_ref"),
    ),
    "unit": ("name", "scheme", "identifier", "uri"),
}


def apply_vocabularies(batch: ImportBatch, report: Report, journal: Journal) -> None:
    own = OwnTerms.load()
    named = vocabulary_names(batch)
    for kind in staged.VOCABULARY:
        for chunk in staged.in_chunks(staged.rows(batch, kind)):
            if kind == "taxonomy_term":
                chunk = [
                    row
                    for row in chunk
                    if not own.meant_by(row.key, named.of(row), row.values.get("code"), row.values.get("name"))[0]
                ]
            _apply(kind, chunk, Matcher(batch), report, journal)


def _apply(kind: str, chunk: list[Line], matcher: Matcher, report: Report, journal: Journal) -> None:
    model = MODELS[kind]
    pks = matcher.pks(kind, (row.key for row in chunk))
    known: dict[int, Any] = model._default_manager.in_bulk(list(pks.values()))
    vocabularies = _vocabularies(chunk, matcher) if kind == "taxonomy_term" else {}
    codes = _codes_taken(kind, vocabularies.values(), known.values())
    new: list[tuple[Line, dict[str, Any]]] = []
    changed: list[Any] = []
    for row in chunk:
        said = _said(kind, row, vocabularies)
        here = known.get(pks.get(row.key, 0))
        code, own_code = _code(said, here), _code({}, here)
        if code != own_code and code in codes:
            _refuse_code(row, report)
            continue
        if code is not None:
            codes.add(code)
        if here is None:
            new.append((row, said))
        elif _change(kind, here, said, journal):
            changed.append(here)
            report.of(kind).changed += 1
        else:
            report.of(kind).unchanged += 1
    model._default_manager.bulk_update(changed, [_name(name) for name in COLUMNS[kind]], batch_size=200)
    _create(kind, new, report, journal)


def _said(kind: str, row: Line, vocabularies: dict[Key, int]) -> dict[str, Any]:
    said = {name: value for name, value in row.values.items() if name in COLUMNS[kind]}
    if said.get("description") and said["description"] == said.get("name"):
        said["description"] = ""  # HSDS requires one; files repeat the name
    if kind == "taxonomy_term":
        if vocabulary := key_of(row, "taxonomy"):
            said["taxonomy_id"] = vocabularies.get(vocabulary)
        if "parent_taxonomy_term" in row.links:
            said["parent_ref"] = row.links["parent_taxonomy_term"]
    return said


def _vocabularies(chunk: list[Line], matcher: Matcher) -> dict[Key, int]:
    return matcher.pks("taxonomy", (key for row in chunk if (key := key_of(row, "taxonomy"))))


def _codes_taken(kind: str, vocabularies: Iterable[int], known: Iterable[Any]) -> set[tuple[Any, str]]:
    """(vocabulary, code) of every term in the vocabularies that a chunk of terms is about."""
    if kind != "taxonomy_term":
        return set()
    about = {*vocabularies, *(row.taxonomy_id for row in known if row.taxonomy_id)}
    terms = TaxonomyTerm.objects.filter(taxonomy__in=about).exclude(code="")
    return set(terms.values_list("taxonomy_id", "code"))


def _code(said: dict[str, Any], here: Any) -> tuple[Any, str] | None:
    """(vocabulary, code) that a term has or is to have: one term only may have it."""
    vocabulary = said.get("taxonomy_id", getattr(here, "taxonomy_id", None))
    code = said.get("code", getattr(here, "code", ""))
    return (vocabulary, str(code)) if vocabulary and code else None


def _refuse_code(row: Line, report: Report) -> None:
    problem = gettext_noop(
        "Another term of the same vocabulary has this code already; what is tagged with this one gets that one."
    )
    fix = gettext_noop("Give every term a code of its own, or one id for what is one term.")
    code = str(row.values.get("code", ""))
    report.tell(Problem(row.file, row.row, "code", code, problem, fix, refused=True), "taxonomy_term")


def _change(kind: str, here: Any, said: dict[str, Any], journal: Journal) -> bool:
    """A vocabulary of ours, and a term in one, belong to the editor."""
    if kind == "taxonomy" and here.slug:
        return False
    now = {name: plain(getattr(here, name)) for name in COLUMNS[kind]}
    before, after = difference(now, said)
    if not after:
        return False
    _set(here, after)
    journal.changed(kind, here.pk, here.name, before, after)
    return True


def _create(kind: str, new: list[tuple[Line, dict[str, Any]]], report: Report, journal: Journal) -> None:
    rows = []
    ours = set(Taxonomy.objects.exclude(slug="").values_list("pk", flat=True)) if kind == "taxonomy_term" else set()
    for row, said in new:
        made = {"hsds_id": row.key, **said}
        if kind == "taxonomy_term" and said.get("taxonomy_id") in ours:
            made["sheltering"] = names_shelter(said.get("name"), said.get("description"))
        rows.append({name: value for name, value in made.items() if value is not None})
    pks = create(MODELS[kind], rows)
    for row, said in new:
        journal.created(kind, pks[row.key], str(said.get("name", "")), said)
    report.of(kind).created += len(new)


def _set(row: models.Model, values: dict[str, Any]) -> None:
    for name, value in values.items():
        field: Any = row._meta.get_field(_name(name))
        setattr(row, name, value if name.endswith("_id") else field_value(field, value))


def _name(attname: str) -> str:
    return "taxonomy" if attname == "taxonomy_id" else attname
