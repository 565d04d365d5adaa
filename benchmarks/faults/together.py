"""Two editors, an import and an erasure at the same record at the same moment, each a process and a transaction of its own: what
was said to be saved is there, nobody meets an error, and the erased address is nowhere.

``python -m benchmarks.faults.together [ROUNDS]`` from the root of the repository; ``scripts/with_postgres`` before it for
PostgreSQL. Exit code 1: something was lost without a word, or came back.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.faults.killed import STREET, holding
from benchmarks.faults.stand import Stand, stand

#: Seconds until all have read what is there; they then write within ``SPREAD``.
READY, SPREAD = 12.0, 1.5
#: What an editor is answered whose form the database did not take.
NOT_WRITTEN = 503
EDITORS = {"name": "Harbor Home", "website": "https://harbor.example"}


def main(rounds: int = 10) -> int:
    chance, bad = random.Random(), 0
    with stand() as ground:
        from tests import importing

        file = importing.write(ground.folder, _listing("(507) 555-0199"))
        ground.finish(
            ground.base, lambda: _prepare(importing.write(ground.folder, _listing("(507) 555-0142"), name="first.json"))
        )
        ends: Counter[str] = Counter()
        for _ in range(rounds):
            target = ground.copy(ground.base, "together")
            told = _all_at_once(ground, target, file, chance)
            ends.update(f"{who}: {what}" for who, what in told.items())
            for problem in _wrong(ground, target, told):
                bad += 1
                print("WRONG:", problem, told, flush=True)
        print(
            f"{'SQLite' if ground.is_sqlite else 'PostgreSQL'}, {rounds} rounds: {dict(sorted(ends.items()))}",
            flush=True,
        )
    return 1 if bad else 0


def _listing(number: str) -> dict[str, Any]:
    from tests import importing

    phone = {"id": importing.an_id("the phone"), "number": number}
    address = {**importing.CANARY, "address_1": STREET}
    place = importing.location("Harbor House drop-in place", addresses=[address])
    service = importing.service("Harbor House drop-in", place=place)
    words = {"description": f"Ring at {STREET}.", "phones": [phone], "services": [service]}
    return {**importing.organization(), **words}


def _prepare(file: Path) -> None:
    from datetime import date

    from django.contrib.auth.models import User

    from harbor_wagtail.directory.models import Location, Organization
    from harbor_wagtail.directory.visibility import make_public
    from tests import factories, importing

    factories.locale("en")
    User.objects.create_superuser("one", "one@example.org", "-")
    importing.bring_in(file)
    owner = Organization.objects.get()
    owner.texts.update(description=f"Ring at {STREET}.")
    place = Location.objects.get()
    make_public(place, {"address_1": STREET, "city": "Austin"}, by_role="director", agreed_on=date(2024, 1, 5))


def _all_at_once(ground: Stand, target: str, file: Path, chance: random.Random) -> dict[str, str]:
    start = time.time() + READY
    work: dict[str, Callable[[], str]] = {
        **{field: lambda field=field: _edit(field, start + chance_of[field]) for field in EDITORS},  # type: ignore[misc]
        "import": lambda: _import(file, start + chance_of["import"]),
        "erasure": lambda: _erase(start + chance_of["erasure"]),
    }
    chance_of = {who: chance.uniform(0, SPREAD) for who in work}
    children = {who: ground.run(target, lambda who=who, do=do: _tell(ground, who, do)) for who, do in work.items()}  # type: ignore[misc]
    for child in children.values():
        os.waitpid(child, 0)
    return {who: (ground.folder / f"{who}.told").read_text() for who in work}


def _tell(ground: Stand, who: str, do: Callable[[], str]) -> None:
    path = ground.folder / f"{who}.told"
    path.write_text("ended")
    try:
        path.write_text(do())
    except Exception as error:
        path.write_text(f"ERROR {type(error).__name__}: {error}"[:300])


def _wait(until: float) -> None:
    time.sleep(max(0.0, until - time.time()))


def _edit(field: str, moment: float) -> str:
    from django.contrib.auth.models import User
    from django.test import Client
    from django.urls import reverse

    from harbor_wagtail.directory.models import Organization
    from tests.admin_forms import errors, form_data

    client = Client()
    client.force_login(User.objects.get())
    path = reverse("wagtailsnippets_harbor_directory_organization:edit", args=[Organization.objects.get().pk])
    data = form_data(client, f"{path}?whole=1")
    _wait(moment)
    response = client.post(path, {**data, field: EDITORS[field], "action-publish": "1"})
    if response.status_code == 302:
        return "saved"
    told = errors(response)
    if response.status_code == NOT_WRITTEN:  # a button sends the same once more
        return "not written"
    return "told" if "changed elsewhere" in told or "was erased" in told else f"ERROR {told[:200]}"


def _import(file: Path, moment: float) -> str:
    from django.db import OperationalError

    from harbor_wagtail.directory.erasures import Erased
    from tests import importing

    _wait(moment)
    try:
        report = importing.bring_in(file, public=True)
    except OperationalError as problem:  # SQLite lets nobody write who looked before another wrote; the command says so
        if "locked" not in str(problem):
            raise
        return "stopped"
    except Erased:
        return "stopped"
    return "refused" if report.of("organization").refused else "changed"


def _erase(moment: float) -> str:
    from harbor_wagtail.directory.models import Location
    from harbor_wagtail.directory.visibility import make_area_only

    place = Location.objects.get()
    _wait(moment)
    make_area_only(place, confidential=True)
    return "erased"


def _wrong(ground: Stand, target: str, told: dict[str, str]) -> list[str]:
    from harbor_wagtail.directory.models import ImportChange, Organization

    ground.use(target)
    owner = Organization.objects.get()
    # What the import found there, wrote over and can give back is not lost: the editor was through before it looked.
    seen = ImportChange.objects.filter(model="organization").latest("pk").before if told["import"] == "changed" else {}
    found = [f"{who} met an error" for who, what in told.items() if what.startswith(("ERROR", "ended"))]
    lost = [
        who
        for who, value in EDITORS.items()
        if told[who] == "saved" and value not in (getattr(owner, who), seen.get(who))
    ]
    if told["import"] == "changed" and not owner.phones.get().number.endswith("0199"):
        lost.append("import")
    found += [f"{who} was lost without a word" for who in lost]
    return found + [f"the street is in {where}" for where in holding(ground, target)]


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
