"""Who may open what: every address that the package puts into the admin, asked for by each role, as the table says.

The addresses are collected from the resolver, so one that is new and has no line here fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.views.generic import View
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import GroupPagePermission, Page
from wagtail.snippets.models import get_snippet_models

from harbor_wagtail import roles
from harbor_wagtail.advocacy.consultations.models import ConsultationRequest
from harbor_wagtail.advocacy.models import GlossaryTerm, Notice
from harbor_wagtail.advocacy.report_cards.models import PlaceReply, ScoreBatch
from harbor_wagtail.directory.models import DataSource, Holiday, ImportBatch, Incoming, Location, SynonymSet
from harbor_wagtail.directory.resource_map import paper
from harbor_wagtail.directory.resource_map.starter import create_map
from harbor_wagtail.documents import engine
from harbor_wagtail.models import Hotline, Publisher, TermRule
from harbor_wagtail.pages.models import AdvocacyIndexPage
from harbor_wagtail.roles import ROLES
from tests import advocacy, factories, plans, quotes, report_cards

E, L, A, M, T = "editor", "listing", "advocacy", "moderator", "translator"
EVERYBODY = {E, L, A, M, T, "nobody"}  # whoever may open the admin
OURS = EVERYBODY - {"nobody"}
RECORDS = {E, L, M, T}  # may change organizations and services

#: Who may see, add, change, delete and publish what there is a form for.
FORMS: dict[str, tuple[set[str], set[str], set[str], set[str], set[str]]] = {
    "harbor_directory.organization": (RECORDS, {E, L}, RECORDS, {E}, {E, L, M}),
    "harbor_directory.service": (RECORDS, {E, L}, RECORDS, {E}, {E, L, M}),
    "harbor_directory.location": (RECORDS, {E, L}, RECORDS, {E}, {E, L, M}),
    "harbor_directory.holiday": ({E, L}, {E, L}, {E, L}, {E}, set()),
    "harbor_directory.synonymset": ({E, L}, {E, L}, {E, L}, {E}, set()),
    "harbor_directory.datasource": ({E, L}, {E, L}, {E, L}, {E}, set()),
    "harbor_directory.taxonomyterm": ({E, L}, {E}, {E}, {E}, set()),
    "harbor_directory.resourcemap": ({E, L, M}, {E, L}, {E, L, M}, {E}, set()),
    "harbor_advocacy.glossaryterm": ({E, A}, {E, A}, {E, A}, {E, A}, set()),
    "harbor_advocacy.notice": ({E, A}, {E, A}, {E, A}, {E, A}, set()),
    "harbor_advocacy.framework": ({E, A}, {E, A}, {E, A}, {E, A}, set()),
    "harbor_advocacy.edition": ({E, A, M}, {E, A}, {E, A}, {E, A}, set()),
    "harbor_advocacy.policygoal": ({E, A}, {E, A}, {E, A}, {E, A}, set()),
    "harbor_advocacy.assessment": ({E, A, M}, set(), {E, A}, {E, A}, set()),
    "harbor_advocacy.statuteref": ({E, A}, {E, A}, {E, A}, {E, A}, set()),
    "harbor_advocacy.placereply": ({E, A, M}, {E}, {E, A, M}, {E, M}, set()),
    "harbor_advocacy.consultationrequest": ({E, A, M}, set(), {E, A, M}, {E, M}, set()),
    "harbor_advocacy.survivorquote": ({E, A, M}, {E}, {E}, {E}, set()),
    "harbor_wagtail.hotline": ({E, L, M, T}, {E}, {E, M, T}, {E}, {E, M}),
    "harbor_wagtail.source": ({E, A}, {E, A}, {E, A}, {E, A}, set()),
    "harbor_wagtail.publisher": ({E, A}, {E, A}, {E, A}, {E, A}, set()),
    "harbor_wagtail.jurisdiction": ({E, A}, {E}, {E}, {E}, set()),
    "harbor_wagtail.tilelayout": ({E, A}, {E}, {E}, {E}, set()),
    "harbor_wagtail.termrule": ({E, A}, {E}, {E}, {E}, set()),
}
SEE, ADD, CHANGE, DELETE, PUBLISH, TOUCH = range(6)
#: Of a form's addresses: which right each asks for. An address of a name that is not here fails the test.
ACTIONS = {
    "list": SEE, "list_results": SEE, "history": TOUCH, "history_results": TOUCH, "usage": TOUCH,
    "revisions_compare": TOUCH,
    "add": ADD, "copy": ADD, "preview_on_add": ADD,
    "edit": CHANGE, "preview_on_edit": CHANGE, "hide": CHANGE, "reorder": PUBLISH,
    "revisions_view": CHANGE, "revisions_revert": CHANGE, "delete": DELETE, "unpublish": PUBLISH,
    "workflow_history": SEE,
}  # fmt: skip
#: Of a form's addresses that are Wagtail's own from beginning to end, and need a lock or a workflow under way.
WAGTAILS = {
    "lock", "unlock", "revisions_unschedule", "workflow_action", "collect_workflow_action_data",
    "confirm_workflow_cancellation", "workflow_history_detail", "workflow_preview",
}  # fmt: skip
#: (who may look, who may post) at every other address; ``None``: nothing is ever posted there.
VIEWS: dict[str, tuple[set[str], set[str] | None]] = {
    "wagtailsnippets_harbor_directory_organization:inclusion": ({E, M}, {E, M}),
    "wagtailsnippets_harbor_directory_location:visibility": ({E, M}, {E, M}),
    "harbor_directory_place_names": (EVERYBODY, None),  # names of counties and towns that are in the package
    "harbor_directory_import": ({E, L}, {E, L}),
    "harbor_directory_import_batch": ({E, L}, {E, L}),
    "harbor_directory_import_rows": ({E, L}, {E, L}),
    "harbor_directory_import_problems": ({E, L}, None),
    "harbor_directory_import_problems_file": ({E, L}, None),
    "harbor_directory_import_put_in": ({E, L}, {E, L}),
    "harbor_directory_import_give_up": ({E, L}, {E, L}),
    "harbor_directory_import_undo": ({E, L}, {E, L}),
    "harbor_directory_incoming_list": (RECORDS, None),
    "harbor_directory_incoming": (RECORDS, {E, L, M}),
    "harbor_directory_due": (RECORDS, None),
    "harbor_directory_due_results": (RECORDS, None),
    "harbor_directory_duplicates": (RECORDS, RECORDS),
    "harbor_directory_merge": (RECORDS, {E, L, M}),
    "harbor_directory_map": ({E, L, M}, {E, L, M}),
    "harbor_directory_map_cell": ({E, L, M}, {E, L, M}),
    "harbor_directory_map_gap": ({E, L, M}, {E, L, M}),
    "harbor_directory_map_review": ({E, L, M}, {E, L, M}),
    "harbor_directory_map_import": ({E, L, M}, {E, L, M}),
    "harbor_directory_map_words": ({E, L, M}, {E, L, M}),
    "harbor_directory_map_xlsx": ({E, L, M}, None),
    "harbor_directory_map_csv": ({E, L, M}, None),
    "harbor_directory_map_blank": ({E, L, M}, None),
    "harbor_directory_map_prefilled": ({E, L, M}, None),
    "harbor_directory_map_blank_print": ({E, L, M}, None),
    "harbor_directory_map_prefilled_print": ({E, L, M}, None),
    "harbor_imports_modeladmin_index": ({E, L, M}, None),
    "harbor_imports_modeladmin_inspect": ({E, L, M}, None),
    "harbor_imports_modeladmin_create": (set(), set()),
    "harbor_imports_modeladmin_edit": (set(), set()),
    "harbor_imports_modeladmin_delete": (set(), set()),
    "harbor_advocacy_import_page": ({E, A}, {E, A}),
    "harbor_advocacy_cite": (EVERYBODY, None),  # a footnote is put into any page; it shows sources, which are published
    "harbor_advocacy_cite_sources": (EVERYBODY, None),
    "harbor_advocacy_quote_withdraw": ({E, A, M}, {E, A, M}),
    "harbor_advocacy_quote_report": ({E, A, M}, None),
    "harbor_advocacy_edition": ({E, A, M}, {E, M}),
    "harbor_advocacy_edition_preview": ({E, A, M}, None),
    "harbor_advocacy_edition_grid": ({E, A}, {E, A}),
    "harbor_advocacy_edition_import": ({E, A}, {E, A}),
    "harbor_advocacy_edition_correct": ({E, M}, {E, M}),
    "harbor_advocacy_edition_csv": ({E, A}, None),
    "harbor_advocacy_edition_xlsx": ({E, A}, None),
    "harbor_advocacy_edition_template": ({E, A}, None),
    "harbor_advocacy_edition_correct_law": ({E, M}, {E, M}),
    "harbor_advocacy_edition_note": ({E, M}, {E, M}),
    "harbor_advocacy_batch_undo": ({E, A}, {E, A}),
    "harbor_advocacy_framework": ({E, M}, {E, M}),
    "harbor_advocacy_framework_version": ({E, A}, {E, A}),
    "harbor_advocacy_framework_words": ({E, A}, {E, A}),
    "harbor_advocacy_laws_report": ({E, A, M}, None),
    "harbor_plan_files": ({E, M, T}, None),
    "harbor_plan_draft_file": ({E, M, T}, None),
    "harbor_wagtail_hotline_check": ({E, M, T}, {E, M, T}),
    "harbor_wagtail_language": (set(), {E, M, T}),
    "harbor_wagtail_language_rules": ({E, A}, None),
    "harbor_wagtail_links": (OURS, OURS),
    "harbor_wagtail_numbers": ({E, M}, None),
    "harbor_wagtail_setup": (set(), set()),  # who may add pages below the home page: no role of ours
}
#: Choosers are Wagtail's, and open to whoever may open the admin; where a name is a person's, they are not. Those of the
#: directory show no more than a visitor sees to who has no right to its records.
GUARDED_CHOOSERS = {"harbor_advocacy.consultationrequest": {E, A, M}}


def addresses(patterns: Any = None, namespaces: tuple[str, ...] = (), ours: bool = False) -> Iterator[tuple[str, Any]]:
    """(name, pattern) of every address of ours in the admin."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            space = (*namespaces, *([str(pattern.namespace)] if pattern.namespace else []))
            yield from addresses(pattern.url_patterns, space, ours or str(pattern.pattern).startswith("admin/"))
        elif isinstance(pattern, URLPattern) and ours:
            name = ":".join((*namespaces, str(pattern.name or "")))
            if "harbor" in name or "harbor" in str(pattern.pattern):
                yield name, pattern


