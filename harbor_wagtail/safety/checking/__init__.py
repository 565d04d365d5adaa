"""What ``harbor_check`` can look at. A part of the package, or a host, adds to it in a module ``harbor_checks``:

    from harbor_wagtail.safety.checking import Finding, register_check

    @register_check("links", "every link still answers")
    def links(asked: str) -> Iterator[Finding]: ...

The command then has ``--links``. A check with ``takes="FILE"`` is given the option's value; one with ``alone`` as well
is given that where the option stands without a value. ``options`` are further options of the command, as ``argparse`` takes
them; ``run`` then gets each by its name, and ``say`` for lines that are no findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.module_loading import autodiscover_modules


@dataclass(frozen=True, slots=True)
class Finding:
    """``where`` is an address of the site or a column; ``problem`` says what is wrong there and never echoes a secret."""

    where: str
    problem: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """``run(value)`` yields what it found; ``value`` is the option's, empty for a switch. It may raise ``CommandError``."""

    name: str
    help: str
    run: Callable[..., Iterable[Finding]]
    takes: str = ""
    alone: str = ""
    options: dict[str, dict[str, Any]] = field(default_factory=dict)


_checks: dict[str, Check] = {}
Run = Callable[..., Iterable[Finding]]


def register_check(
    name: str, help: str, *, takes: str = "", alone: str = "", options: dict[str, dict[str, Any]] | None = None
) -> Callable[[Run], Run]:
    def register(run: Run) -> Run:
        _checks[name] = Check(name, help, run, takes, alone, options or {})
        return run

    return register


def all_checks() -> list[Check]:
    """The core's own and those of every installed app, in the order they were registered."""
    from harbor_wagtail.language import checking  # noqa: F401  (they register themselves)
    from harbor_wagtail.links import checking as _links  # noqa: F401
    from harbor_wagtail.safety.checking import leaks, privacy  # noqa: F401

    autodiscover_modules("harbor_checks")
    return list(_checks.values())
