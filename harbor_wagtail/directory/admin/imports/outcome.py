"""What an import would do, and what it did, as the pages show it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from harbor_wagtail.directory.admin.duplicates.words import reasons_in_words
from harbor_wagtail.directory.duplicates.incoming import similar_in
from harbor_wagtail.directory.importing import deciding, staged, waiting
from harbor_wagtail.directory.importing.comparing import CHANGED, CREATED, REFUSED, UNCHANGED
from harbor_wagtail.directory.importing.deciding import missing
from harbor_wagtail.directory.models import ImportBatch, ImportProblem
from harbor_wagtail.directory.upkeep import two_checks

KINDS = {
    "organization": lambda: _("Organizations"),
    "program": lambda: _("Programs"),
    "service": lambda: _("Services"),
    "location": lambda: _("Places"),
    "service_at_location": lambda: _("Which service is given where"),
}
#: Kinds whose rows can be looked at one by one. What joins two records has no name.
NAMED = ("organization", "program", "service", "location")
SHOWN_PROBLEMS, SHOWN_MISSING = 10, 200


def preview(batch: ImportBatch) -> dict[str, Any]:
    problems = ImportProblem.objects.filter(batch=batch)
    refused = problems.filter(refused=True)
    gone = missing(batch)
    return {
        "kinds": _kinds(batch),
        "unchanged_only": not staged.rows(batch, *staged.RECORDS).filter(outcome__in=(CREATED, CHANGED)).exists(),
        "problems": list(problems.order_by("-refused", "pk")[:SHOWN_PROBLEMS]),
        "problem_count": batch.progress.get("problems", 0),
        "refused_count": refused.count(),
        "missing": list(gone[:SHOWN_MISSING]),
        "missing_count": gone.count(),
        "refused_besides": _refused_besides(batch.progress.get("counts", {}), staged.RECORDS),
        "similar": _similar(batch),
        "too_big": waiting.is_too_big(batch),
        "holds": two_checks.are_wanted(),
    }


def _similar(batch: ImportBatch) -> list[dict[str, Any]]:
    """Looked for once, when the preview is first opened."""
    if "similar" not in batch.progress:
        batch.progress["similar"] = similar_in(batch)
        ImportBatch.objects.filter(pk=batch.pk, progress__phase=waiting.READY).update(progress=batch.progress)
    return [
        {
            **each,
            "reasons": reasons_in_words(each["reasons"]),
            "url": reverse("wagtailsnippets_harbor_directory_organization:edit", args=[each["pk"]]),
        }
        for each in batch.progress["similar"]
    ]


def _kinds(batch: ImportBatch) -> list[dict[str, Any]]:
    """Per kind: how many are new, changed, the same and refused, and how many of the first two are to go in."""
    rows = staged.rows(batch, *staged.RECORDS).order_by().values("kind", "outcome")
    counted = rows.annotate(number=Count("pk"), out=Count("pk", filter=Q(left_out=True)))
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for row in counted:
        found.setdefault(row["kind"], {})[row["outcome"]] = row["number"], row["number"] - row["out"]
    refused = batch.progress.get("counts", {})
    return [
        {
            "kind": kind,
            "name": KINDS[kind](),
            "named": kind in NAMED,
            "outcomes": [_outcome(kind, which, found.get(kind, {}).get(which, (0, 0))) for which in (CREATED, CHANGED)],
            "unchanged": found.get(kind, {}).get(UNCHANGED, (0, 0))[0],
            "refused": refused.get(kind, {}).get(REFUSED, 0),
        }
        for kind in staged.RECORDS
        if kind in found or refused.get(kind, {}).get(REFUSED)
    ]


def _refused_besides(counts: dict[str, dict[str, int]], records: Iterable[str]) -> int:
    """Lines of which nobody knows what they are about, and what hangs on records: phones, hours and the like."""
    return sum(given.get(REFUSED, 0) for kind, given in counts.items() if kind not in records)


def _outcome(kind: str, which: str, numbers: tuple[int, int]) -> dict[str, Any]:
    number, taken = numbers
    state = "all" if taken == number else "some" if taken else "none"
    return {"outcome": which, "number": number, "taken": taken, "state": state, "name": f"{kind}-{which}"}


def decide(batch: ImportBatch, data: Any) -> None:
    """Ticks of whole kinds. One that is as it was leaves the choice among its rows alone."""
    for kind in _kinds(batch):
        for each in kind["outcomes"]:
            ticked, was = each["name"] in data.getlist("take"), each["state"]
            if each["number"] and ticked != (was != "none"):
                deciding.choose(batch, kind=kind["kind"], outcome=each["outcome"], taken=ticked)


def done(batch: ImportBatch) -> dict[str, Any]:
    report = batch.report if isinstance(batch.report, dict) else {}
    organizations = reverse("wagtailsnippets_harbor_directory_organization:list")
    return {
        "held": two_checks.waiting().filter(batch=batch).count() if report.get("held") else 0,
        "held_url": f"{organizations}?waits=true&data_source={batch.source_id}",
        "counts": counts(report),
        "problems": (report.get("problems") or [])[:SHOWN_PROBLEMS],
        "problem_count": report.get("problem_count") or len(report.get("problems") or []),
        "kept_count": len(report.get("problems") or []),
        "refused_besides": _refused_besides(
            {
                key: given
                for key, given in report.items()
                if isinstance(given, dict) and key not in ("undone", "addresses")
            },
            (*_PLURAL, "service_at_locations"),
        ),
        "undone": report.get("undone"),
        "stopped": report.get("stopped"),
        "may_undo": batch.state == ImportBatch.State.APPLIED,
    }


def counts(report: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of the table of what an import did: the records, in the order in which they are known."""
    return [
        {
            "name": KINDS[kind](),
            **{which: report[key].get(which, 0) for which in (CREATED, CHANGED, UNCHANGED, REFUSED)},
        }
        for key, kind in _PLURAL.items()
        if isinstance(report.get(key), dict)
    ]


_PLURAL = {"organizations": "organization", "programs": "program", "services": "service", "locations": "location"}
