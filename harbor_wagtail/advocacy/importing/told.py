"""What a person is told about an import: what was left out, what is to be done, what was mended on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

SHOWN = 300


class Level(models.TextChoices):
    LEFT_OUT = "left-out", _("Left out")
    TO_DO = "to-do", _("To do")
    MENDED = "mended", _("Changed on the way")


@dataclass(frozen=True, slots=True)
class Remark:
    """``place`` says where in the file, ``words`` are the file's own."""

    level: Level
    place: str
    what: str
    words: str = ""

    def as_dict(self) -> dict[str, str]:
        return {"level": self.level.value, "place": self.place, "what": self.what, "words": self.words}

    def __str__(self) -> str:
        shown = self.words if len(self.words) <= SHOWN else self.words[:SHOWN] + "…"
        said = f"{self.what} “{shown}”" if shown else self.what
        return f"{self.place}: {said}" if self.place else said


@dataclass
class Told:
    remarks: list[Remark] = field(default_factory=list)
    #: Words of the file that the structure of the page says now: "Myth 1", "Id.", the number of a note.
    said_otherwise: list[str] = field(default_factory=list)

    def left_out(self, place: str, what: Any, words: str = "") -> None:
        self.remarks.append(Remark(Level.LEFT_OUT, place, str(what), words))

    def to_do(self, place: str, what: Any, words: str = "") -> None:
        self.remarks.append(Remark(Level.TO_DO, place, str(what), words))

    def mended(self, place: str, what: Any, words: str = "") -> None:
        self.remarks.append(Remark(Level.MENDED, place, str(what), words))

    def replaced(self, words: str) -> None:
        self.said_otherwise.append(words)

    def of(self, level: str) -> list[Remark]:
        return [remark for remark in self.remarks if remark.level == level]


class Unreadable(Exception):
    """No page can be made of the file. The message says what is wrong and what to do."""
