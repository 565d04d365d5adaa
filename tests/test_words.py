"""No word of ours promises what nobody can keep: templates, model strings and catalogues, in English and Spanish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import harbor_wagtail
from harbor_wagtail.safety.limits import promise_in

PACKAGE = Path(harbor_wagtail.__file__).parent
#: Words that promise, by language of the text they are looked for in.
PROMISES = re.compile(
    r"\b(?:anonymous(?:ly)?|private(?:ly)?|no trace|untraceable|safe(?:ly|r)?|secure(?:ly)?|verified|guaranteed?|"
    r"an[oó]nim[oa]s?|privad[oa]s?|(?:sin|no deja) rastros?|a salvo|segur[oa]s?|verificad[oa]s?|garantizad[oa]s?)\b",
    re.IGNORECASE,
)
#: Where such a word is no promise, and why.
ALLOWED = (
    r"safe harbor",  # the name of a law, and of a part of the package
    r"safe (?:house|place|home)s?",  # what a kind of help is called
    r"safe(?:ty)? plan\w*|plan(?:es)? de seguridad",  # what a document is called
    r"human-verified|\bverified (?:on|by)\b|day it was (?:last )?verified",  # help for editors about a date
    r"(?:private|privad[oa]s?) (?:school|practice|insurance|window|notes?|escuela|seguro|ventana)s?",  # kinds of things
    r"safe exchange|safe haven|safe sleep|safe at home|safe surrender",  # programs in the vocabulary
    r"seguro (?:m[eé]dico|social|de salud)|seguros? (?:m[eé]dicos?|privados?)|con o sin seguro|sin seguro",  # insurance
    r"seguro social|falta un seguro",
)
_TEXT = re.compile(r'(?:translate|_|gettext|pgettext)\b[ (]*"((?:[^"\\]|\\.)+)"')
_BLOCK = re.compile(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", re.DOTALL)
_MESSAGE = re.compile(r'^(?:msgstr(?:\[\d\])?|"|msgid) ?"?(.*)"$', re.MULTILINE)


def texts() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("*")):
        where = str(path.relative_to(PACKAGE))
        if path.suffix == ".html":
            source = path.read_text(encoding="utf-8")
            yield from ((where, text) for text in (*_TEXT.findall(source), *_BLOCK.findall(source)))
        elif path.suffix == ".py" and "migrations" not in path.parts:
            yield from ((where, text) for text in _TEXT.findall(path.read_text(encoding="utf-8")))
        elif path.suffix == ".po":
            yield from ((where, text) for text in _MESSAGE.findall(path.read_text(encoding="utf-8")))


def test_no_text_of_ours_makes_a_promise() -> None:
    found = []
    allowed = re.compile("|".join(ALLOWED), re.IGNORECASE)
    seen = 0
    for where, text in texts():
        seen += 1
        if PROMISES.search(allowed.sub("", text)):
            found.append(f"{where}: {text}")
    assert seen > 1000
    assert found == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("This site is completely private.", True),
        ("You are anonymous here.", True),
        ("Leave no trace.", True),
        ("Aquí eres anónima.", True),
        ("Sin dejar rastro.", True),
        ("This is not anonymous.", False),
        ("Use a private window.", False),
        ("A safe place to sleep.", False),
    ],
)
def test_what_an_editor_may_not_promise_beside_the_exit(text: str, found: bool) -> None:
    assert bool(promise_in(text)) is found
