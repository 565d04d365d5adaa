"""Numbers, money and coordinates."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext_noop

from harbor_wagtail.directory.importing.values.bad import BadValue
from harbor_wagtail.directory.importing.values.text import fold

NUMBER_FIX = gettext_noop("Write a plain number, like ‘12’ or ‘12.5’.")
MONEY_FIX = gettext_noop("Write one amount, like ‘1200.50’, and describe the rest in words in ‘amount_description’.")
COORDINATE_FIX = gettext_noop("Write decimal degrees, like ‘40.7128’ and ‘-74.0060’.")

_PLAIN = re.compile(r"^[+-]?(?:\d{1,15}(?:\.\d{0,12})?|\.\d{1,12})$")
_THOUSANDS = re.compile(r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d{0,12})?$")
_DECIMAL_COMMA = re.compile(r"^[+-]?\d{1,3}(?:\.\d{3})+,\d{2}$|^[+-]?\d{1,15},\d{2}$")
_CURRENCY = re.compile(r"^(?:usd|us\$|\$|£|€|eur|gbp|cad|mxn) ?| ?(?:usd|dollars?|dolares|€|£|eur|gbp|cad|mxn)$")
_FREE = {"free", "no cost", "no charge", "no fee", "gratis", "sin costo", "none"}


def parse_decimal(value: object) -> Decimal | None:
    """A finite number; ``None`` when empty."""
    text = _number_text(value)
    if not text:
        return None
    if not (_PLAIN.match(text) or _THOUSANDS.match(text)):
        raise BadValue(gettext_noop("this is not a number."), NUMBER_FIX)
    return Decimal(text.replace(",", ""))


def parse_integer(value: object) -> int | None:
    """A whole number ("12", "12.0"); ``None`` when empty."""
    number = parse_decimal(value)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise BadValue(gettext_noop("this is not a whole number."), gettext_noop("Write a whole number, like ‘12’."))
    return int(number)


def parse_money(value: object) -> Decimal | None:
    """An amount without its currency: "$1,200.50" → 1200.50, "free" → 0; ``None`` when empty."""
    text = _number_text(value)
    if not text:
        return None
    if text in _FREE:
        return Decimal(0)
    bare = _CURRENCY.sub("", _CURRENCY.sub("", text)).strip()
    if _PLAIN.match(bare) or _THOUSANDS.match(bare):
        return Decimal(bare.replace(",", ""))
    if _DECIMAL_COMMA.match(bare):
        return Decimal(bare.replace(".", "").replace(",", "."))
    raise BadValue(gettext_noop("this is not one amount of money."), MONEY_FIX)


def parse_coordinate(value: object, limit: int = 180) -> Decimal | None:
    """Degrees between -``limit`` and ``limit`` (90 for a latitude), to seven places; ``None`` when empty."""
    text = _number_text(value).rstrip("°")
    if not text:
        return None
    text = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    if not re.match(r"^[+-]?\d{1,3}(?:\.\d{0,20})?$", text):
        raise BadValue(gettext_noop("this is not a position in decimal degrees."), COORDINATE_FIX)
    degrees = Decimal(text).quantize(Decimal("0.0000001")).normalize()
    if abs(degrees) > limit:
        raise BadValue(gettext_noop("there is no such place on the globe."), COORDINATE_FIX)
    return degrees.quantize(Decimal(1)) if degrees == degrees.to_integral_value() else degrees


def _number_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        raise BadValue(gettext_noop("this is a yes or no, not a number."), NUMBER_FIX)
    if isinstance(value, float):
        return format(value, ".12f").rstrip("0").rstrip(".") if abs(value) < 1e15 else "x"
    return fold(value)
