"""The example: an invented federation with two frameworks and three editions. Plainly marked, never mixed with real places."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_noop
from wagtail.models import Locale

from harbor_wagtail.advocacy.report_cards.errata import correct_answer
from harbor_wagtail.advocacy.report_cards.freezing import freeze, publish_framework
from harbor_wagtail.advocacy.report_cards.models import (
    Assessment,
    AssessmentStatute,
    Band,
    DraftingItem,
    Edition,
    Framework,
    GoalLink,
    GoalOption,
    IssueArea,
    PlaceReply,
    PolicyGoal,
    Result,
    StatuteRef,
    Wording,
)
from harbor_wagtail.advocacy.report_cards.words import KIND
from harbor_wagtail.models import Jurisdiction, ListedPlace, Tile, TileLayout

FILE = Path(__file__).parent.parent / "data" / "report_cards.yaml"
LANGUAGE = "en"
#: Answers give their reasons once, for all languages; those of the example are known in Spanish.
REASONS = (
    gettext_noop("No law on this was found by the cut-off day."),
    gettext_noop("The law covers some children, or some of what the goal asks for."),
    gettext_noop("The place runs no schools of its own; its neighbors' laws apply."),
    gettext_noop(
        "The coordinator named in the law was abolished in 2023. The coders had read an older print of the code."
    ),
    gettext_noop("Section 9 of the act, overlooked by both coders, extends the response to the coast."),
)
LAYOUT = "larkmoor"


def load_example_report_cards() -> list[Edition]:
    """Its three editions, the oldest first; made where the example is not there yet, else left as they are."""
    given = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    slugs = [row["slug"] for row in given["editions"]]
    if not Framework.objects.filter(slug__in=[row["slug"] for row in given["frameworks"]]).exists():
        with transaction.atomic():
            _Example(given).load()
    return list(Edition.objects.filter(slug__in=slugs).select_related("framework").order_by("year"))


class _Example:
    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given
        self.today = timezone.localdate()
        self.locales = {each.language_code: each for each in Locale.objects.all()}
        self.places: dict[str, Jurisdiction] = {}
        self.frameworks: dict[str, Framework] = {}
        self.goals: dict[tuple[str, str], PolicyGoal] = {}
        self.options: dict[tuple[str, str, str], GoalOption] = {}
        self.rules: dict[tuple[str, str], dict[str, Any]] = {}
        self.laws: dict[tuple[str, str, str], StatuteRef] = {}
        self.wordings: list[Wording] = []

    def load(self) -> None:
        layout = self._layout()
        for row in self.given["frameworks"]:
            self._framework(row, layout)
        for row in self.given["editions"]:
            self._edition(row)
        Wording.objects.bulk_create(self.wordings)
        self._change_laws()
        for framework in self.frameworks.values():
            publish_framework(framework)
        for row in self.given["editions"]:
            freeze(Edition.objects.get(slug=row["slug"]), on=row["published_on"])
        self._afterwards()

    def _layout(self) -> TileLayout:
        country = Jurisdiction.objects.create(kind="country", example=True, **self.given["country"])
        layout = TileLayout.objects.create(**self.given["layout"])
        for name, slug, code, kind, column, row, region in self.given["places"]:
            place = Jurisdiction.objects.create(
                name=name, slug=slug, code=code, kind=kind, region=region, parent=country, example=True
            )
            self.places[code] = place
            if column is None:
                ListedPlace.objects.create(layout=layout, jurisdiction=place)
            else:
                Tile.objects.create(layout=layout, jurisdiction=place, column=column, row=row)
        return layout

    def _framework(self, row: dict[str, Any], layout: TileLayout) -> None:
        framework = Framework.objects.create(
            slug=row["slug"],
            version=row["version"],
            language=LANGUAGE,
            starts=row.get("starts"),
            ends=row.get("ends"),
            bonus_rule=row["bonus_rule"],
            bonus_cap=row.get("bonus_cap"),
            replaces=self.frameworks.get(row.get("replaces", "")),
            layout=layout,
            is_example=True,
            name=row["name"][LANGUAGE],
            summary=row["summary"][LANGUAGE],
            method=row["method"][LANGUAGE],
            crosswalk_note=row.get("crosswalk", {}).get(LANGUAGE, ""),
        )
        self.frameworks[row["slug"]] = framework
        self._say(
            framework, framework, name=row["name"], summary=row["summary"], method=row["method"],
            crosswalk_note=row.get("crosswalk", {}),
        )  # fmt: skip
        for letter, low, high, token, words in row["bands"]:
            band = Band.objects.create(
                framework=framework, letter=letter, low=low, high=high, token=token, words=words[LANGUAGE]
            )
            self._say(framework, band, words=words)
        areas = {}
        for order, (code, maximum, name) in enumerate(row["areas"]):
            areas[code] = IssueArea.objects.create(
                framework=framework, code=code, order=order, maximum=maximum, name=name[LANGUAGE]
            )
            self._say(framework, areas[code], name=name)
        for order, goal in enumerate(row["goals"]):
            self._goal(framework, areas, order, goal)

    def _goal(self, framework: Framework, areas: Mapping[str, IssueArea], order: int, row: dict[str, Any]) -> None:
        goal = PolicyGoal.objects.create(
            framework=framework,
            area=areas.get(row.get("area", "")),
            code=row["code"],
            slug=slugify(row["code"].replace(".", "-")),
            order=order,
            is_bonus=row.get("bonus", False),
            statement=row["statement"][LANGUAGE],
            plain_statement=row["plain"][LANGUAGE],
        )
        key = (framework.slug, goal.code)
        self.goals[key], self.rules[key] = goal, row
        self._say(framework, goal, statement=row["statement"], plain_statement=row["plain"])
        for place, (sign, points) in enumerate(row["points"].items()):
            scale = self.given["scales"][sign]
            option = GoalOption.objects.create(
                goal=goal,
                code=sign,
                order=place,
                points=Decimal(points),
                status=scale["status"],
                label=scale["label"][LANGUAGE],
            )
            self.options[(*key, sign)] = option
            self._say(framework, option, label=scale["label"])
        for place, words in enumerate(row.get("drafting", ())):
            item = DraftingItem.objects.create(goal=goal, order=place, text=words[LANGUAGE])
            self._say(framework, item, text=words)
        for kind, code in row.get("links", ()):
            to = self.goals[(framework.replaces.slug if framework.replaces else "", code)]
            GoalLink.objects.create(from_goal=goal, to_goal=to, kind=kind)

    def _edition(self, row: dict[str, Any]) -> None:
        framework = self.frameworks[row["framework"]]
        edition = Edition.objects.create(
            framework=framework,
            slug=row["slug"],
            year=row["year"],
            law_cutoff=row["law_cutoff"],
            name=row["name"][LANGUAGE],
            note=row["note"][LANGUAGE],
            disputes_to=row.get("disputes_to", ""),
        )
        self._say(framework, edition, name=row["name"], note=row["note"])
        signs = {
            (self.places[code], goal.code): sign
            for code, line in row["answers"].items()
            for goal, sign in zip(self._goals_of(framework), line.split(), strict=True)
            if sign != "-"
        }
        rows = Assessment.objects.bulk_create(
            self._answer(edition, framework.slug, place, code, sign) for (place, code), sign in signs.items()
        )
        cited = [
            AssessmentStatute(assessment=answer, statute=law)
            for answer in rows
            for law in self._laws_of(framework.slug, answer, signs[answer.jurisdiction, answer.goal.code])
        ]
        AssessmentStatute.objects.bulk_create(cited)
        Result.objects.bulk_create(
            Result(edition=edition, jurisdiction=self.places[code], published_rank=rank)
            for code, rank in row.get("published_rank", {}).items()
        )

    def _goals_of(self, framework: Framework) -> list[PolicyGoal]:
        return [goal for (slug, _code), goal in self.goals.items() if slug == framework.slug]

    def _answer(self, edition: Edition, framework: str, place: Jurisdiction, code: str, sign: str) -> Assessment:
        return Assessment(
            edition=edition,
            jurisdiction=place,
            goal=self.goals[framework, code],
            option=self.options[framework, code, sign],
            reasoning=self.given["reasons"].get(sign, {}).get(LANGUAGE, ""),
            coder="A",
            second_coder="B",
            second_option=self.options[framework, code, sign],
        )

    def _laws_of(self, framework: str, answer: Assessment, sign: str) -> Iterable[StatuteRef]:
        """Laws that go on under another framework are the same rows."""
        row = self.rules[framework, answer.goal.code]
        if sign in ("n", "x"):
            return
        older = row.get("same_law")
        key = (answer.jurisdiction.code, older or f"{framework} {answer.goal.code}", "h" if sign == "h" else "y")
        if key not in self.laws:
            source = self.rules["example-check-1", older] if older else row
            self.laws[key] = self._law(answer.jurisdiction, source, sign)
        if not older and framework == "example-check-1":
            self.laws[answer.jurisdiction.code, answer.goal.code, key[2]] = self.laws[key]
        yield self.laws[key]

    def _law(self, place: Jurisdiction, row: dict[str, Any], sign: str) -> StatuteRef:
        number = len(self.laws)
        year = 2009 + number % 11
        return StatuteRef.objects.create(
            jurisdiction=place,
            citation=f"{place.name} Code § {12 + number % 7}-{101 + number}",
            heading=row["plain"][LANGUAGE].rstrip(".") if sign != "h" else "",
            quote=row["harm"] if sign == "h" else row["law"],
            language=LANGUAGE,
            enacted_on=datetime.date(year, 4, 3 + number % 20),
            effective_on=datetime.date(year + 1, 1, 1),
            verified_on=self.today - datetime.timedelta(days=20 + number % 200),
            verified_by="Harbor",
        )

    def _change_laws(self) -> None:
        for row in self.given["laws"]:
            changes = {key: value for key, value in row.items() if key not in ("place", "goal", "framework")}
            slug = row.get("framework", "example-check-1")
            found = Assessment.objects.filter(
                jurisdiction=self.places[row["place"]], goal=self.goals[slug, row["goal"]]
            )
            StatuteRef.objects.filter(assessments__in=found).update(**changes)
        for row in self.given["coming"]:
            answer = Assessment.objects.get(
                edition__slug=row["edition"], jurisdiction=self.places[row["place"]], goal__code=row["goal"]
            )
            law = self._law(answer.jurisdiction, self.rules["example-check-1", row["goal"]], "y")
            law.enacted_on, law.effective_on = row["enacted_on"], row["effective_on"]
            law.save()
            AssessmentStatute.objects.create(assessment=answer, statute=law)

    def _afterwards(self) -> None:
        for row in self.given["errata"]:
            edition = Edition.objects.select_related("framework").get(slug=row["edition"])
            key = (edition.framework.slug, row["goal"])
            correct_answer(
                edition,
                self.places[row["place"]],
                self.goals[key],
                option=self.options[(*key, row["to"])],
                why=row["why"],
                on=row["day"],
            )
        for row in self.given["replies"]:
            edition = Edition.objects.get(slug=row["edition"])
            values = {key: row[key] for key in ("received_on", "from_role", "words")}
            PlaceReply.objects.create(edition=edition, jurisdiction=self.places[row["place"]], **values)

    def _say(self, framework: Framework, row: Any, **words: Mapping[str, str]) -> None:
        """Note the words in every language the installation has, but that of the columns."""
        for field, texts in words.items():
            for language, text in texts.items():
                if language != LANGUAGE and language in self.locales:
                    self.wordings.append(
                        Wording(
                            framework=framework,
                            locale=self.locales[language],
                            of=KIND[type(row)],
                            row_id=row.pk,
                            field=field,
                            text=text,
                            original=texts[LANGUAGE],
                        )
                    )
