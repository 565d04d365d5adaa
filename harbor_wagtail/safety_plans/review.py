"""What an editor is told about a plan before it goes out: hard words, signs no font has, tips without their caution."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from harbor_wagtail.documents import engine, fonts
from harbor_wagtail.documents.pdf_verdict import missing_at
from harbor_wagtail.documents.tree import Checks, Document
from harbor_wagtail.keys import key
from harbor_wagtail.language.remarks import Remark, on_reading

#: Tips of these kinds may be noticed by the person they are meant to protect from (English and Spanish).
_NOTICEABLE = re.compile(
    r"\b(phones?|block\w*|location|GPS|tracking|social media|accounts?|protective order|routes?|routines?|tel[eé]fonos?"
    r"|bloque\w*|ubicaci[oó]n|redes|cuentas?|orden de protecci[oó]n|rutas?|rutinas?)\b",
    re.IGNORECASE,
)


def remarks(page: Any, document: Document) -> list[Remark]:
    """Everything there is to say about a plan as it stands."""
    level = on_reading(document.texts(), document.language, page.plan_grade)
    return [*level, *_cautions(document), *_fields(document), *_files(document), *_dates(page)]


def _cautions(document: Document) -> Iterator[Remark]:
    nodes = (node for section in document.sections for node in section.nodes if isinstance(node, Checks))
    for check in (check for node in nodes for check in node.checks):
        if not check.caution and _NOTICEABLE.search(check.said):
            yield Remark(_("“%(tip)s” may be noticed and carries no caution.") % {"tip": check.said}, serious=True)


def _fields(document: Document) -> Iterator[Remark]:
    count = len(document.fields)
    yield Remark(
        ngettext("%(count)d place to fill in, with a label.", "%(count)d places to fill in, each with a label.", count)
        % {"count": count}
    )
    for label, times in Counter(field.label for field in document.fields).items():
        if times > 1:
            text = _("%(times)d places are called “%(label)s”: a screen reader cannot tell them apart.")
            yield Remark(text % {"times": times, "label": label}, serious=True)


def _files(document: Document) -> Iterator[Remark]:
    if why := engine.problem():
        yield Remark(why)
        return
    if signs := missing_at(document):
        shown = ", ".join(f"{sign} (U+{ord(sign):04X}, “{_short(text)}”)" for sign, text in signs[:12])
        text = _(
            "No PDF and no card is offered: no font here has %(signs)s. Take them out, or install a font for them."
        )
        yield Remark(text % {"signs": shown}, serious=True)
    elif not fonts.can_be_typed(document.language):
        yield Remark(_("The PDF has lines instead of fields: most programs cannot show what is typed in this script."))


def _short(text: str) -> str:
    return text if len(text) <= 50 else text[:49].rstrip() + "…"


def _dates(page: Any) -> Iterator[Remark]:
    if not page.plan_review_by:
        yield Remark(_("No day is set by which this plan is looked at again."))
    elif page.plan_review_by < timezone.localdate():
        yield Remark(_("This plan was due for review."), serious=True)


def source_problems(content: Any, count: int) -> list[str]:
    """Strategies that name a source which is not in the list of ``count``."""
    strategies = (
        item
        for section in content
        for part in section.value["parts"]
        if part.block_type == "strategies"
        for item in part.value["items"]
    )
    return [problem for item in strategies if (problem := _unknown(item, count))]


def _unknown(item: Any, count: int) -> str:
    numbers = [key(number) or 0 for number in (item["sources"] or "").split(",") if number.strip().isdigit()]
    if all(1 <= number <= count for number in numbers):
        return ""
    return _("“%(strategy)s” names source %(numbers)s, but the list has %(count)d.") % {
        "strategy": item["text"][:60],
        "numbers": item["sources"],
        "count": count,
    }
