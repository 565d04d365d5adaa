"""More that is killed half way (``killed``): scores brought in and taken back, a listing published, two records made one, a
provider's change taken over, the sections of a site made."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from benchmarks.faults.stand import Stand


@dataclass(frozen=True, slots=True)
class Kind:
    """``work`` is done to the database ``base``. ``once``: done a second time it would say or write something else.
    ``in_steps``: it is made of several transactions; cut off between two, it goes on where it was."""

    name: str
    base: str
    work: Callable[[], Any]
    once: bool = False
    in_steps: bool = False


def more_kinds(ground: Stand) -> list[Kind]:
    sheet = ground.folder / "scores.csv"
    base = ground.copy(ground.base, "more")
    ground.finish(base, lambda: _prepare(sheet))
    scored = ground.copy(base, "scored")
    ground.finish(scored, lambda: _scores(sheet))
    return [
        Kind("an import of scores", base, lambda: _scores(sheet), once=True),
        Kind("the taking back of scores", scored, _undo_scores),
        Kind("the publishing of a listing", base, _publish, once=True),
        Kind("the making of one record out of two", base, _merge, once=True),
        Kind("the taking over of a provider's change", base, _take_over),
        Kind("harbor_setup", base, _setup, in_steps=True),
    ]


def _prepare(sheet: Path) -> None:
    from datetime import date

    from harbor_wagtail.directory.models import Incoming, Organization, ProposedChange
    from tests import factories, report_cards

    factories.locale("en")
    edition = report_cards.edition(report_cards.framework(goals=8))
    places = report_cards.places(12)
    report_cards.answer(edition, dict.fromkeys(places[:6], " ".join(["yes"] * 8)))
    rows = [f"{place.code},{goal},no,Since the law changed." for place in places for goal in range(1, 9)]
    sheet.write_text("place,goal,answer,reasoning\n" + "\n".join(rows) + "\n")
    for name in ("Twin House", "Twin House Inc"):
        factories.service(
            factories.organization(name, phones=["507-555-0142"], texts={"en": {"description": name}}),
            places=[factories.location(name=f"Office of {name}")],
        )
    owner = Organization.objects.get(name="Twin House")
    owner.name = "Twin Home"
    owner.save_revision()
    asked = factories.organization("Asked House", texts={"en": {"description": "Old words."}}, email="a@asked.example")
    incoming = Incoming.objects.create(organization=asked, kind=Incoming.Kind.PROVIDER, received_on=date(2024, 5, 1))
    for field, old, new in (("text:en:description", "Old words.", "New words."), ("year_incorporated", "", "1999")):
        ProposedChange.objects.create(incoming=incoming, organization=asked, field=field, old=old, new=new)


def _scores(sheet: Path) -> None:
    from django.core.management import call_command

    call_command("harbor_import_scores", sheet, edition="moors-2025", stdout=StringIO(), stderr=StringIO())


def _undo_scores() -> None:
    from harbor_wagtail.advocacy.report_cards.importing.undo import undo
    from harbor_wagtail.advocacy.report_cards.models import ScoreBatch

    undo(ScoreBatch.objects.get())


def _publish() -> None:
    from harbor_wagtail.directory.admin import listing
    from harbor_wagtail.directory.models import Organization

    listing.publish(Organization.objects.get(name="Twin House"), None)


def _merge() -> None:
    from harbor_wagtail.directory.duplicates.merging import CannotMerge, Wish, merge
    from harbor_wagtail.directory.models import Location

    one, other = Location.objects.filter(name__startswith="Office of Twin").order_by("pk")
    with suppress(CannotMerge):
        merge("location", one.pk, other.pk, Wish())


def _take_over() -> None:
    from harbor_wagtail.directory.models import Incoming
    from harbor_wagtail.directory.upkeep.applying import accept_all

    accept_all(Incoming.objects.get(), user=None)


def _setup() -> None:
    from django.core.management import call_command

    with suppress(SystemExit):
        call_command("harbor_setup", stdout=StringIO(), stderr=StringIO())
