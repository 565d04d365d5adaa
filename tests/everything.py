"""One of each thing a site may hold, public as far as it can be, and a mark of its own in every column of text.

``scene()`` makes it; ``mark_everything()`` writes the marks by SQL, past every form: as a restored table, a host's own
script or a hole in an importer would. A mark would break out of an attribute, an element, a script and a template, and
run in a spreadsheet.
"""

from __future__ import annotations

import html
import json
import re
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, models
from django.utils import timezone
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Site

from harbor_wagtail.advocacy.consultations.models import ConsultationRequest
from harbor_wagtail.advocacy.models import GlossaryTerm, Notice
from harbor_wagtail.advocacy.report_cards.models import PlaceReply, ScoreBatch
from harbor_wagtail.directory import models as directory
from harbor_wagtail.directory.resource_map.starter import create_map
from harbor_wagtail.directory.search import index
from harbor_wagtail.models import HarborSettings, HarborSettingsText, Hotline, HotlineText, Publisher
from harbor_wagtail.pages.models import ActionPage, AdvocacyIndexPage, GlossaryPage, ResourceMapPage
from tests import advocacy, exporting, factories, plans, quotes, report_card_pages, report_cards

MARK = "=1+cmd|\"><svg/onload=alert(1)>'{{7*7}}"
NUMBER = re.compile(r"zq(\d+)q")

#: Columns that are no words but codes a program chose: who writes anything else into them breaks the site, not its readers.
CODES = {
    "fips", "county", "time_zone", "path", "url_path", "digest", "default_state", "freq", "byday", "wkst", "byweekno",
    "bymonthday", "byyearday", "language", "of", "field", "model", "rule", "column", "repeats", "plan_emergency",
    "color_ink", "color_surface", "color_accent", "color_accent_ink", "placement", "page_type", "phase", "format",
    "location_type", "scheme", "level",
}  # fmt: skip
TEXT = (models.CharField, models.TextField)


def scene() -> dict[str, Any]:
    """Everything there is, and the objects that addresses of the admin name."""
    service = exporting.whole_directory()
    owner = service.organization
    locale = factories.locale()
    pages = {"directory": factories.directory_page()}
    pages["map"] = _map(owner, pages["directory"], locale)
    hotline = Hotline.objects.create(call_number="507-555-0142", text_number="55501", chat_url="https://chat.example/")
    HotlineText.objects.create(hotline=hotline, locale=locale, name="Line")
    source = advocacy.source("A report", authors=("Ana Ruiz",), url="https://report.example/")
    made = quotes.quote(edits_approved=True, name_approved=True)
    pages["quote"] = quotes.page(made)
    above = advocacy.root().add_child(instance=AdvocacyIndexPage(title="Briefs", slug="briefs"))
    pages["every"] = advocacy.page(
        *advocacy.every_block(source, hotline.pk),
        parent=above,
        title="Every block",
        adv_authors=[{"type": "person", "value": {"name": "A", "credentials": "", "role": "", "organization": ""}}],
    )
    pages["action"] = advocacy.page(("text", "<p>x</p>"), model=ActionPage, title="Act", ask_email="team@example.org")
    GlossaryTerm.objects.create(locale=locale, term="Term", meaning="It means.")
    pages["glossary"] = advocacy.page(("text", "<p>x</p>"), model=GlossaryPage, title="Glossary")
    Notice.objects.create(locale=locale, name="Grant")
    Publisher.objects.create(name="Council", url="https://council.example/")
    pages["plans"] = plans.index_page()
    pages["plan"] = plans.plan_page(pages["plans"], "left")
    pages["cards"] = _report_cards()
    stored = HarborSettings.for_site(Site.objects.get(is_default_site=True))
    stored.exit_url = "https://weather.example/"
    stored.list_in_search_engines = True
    stored.save()
    HarborSettingsText.objects.get_or_create(settings=stored, locale=locale)
    _kept_by_the_team(service)
    return {"service": service, "owner": owner, "source": source, "quote": made, "hotline": hotline, **pages}


def _map(owner: Any, above: Page, locale: Any) -> Page:
    found = create_map(locale, [factories.MOWER])
    domain = factories.term("shelter")
    for public in (True, False):
        found.gaps.add(directory.MapGap(gap="A gap", domain=domain, public=public))
        note = {"kind": "other", "text": "A note", "domain": domain, "organization": owner}
        note["kind"] = directory.MapCapacityNote._meta.get_field("kind").choices[0][0]
        found.capacity_notes.add(directory.MapCapacityNote(**note, public=public))
    found.save()
    directory.MapCorrection.objects.create(
        resource_map=found, domain=domain, column="all", level="partial", note="They said so"
    )
    page = ResourceMapPage(title="Map", slug="map", resource_map=found, locale=above.locale)
    above.add_child(instance=page)
    page.save_revision().publish()
    return page


def _report_cards() -> Page:
    rows = report_cards.places(1)
    check = report_cards.framework(layout=report_cards.layout(rows), goals=1)
    edition = report_cards.edition(check, disputes_to="cards@example.org")
    report_cards.answer(edition, {rows[0]: "partly"}, law=True)
    report_card_pages.publish(edition)
    said = {"received_on": date(2026, 1, 1), "words": "No.", "from_role": "Office"}
    PlaceReply.objects.create(edition=edition, jurisdiction=rows[0], **said)
    ScoreBatch.objects.create(edition=edition, file="scores.csv")
    return report_card_pages.cards_page(cards_licence="CC0-1.0")


