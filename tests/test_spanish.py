"""Promise: whoever reads Spanish reads Spanish, to the last button: visitors and editors alike."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.utils.translation import override

from harbor_wagtail.directory.importing.values import BadValue, parse_integer
from harbor_wagtail.directory.presentation.usual import usual
from harbor_wagtail.tabular.problems import UnreadableFile
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


def test_what_is_wrong_with_a_file_is_said_in_the_language_of_whoever_reads_it() -> None:
    with override("es"):
        with pytest.raises(BadValue, match="esto no es un número.*Escriba un número"):
            parse_integer("twelve")
        assert (
            str(UnreadableFile("a.csv", "The file is empty.", "", row=3)) == "a.csv, línea 3: El archivo está vacío. "
        )


#: Where the words for people stand among what these are made with.
_TOLD = {"BadValue": (0, 1), "UnreadableFile": (1, 2), "Problem": (4, 5)}


def test_no_finding_of_an_import_is_left_without_a_mark() -> None:
    bare = []
    for path in (*PACKAGE.rglob("tabular/*.py"), *PACKAGE.rglob("importing/**/*.py")):
        if path.name == "mapping.py":  # a file that developers write
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _TOLD:
                told = [node.args[place] for place in _TOLD[node.func.id] if place < len(node.args)]
                bare += [f"{path}:{node.lineno}" for each in told if _is_bare(each)]
    assert bare == []


def _is_bare(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and bool(node.value))


def test_what_is_typed_once_for_all_languages_is_read_in_spanish_where_it_is_usual() -> None:
    with override("es"):
        assert usual("Intake worker") == "Personal de admisión"
        assert usual(" intake worker ") == "personal de admisión"
        assert usual("night manager of the mill") == "night manager of the mill"
        assert usual("  ") == ""
    assert usual("intake worker") == "intake worker"


def test_one_message_is_one_thing_in_spanish_whatever_part_says_it() -> None:
    """Django puts the catalogues of all apps together: of two words for one message, a host sees that of the app listed first."""
    known = {part: catalogue(folder, "es") for part, (folder, _leave_out) in _PARTS.items()}
    said: dict[str, dict[str, str]] = {}
    for part, words in known.items():
        for message, spanish in words.items():
            said.setdefault(message, {})[part] = spanish
    assert {message: words for message, words in said.items() if len(set(words.values())) > 1} == {}
