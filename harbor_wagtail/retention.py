"""What a site deletes after a while. A part of the package, or a host, adds to it in a module ``harbor_retention``:

    from harbor_wagtail.retention import Done, register_retention

    @register_retention("submissions", "messages older than the site wants to keep")
    def submissions(dry_run: bool) -> Done: ...

``harbor_retain`` runs them all. Nothing may depend on it being run: what must not be shown is not shown anyway.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.module_loading import autodiscover_modules


@dataclass(frozen=True, slots=True)
class Done:
    """``done`` rows were dealt with (in a dry run: would be); ``left`` could not be, and are tried again next time."""

    done: int
    left: int = 0


@dataclass(frozen=True, slots=True)
class Retention:
    """``run(dry_run)`` deletes; in a dry run it only counts."""

    name: str
    help: str
    run: Callable[[bool], Done]


_registered: dict[str, Retention] = {}
Run = Callable[[bool], Done]


def register_retention(name: str, help: str) -> Callable[[Run], Run]:
    def register(run: Run) -> Run:
        _registered[name] = Retention(name, help, run)
        return run

    return register


def all_retentions() -> list[Retention]:
    """Those of every installed app, in the order they were registered."""
    autodiscover_modules("harbor_retention")
    return list(_registered.values())
