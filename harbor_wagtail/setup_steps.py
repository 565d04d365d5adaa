"""What a person still has to do before a site can be relied on. A part, or a host, adds a step in its ``harbor_setup``::

    from harbor_wagtail.setup_steps import Step, register_step

    @register_step(order=60)
    def logo(user, site):
        return Step(_("Choose a logo"), reverse("…"), done=Logo.objects.exists())

Steps stand on the admin's home page until all are done, for whoever may change Harbor's settings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import autodiscover_modules


@dataclass(frozen=True, slots=True)
class Step:
    """``url`` is where it is done, in the admin; ``why`` a sentence for whoever asks."""

    label: str
    url: str
    done: bool
    why: str = ""


#: Given the user and the site; ``None`` where the step is not theirs or makes no sense.
Ask = Callable[[Any, Any], Step | None]
_registered: dict[Ask, int] = {}


def register_step(order: int) -> Callable[[Ask], Ask]:
    """Small orders come first; those of the package have 10, 20, 30, …"""

    def register(ask: Ask) -> Ask:
        _registered[ask] = order
        return ask

    return register


def steps(user: Any, site: Any) -> list[Step]:
    """A few queries for each step."""
    autodiscover_modules("harbor_setup")
    found = (ask(user, site) for ask in sorted(_registered, key=lambda ask: _registered[ask]))
    return [step for step in found if step is not None]
