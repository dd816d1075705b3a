"""A property whose value was edited in the book, written anew: its place, its group and what of its
parameters still holds are kept.

Values are given as `rows.told` tells them. Where a line can no longer say it, the answer is None: then
it goes, and another comes.
"""

from dataclasses import dataclass
from typing import Any

from relbook.core.exchange.vcard import values
from relbook.core.exchange.vcard.build import address_in_web, created
from relbook.core.exchange.vcard.labels import plain_label, types_of
from relbook.core.exchange.vcard.lines import escape
from relbook.core.exchange.vcard.property import Head, Property
from relbook.core.exchange.vcard.spelling import written_date
from relbook.core.exchange.vcard.vocabulary import ALSO, CHATS, SOCIALS

Row = tuple[Any, ...]

_URIS = frozenset({"URL", "IMPP", "SOCIALPROFILE", "X-SOCIALPROFILE"})
_ENCODED = ("ENCODING", "CHARSET")
_LEVELS = {"EXPERTISE": ("beginner", "average", "expert")}


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The property as it is now, and what follows it; `label` is its group's, None if that stays."""

    prop: Property
    label: str | None = None
    more: tuple[Property, ...] = ()


def plain(text: str, version: str) -> str:
    """`text` as a value of `version`."""
    return text.replace(";", "\\;") if version == "2.1" else escape(text)


def with_value(prop: Property, value: str, version: str) -> Property:
    """`prop` with another text, said plainly."""
    params = _but(prop, *_ENCODED, "VALUE")
    return Property(Head(prop.group, prop.name, params), plain(value, version), prop.line)


def contact(
    prop: Property, was: Row, now: Row, version: str, *, labelled: bool
) -> Rewritten | None:
    """A way to reach someone; `labelled` says that the group of `prop` has a label."""
    kind, value, label, service, preferred = was[:5]
    if now[0] != kind or (now[3] != service and prop.key in {*CHATS, *SOCIALS}):
        return None
    new = prop
    if now[1] != value:
        new = _reached(prop, value, now[1], version)
    if now[3] != service:
        params = (*_but(new, "SERVICE-TYPE", "X-SERVICE-TYPE"), ("SERVICE-TYPE", now[3]))
        new = Property(Head(new.group, new.name, params), new.value, new.line)
    own = None
    if now[2] != label:
        new, own = _labelled(new, now[2], phone=kind == "phone", labelled=labelled)
    if now[4] != preferred:
        new = preferring(new, yes=bool(now[4]), version=version)
    return Rewritten(new, own)


def _reached(prop: Property, value: str, now: str, version: str) -> Property:
    """The value of a contact, with the scheme that stood before it."""
    said = values.unescape(values.raw_text(prop), old=False)
    number = said[:4].lower() == "tel:"
    if prop.key not in _URIS:
        scheme = said[: -len(value)] if said.endswith(value) and not number else ""
        return with_value(prop, scheme + now, version)
    scheme = said[: -len(value)] if value and said.endswith(value) else ""
    params = _but(prop, *_ENCODED, *(("VALUE",) if "://" in now else ()))
    text = address_in_web(scheme + now) if prop.key != "IMPP" else scheme + escape(now)
    return Property(Head(prop.group, prop.name, params), text, prop.line)


def _labelled(
    prop: Property, label: str, *, phone: bool, labelled: bool
) -> tuple[Property, str | None]:
    """`prop` with types that say `label`; or else the label that its group must get."""
    types = types_of(label, phone=phone)
    kept: list[tuple[str, str]] = []
    for name, value in prop.params:
        if name.upper() != "TYPE":
            kept.append((name, value))
            continue
        kinds = [kind for kind in value.split(",") if not plain_label([kind.strip()])]
        kept += [(name, kind) for kind in kinds]
    spelt = next((name for name, _ in prop.params if name.upper() == "TYPE"), "TYPE")
    params = [*[(spelt, kind) for kind in types or ()], *kept]
    new = Property(Head(prop.group, prop.name, tuple(params)), prop.value, prop.line)
    if types is None:
        return new, label
    return new, "" if labelled else None


def preferring(prop: Property, *, yes: bool, version: str) -> Property:
    """`prop` as the preferred of its kind, or no longer."""
    params = [
        pair
        for pair in prop.params
        if pair[0].upper() != "PREF"
        and not (pair[0].upper() == "TYPE" and pair[1].lower() == "pref")
    ]
    if yes:
        params.append(("PREF", "1") if version == "4.0" else ("TYPE", "pref"))
    return Property(Head(prop.group, prop.name, tuple(params)), prop.value, prop.line)