@pytest.fixture
def people(records: Any) -> dict[str, User]:
    """One of each role, made by the command, and one who may only open the admin."""
    found = {name: User.objects.create_user(name, f"{name}@example.org") for name in [*ROLES, "nobody"]}
    call_command("harbor_setup", sections=["hotlines"], roles=list(ROLES), verbosity=0)
    for name, role in ROLES.items():
        found[name].groups.add(Group.objects.get(name=role.group))
    entry = Group.objects.create(name="May open the admin")
    entry.permissions.add(*Group.objects.get(name=ROLES[E].group).permissions.filter(codename="access_admin"))
    found["nobody"].groups.add(entry)
    return found


@pytest.fixture
def records(english: Any, spanish: Any) -> dict[str, Any]:
    """One record for each form, by its label; and what other addresses name."""
    owner = factories.organization("Lantern House")
    twin = factories.organization("Lantern Haus")
    service = factories.service(owner, "Beds", places=[factories.location(owner)])
    location = Location.objects.get()
    hotline = Hotline.objects.create(call_number="507-555-0142")
    for record in (owner, service, location, hotline):
        record.save_revision()
    (place,) = report_cards.places(1)
    frame = report_cards.framework(goals=1)
    edition = report_cards.edition(frame)
    answers = report_cards.answer(edition, {place: "yes"})
    source = DataSource.objects.create(slug="list", name="List")
    asked = {"page": "Consultation", "email": "a@example.org", "question": "?", "delete_on": date(2030, 1, 1)}
    said = {"received_on": date(2026, 1, 1), "words": "No.", "from_role": "Office"}
    made = [
        owner, service, location, place, frame, edition, frame.goals.first(), *answers, source, quotes.quote(),
        Holiday.objects.create(name="Fair", first_day=date(2026, 7, 4)), SynonymSet.objects.create(words="bed\ncot"),
        factories.term("shelter"), advocacy.source(), Publisher.objects.create(name="Council"),
        TermRule.objects.create(words="x"), report_cards.layout([place]), report_cards.statute(place),
        hotline, create_map(english, [factories.MOWER]),
        Notice.objects.create(locale=english, name="Grant"), GlossaryTerm.objects.create(locale=english, term="T"),
        ConsultationRequest.objects.create(name="Ann", **asked),
        PlaceReply.objects.create(edition=edition, jurisdiction=place, **said),
    ]  # fmt: skip
    return {
        **{record._meta.label_lower: record for record in made},
        "twin": twin,
        "incoming": Incoming.objects.create(organization=owner, kind="visitor", what="closed"),
        "batch": ImportBatch.objects.create(source=source, file_name="list.csv", format="table", state="staged"),
        "scores": ScoreBatch.objects.create(edition=edition, file="scores.csv"),
        "briefs": factories.site_root().add_child(instance=AdvocacyIndexPage(title="Briefs", slug="briefs")),
        "page": plans.plan_page(plans.index_page(), "staff"),
    }


