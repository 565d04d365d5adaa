"""Where everything about report cards lies: pages below one page, files below ``harbor/``."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses below the report cards page ``pk``, whose own address is ``base`` ("/report-cards/"; with its host for a
    drawing that leaves the site)."""

    base: str
    pk: int = 0

    def edition(self, edition: str) -> str:
        return f"{self.base}{edition}/"

    def place(self, edition: str, place: str) -> str:
        return f"{self.base}{edition}/{place}/"

    def latest(self, place: str) -> str:
        return f"{self.base}latest/{place}/"

    def paper(self, edition: str, place: str) -> str:
        return f"{self.base}{edition}/{place}/print/"

    def goal(self, edition: str, goal: str) -> str:
        return f"{self.base}{edition}/goals/{goal}/"

    def goals(self, edition: str) -> str:
        return f"{self.base}{edition}/goals/"

    def about(self, edition: str, what: str) -> str:
        """``what`` is "method", "codebook", "errata", "compare" or "embed"."""
        return f"{self.base}{edition}/{what}/"

    def file(self, edition: str, name: str) -> str:
        """``name`` with its ending: "scores.csv", "map.svg", "places/harrow/areas.csv"."""
        try:
            return reverse("harbor_advocacy:report_cards_file", args=[self.pk, edition, name]) if self.pk else ""
        except NoReverseMatch:
            return ""  # harbor_wagtail.E003 tells the developer

    def figure_files(self, edition: str, stem: str, *more: str) -> dict[str, str]:
        """By kind of file; ``more`` are those a map has beside what every drawing has ("png")."""
        given = {kind: self.file(edition, f"{stem}.{kind}") for kind in ("csv", "json", "svg", *more)}
        return {kind: url for kind, url in given.items() if url}
