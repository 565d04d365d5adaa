"""SVG: what is drawn stays; who drew it, with what, out of which folder, and anything that runs or loads, goes."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from harbor_wagtail.safety.pictures.containers import BrokenPicture

SVG = "http://www.w3.org/2000/svg"
#: Namespaces whose attributes are kept, as they are written. Those of editors hold file names and folders.
_PREFIXES = {"http://www.w3.org/1999/xlink": "xlink", "http://www.w3.org/XML/1998/namespace": "xml"}
#: Elements that tell, run or load; the animated ones may set an address while they run.
_DROPPED = frozenset(
    "metadata title desc script handler listener foreignObject iframe audio video canvas set animate".split()
)
_ADDRESSES = frozenset({"href", "xlink:href", "src"})
_KEPT_XML = frozenset({"xml:space", "xml:lang"})
_INSIDE = re.compile(r"\s*#[^\s]+\s*")
_EMBEDDED = re.compile(
    r"\s*data:image/(?:png|jpeg|jpg|gif|webp)\s*;\s*base64\s*,(?P<data>[A-Za-z0-9+/=\s]*)", re.IGNORECASE
)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_IMPORT = re.compile(r"@(?:import|charset|namespace)\b[^;]*(?:;|\Z)", re.IGNORECASE)
_URL = re.compile(r"url\(\s*([\"']?)(?P<address>.*?)\1\s*\)", re.IGNORECASE | re.DOTALL)
#: Further ways to name a file in a style.
_LOADING = re.compile(
    r"(?:-[a-z]+-)?(?<![a-z])(?:image-set|image|src|cross-fade)\s*\((?:[^()]|\([^()]*\))*(?:\)|\Z)", re.IGNORECASE
)
_ESCAPE = re.compile(r"\\(?:(?P<code>[0-9a-fA-F]{1,6})\s?|(?P<sign>.?))", re.DOTALL)
_NAMED = re.compile(r"#([^\s\"'(){},;>:.\[]+)")

Clean = Callable[[bytes], bytes]


def drawing(data: bytes, clean: Clean) -> bytes:
    """``clean`` cleans the photographs inside; one that cannot be cleaned goes. Raises ``BrokenPicture``."""
    try:
        root = fromstring(data, forbid_entities=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as problem:
        raise BrokenPicture("the drawing cannot be read; save it as “plain SVG” or PNG and upload that") from problem
    if root.tag != f"{{{SVG}}}svg":
        raise BrokenPicture("not a drawing")
    _clean_element(root, clean)
    _forget_names(root)
    root.set("xmlns", SVG)
    root.set("xmlns:xlink", "http://www.w3.org/1999/xlink")
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def looks_drawn(data: bytes) -> bool:
    """Whether a file is XML, as far as its beginning tells."""
    return data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")[:1] == b"<"


def _clean_element(element: Element, clean: Clean) -> None:
    element.tag = element.tag.removeprefix(f"{{{SVG}}}")
    attributes = {name: value for name, value in _attributes(element, clean) if value}
    element.attrib.clear()
    element.attrib.update(attributes)
    if element.tag == "style":
        element.text = _style(element.text or "")
    for child in list(element):
        if _is_drawn(child):
            _clean_element(child, clean)
        else:
            _remove(element, child)


def _is_drawn(element: Element) -> bool:
    """Comments and instructions have no name; elements of editors have one of another namespace."""
    tag = element.tag
    return isinstance(tag, str) and tag.startswith(f"{{{SVG}}}") and tag.removeprefix(f"{{{SVG}}}") not in _DROPPED


def _remove(parent: Element, child: Element) -> None:
    """Without the words that follow it: ``remove`` would take them along."""
    at = list(parent).index(child)
    before = parent[at - 1] if at else None
    if child.tail and before is not None:
        before.tail = (before.tail or "") + child.tail
    elif child.tail:
        parent.text = (parent.text or "") + child.tail
    parent.remove(child)


def _attributes(element: Element, clean: Clean) -> Iterator[tuple[str, str]]:
    for given, value in element.attrib.items():
        name = _written(given)
        if name in _ADDRESSES:
            yield name, _address(value, clean)
        elif name and not name.lower().startswith(("on", "data-", "aria-")):
            yield name, _style(value) if name == "style" else _without_addresses(value)


def _written(name: str) -> str:
    """The name as it is written, or nothing for an attribute that goes."""
    if not name.startswith("{"):
        return name
    namespace, _, local = name[1:].partition("}")
    written = f"{_PREFIXES.get(namespace, '')}:{local}"
    return written if written in _ADDRESSES or written in _KEPT_XML else ""


def _address(value: str, clean: Clean) -> str:
    """A part of this very drawing, or a picture in it, cleaned; nothing else."""
    if _INSIDE.fullmatch(value):
        return value.strip()
    embedded = _EMBEDDED.fullmatch(value)
    if embedded is None:
        return ""
    try:
        cleaned = clean(base64.b64decode(embedded["data"]))
    except (BrokenPicture, binascii.Error):
        return ""
    return value.partition(",")[0].strip() + "," + base64.b64encode(cleaned).decode()


def _style(css: str) -> str:
    return _without_addresses(_IMPORT.sub("", _ESCAPE.sub(_unescaped, _COMMENT.sub("", css))))


def _without_addresses(value: str) -> str:
    """Styles stand in attributes too (``fill``). An escape in them could hide an address."""
    plain = _LOADING.sub("none", _ESCAPE.sub(_unescaped, value))
    return _URL.sub(lambda found: found[0] if _INSIDE.fullmatch(found["address"]) else "none", plain)


def _unescaped(found: re.Match[str]) -> str:
    code = int(found["code"], 16) if found["code"] else 0
    return chr(code) if 31 < code < 0xD800 else found["sign"] or ""


def _forget_names(root: Element) -> None:
    """Names of layers go, unless something in the drawing points at them."""
    texts = [value for element in root.iter() for name, value in element.attrib.items() if name != "id"]
    texts += [element.text or "" for element in root.iter("style")]
    wanted = {name for text in texts for name in _NAMED.findall(text)}
    for element in root.iter():
        if element.get("id") not in wanted:
            element.attrib.pop("id", None)
