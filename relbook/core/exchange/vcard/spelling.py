"""Dates, zones and places as each version of vCard spells them (RFC 2426 §3, RFC 6350 §4.3, §6.5)."""

import re

from relbook.core.exchange.vcard import values
from relbook.core.exchange.vcard.lines import escape
from relbook.core.exchange.vcard.property import Head, Property

NO_YEAR = "1604"  # how Apple and others write a year nobody knows

_TIME = re.compile(
    r"T(\d\d):?(\d\d)?:?(\d\d)?(?:[.,]\d+)?(Z|[+-]\d\d(?::?\d\d)?)?", re.ASCII | re.IGNORECASE
)
_INSTANT = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)([.,]\d+)?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII | re.IGNORECASE,
)
_DAY_ALONE = re.compile(r"---\d\d", re.ASCII)
_PLACE = re.compile(r"\s*([-+]?[\d.]+)\s*\\?[;,]\s*([-+]?[\d.]+)\s*", re.ASCII)
_GEO = re.compile(r"\s*geo:([-+]?[\d.]+)\\?,([-+]?[\d.]+)\s*", re.ASCII | re.IGNORECASE)
_ZONE = re.compile(r"\s*([-+]\d\d):?(\d\d)?\s*", re.ASCII)


def written_date(date: str, version: str) -> tuple[str, list[tuple[str, str]]]:
    """A partial date as a value of BDAY and its like, and the parameters that go with it.

    What is about a year, or in words, is text.
    """
    if date.endswith("~"):
        return escape(f"about {date[:-1]}"), [("VALUE", "text")]
    if version == "4.0":
        if len(date) == 7 and date[0] != "-":
            return date, []
        return ("--" if date.startswith("--") else "") + date.replace("-", ""), []
    if date.startswith("--") and len(date) == 7:
        return f"{NO_YEAR}{date[1:]}", [("X-APPLE-OMIT-YEAR", NO_YEAR)]
    return date, []


def spell_date(prop: Property, version: str) -> Property:
    """`prop`, a day known in part, with its value and parameters as `version` has them."""
    head = prop.head
    if head.param("VALUE").lower() == "text":
        return prop
    written = values.text(prop, old=False)
    date = values.partial_date(written, head.param("X-APPLE-OMIT-YEAR"))
    others = [
        pair
        for pair in head.params
        if pair[0].upper() not in {"VALUE", "X-APPLE-OMIT-YEAR"}
    ]  # fmt: skip
    if not date or date.endswith("~"):
        if not written or _DAY_ALONE.fullmatch(written):
            return prop
        return _made(prop, prop.value, [*others, ("VALUE", "text")])
    value, params = written_date(date, version)
    time = _TIME.search(written)
    if time is not None and len(date) == 10:
        value += _time(time, version)
        params = [("VALUE", "date-time")] if version == "3.0" else []
    return _made(prop, value, [*others, *params])


def _time(match: re.Match[str], version: str) -> str:
    hour, minute, second, zone = match[1], match[2] or "", match[3] or "", match[4] or ""
    if version == "4.0":
        return f"T{hour}{minute}{second}{zone.replace(':', '').upper()}"
    zone = zone.upper()
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"T{hour}:{minute or '00'}:{second or '00'}{zone}"


def spell_instant(prop: Property) -> Property:
    """REV as 4.0 has it, with no marks between its digits; what is no instant stays what it is."""
    match = _INSTANT.fullmatch(prop.value.strip())
    if match is None:
        return prop
    year, month, day, hour, minute, second, fraction, zone = match.groups("")
    others = [pair for pair in prop.params if pair[0].upper() != "VALUE"]
    value = f"{year}{month}{day}"
    if hour:
        zone = zone.replace(":", "").upper()
        value += f"T{hour}{minute}{second or '00'}{fraction.replace(',', '.')}{zone}"
    return _made(prop, value, others)


def spell_place(prop: Property, version: str) -> Property:
    """GEO: ``37.38;-122.08`` before 4.0, ``geo:37.38,-122.08`` in it."""
    if version == "4.0" and (match := _PLACE.fullmatch(prop.value)) is not None:
        return Property(prop.head, f"geo:{match[1]},{match[2]}", prop.line)
    match = _GEO.fullmatch(prop.value) or _PLACE.fullmatch(prop.value)
    if version == "3.0" and match is not None:
        return Property(prop.head, f"{match[1]};{match[2]}", prop.line)
    return prop


def spell_zone(prop: Property, version: str) -> Property:
    """TZ: an offset unless it says text before 4.0, a text unless it says offset in it."""
    match = _ZONE.fullmatch(prop.value)
    others = [pair for pair in prop.params if pair[0].upper() != "VALUE"]
    if match is not None and version == "4.0":
        value = match[1] + (match[2] or "")
        return _made(prop, value, [*others, ("VALUE", "utc-offset")])
    if match is not None:
        return _made(prop, f"{match[1]}:{match[2] or '00'}", others)
    if version == "3.0" and not prop.head.param("VALUE"):
        return _made(prop, prop.value, [*others, ("VALUE", "text")])
    return prop


def _made(prop: Property, value: str, params: list[tuple[str, str]]) -> Property:
    return Property(Head(prop.group, prop.name, tuple(params)), value, prop.line)
