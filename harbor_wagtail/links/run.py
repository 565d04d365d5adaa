"""One run over what is due: a few servers at a time, each asked one thing after another with a pause in between.

Every answer is written down as it comes, so a run that is killed goes on where it stopped. Threads talk to servers; the database
is this thread's alone.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from queue import SimpleQueue
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from harbor_wagtail.links.asking import Asker
from harbor_wagtail.links.domains import owner_of
from harbor_wagtail.links.judging import Verdict, judge
from harbor_wagtail.links.registry import public_targets
from harbor_wagtail.models.link_check import LinkCheck, LinkProblem, digest_of
from harbor_wagtail.phones import parse

#: Not again before so long: a second run on a day is for what the first did not reach.
REST = timedelta(hours=20)
SERVERS_AT_ONCE = 6
PAUSE_SECONDS = 2.0
MOST_OF_ONE_SERVER = 50
#: After so many in a row without an answer the rest of a server waits for the next run.
GIVE_UP_AFTER = 2
#: Where so many servers are all silent, it is this machine that is not on the internet.
ALL_SILENT = 3


class Offline(Exception):
    """Nobody at all answered. Nothing was noted."""


@dataclass
class Run:
    """``asked`` addresses; ``left`` were due and wait for the next run; ``unclear`` servers would not say."""

    asked: int = 0
    left: int = 0
    unclear: int = 0
    silent: list[tuple[LinkCheck, Verdict]] = field(default_factory=list)
    heard: bool = False


def bring_up_to_date() -> None:
    """A row for every public target, none for any other; numbers are judged on the spot."""
    for kind, targets in public_targets().items():
        wanted = {digest_of(kind, target): target for target in targets}
        with transaction.atomic():
            known = dict(LinkCheck.objects.filter(kind=kind).values_list("digest", "pk"))
            gone = [pk for digest, pk in known.items() if digest not in wanted]
            for start in range(0, len(gone), 500):
                LinkCheck.objects.filter(pk__in=gone[start : start + 500]).delete()
            new = [
                LinkCheck(kind=kind, target=target, digest=digest)
                for target, digest in sorted((target, digest) for digest, target in wanted.items())
                if digest not in known
            ]
            LinkCheck.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    _read_numbers()


def _read_numbers() -> None:
    changed = []
    now = timezone.now()
    for row in LinkCheck.objects.filter(kind=LinkCheck.Kind.PHONE).iterator(chunk_size=2000):
        problem = "" if parse(row.target).dial else LinkProblem.PHONE
        if row.tried_at is None or row.problem != problem:
            row.note(problem, now=now)
            changed.append(row)
    columns = ["tried_at", "good_on", "failed_on", "failed_days", "problem", "detail"]
    LinkCheck.objects.bulk_update(changed, columns, batch_size=500)


def due(limit: int) -> dict[str, list[LinkCheck]]:
    """Up to ``limit`` addresses by their server, those never tried first, then the longest not tried."""
    rows = LinkCheck.objects.filter(kind=LinkCheck.Kind.WEB).exclude(tried_at__gt=timezone.now() - REST)
    servers: dict[str, list[LinkCheck]] = defaultdict(list)
    number = 0
    for row in rows.order_by(F("tried_at").asc(nulls_first=True), "pk").iterator(chunk_size=2000):
        mine = servers[server_of(row.target)]
        if number < limit and len(mine) < MOST_OF_ONE_SERVER:
            mine.append(row)
            number += 1
    return {server: mine for server, mine in servers.items() if mine}


def server_of(url: str) -> str:
    """Names of one owner are one server's, as likely as not."""
    try:
        return owner_of(urlsplit(url.strip()).hostname or "")
    except ValueError:
        return ""


def run(limit: int, *, asker: Asker | None = None, pause: Callable[[float], object] | None = None) -> Run:
    """Ask up to ``limit`` addresses. Raises :class:`Offline`. ``pause`` waits between two questions to one server."""
    servers, outcome = due(limit), Run()
    waiting = LinkCheck.objects.filter(kind=LinkCheck.Kind.WEB).exclude(tried_at__gt=timezone.now() - REST).count()
    for row, verdict in _answers(servers.values(), asker or Asker(), pause):
        _note(row, verdict, outcome)
    if not outcome.heard and len({server_of(row.target) for row, _verdict in outcome.silent}) >= ALL_SILENT:
        raise Offline
    for row, verdict in outcome.silent:
        _keep(row, verdict)
    outcome.left = waiting - outcome.asked
    return outcome


def _answers(
    servers: Iterable[list[LinkCheck]], asker: Asker, pause: Callable[[float], object] | None
) -> Iterator[tuple[LinkCheck, Verdict]]:
    """As they come. Left early (Ctrl-C, an error of the database), the threads stop after what they are at."""
    stop, found = threading.Event(), SimpleQueue[tuple[LinkCheck, Verdict] | None]()
    wait, lists = pause or stop.wait, list(servers)

    def visit(rows: list[LinkCheck]) -> None:
        try:
            silent = 0
            for number, row in enumerate(rows):
                if number:
                    wait(PAUSE_SECONDS)
                if stop.is_set() or silent >= GIVE_UP_AFTER:
                    return
                verdict = judge(row.target.strip(), asker)
                silent = silent + 1 if verdict.dead_host else 0
                found.put((row, verdict))
        finally:
            found.put(None)

    pool = ThreadPoolExecutor(SERVERS_AT_ONCE, thread_name_prefix="harbor-links")
    try:
        for rows in lists:
            pool.submit(visit, rows)
        for _server in lists:
            while (answer := found.get()) is not None:
                yield answer
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


def _note(row: LinkCheck, verdict: Verdict, outcome: Run) -> None:
    """Silence is believed once anybody has been heard: until then it may be ours."""
    outcome.asked += 1
    outcome.unclear += verdict.unclear
    outcome.heard = outcome.heard or verdict.reached
    if verdict.dead_host and not outcome.heard:
        outcome.silent.append((row, verdict))
    else:
        _keep(row, verdict)


def _keep(row: LinkCheck, verdict: Verdict) -> None:
    """Only where the row is still as it was read: another run, or an editor, may have been quicker."""
    before = row.tried_at
    if verdict.unclear:
        row.tried_at = timezone.now()
    else:
        row.note(verdict.problem, verdict.detail)
    names = ("tried_at", "good_on", "failed_on", "failed_days", "problem", "detail")
    same = LinkCheck.objects.filter(pk=row.pk, tried_at=before)
    same.update(**{name: getattr(row, name) for name in names})
