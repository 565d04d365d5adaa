"""On a site in a language we have no words for, a visitor reads one language: Django's and Wagtail's words for something else
(“Owner” of a page, “Status” of a workflow) do not get among ours."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
import wagtail

from tests.messages import ROOT, in_python, in_template

PACKAGE = ROOT / "harbor_wagtail"
#: What editors read, who have Wagtail's words around them anyway.
_FOR_EDITORS = ("/admin", "models", "page_mixins", "checks.py")


def for_visitors() -> Iterator[tuple[str, str]]:
    """Message, and where it stands."""
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("templates/**/*.html")]):
        inside = f"/{path.relative_to(PACKAGE).as_posix()}"
        if any(part in inside for part in _FOR_EDITORS) or (path.suffix == ".py" and "blocks" in inside):
            continue
        for message in in_python(path) if path.suffix == ".py" else in_template(path):
            yield message, inside


@pytest.mark.parametrize("language", ["fr", "de"])
def test_no_word_for_visitors_is_one_that_others_translate(language: str) -> None:
    theirs: set[str] = set()
    for module in (django, wagtail):
        for path in Path(str(module.__file__)).parent.rglob(f"locale/{language}/LC_MESSAGES/django.mo"):
            with path.open("rb") as stream:
                known = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined]
            theirs |= {key[0] if isinstance(key, tuple) else key for key, words in known.items() if words}
    assert len(theirs) > 1000
    assert sorted((message, where) for message, where in for_visitors() if message in theirs) == []
