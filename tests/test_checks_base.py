"""System checks of the site's own base template: each host here is one that was met, cut down to what it showed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from django.core.checks import CheckMessage
from django.template import Library, Node, NodeList
from django.template.base import Parser, Token
from django.template.defaulttags import CommentNode, IfNode
from django.test import override_settings

import harbor_wagtail
from harbor_wagtail import checks_base
from harbor_wagtail.safety import system_checks

register = Library()
OURS = Path(harbor_wagtail.__file__).parent / "templates/harbor_wagtail/base.html"
WHOLE = "<title>{% block title %}{% endblock %}</title><nav>…</nav><main>{% block content %}{% endblock %}</main>"


def templates(**bases: str) -> Any:
    """A host with these templates, `base` for base.html; ours are there unless it has its own."""
    files = {f"{name.replace('__', '/')}.html": source for name, source in bases.items()}
    loaders = [("django.template.loaders.locmem.Loader", {"harbor_wagtail/base.html": OURS.read_text(), **files})]
    options = {"loaders": loaders, "libraries": {"harbor": "harbor_wagtail.templatetags.harbor", "odd": __name__}}
    engine = {"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": options}
    return override_settings(TEMPLATES=[engine])


def heard() -> dict[str, CheckMessage]:
    return {str(message.id).removeprefix("harbor_wagtail."): message for message in checks_base.check_base(None)}


@pytest.mark.parametrize(
    ("bases", "ids"),
    [
        pytest.param({}, {"W003"}, id="no base.html"),
        pytest.param({"base": WHOLE}, set(), id="all blocks"),
        pytest.param(
            {"harbor_wagtail__base": '{% extends "own.html" %}', "own": WHOLE}, {"W008"}, id="nothing of ours"
        ),
        pytest.param(
            {"harbor_wagtail__base": "<title>{{ page.title }}</title>{% block harbor_content %}{% endblock %}"},
            set(),
            id="a document of the host for ours",
        ),
    ],
)
def test_a_host_is_told_which_template_to_write(bases: dict[str, str], ids: set[str]) -> None:
    with templates(**bases):
        found = heard()
    assert set(found) == ids
    # Two of three sites that were tried call their base otherwise.
    assert "W003" not in found or '{% extends "its/name.html" %}' in str(found["W003"].hint)


@pytest.mark.parametrize(
    ("base", "said"),
    [
        pytest.param('{% extends "skeleton.html" %}', "", id="two steps"),
        pytest.param("<main>{% block body %}{% endblock %}</main>", "no block content", id="other names"),
        pytest.param('{% extends "skeleton.html" %}{% block title %}{% endblock %}', "", id="fills another"),
        pytest.param(
            '{% extends "skeleton.html" %}{% block page %}<main>…</main>{% endblock %}',
            "does not show its block content",
            id="replaces what the block stands in",
        ),
        pytest.param(
            '{% extends "skeleton.html" %}{% block page %}{{ block.super }}{% endblock %}', "", id="adds to it"
        ),
    ],
)
def test_a_base_that_our_pages_would_be_empty_in_is_named(base: str, said: str) -> None:
    inner = "{% block page %}{% if 1 %}{% block content %}{% endblock %}{% endif %}{% endblock %}"
    skeleton = "<title>{% block title %}{% endblock %}</title>" + inner
    with templates(base=base, skeleton=skeleton):
        found = heard()
    assert ("W008" in found) is bool(said)
    assert not said or said in found["W008"].msg


def test_a_base_may_extend_another_of_its_own_name_as_in_sites_that_stand_on_a_theme(tmp_path: Path) -> None:
    theme = '<script src="https://stats.example/x.js"></script><main>{% block content %}{% endblock %}</main>'
    for folder, source in (("site", '{% extends "base.html" %}{% block title %}{% endblock %}'), ("theme", theme)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "base.html").write_text(source)
    dirs = [str(tmp_path / "site"), str(tmp_path / "theme")]
    engine = {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": dirs, "APP_DIRS": True}
    with override_settings(TEMPLATES=[engine]):
        assert "W008" not in heard()
        assert "stats.example" in next(system_checks.check_template_hosts(None)).msg


CONTENT = "<nav>…</nav>{% block content %}{% endblock %}"


@pytest.mark.parametrize(
    ("base", "said"),
    [
        pytest.param("<title>{% block title %}{% endblock %}</title>" + CONTENT, "", id="a block"),
        pytest.param("<title>{% if page %}{{ page.title }}{% endif %}</title>" + CONTENT, "", id="written by itself"),
        pytest.param("<title>Our house</title>" + CONTENT, "no block title", id="one title for all pages"),
        pytest.param(
            '{% include "seo.html" %}' + CONTENT, "no block title", id="blocks of an included file cannot be filled"
        ),
        pytest.param(
            "{% block title %}<title>{{ title }} — Our house</title>{% endblock %}" + CONTENT,
            "holds the whole <title> element",
            id="the block is the element",
        ),
        pytest.param(
            "{% block head %}<title>{% block title %}{% endblock %}</title>{% endblock %}" + CONTENT,
            "",
            id="a block in a block",
        ),
    ],
)
def test_a_base_that_leaves_our_pages_without_a_title_is_named(base: str, said: str) -> None:
    with templates(base=base, seo="<title>{% block title %}{% endblock %}</title>"):
        found = heard()
    assert ("W014" in found) is bool(said)
    assert not said or said in found["W014"].msg


def test_a_base_of_the_hosts_own_for_ours_may_bring_the_element_along() -> None:
    own = (
        '{% extends "base.html" %}{% block title %}<title>{% block harbor_title %}{% endblock %}</title>{% endblock %}'
        "{% block content %}{% block harbor_content %}{% endblock %}{% endblock %}"
    )
    base = "{% block title %}<title>{{ title }}</title>{% endblock %}" + CONTENT
    with templates(harbor_wagtail__base=own, base=base):
        assert heard() == {}


HEAD = "<title>{% block title %}{% endblock %}</title>{% block content %}{% endblock %}"


@pytest.mark.parametrize(
    ("base", "told"),
    [
        pytest.param("{% block navbar %}{% endblock %}" + HEAD, True, id="each page fills it"),
        pytest.param("{% block navbar %}<ul>…</ul>{% endblock %}" + HEAD, False, id="it is filled"),
        pytest.param(
            '{% block navbar %}{% endblock %}{% include "site/header.html" %}' + HEAD, False, id="another menu"
        ),
        pytest.param("{% block header %}{% endblock %}<nav>…</nav>" + HEAD, False, id="a header of pages"),
        pytest.param("{% block breadcrumbs %}{% endblock %}" + HEAD, False, id="no menu by its name"),
        pytest.param(
            '{% extends "theme.html" %}{% block navbar %}<ul>…</ul>{% endblock %}', False, id="filled on the way"
        ),
    ],
)
def test_a_base_without_the_menu_that_other_pages_fill_in_is_named(base: str, told: bool) -> None:
    with templates(base=base, theme="{% block navbar %}{% endblock %}" + HEAD):
        found = heard()
    assert ("W015" in found) is told
    assert not told or "navbar" in found["W015"].msg


def test_a_base_whose_parent_is_worked_out_while_it_is_served_is_read_all_the_same() -> None:
    """As in sites that show the same page in a frame."""
    standalone = WHOLE + '<script src="https://stats.example/x.js"></script>'
    with templates(base='{% extends frame|yesno:"frame.html,standalone.html" %}', standalone=standalone):
        assert heard() == {}
        assert "stats.example" in next(system_checks.check_template_hosts(None)).msg


@register.tag
def load_if_installed(parser: Parser, token: Token) -> Node:
    """As a library in use builds it: a condition around what is no list of nodes. It is served, but cannot be searched."""
    return IfNode([(None, cast(NodeList, CommentNode()))])


def test_tags_that_cannot_be_looked_through_do_not_end_the_checks() -> None:
    tracker = '{% load odd %}{% load_if_installed %}<script src="https://stats.example/x.js"></script>'
    with templates(base=WHOLE + '{% include "tracker.html" %}', tracker=tracker):
        assert heard() == {}
        assert "stats.example" in next(system_checks.check_template_hosts(None)).msg