def address(
    prop: Property, was: Row, now: Row, version: str, *, labelled: bool
) -> Rewritten | None:
    """An ADR, each part that was not edited as it stood. Its lines are not told here, but by a LABEL."""
    pieces = values.split(values.raw_text(prop), ";")
    pieces += [""] * (7 - len(pieces))
    changed = [number for number in range(7) if was[number + 1] != now[number + 1]]
    new = prop
    if changed:
        for number in changed:
            pieces[number] = plain(now[number + 1], version)
        if 2 in changed:  # RFC 9554 has the street in parts too
            pieces[10:12] = ["" for _ in pieces[10:12]]
        head = Head(prop.group, prop.name, _but(prop, *_ENCODED))
        new = Property(head, ";".join(pieces), prop.line)
    own = None
    if now[0] != was[0]:
        new, own = _labelled(new, now[0], phone=False, labelled=labelled)
    if now[9] != was[9]:
        new = preferring(new, yes=bool(now[9]), version=version)
    if now[8] != was[8] and (version == "4.0" or prop.head.param("LABEL")):
        params = [*_but(new, "LABEL"), *([("LABEL", now[8])] if now[8] else [])]
        new = Property(Head(new.group, new.name, tuple(params)), new.value, new.line)
    return Rewritten(new, own)


def organisation(prop: Property, was: Row, now: Row, version: str) -> Property:
    """An ORG: organisation and department."""
    pieces = values.split(values.raw_text(prop), ";")
    if was[0] != now[0]:
        pieces[0] = plain(now[0], version)
    if was[1] != now[1]:
        pieces[1:] = [plain(now[1], version)] if now[1] else []
    head = Head(prop.group, prop.name, _but(prop, *_ENCODED, "SORT-AS"))
    return Property(head, ";".join(pieces), prop.line)


def day(prop: Property, was: Row, now: Row, version: str) -> Rewritten | None:
    """A date known in part."""
    kind, label, date = now
    if kind != was[0]:
        return None
    if prop.key == "X-ANDROID-CUSTOM":  # ``…/contact_event;date;kind;label;…``
        item, _, *rest = values.split(values.raw_text(prop), ";")
        if label != was[1]:
            return None
        head = Head(prop.group, prop.name, _but(prop, *_ENCODED))
        return Rewritten(Property(head, ";".join((item, plain(date, version), *rest)), prop.line))
    spelt = "4.0" if version == "4.0" and prop.key[:2] != "X-" else "3.0"
    value, params = written_date(date, spelt)
    head = Head(
        prop.group, prop.name, (*_but(prop, *_ENCODED, "VALUE", "X-APPLE-OMIT-YEAR"), *params)
    )
    return Rewritten(Property(head, value, prop.line), label if label != was[1] else None)


def note(prop: Property, was: Row, now: Row, version: str) -> Property:
    """A NOTE and when it was written (RFC 9554)."""
    new = with_value(prop, now[1], version) if now[1] != was[1] else prop
    if now[0] != was[0]:
        params = [*_but(new, "CREATED"), *created(now[0] or "")]
        new = Property(Head(new.group, new.name, tuple(params)), new.value, new.line)
    return new


def liking(prop: Property, was: Row, now: Row, name: str, version: str) -> Property | None:
    """An interest, hobby or expertise and its LEVEL (RFC 6715)."""
    if now[1] != was[1] or prop.key == "X-MS-INTERESTS":
        return None
    new = with_value(prop, name, version) if now[0] != was[0] else prop
    if now[2] != was[2]:
        scale = _LEVELS.get(ALSO.get(prop.key, prop.key), ("low", "medium", "high"))
        params = [*_but(new, "LEVEL"), *([("LEVEL", scale[now[2] - 1])] if now[2] else [])]
        new = Property(Head(new.group, new.name, tuple(params)), new.value, new.line)
    return new


def name_parts(prop: Property, was: Row, now: Row, version: str) -> Property:
    """An N, each part that was not edited as it stood."""
    pieces = values.split(values.raw_text(prop), ";")
    pieces += [""] * (5 - len(pieces))
    for number in range(5):
        if was[number] != now[number]:
            pieces[number] = plain(now[number], version)
    if was[0] != now[0]:
        pieces[5:6] = ["" for _ in pieces[5:6]]
    head = Head(prop.group, prop.name, _but(prop, *_ENCODED, "SORT-AS"))
    return Property(head, ";".join(pieces), prop.line)


def listed(prop: Property, gone: set[str], more: list[str], version: str, fold: Any) -> Property:
    """A list such as CATEGORIES without the items that `fold` makes one of `gone`, and with `more`."""
    old = version == "2.1"
    text = values.raw_text(prop)
    marks = ";" if prop.key == "CATEGORIES" and not values.split(text, ",")[1:] else ","
    kept = [
        piece
        for piece in values.split(text, marks)
        if fold(values.unescape(piece, old=old)) not in gone
    ]
    pieces = [*(piece for piece in kept if piece.strip()), *(plain(one, version) for one in more)]
    head = Head(prop.group, prop.name, _but(prop, *_ENCODED))
    return Property(head, marks.join(pieces), prop.line)


def _but(prop: Property, *gone: str) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in prop.params if pair[0].upper() not in gone)