def arguments(name: str, pattern: Any, known: dict[str, Any]) -> dict[str, Any]:
    """What an address needs to name a record that is there."""
    label = form_of(name)
    record = known.get(label)
    if record is not None:
        pk = str(record.pk)
        latest = getattr(record, "latest_revision_id", None) or 0
        wanted = {"pk": pk, "revision_id": latest, "revision_id_a": "earliest", "revision_id_b": "latest"}
    else:
        owner = known["harbor_directory.organization"].pk
        edition, frame = known["harbor_advocacy.edition"].pk, known["harbor_advocacy.framework"].pk
        first = {
            "harbor_directory_incoming": known["incoming"].pk, "harbor_advocacy_batch_undo": known["scores"].pk,
            "harbor_advocacy_quote_withdraw": known["harbor_advocacy.survivorquote"].pk,
            "harbor_plan_files": known["page"].pk, "harbor_plan_draft_file": known["page"].pk,
            "harbor_wagtail_hotline_check": known["harbor_wagtail.hotline"].pk,
        }.get(name) or (frame if "framework" in name else edition if "edition" in name else known["batch"].pk)  # fmt: skip
        wanted = {
            "pk": first, "page_id": known["page"].pk, "parent_id": known["briefs"].pk,
            "kind": "organization", "outcome": "new", "kept": owner,
            "other": known["twin"].pk, "language": "es", "instance_pk": first, "path": "moors-2025/",
        }  # fmt: skip
        if name.startswith("harbor_directory_map"):
            wanted |= {"pk": known["harbor_directory.resourcemap"].pk, "domain": "shelter", "column": "all"}
        if name == "harbor_plan_draft_file":
            wanted["kind"] = "docx"
    return {key: wanted[key] for key in pattern.pattern.converters or pattern.pattern.regex.groupindex}