def _kept_by_the_team(service: Any) -> None:
    """What no visitor is ever shown."""
    owner = service.organization
    User.objects.create_user("zqeditorq", "zqeditorq@example.org", first_name="zqeditorq", last_name="zqeditorq")
    batch = directory.ImportBatch.objects.create(
        source=directory.DataSource.objects.get(), file_name="list.csv", format="table", state="staged"
    )
    directory.ImportProblem.objects.create(batch=batch, file="list.csv", row=2, problem="?", phase="read")
    key = service.hsds_id
    directory.StagedRow.objects.create(
        batch=batch, kind="service", key=key, values={"name": "x"}, file="list.csv", row=2
    )
    incoming = directory.Incoming.objects.create(organization=owner, service=service, kind="visitor", what="closed")
    directory.ProposedChange.objects.create(incoming=incoming, service=service, field="name", old="a", new="b")
    directory.SynonymSet.objects.create(words="bed\ncot")
    asked = {"page": "Act", "name": "Ann", "email": "ann@example.org", "question": "?"}
    ConsultationRequest.objects.create(**asked, delete_on=timezone.localdate() + timedelta(days=9))


class Marks:
    """Which mark lies in which column: ``names[number]`` is ``"app.Model.field"``."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def of(self, name: str) -> str:
        if name not in self.names:
            self.names.append(name)
        return f"{MARK}zq{self.names.index(name)}q"

    def seen(self, text: str) -> set[str]:
        return {self.names[int(number)] for number in NUMBER.findall(text)}


def mark_everything() -> Marks:
    """Every column of text of every row of ours holds a mark; what is looked up by code keeps its codes."""
    marks = Marks()
    for config in apps.get_app_configs():
        for model in config.get_models() if config.label.startswith("harbor_") else ():
            _mark(model, marks)
    _mark(Page, marks, {"title", "seo_title", "search_description"})
    index.rebuild()
    return marks


def _mark(model: type[models.Model], marks: Marks, only: set[str] | None = None) -> None:
    own = [field for field in model._meta.local_concrete_fields if only is None or field.name in only]
    words = [field for field in own if isinstance(field, TEXT) and _is_words(model, field)]
    for field in words:
        _write(model, field, marks.of(f"{model._meta.label}.{field.name}"))
    for field in own:
        if isinstance(field, StreamField):
            _mark_stream(model, field, marks)


def _is_words(model: type[models.Model], field: Any) -> bool:
    if field.choices or field.name in CODES or isinstance(field, models.SlugField) or field.primary_key:
        return False
    # What is looked up: a code of a term, a kind of a staged row.
    return not (field.name in ("code", "kind", "value") and model.__name__ in ("TaxonomyTerm", "StagedRow", "Alias"))


def _write(model: type[models.Model], field: Any, mark: str) -> None:
    table, key = model._meta.db_table, model._meta.pk.column
    given = "https://x.example/" + mark if isinstance(field, models.URLField) or field.name in ("url", "uri") else mark
    given = f"<p>{html.escape(mark)}</p>" if isinstance(field, RichTextField) else given
    # An address that is not public and a name without consent the database refuses, which is another test's.
    only = " WHERE address_visibility = 'public'" if model is directory.Location else ""
    only = " WHERE name_consent_on IS NOT NULL" if (table[-7:], field.name) == ("contact", "name") else only
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table}" SET "{field.column}" = %s || "{key}"{only}',  # noqa: S608  (names of ours)
            [given],
        )


def _mark_stream(model: type[models.Model], field: Any, marks: Marks) -> None:
    name = f"{model._meta.label}.{field.name}"
    for page in model._default_manager.all():
        raw = json.loads(json.dumps(list(getattr(page, field.name).raw_data), default=str))
        marked = json.dumps(_marked(field.stream_block, raw, marks.of(name)))
        # Of pages of the same class each has its own.
        model._default_manager.filter(pk=page.pk).update(**{field.name: marked})


def _marked(block: Any, value: Any, mark: str) -> Any:
    if isinstance(block, blocks.StreamBlock):
        return [{**row, "value": _marked(block.child_blocks[row["type"]], row["value"], mark)} for row in value]
    if isinstance(block, blocks.StructBlock) and isinstance(value, dict):
        return {key: _marked(block.child_blocks.get(key), each, mark) for key, each in value.items()}
    if isinstance(block, blocks.ListBlock):
        return [_marked_item(block.child_block, row, mark) for row in value]
    if isinstance(block, blocks.RichTextBlock) and value:
        return f"<p>{html.escape(mark)} " + value.removeprefix("<p>")
    if isinstance(block, blocks.URLBlock):
        return "https://x.example/" + mark
    return mark if type(block) in (blocks.CharBlock, blocks.TextBlock) else value


def _marked_item(block: Any, row: Any, mark: str) -> Any:
    if isinstance(row, dict) and row.get("type") == "item":
        return {**row, "value": _marked(block, row["value"], mark)}
    return _marked(block, row, mark)
