"""Report cards in the admin: typed in a grid, brought in, published, corrected, translated; each by those who may."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from harbor_wagtail.advocacy.report_cards.models import (
    Assessment,
    AssessmentStatute,
    Edition,
    Erratum,
    Framework,
    GoalOption,
    IssueArea,
    PolicyGoal,
    Result,
    ScoreBatch,
    StatuteRef,
    Wording,
)
from harbor_wagtail.advocacy.report_cards.models.guard import unlocked
from harbor_wagtail.advocacy.report_cards.words import words_of
from harbor_wagtail.models import Jurisdiction
from tests import report_card_pages, report_cards

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    framework = report_cards.framework(layout=report_cards.layout(report_cards.places(3)))
    return report_cards.edition(framework)


def address(name: str, *args: Any) -> str:
    return reverse(f"harbor_advocacy_{name}", args=args)


def shown(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def test_an_edition_from_the_first_answer_to_a_correction(admin_client: Any, edition: Edition) -> None:
    desk, grid, bring = (address(f"edition{name}", edition.pk) for name in ("", "_grid", "_import"))
    assert "0 of 6 answers (3 places, 2 goals); 0 places have a grade." in shown(admin_client.get(desk))

    page = shown(admin_client.get(grid))
    assert page.count("<select") == 6
    was = re.search(r'name="was" value="([^"]+)"', page)[1].replace("&quot;", '"')  # type: ignore[index]
    places, goals = list(Jurisdiction.objects.order_by("name")), list(PolicyGoal.objects.all())
    yes = [GoalOption.objects.get(goal=goal, code="yes").pk for goal in goals]
    cells = {f"a-{place.pk}-{goal.pk}": "0" for place in places for goal in goals}
    typed = {**cells, f"a-{places[0].pk}-{goals[0].pk}": yes[0], f"a-{places[1].pk}-{goals[0].pk}": yes[1]}
    Assessment.objects.create(edition=edition, jurisdiction=places[2], goal=goals[1], option_id=yes[1])
    typed[f"a-{places[2].pk}-{goals[1].pk}"] = GoalOption.objects.get(goal=goals[1], code="no").pk
    page = shown(admin_client.post(grid, {**typed, "was": was}, follow=True))
    assert "1 answer was saved." in page
    assert "Somebody else has changed these meanwhile; look again: Moorland 003 2." in page
    assert {(row.jurisdiction.code, row.option_id) for row in Assessment.objects.select_related("jurisdiction")} == {
        ("M001", yes[0]),
        ("M003", yes[1]),
    }  # another goal's answer was not taken
    assert "the page was not whole" in shown(admin_client.post(grid, {**typed, "was": was + "x"}, follow=True))

    sheet = "place,goal,answer,reasoning\nM001,1,partly,Read.\nM001,2,no,Read.\nM009,1,yes,\nM003,2,,Read.\n"
    upload = SimpleUploadedFile("answers.csv", sheet.encode())
    page = shown(admin_client.post(bring, {"file": upload}))
    assert "1 new, 2 changed, 0 as before, 1 refused" in page
    assert "M001 1: Yes → Partly" in page
    assert ScoreBatch.objects.count() == 0
    carried = re.search(r'name="carried" value="([^"]+)"', page)[1]  # type: ignore[index]
    assert "Brought in: 1 new, 2 changed" in shown(admin_client.post(bring, {"carried": carried}, follow=True))
    assert "waiting too long" in shown(admin_client.post(bring, {"carried": carried + "x"}, follow=True))
    batch = ScoreBatch.objects.get()
    assert "2 returned to what they were, 1 deleted" in shown(
        admin_client.post(address("batch_undo", batch.pk), follow=True)
    )
    assert "Brought in" in shown(admin_client.post(bring, {"carried": carried}, follow=True))
    for kind in ("csv", "xlsx", "template"):
        assert admin_client.get(address(f"edition_{kind}", edition.pk)).status_code == 200

    IssueArea.objects.update(maximum=11)
    page = shown(admin_client.get(desk))
    assert "“All of it” is to give 11 points at most; its goals give 10." in page
    assert "its goals give 10" in shown(admin_client.post(desk, {"framework": ""}, follow=True))
    assert not Edition.objects.filter(state="frozen").exists()
    IssueArea.objects.update(maximum=10)
    admin_client.post(desk, {"framework": ""})
    assert "The edition is published." in shown(admin_client.post(desk, follow=True))
    assert "changes by corrections only" in shown(admin_client.get(desk))

    place, goal = places[0], goals[0]
    correct = f"{address('edition_correct', edition.pk)}?place={place.pk}&goal={goal.pk}"
    assert "Correct in public" in shown(admin_client.get(correct))
    assert "This field is required" in shown(admin_client.post(correct, {"option": yes[0]}))
    given = {"option": yes[0], "summary": "", "reasoning": "Read.", "why": "Read again."}
    assert "Corrected: 1 entry in the public list" in shown(admin_client.post(correct, given, follow=True))
    entry = Erratum.objects.get()
    assert (entry.old, entry.new, entry.why, entry.by_id is not None) == ("Partly", "Yes", "Read again.", True)
    _correct_a_law_and_a_misprint(admin_client, edition, place)


def _correct_a_law_and_a_misprint(admin_client: Any, edition: Edition, place: Jurisdiction) -> None:
    law = StatuteRef.objects.create(jurisdiction=place, citation="§ 1", quote="Wrong words.")
    with unlocked():
        row = Assessment.objects.filter(edition=edition, jurisdiction=place).first()
        AssessmentStatute.objects.create(assessment=row, statute=law)
    url = f"{address('edition_correct_law', edition.pk)}?law={law.pk}"
    assert "Wrong words." in shown(admin_client.get(url))
    given = {"citation": "§ 1", "heading": "", "quote": "Right words.", "effective_on": "", "why": "Misread."}
    assert "This field is required" in shown(admin_client.post(url, {**given, "why": ""}))
    assert "Nothing would change" in shown(admin_client.post(url, {**given, "quote": "Wrong words."}))
    assert "Corrected: 1 entry" in shown(admin_client.post(url, given, follow=True))
    law.refresh_from_db()
    assert law.quote == "Right words."
    note = address("edition_note", edition.pk)
    said = {"old": "Page 3: 12", "new": "21", "why": "Misprint."}
    page = shown(admin_client.post(note, said, follow=True))
    assert "is in the public list" in page
    assert "Page 3: 12" in page
    assert [entry.what for entry in Erratum.objects.order_by("pk")] == ["option", "law", "note"]


def test_words_in_another_language_are_typed_on_one_screen(admin_client: Any, edition: Edition, spanish: Any) -> None:
    framework = edition.framework
    url = address("framework_words", framework.pk, "es")
    page = shown(admin_client.get(url))
    goal = PolicyGoal.objects.all()[0]
    name = f"w-goal-{goal.pk}-statement"
    assert f'name="{name}"' in page
    assert "1 text was saved." in shown(admin_client.post(url, {name: "La ley debe hacerlo."}, follow=True))
    words = words_of(framework, "es")
    said, other = words(goal, "statement"), words(goal, "plain_statement")
    assert (said, said.language, said.is_fallback) == ("La ley debe hacerlo.", "es", False)
    assert (other.language, other.is_fallback) == ("en", True)
    PolicyGoal.objects.filter(pk=goal.pk).update(statement="State law should do another thing.")
    assert "1 original has changed" in shown(admin_client.get(url))
    admin_client.post(url, {name: ""})
    assert not Wording.objects.exists()
    Framework.objects.update(method="<p>How.</p>")
    admin_client.post(url, {f"w-framework-{framework.pk}-method": "<p>Así.</p><script>alert(1)</script>"})
    assert "<script" not in Wording.objects.get(field="method").text
    assert words_of(framework, "es")(goal, "statement").is_fallback


def test_forms_refuse_in_words(admin_client: Any, edition: Edition) -> None:
    goal = PolicyGoal.objects.all()[0]
    place = Jurisdiction.objects.all()[0]
    row = report_cards.answer(edition, {place: "yes no"}, law=True)[0]
    page = shown(admin_client.get(reverse("wagtailsnippets_harbor_advocacy_assessment:edit", args=[row.pk])))
    assert page.count("M001 Code § 1-101") == 1
    for model in ("framework", "policygoal", "edition", "statuteref", "assessment", "placereply"):
        assert admin_client.get(reverse(f"wagtailsnippets_harbor_advocacy_{model}:list")).status_code == 200
    for model in ("jurisdiction", "tilelayout"):
        assert admin_client.get(reverse(f"wagtailsnippets_harbor_wagtail_{model}:list")).status_code == 200
    assert admin_client.get(reverse("wagtailsnippets_harbor_advocacy_assessment:add")).status_code != 200

    for name, pk in (("harbor_advocacy_policygoal", goal.pk), ("harbor_wagtail_jurisdiction", place.pk)):
        page = shown(admin_client.post(reverse(f"wagtailsnippets_{name}:delete", args=[pk]), follow=True))
        assert "was not deleted. These rest on it: " in page

    url = reverse("wagtailsnippets_harbor_advocacy_policygoal:edit", args=[goal.pk])
    page = shown(admin_client.get(url))
    given = dict(re.findall(r'name="((?:options|drafting_items|links|codes)-[A-Z_]+)" value="(\d+)"', page))
    options = list(goal.options.all())
    for at, option in enumerate(options):
        fields = ("id", "code", "label", "status", "points", "order")
        given |= {f"options-{at}-{name}": getattr(option, name) for name in fields}
        given[f"options-{at}-ORDER"] = at + 1
    given |= {name: getattr(goal, name) for name in ("code", "slug", "order", "statement", "plain_statement", "weight")}
    given |= {
        "framework": goal.framework_id,
        "area": goal.area_id,
        "cap": "",
        "brief_url": "",
        "options-0-DELETE": "on",
    }
    assert "Places have the answer “Yes”." in shown(admin_client.post(url, given))
    assert GoalOption.objects.filter(goal=goal).count() == 3


def test_each_by_those_who_may(client: Any, django_user_model: Any, edition: Edition) -> None:
    user = django_user_model.objects.create_user("coder", password="x")
    user.user_permissions.add(
        Permission.objects.get(codename="access_admin"), Permission.objects.get(codename="change_assessment")
    )
    client.force_login(user)
    assert admin_status(client, address("edition", edition.pk)) == 200
    assert admin_status(client, address("edition_grid", edition.pk)) == 200
    for closed in (
        address("edition_correct", edition.pk),
        address("framework", edition.framework_id),
        address("framework_words", edition.framework_id, "es"),
    ):
        assert admin_status(client, closed) == 302
    client.post(address("edition", edition.pk), {"framework": ""})
    assert Framework.objects.get().state == "draft"
    user.user_permissions.remove(Permission.objects.get(codename="change_assessment"))
    client.force_login(django_user_model.objects.get(pk=user.pk))
    for name in ("edition", "edition_grid", "edition_import", "edition_csv"):
        assert admin_status(client, address(name, edition.pk)) == 302
    assert admin_status(client, address("laws_report")) == 302


def test_laws_nobody_has_read_for_long_are_listed(admin_client: Any, edition: Edition) -> None:
    place = Jurisdiction.objects.all()[0]
    report_cards.statute(place, "Old § 1", verified_on="2020-01-01")
    report_cards.statute(place, "=Never § 2", verified_on=None, verified_by="")
    report_cards.statute(place, "Gone § 3", verified_on="2020-01-01", repealed_on="2021-01-01")
    StatuteRef.objects.create(jurisdiction=place, citation="Fresh § 4", verified_on="2026-11-01", verified_by="me")
    page = shown(admin_client.get(address("laws_report")))
    assert ("Old § 1" in page, "Never § 2" in page, "Gone § 3" in page, "Fresh § 4" in page) == (
        True,
        True,
        False,
        False,
    )
    lines = shown(admin_client.get(address("laws_report") + "?format=csv")).splitlines()
    assert (len(lines), lines[1].split(",")[1]) == (3, "'=Never § 2")


def admin_status(client: Any, url: str) -> int:
    return int(client.get(url).status_code)


def test_a_new_goal_needs_no_thought_for_its_address_or_order(admin_client: Any, edition: Edition) -> None:
    """The framework that is being written is chosen already, its areas alone are offered, the address comes of the code."""
    url = reverse("wagtailsnippets_harbor_advocacy_policygoal:add")
    form = admin_client.get(url).context["form"]
    assert (form.initial["framework"], form.initial["order"]) == (edition.framework_id, 3)  # type: ignore[attr-defined]
    area = IssueArea.objects.get()
    assert [label for _pk, label in form.fields["area"].choices if _pk] == [f"{edition.framework}: {area}"]
    rows = {"drafting_items": 0, "links": 0, "codes": 0, "options": 2}
    given = {f"{name}-TOTAL_FORMS": number for name, number in rows.items()} | {
        f"{name}-INITIAL_FORMS": 0 for name in rows
    }
    for at, code in enumerate(("yes", "no")):
        given |= {f"options-{at}-code": code, f"options-{at}-label": code, f"options-{at}-status": "met"}
        given |= {f"options-{at}-points": 1 - at, f"options-{at}-order": at}
    fields = {"framework": form.initial["framework"], "area": area.pk, "code": "4.2", "slug": "", "order": 3}
    response = admin_client.post(url, {**given, **fields, "statement": "State law should.", "weight": 1})
    assert response.status_code == 302, response.context["form"].errors
    assert PolicyGoal.objects.get(code="4.2").slug == "4-2"


def test_a_draft_is_seen_as_it_will_be_and_by_nobody_else(
    admin_client: Any, client: Any, edition: Edition, django_user_model: Any
) -> None:
    place, goal = Jurisdiction.objects.order_by("name")[0], PolicyGoal.objects.all()[0]
    for each in PolicyGoal.objects.all():
        option = GoalOption.objects.get(goal=each, code="yes")
        Assessment.objects.create(edition=edition, jurisdiction=place, goal=each, option=option, reasoning="Read.")
    url = address("edition_preview", edition.pk)
    assert "Add a page of the type" in shown(admin_client.get(url, follow=True))
    page = report_card_pages.cards_page()
    before = (Edition.objects.get(pk=edition.pk).state, Result.objects.count())

    response = admin_client.get(url, follow=True)
    html = shown(response)
    assert f"Draft of {edition.name}" in html
    assert "no-store" in response.headers["Cache-Control"]
    assert html.index("<article") < html.index("Draft of")
    below = f"{url}{edition.slug}/"
    assert f'href="{below}{place.slug}/"' in html
    assert f"harbor/report-cards/{page.pk}/" not in html  # no files of a draft
    for path in (f"{place.slug}/", f"goals/{goal.slug}/", "method/", f"{place.slug}/print/"):
        assert "Draft of" in shown(admin_client.get(below + path))
    # Without a map of squares the table alone is there.
    Framework.objects.update(layout=None)
    for path in (
        "",
        f"{place.slug}/",
        f"goals/{goal.slug}/",
        f"{place.slug}/print/",
        "embed/",
        f"compare/?places={place.slug}",
    ):
        html = shown(admin_client.get(below + path))
        assert "Draft of" in html
        assert '<svg class="harbor-map' not in html
    assert (Edition.objects.get(pk=edition.pk).state, Result.objects.count()) == before
    assert client.get(f"{page.url}{edition.slug}/").status_code == 404
    client.force_login(django_user_model.objects.create_user("nobody", is_staff=True))
    assert client.get(url).status_code == 302