def form_of(name: str) -> str:
    """ "harbor_directory.service" of "wagtailsnippets_harbor_directory_service:edit"; empty for an address that is no form's."""
    space, _colon, _rest = name.partition(":")
    found = re.fullmatch(r"wagtailsnippet(?:s|choosers)_(harbor_[a-z_]+)_([a-z]+)", space)
    return f"{found[1]}.{found[2]}" if found else ""


def allowed(name: str) -> tuple[set[str], set[str] | None] | None:
    """Who may look and post there, by the tables above; ``None`` for what is Wagtail's own. Fails for what is new."""
    if name in VIEWS:
        return VIEWS[name]
    label, action = form_of(name), name.rpartition(":")[2]
    assert label in FORMS, f"{name} is new: say in tests/test_roles.py who may open it."
    if name.startswith("wagtailsnippetchoosers"):
        if action == "create":
            return FORMS[label][ADD], FORMS[label][ADD]
        return (GUARDED_CHOOSERS[label], None) if label in GUARDED_CHOOSERS else None
    if action in WAGTAILS:
        return None
    assert action in ACTIONS, f"{name} is new: say in tests/test_roles.py which right it asks for."
    rights, asked_for = FORMS[label], ACTIONS[action]
    who = (*rights, rights[ADD] | rights[CHANGE] | rights[DELETE])[asked_for]
    return who, None if asked_for in (SEE, TOUCH) or action.startswith("revisions_") else who


