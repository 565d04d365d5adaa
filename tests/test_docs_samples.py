"""Every code sample and command of the handbooks runs: Python is executed, commands go through their own parsers."""

from __future__ import annotations

import ast
import json
import re
import shlex

import pytest
import yaml
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import CommandError
from django.template import Template
from django.test.utils import isolate_apps
from wagtail.models import pages as wagtail_pages
from wagtail.signals import published

from harbor_wagtail import retention, setting_up
from harbor_wagtail.directory.importing.mapping import parse_mapping
from harbor_wagtail.language import texts
from tests import docs

PYTHON = docs.samples("python")
#: In blocks of code: `python manage.py harbor_import …`, or the command alone, indented.
LINE = re.compile(r"^(?: {4}|[^`\n]*manage\.py +)(harbor_\w+)([^`\n]*)$", re.MULTILINE)
#: In running text: `harbor_check --links`.
INLINE = re.compile(r"`(?:manage\.py )?(harbor_\w+)( --[^`]+)`")
PATTERN = re.compile(r"[\[\]|…<>]")  # "[--due DAYS]" describes commands, and is none


def ids(samples: list[docs.Sample]) -> list[str]:
    return [sample.where for sample in samples]


@pytest.mark.parametrize("sample", PYTHON, ids=ids(PYTHON))
def test_python_runs_as_it_stands(sample: docs.Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a fragment, which says why it is none, the imports."""
    tree = ast.parse(sample.text)
    if sample.is_fragment:
        tree.body = [line for line in tree.body if isinstance(line, ast.ImportFrom) and line.module != "yourapp.models"]
    keep_registers(monkeypatch)
    with isolate_apps("tests.testapp"):  # models of a sample belong to a host's app, in a registry of their own
        exec(compile(tree, sample.where, "exec"), {"__name__": "tests.testapp.samples"})  # noqa: S102  (our own docs)


def keep_registers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a sample registers is forgotten after it."""
    monkeypatch.setattr(wagtail_pages, "PAGE_MODEL_CLASSES", list(wagtail_pages.PAGE_MODEL_CLASSES))
    monkeypatch.setattr(published, "receivers", list(published.receivers))
    monkeypatch.setattr(setting_up, "_registered", dict(setting_up._registered))
    monkeypatch.setattr(retention, "_registered", dict(retention._registered))
    monkeypatch.setattr(texts, "_readers", dict(texts._readers))


def commands() -> list[tuple[str, str, str]]:
    """(where, name, its arguments as written) of every command line in the handbooks."""
    found = []
    for path in docs.files():
        if path.name == "CHANGELOG.md":
            continue
        for name, arguments in [*LINE.findall(docs.text(path)), *INLINE.findall(docs.text(path))]:
            if not PATTERN.search(arguments):
                found.append((docs.name(path), name, arguments.partition("#")[0].strip()))
    return sorted(set(found))


def test_every_command_is_known_and_understands_its_options() -> None:
    known, wrong = get_commands(), []
    for where, name, arguments in commands():
        try:
            parser = load_command_class(known[name], name).create_parser("manage.py", name)
            parser.parse_args(shlex.split(arguments))
        except (KeyError, CommandError) as problem:
            # In running text it may stand without its file or value: "`harbor_check --leaks`".
            if not re.search("arguments are required|expected (at least )?one argument", str(problem)):
                wrong.append(f"{where}: {name} {arguments}: {problem}")
    assert wrong == []
    assert len(commands()) > 40


def test_every_command_of_the_package_has_a_chapter() -> None:
    ours = {name for name, app in get_commands().items() if app.startswith("harbor_")}
    chapter = docs.text(docs.ROOT / "docs/developer/commands.md")
    headings = " ".join(re.findall(r"^## (.+)$", chapter, re.MULTILINE))
    assert {name for name in ours if name not in re.findall(r"\w+", headings)} == set()
    assert set(re.findall(r"harbor_\w+", headings)) <= ours


@pytest.mark.django_db
def test_commands_that_only_look_run() -> None:
    looking = {
        (name, arguments)
        for _, name, arguments in commands()
        if "--dry-run" in arguments and not re.search(r"\.\w+|--batch|--links", arguments)
    }
    assert {"harbor_retain", "harbor_verify", "harbor_strip_images"} <= {name for name, _ in looking}
    for name, arguments in sorted(looking):
        assert exit_code(name, arguments) == 0, (name, arguments)


def exit_code(name: str, arguments: str) -> int:
    try:
        call_command(name, *shlex.split(arguments))
    except SystemExit as stopped:
        return int(stopped.code or 0)
    return 0


def test_templates_and_data_can_be_read() -> None:
    for sample in docs.samples("html"):
        Template(sample.text)
    for sample in docs.samples("json"):
        json.loads(sample.text)
    for sample in docs.samples("yaml"):
        if not sample.is_fragment:
            assert yaml.safe_load(sample.text), sample.where


def test_the_mapping_of_the_recipe_is_a_whole_one() -> None:
    sample = next(sample for sample in docs.samples("yaml") if "recipes" in sample.where)
    assert {"organization", "service"} <= set(parse_mapping(sample.text, sample.where).records)
