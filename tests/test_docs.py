"""What the handbooks name is there: files, anchors, settings, screens, tests, dotted paths, addresses."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import RequestFactory
from django.urls import Resolver404, resolve
from django.utils import translation

from harbor_wagtail import conf
from tests import docs
from tests.messages import catalogue


def test_every_link_leads_to_a_file_and_a_heading() -> None:
    broken = []
    for path in docs.files():
        for target in docs.LINK.findall(docs.prose(path)):
            if target.startswith(("http:", "https:", "mailto:")):
                continue
            file, _, heading = target.partition("#")
            there = (path.parent / file).resolve() if file else path
            if not there.exists() or (heading and heading not in docs.anchors(there)):
                broken.append(f"{docs.name(path)}: {target}")
    assert broken == []


def test_every_picture_is_small_and_used() -> None:
    folder = docs.ROOT / "docs/images"
    pictures = list(folder.rglob("*.webp"))
    shown = "".join(docs.text(path) for path in docs.files())
    names = [picture.relative_to(folder).as_posix() for picture in pictures]
    assert len(names) == len([path for path in folder.rglob("*") if path.is_file()])
    assert [name for name in names if f"images/{name})" not in shown] == []
    assert sum(picture.stat().st_size for picture in pictures) < 1_500_000


def test_every_chapter_in_the_contents_exists_once() -> None:
    """The other way round, `make docs` takes in what the contents do not name."""
    contents = (docs.ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    named = re.findall(r": ([\w/-]+\.md)$", contents, re.MULTILINE)
    beside = {file.lower() for file in docs.BESIDE}
    assert len(named) == len(set(named)) > 35
    assert [each for each in named if each not in beside and not (docs.ROOT / "docs" / each).exists()] == []


def test_every_setting_is_described_and_every_one_described_exists() -> None:
    settings = docs.text(docs.ROOT / "docs/settings.md")
    table = settings[settings.index("| key | default") : settings.index("In code:")]
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE)) == set(conf.DEFAULTS)
    shown = "".join(docs.text(path) for path in docs.files())
    asked = re.findall(r'HARBOR_WAGTAIL(?:\["|`?\[`?"|\.)([A-Z_]+)|conf\.([A-Z][A-Z_]+)', shown)
    assert {first or second for first, second in asked} <= set(conf.DEFAULTS)


def test_every_dotted_path_leads_to_something() -> None:
    missing = []
    for path in docs.files():
        for dotted in set(re.findall(r"\bharbor_wagtail(?:\.\w+)+", docs.text(path))):
            # Ids of system checks; files ("harbor_wagtail.po"); modules a table lists by pattern.
            if not re.search(r"\.[EWI]\d{3}$", dotted) and not leads_somewhere(dotted):
                missing.append(f"{docs.name(path)}: {dotted}")
    assert missing == []


def leads_somewhere(dotted: str) -> bool:
    parts = dotted.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for attribute in parts[end:]:
            if not hasattr(found, attribute):
                return False
            found = getattr(found, attribute)
        return True
    return False


def test_every_method_to_override_is_there() -> None:
    chapter = docs.text(docs.ROOT / "docs/developer/override.md")
    rows = re.findall(r"^\| `(harbor_wagtail[\w.]+)`[^|]*\| (.+) \|$", chapter, re.MULTILINE)
    assert len(rows) >= 7
    for mixin, methods in rows:
        for method in re.findall(r"`(\w+)`", methods):
            assert leads_somewhere(f"{mixin}.{method}"), f"{mixin}.{method}"


def test_every_address_named_answers() -> None:
    missing = []
    for path in docs.files():
        for address in set(re.findall(r"[`(](/harbor/[\w./-]*)[`)]", docs.text(path))):
            try:
                resolve(address)
            except Resolver404:
                missing.append(f"{docs.name(path)}: {address}")
    assert missing == []


def test_every_file_and_test_named_exists() -> None:
    missing = []
    for path in docs.files():
        shown = docs.text(path)
        for test in set(re.findall(r"`(?:tests/)?((?:browser/)?test_\w+)(?:\.py)?`", shown)):
            if not (docs.ROOT / f"tests/{test}.py").exists():
                missing.append(f"{docs.name(path)}: {test}")
        for file in set(re.findall(r"`((?:harbor_wagtail|scripts|tests|benchmarks|deploy|docs)/[\w./-]+)`", shown)):
            templates = docs.ROOT / "harbor_wagtail/templates" / file
            if not ((docs.ROOT / file).exists() or templates.exists()):
                missing.append(f"{docs.name(path)}: {file}")
    assert missing == []


SPANISH = docs.ROOT / "docs/editor/es"
#: Menus below which screens of ours are, and which chapters name them in these words.
TOPS = {"en": "Harbor|Reports|Settings", "es": "Harbor|Informes|Propiedades"}


@pytest.fixture
def menu(db: None, language: str) -> set[str]:
    """ "Harbor ▸ Directory ▸ Holidays" and so on: every way through the admin's menu."""
    from wagtail.admin.menu import admin_menu

    request = RequestFactory().get("/admin/")
    request.user = User(username="all", is_superuser=True, is_active=True)
    with translation.override(language):
        return set(ways(admin_menu, request))


