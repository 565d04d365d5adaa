"""Making every file of a plan: when it is published, and by ``harbor_plan_files`` after an upgrade or a new hotline."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any, Literal

from harbor_wagtail.documents import engine
from harbor_wagtail.safety_plans import files
from harbor_wagtail.safety_plans.listing import plan_models
from harbor_wagtail.safety_plans.models import PlanFile

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """``kept``: the file there is says the same. ``refused``: it cannot be made here, and ``why``."""

    kind: str
    state: Literal["made", "kept", "refused", "failed"]
    why: str = ""


def make_files(page: Any) -> list[Outcome]:
    """Every file the plan offers. One that cannot be made is logged and never keeps the others from being made."""
    document = page.get_plan_document()
    return [_make(page, kind, document) for kind in files.KINDS if page.plan_offers(kind)]


def _make(page: Any, kind: str, document: Any) -> Outcome:
    if files.is_kept(page, kind, document):
        return Outcome(kind, "kept")
    if not files.can_make(kind, document):
        return Outcome(kind, "refused", engine.problem() or "No font here has every sign of this plan.")
    try:
        files.plan_file(page, kind, document)
    except Exception as problem:
        logger.exception("The %s of plan %s could not be made", kind, page.pk)
        return Outcome(kind, "failed", str(problem) or type(problem).__name__)
    return Outcome(kind, "made")


def live_plans() -> list[Any]:
    return [page for model in plan_models() for page in model.objects.live().select_related("locale")]


def forget_others(pages: list[Any]) -> int:
    """Delete the files of plans that are not among ``pages``; the number of those deleted."""
    return PlanFile.objects.exclude(owner__in=[files.owner_of(page) for page in pages]).delete()[0]
