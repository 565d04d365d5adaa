"""A site's four colors, and every other token worked out from them so that text keeps its contrast (WCAG 2.2)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_HEX = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)


def is_hex(value: str) -> bool:
    return _HEX.fullmatch(value) is not None


def validate_hex(value: str) -> None:
    if not is_hex(value):
        raise ValidationError(_("Write the color as # and six digits or letters a to f, such as #1f5f6b."))


#: What a site that sets nothing gets; the same values stand in ``harbor.css``.
DEFAULT_COLORS = {"ink": "#1d2433", "surface": "#ffffff", "accent": "#1f5f6b", "accent-ink": "#ffffff"}
DARK_SURFACE = "#1a212c"
DARK_ACCENT_INK = "#0e1a1c"


def luminance(color: str) -> float:
    """Relative luminance (0 to 1) of ``#rrggbb``, as WCAG defines it."""
    parts = []
    for start in (1, 3, 5):
        part = int(color[start : start + 2], 16) / 255
        parts.append(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """``share`` (0 to 1) of ``one``, the rest of ``other``."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def towards(color: str, end: str, ground: str, ratio: float) -> str:
    """Move ``color`` towards ``end`` in steps until it stands out from ``ground`` by ``ratio``."""
    for step in range(21):
        moved = mix(end, color, step / 20)
        if contrast(moved, ground) >= ratio:
            return moved
    return end


def stylesheet(colors: Mapping[str, str]) -> str:
    """The CSS of a site's own colors, or nothing when it set none.

    ``colors`` maps the names in ``DEFAULT_COLORS`` to ``#rrggbb`` or an empty string.
    """
    chosen = {name: value.lower() for name, value in colors.items() if value}
    if not chosen:
        return ""
    four = {**DEFAULT_COLORS, **chosen}
    rules = _rule(".harbor", _light_tokens(four))
    if "accent" in chosen:
        # A dark screen keeps our measured ground; only the accent is the site's, made light enough to read.
        accent = towards(four["accent"], "#ffffff", DARK_SURFACE, 7)
        dark = _rule(".harbor-bare", {"accent": accent, "accent-ink": DARK_ACCENT_INK, **_DARK_GROUND})
    else:
        dark = _rule(".harbor-bare", _DARK_GROUND | {"accent": "#8fd0cf", "accent-ink": DARK_ACCENT_INK})
    return f"{rules}@media screen and (prefers-color-scheme: dark) {{\n{dark}}}\n"


_DARK_GROUND = {
    "ink": "#eef1f5",
    "surface": DARK_SURFACE,
    "paper": "#12171f",
    "muted": "#b3bcc9",
    "line": "#3b4655",
    "edge": "#8793a5",
    "calm": "#1b2f33",
}


def _light_tokens(four: Mapping[str, str]) -> dict[str, str]:
    ink, surface = four["ink"], four["surface"]
    calm = mix(four["accent"], surface, 0.1)
    return {
        **four,
        "paper": mix(surface, ink, 0.98),
        "muted": towards(mix(ink, surface, 0.75), ink, calm, 5.5),
        "line": mix(ink, surface, 0.22),
        "edge": towards(mix(ink, surface, 0.5), ink, surface, 3.5),
        "calm": calm,
    }


def _rule(selector: str, tokens: Mapping[str, str]) -> str:
    return f"{selector} {{\n" + "".join(f"  --harbor-{name}: {value};\n" for name, value in tokens.items()) + "}\n"


def digest(css: str) -> str:
    """A short name for this text, for an ETag and the address that never goes stale."""
    return hashlib.sha256(css.encode()).hexdigest()[:12]