def ways(menu: Any, request: Any, before: tuple[str, ...] = ()) -> list[str]:
    found = []
    for item in menu.menu_items_for_request(request):
        here = (*before, str(item.label).strip())
        found.append(" ▸ ".join(here))
        if inner := getattr(item, "menu", None):
            found += ways(inner, request, here)
    return found


@pytest.mark.parametrize("language", TOPS)
def test_every_screen_named_is_in_the_menu(menu: set[str], language: str) -> None:
    named = {}
    for path in docs.files():
        flat = re.sub(r"\s+", " ", docs.prose(path)) if (SPANISH in path.parents) == (language == "es") else ""
        for way in re.findall(rf"\*\*((?:{TOPS[language]}) ▸ [^*]+)\*\*", flat):
            named.setdefault(way.removesuffix("."), docs.name(path))
    assert len(named) > 25
    assert {way: where for way, where in named.items() if way not in menu} == {}


def test_the_handbooks_ask_no_other_server() -> None:
    theme = (docs.ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert "highlightjs: false" in theme
    for path in docs.files():
        assert not re.search(r"!\[[^\]]*\]\(https?:|<(?:img|script|iframe|link)\b", docs.prose(path)), docs.name(path)


def test_the_first_hour_names_what_the_screens_say() -> None:
    """Words in bold or italics that a beginner looks for, as the code has them."""
    code = "".join(
        path.read_text(encoding="utf-8")
        for suffix in ("py", "html")
        for path in sorted((docs.ROOT / "harbor_wagtail").rglob(f"*.{suffix}"))
        if "migrations" not in path.parts
    )
    code = code.lower()
    flat = re.sub(r"\s+", " ", docs.prose(Path(docs.ROOT / "docs/editor/first-hour.md")))
    wagtails = {"Publish", "Save", "View live", "Pages", "Save draft", "Back"}
    for words in re.findall(r"(?<!\*)\*{1,2}([A-Z][^*▸.]*[a-z…])\*{1,2}", flat):
        if words not in wagtails and " was called" not in words:
            # "Hide it and … now": the screen has a name in the gap.
            assert all(part.strip() in code for part in words.lower().split(" … ")), words


def test_the_spanish_handbook_names_what_the_spanish_screens_say() -> None:
    """In bold or italics and with a capital, within a line of words: as our catalogues have it, or as Wagtail's has."""
    ours = [
        catalogue(docs.ROOT / "harbor_wagtail" / app, "es") for app in ("", "advocacy", "directory", "safety_plans")
    ]
    screens = "\n".join(str(words) for each in ours for words in each.values()).lower()
    wagtails = {"Publicar", "Guardar", "Guardar borrador", "Ver en vivo", "Páginas", "Cuenta", "Español"}
    named = set()
    for path in sorted(SPANISH.glob("*.md")):
        flat = re.sub(r"\s+", " ", docs.prose(path))
        named |= set(re.findall(r"(?<!\*)\*{1,2}([A-Z][^*▸.]*[\w…)])\*{1,2}", flat))
    stressed = {"Los primeros cinco minutos", "La primera hora", "Al día siguiente", "Bórrela", "No se puede recuperar"}
    assert len(named) > 30
    missing = {words for words in named - wagtails - stressed if words.lower().removesuffix(" …") not in screens}
    assert missing == set()
