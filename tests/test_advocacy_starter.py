"""The starter pages: the same in every language, every claim with a source, plain words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harbor_wagtail.advocacy import starter
from harbor_wagtail.advocacy.fields import BodyField
from harbor_wagtail.advocacy.remarks import _cites
from harbor_wagtail.advocacy.texts import rich_lines, stream_texts
from harbor_wagtail.documents import reading
from harbor_wagtail.models import Hotline, Source

NAMES = ("explainer", "myths", "brief", "facts", "report", "glossary", "actions")
LANGUAGES = ("en", "es")
pytestmark = pytest.mark.django_db


@pytest.fixture
def written(english: Any) -> starter.Written:
    # In one go: what the pages say does not hang on the signals of twenty saves.
    Hotline.objects.bulk_create([Hotline(call_number="1-888-373-7888", live=True)])
    rows = {name: {k: v for k, v in row.items() if k != "authors"} for name, row in starter._read("sources").items()}
    made = Source.objects.bulk_create([Source(**row) for row in rows.values()])
    return starter.Written(dict(zip(rows, made, strict=True)))


def whole(name: str, language: str) -> list[starter.StarterPage]:
    page = starter.starter_page(name, language)
    return [page, *page.chapters]


def body(written: starter.Written, page: starter.StarterPage) -> Any:
    return BodyField().to_python(json.dumps(written.body(page)))


def shape(value: Any) -> Any:
    """A body without its words."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    return [shape(each) for each in value] if isinstance(value, list) else (value if value in ("", None) else "x")


def test_both_languages_have_the_same_pages_blocks_and_notes(written: starter.Written) -> None:
    assert starter.languages() == set(LANGUAGES)
    for name in NAMES:
        for english, spanish in zip(whole(name, "en"), whole(name, "es"), strict=True):
            assert english.values["slug"] == spanish.values["slug"]
            assert shape(written.body(english)) == shape(written.body(spanish)), english.name
            cited = [
                [cite for child in body(written, page) for cite in _cites(child.value)] for page in (english, spanish)
            ]
            assert cited[0] == cited[1], english.name


def test_what_is_written_passes_the_editor_s_own_checks(written: starter.Written) -> None:
    for name in NAMES:
        for page in whole(name, "en"):
            stream = body(written, page)
            assert list(stream) or name == "glossary"
            if stream:
                stream.stream_block.clean(stream)


def test_every_document_is_cited_and_made_once(written: starter.Written) -> None:
    assert starter.create_sources() == written.sources  # known by their titles
    Source.objects.filter(pk=written.sources["barnert"].pk).delete()
    assert starter.create_sources()["barnert"].short_name == "Barnert et al. 2017"
    assert Source.objects.count() == len(written.sources)
    used = set()
    for name in NAMES:
        for page in whole(name, "en"):
            used |= {cite.source for child in body(written, page) for cite in _cites(child.value)}
            used |= {cite.source for cite in advocacy_cites(written.rich(page.values.get("intro", "")))}
    assert {source.pk for source in written.sources.values()} <= used


def advocacy_cites(stored: str) -> Any:
    from harbor_wagtail.advocacy.citations.marks import cites_in

    return cites_in(stored)


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages_are_read_by_grade_nine_policy_by_twelve(written: starter.Written, language: str) -> None:
    found = {}
    for name in NAMES:
        pages = whole(name, language)
        lines = [line for page in pages for line in rich_lines(written.rich(page.values.get("intro", "")))]
        lines += [text.text for page in pages for text in stream_texts(body(written, page))]
        level = reading.grade(lines, language)
        if level is not None and level > pages[0].values["adv_grade"]:
            found[name] = level
    assert not found


def test_facts_of_the_myths_all_name_a_source(written: starter.Written) -> None:
    myths = [child for child in body(written, starter.starter_page("myths", "en")) if child.block_type == "myth"]
    assert len(myths) == 5
    assert all(list(_cites(child.value)) for child in myths)
