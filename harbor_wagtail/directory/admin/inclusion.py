"""The checklist behind "included": which rules an organization met, kept in words with the decision.

The words are kept, not numbers of rules: what was decided stays readable when the rules change.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

#: Before a rule that was met, at the beginning of a line of ``Organization.inclusion_note``.
MET = "☑ "

#: What most directories ask before they list anybody.
RULES = (
    _("It exists: somebody reached it at a number found elsewhere than on its own pages."),
    _("It gives today the help it is listed for."),
    _("Its workers are trained for the people it serves."),
    _("It says how it keeps what people tell it, and what it must report."),
    _("It asks nothing in return for help: no testimony, no worship, no work."),
    _("No credible complaint about it is open."),
    _("It agreed to be listed, and knows whom to tell about changes."),
)


@dataclass(frozen=True, slots=True)
class Checklist:
    met: tuple[str, ...]
    note: str


def read(text: str) -> Checklist:
    lines = text.splitlines()
    met = tuple(line.removeprefix(MET).strip() for line in lines if line.startswith(MET))
    return Checklist(met, "\n".join(line for line in lines if not line.startswith(MET)).strip())


def write(checklist: Checklist) -> str:
    return "\n".join([*(f"{MET}{rule}" for rule in checklist.met), checklist.note]).strip()


def rules_for(checklist: Checklist) -> list[str]:
    """The rules to tick: those of today, then any other that this organization once met."""
    today = [str(rule) for rule in RULES]
    return [*today, *(rule for rule in checklist.met if rule not in today)]
