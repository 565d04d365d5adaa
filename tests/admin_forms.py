"""What a browser would post: the fields of an admin form as it stands, with some of them filled in."""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client


def form_data(client: Client, url: str, form_id: str | None = "w-editor-form") -> dict[str, Any]:
    """Names and values of a form, ticked boxes and chosen options included; templates of new rows are not."""
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    # Templates of new rows are not posted; the long list of counties is no field.
    html = re.sub(r"(?s)<(template|datalist)\b.*?</\1>", "", response.content.decode())
    page = BeautifulSoup(html, "html.parser")
    form = page.find("form", id=form_id) if form_id else page.find("form", method="post")
    assert form is not None
    data: dict[str, Any] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        if name := field.get("name"):
            _read(field, str(name), data)
    return data


def _read(field: Any, name: str, data: dict[str, Any]) -> None:
    if field.name == "textarea":
        data[name] = field.text.removeprefix("\n")
    elif field.name == "select":
        chosen = [option.get("value", "") for option in field.find_all("option") if option.has_attr("selected")]
        first = field.find("option")
        data[name] = chosen if field.has_attr("multiple") else (chosen or [first.get("value", "") if first else ""])[0]
    elif field.get("type") in ("checkbox", "radio"):
        if field.has_attr("checked"):
            data.setdefault(name, [])
            data[name].append(field.get("value", "on"))
    elif field.get("type") not in ("submit", "button"):
        data[name] = field.get("value", "")


def errors(response: Any) -> str:
    """Every error an editor reads on the page."""
    page = BeautifulSoup(response.content, "html.parser")
    found = page.select(".error-message, .errorlist, .messages .error, .help-critical")
    return " | ".join(" ".join(element.text.split()) for element in found)
