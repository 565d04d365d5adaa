"""The words visitors read, as the code and templates of a part name them, and what a catalogue makes of them."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
# What templatize() makes of a template: calls with a string or two, in the quotes Python's repr chose.
_IN_TEMPLATE = re.compile(
    r"""\b(n|p)?gettext\((?:u?r?(?P<one>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))(?:,\s*u?(?P<two>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))?"""
)

Message = str


def in_python(path: Path) -> Iterator[Message]:
    """Messages as a catalogue keys them: with ``\\x04`` after a context."""
    tree = ast.parse(path.read_text())
    calls = dict(_translators(tree))
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in calls):
            continue
        words = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if words:
            yield "\x04".join(words[:2]) if "pgettext" in calls[node.func.id] else words[0]


def _translators(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """By what names a file calls Django's functions: (``_now``, ``gettext``)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            yield from ((each.asname or each.name, each.name) for each in node.names if "gettext" in each.name)


def in_template(path: Path) -> Iterator[Message]:
    for match in _IN_TEMPLATE.finditer(templatize(path.read_text(), origin=str(path))):
        words = [ast.literal_eval(word) for word in match.group("one", "two") if word]
        yield "\x04".join(words) if match[1] == "p" else words[0]


def messages(part: Path, leave_out: tuple[str, ...]) -> dict[Message, str]:
    """Message → the first file that has it. ``leave_out`` are beginnings of paths inside the part."""
    found: dict[Message, str] = {}
    for path in sorted([*part.rglob("*.py"), *part.rglob("templates/**/*.html"), *part.rglob("templates/**/*.txt")]):
        inside = path.relative_to(part).as_posix()
        if inside.startswith(leave_out):
            continue
        for message in in_python(path) if path.suffix == ".py" else in_template(path):
            found.setdefault(message, inside)
    return found


def catalogue(part: Path, language: str) -> dict[Message, str]:
    path = part / "locale" / language / "LC_MESSAGES" / "django.mo"
    with path.open("rb") as stream:
        known = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined]
    return {key[0] if isinstance(key, tuple) else key: words for key, words in known.items() if key}
