"""``harbor_check --links``: asks what is due, then says what an editor should look at. It unpublishes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from django.core.management.base import CommandError

from harbor_wagtail.conf import conf
from harbor_wagtail.links.registry import Shown, holders
from harbor_wagtail.links.run import Offline, bring_up_to_date, due, run
from harbor_wagtail.models.link_check import LinkCheck, LinkProblem, flagged
from harbor_wagtail.safety.checking import Finding, register_check

FIX = {
    LinkProblem.ELSEWHERE: "If it has moved with its owner, change the address, or say under Reports ▸ Links that it is right.",
    LinkProblem.PHONE: "Write the number as a phone calls it, and words about it beside it.",
    LinkProblem.CERTIFICATE: "Visitors are warned off. Tell the provider, or take the address out.",
    LinkProblem.NOT_PUBLIC: "Visitors cannot reach it. Write the public address, or take it out.",
}
LOOK = "Open it yourself; mend the address or take it out."

OPTIONS: dict[str, dict[str, Any]] = {
    "limit": {"type": int, "metavar": "N", "help": "with --links: ask at most so many addresses"},
    "dry-run": {"action": "store_true", "help": "with --links: ask nobody; say how many are due"},
}


@register_check("links", "web addresses that are dead or lead elsewhere, numbers nobody can call", options=OPTIONS)
def links(asked: str, *, limit: int | None, dry_run: bool, say: Callable[[str], object]) -> Iterator[Finding]:
    most = conf.LINKS_PER_RUN if limit is None else limit
    if most < 1:
        raise CommandError("--limit takes 1 or more.")
    bring_up_to_date()
    if dry_run:
        servers = due(most)
        say(f"{sum(map(len, servers.values()))} addresses of {len(servers)} servers would be asked. Nobody was asked.")
    else:
        _run(most, say)
    yield from findings()


def _run(most: int, say: Callable[[str], object]) -> None:
    try:
        outcome = run(most)
    except Offline:
        raise CommandError(
            "No server answered at all, so this machine seems to be offline. Nothing was noted."
        ) from None
    say(
        f"{outcome.asked} addresses asked; {outcome.unclear} servers would not say; {outcome.left} left for the next run."
    )


def findings() -> Iterator[Finding]:
    rows = list(flagged())
    shown = records_of(rows)
    for row in rows:
        where = "; ".join(map(_place, shown[row.pk]))
        since = f", since {row.failed_on:%Y-%m-%d}" if row.failed_days == 1 else f", {row.failed_days} days in a row"
        lasting = since if row.kind == LinkCheck.Kind.WEB else ""
        yield Finding(f"{row.target}, on {where}", f"{row.in_words}{lasting}.", FIX.get(LinkProblem(row.problem), LOOK))


def _place(shown: Shown) -> str:
    record = shown.record
    said = f"{record._meta.verbose_name} {record.pk} ({record})"
    return f"{said}, {shown.where}" if shown.where else said


def records_of(rows: list[LinkCheck]) -> dict[int, list[Shown]]:
    """The records and pages that show each, in a fixed number of queries."""
    found: dict[int, list[Shown]] = defaultdict(list)
    mine = {(row.kind, row.target): row.pk for row in rows}
    for target, shown in holders(mine.keys()):
        if shown not in found[mine[target]]:
            found[mine[target]].append(shown)
    return found