def different(name: str, people: dict[str, User]) -> dict[str, User]:
    """Of those whose rights to a form are the same, one: Wagtail looks at nothing else of them."""
    app, _dot, model = form_of(name).partition(".")
    rights = {
        role: frozenset(each for each in user.get_all_permissions() if re.fullmatch(rf"{app}\.[a-z_]+_{model}", each))
        for role, user in people.items()
    }
    return {role: people[role] for role in {mine: role for role, mine in rights.items()}.values()}


class Reached(Exception):
    """A form's own work would begin now."""


def opens(view: Any, request: Any, arguments: dict[str, Any]) -> bool:
    """Whether the view does what it is for. Wagtail sends home whoever may not; nothing it writes stays."""
    try:
        with transaction.atomic():
            response = view(request, **arguments)
            transaction.set_rollback(True)
    except Reached:
        return True
    except PermissionDenied:
        return False
    return response.status_code not in (403, 405) and response.headers.get("Location") != "/admin/"


def asked(method: str, path: str, user: User) -> Any:
    request = getattr(RequestFactory(), method)(path, {} if method == "get" else {"x": "y"})
    request.user, request.session, request._dont_enforce_csrf_checks = user, {}, True
    request._messages = FallbackStorage(request)
    return request


def test_every_address_in_the_admin_opens_to_whom_the_table_says(
    people: Any, records: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Views of ours do all they do, by GET and by POST. Forms are Wagtail's, which asks for rights before it looks at the
    method: they stop there, and one method tells as much as two."""
    # No PDF for each role.
    monkeypatch.setattr(engine, "_load", lambda: (None, "not here"))
    monkeypatch.setattr(paper, "pdf", lambda found, blank: b"%PDF")
    wrong: list[str] = []
    dispatch = View.dispatch
    for name, pattern in addresses():
        table = allowed(name)
        if table is None:
            continue
        path = reverse(name, kwargs=arguments(name, pattern, records))
        found = resolve(path)
        with monkeypatch.context() as patched:
            patched.setattr(View, "dispatch", dispatch if name in VIEWS else reached)
            methods = ("get", "post") if name in VIEWS else ("get",)
            for method, who in zip(methods, table, strict=False):
                asking = people if name in VIEWS else different(name, people)
                for role, user in asking.items() if who is not None else ():
                    try:
                        open_to = opens(found.func, asked(method, path, user), dict(found.kwargs))
                    except Http404:
                        open_to = False
                    if open_to != (role in who):
                        wrong.append(f"{method} {name}: {'opens to' if open_to else 'is closed to'} {role}")
    assert not wrong, "\n".join(wrong)


def reached(self: View, request: Any, *args: Any, **kwargs: Any) -> Any:
    raise Reached


def test_who_has_no_right_to_records_chooses_among_what_everybody_sees(people: Any, records: Any) -> None:
    """A chooser opens to whoever may open the admin, the editor of a host's blog too."""
    hidden = factories.organization("Hidden House", paused=True)
    draft = factories.service(records["twin"], "Draft beds", live=False)
    place = factories.location(records["twin"], "Hidden place", paused=True)
    public = {"organization": records["twin"], "service": records["harbor_directory.service"]}
    public["location"] = records["harbor_directory.location"]
    clients = {role: Client() for role in (E, A, "nobody")}
    for role, client in clients.items():
        client.force_login(people[role])
    for model, record in {"organization": hidden, "service": draft, "location": place}.items():
        space = f"wagtailsnippetchoosers_harbor_directory_{model}"
        for role, client in clients.items():
            pages = [client.get(reverse(f"{space}:{view}")) for view in ("choose", "choose_results")]
            both = urlencode({"id": [record.pk, public[model].pk]}, doseq=True)
            pages.append(client.get(f"{reverse(f'{space}:chosen_multiple')}?{both}"))
            assert all(str(public[model]) in page.content.decode() for page in pages)
            assert all((str(record) in page.content.decode()) == (role == E) for page in pages), (model, role)
            one = client.get(reverse(f"{space}:chosen", args=[record.pk]))
            assert one.status_code == (200 if role == E else 404)


def test_no_page_for_many_records_names_them_to_who_has_no_right_to_any(people: Any, records: Any) -> None:
    asked = 0
    for model in get_snippet_models():
        app, name = model._meta.app_label, model._meta.model_name or ""
        record = model._default_manager.first()
        for action in bulk_action_registry.get_bulk_actions_for_model(app, name) if app.startswith("harbor_") else ():
            address = f"{reverse('wagtail_bulk_action', args=[app, name, action.action_type])}?id={record.pk}"
            for role, user in people.items():
                client = Client()
                client.force_login(user)
                rights = [
                    right for right in user.get_all_permissions() if re.fullmatch(rf"{app}\.[a-z]+_{name}", right)
                ]
                sent_home = client.get(address).headers.get("Location") == "/admin/"
                assert sent_home == (not rights), (address, role)
                asked += not rights
    assert asked > 50


def test_each_form_and_other_address_of_the_tables_is_there(db: None) -> None:
    names = {name for name, _pattern in addresses()}
    assert set(VIEWS) <= names
    assert set(FORMS) == {
        model._meta.label_lower for model in get_snippet_models() if model._meta.app_label.startswith("harbor_")
    }


def test_groups_are_made_once_and_named_ones_get_what_they_lack(english: Any) -> None:
    home = factories.site_root()
    call_command("harbor_setup", sections=["safety-plans"])
    group = Group.objects.get(name__startswith="Harbor")  # no other without being named
    rights = set(GroupPagePermission.objects.filter(group=group).values_list("page__title", "permission__codename"))
    assert {title for title, _right in rights} == {"Safety planning"}
    assert "publish_page" in {right for _title, right in rights}
    # A site changes its group as it likes; running it again changes nothing, and new sections come under it.
    taken = group.permissions.get(codename="change_hotline")
    group.permissions.remove(taken)
    call_command("harbor_setup", sections=["directory"])
    assert taken not in group.permissions.all()
    assert GroupPagePermission.objects.filter(group=group, page__slug="find-help").exists()
    call_command("harbor_setup", sections=["directory"], roles=["editor", "translator"])
    assert taken in group.permissions.all()
    translator = Group.objects.get(name="Harbor translator")
    assert not translator.permissions.filter(codename__startswith="publish").exists()
    assert set(GroupPagePermission.objects.filter(group=translator).values_list("permission__codename", flat=True)) == {
        "change_page"
    }
    assert roles.part_of(Page.objects.get(slug="find-help")) == "directory"
    assert roles.part_of(home) == ""
