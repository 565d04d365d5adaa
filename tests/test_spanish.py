"""Promise: whoever reads Spanish reads Spanish, to the last button: visitors and editors alike."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.messages import ROOT, catalogue, messages

PACKAGE = ROOT / "harbor_wagtail"
_APPS = ("advocacy", "directory", "safety_plans")
_PARTS = {
    "core": (PACKAGE, tuple(f"{app}/" for app in _APPS)),
    **{app: (PACKAGE / app, ()) for app in _APPS},
}
_PLACEHOLDER = re.compile(r"%\(\w+\)[\d.]*[sdf]|\{\w*\}")
_WORDS = re.compile(r'^(msgid_plural|msgid|msgstr(?:\[\d\])?) ((?:"(?:[^"\\]|\\.)*"\n?)+)', flags=re.MULTILINE)


@pytest.mark.parametrize("part", _PARTS)
def test_every_word_is_there_in_spanish(part: str) -> None:
    folder, leave_out = _PARTS[part]
    known = catalogue(folder, "es")
    missing = {message: where for message, where in messages(folder, leave_out).items() if message not in known}
    assert not missing, "\n".join(f"{where}: {message}" for message, where in missing.items())


@pytest.mark.parametrize("part", _PARTS)
def test_the_spanish_keeps_what_is_filled_in(part: str) -> None:
    """The last form, which is the plural where there is one, names all of it, and nothing else."""
    folder, _ = _PARTS[part]
    entries = Path(folder / "locale/es/LC_MESSAGES/django.po").read_text().split("\n\n")[1:]
    assert len(entries) > 100
    wrong = []
    for entry in entries:
        english, spanish = _last_forms(entry)
        if set(_PLACEHOLDER.findall(english)) != set(_PLACEHOLDER.findall(spanish)):
            wrong.append(entry)
    assert not wrong, "\n\n".join(wrong)


def _last_forms(entry: str) -> tuple[str, str]:
    """The English and the Spanish with the most in them: of a plural, the plural."""
    words = dict(_WORDS.findall(entry))
    return words.get("msgid_plural", words["msgid"]), words.get("msgstr[1]", words.get("msgstr", ""))


@pytest.mark.parametrize("part", _PARTS)
def test_the_compiled_catalogue_is_the_written_one(part: str) -> None:
    """A ``.po`` changed without compiling it changes nothing a visitor sees."""
    folder, _ = _PARTS[part]
    written = Path(folder / "locale/es/LC_MESSAGES/django.po").read_text()
    ids = re.findall(r'^msgid (".*"(?:\n".*")*)', written, flags=re.MULTILINE)
    known = {key.split("\x04")[-1] for key in catalogue(folder, "es")}
    named = {"".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text)).replace('\\"', '"').replace("\\n", "\n") for text in ids}
    assert named - {""} == known
