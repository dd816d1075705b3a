"""A card of one version as a card of another, with nothing lost (RFC 6350, 6474, 6868, 9554, 2426).

What Relbook reads of the card is the same before and after. What has no home in the version asked for
keeps its own name, which every version allows.
"""

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable

from relbook.core import names
from relbook.core.exchange.vcard import values
from relbook.core.exchange.vcard.card import Card
from relbook.core.exchange.vcard.former import modern
from relbook.core.exchange.vcard.lines import escape
from relbook.core.exchange.vcard.property import BASE64, Head, Params, Property
from relbook.core.exchange.vcard.spelling import spell_date, spell_instant, spell_place, spell_zone
from relbook.core.exchange.vcard.view import read_person
from relbook.core.exchange.vcard.vocabulary import KIN_OF_FAMILY, kin_of, service_of

_BINARY = {"PHOTO": "image", "LOGO": "image", "SOUND": "audio", "KEY": "application"}
_MEDIA_TYPES = {
    ("audio", "wave"): "audio/wav",
    ("audio", "pcm"): "audio/l16",
    ("application", "x509"): "application/pkix-cert",
    ("application", "pgp"): "application/pgp-keys",
}
_TYPE_WORDS = {known: kind.upper() for (_, kind), known in _MEDIA_TYPES.items()}
_NO_KIND = frozenset({"pref", "b", "base64", "home", "work", "x-irmc-n"})
_DATES = frozenset({"BDAY", "ANNIVERSARY", "DEATHDATE"})
_ONE = frozenset("UID REV PRODID KIND N GENDER".split())
_SERVER = {"X-ADDRESSBOOKSERVER-KIND": "KIND", "X-ADDRESSBOOKSERVER-MEMBER": "MEMBER"}
APPLE_KIN = frozenset(
    "spouse child mother father parent brother sister friend manager assistant partner".split()
)
_RANKED = frozenset("TEL EMAIL ADR LABEL URL IMPP PHOTO LOGO NICKNAME ORG TITLE ROLE".split())
_DATA = re.compile(r"\s*data:", re.IGNORECASE)
_URI = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*\\?:\S+\s*$", re.ASCII)
_NUMBER = re.compile(r"tel:[^;]+(?:;ext=[^;]+)?", re.IGNORECASE)  # what 3.0 can say as plain text


def convert(card: Card, version: str, *, named: bool = True) -> Card:
    """`card` as one of `version`, "3.0" or "4.0"; itself if it is one already.

    Without `named` it gets no FN or N that it lacks.
    """
    if card.version == version:
        return card
    old = card.version == "2.1"
    properties = [modern(prop, old=old) for prop in card.properties]
    if version == "4.0":
        properties = _ToFour(properties).run()
    else:
        properties = _ToThree(properties).run()
    if named:
        properties = _named(card, properties, version)
    return Card(version, tuple(properties), b"", card.line, card.repaired)


def with_params(prop: Property, params: Iterable[tuple[str, str]]) -> Property:
    """`prop` with other parameters."""
    return Property(Head(prop.group, prop.name, tuple(params)), prop.value, prop.line)


def without(params: Params, *gone: str) -> list[tuple[str, str]]:
    """`params` but those called so (upper case)."""
    return [pair for pair in params if pair[0].upper() not in gone]


def _named(card: Card, properties: list[Property], version: str) -> list[Property]:
    """`properties` with the names that `version` cannot do without: FN, and in 3.0 N too."""
    has = {prop.key for prop in properties}
    added = []
    if "FN" not in has:
        name = read_person(card.version, card.properties).name
        added.append(Property.of("FN", escape(name)))
    if version == "3.0" and "N" not in has:
        person = read_person(card.version, card.properties)
        parts = names.split_name(person.name) if person.kind == "individual" else None
        pieces = (
            (parts.family, parts.given, parts.additional, parts.prefixes, parts.suffixes)
            if parts
            else ("",) * 5
        )
        added.append(Property.of("N", ";".join(map(escape, pieces))))
    return [*added, *properties] if added else properties


class _ToFour:
    """From the common ways to those of 4.0."""

    def __init__(self, properties: list[Property]) -> None:
        self._properties = properties

    def run(self) -> list[Property]:
        envelopes = _envelopes(self._properties)
        out: list[Property] = []
        strays: list[Property] = []
        sort = self._sort_string()
        joined = set(envelopes.values())
        last_address = -1
        for number, prop in enumerate(self._properties):
            key, whole = prop.key, prop
            if number in joined or (key == "SORT-STRING" and sort):
                continue
            if key == "LABEL" and prop.value:
                strays.append(_envelope_alone(prop))
                continue
            if key == "N" and sort:
                whole = with_params(prop, [*prop.params, ("SORT-AS", sort)])
            elif number in envelopes:
                whole = _with_envelope(prop, self._properties[envelopes[number]])
            out.append(self._one(whole))
            if key == "ADR":
                last_address = len(out)
        at = last_address if last_address >= 0 else len(out)
        out[at:at] = [self._one(prop) for prop in strays]
        return _said_once(out)

    def _sort_string(self) -> str:
        """What the first SORT-STRING says, if the name can say it instead."""
        found = [prop for prop in self._properties if prop.key == "SORT-STRING"]
        names = [prop for prop in self._properties if prop.key == "N"]
        if len(found) != 1 or len(names) != 1 or names[0].head.param("SORT-AS"):
            return ""
        text = values.text(found[0], old=False)
        plain = "," not in text and '"' not in text and names[0].value.strip("; ")
        return text if plain and not found[0].params else ""

    def _one(self, prop: Property) -> Property:
        key = prop.key
        if prop.head.encoding == BASE64 or key in _BINARY:
            prop = _as_data(prop)
        elif key in _DATES:
            prop = spell_date(prop, "4.0")
        elif key == "REV":
            prop = spell_instant(prop)
        elif key == "GEO":
            prop = spell_place(prop, "4.0")
        elif key == "TZ":
            prop = spell_zone(prop, "4.0")
        elif key in _SERVER:
            prop = Property(Head(prop.group, _SERVER[key], prop.params), prop.value, prop.line)
        elif key == "URL":
            prop = Property(prop.head, prop.value.replace("\\:", ":"), prop.line)
        ranked = "pref" in prop.head.types and key[:2] != "X-"
        return _ranked(prop) if ranked else prop


def _said_once(properties: list[Property]) -> list[Property]:
    """`properties` with none twice of which 4.0 allows but one, where both are the same."""
    kept: list[Property] = []
    for prop in properties:
        if prop.key not in _ONE or prop not in kept:
            kept.append(prop)
    return kept


def _ranked(prop: Property) -> Property:
    """TYPE=pref as PREF=1."""
    params: list[tuple[str, str]] = []
    rank = bool(prop.head.param("PREF"))
    for name, value in prop.params:
        if name.upper() != "TYPE":
            params.append((name, value))
            continue
        kinds = [kind.strip() for kind in value.split(",")]
        params += [(name, kind) for kind in kinds if kind.lower() != "pref"]
        if not rank and any(kind.lower() == "pref" for kind in kinds):
            params.append(("PREF", "1"))
            rank = True
    # Types that a PREF parts would become two lists.
    types = [pair for pair in params if pair[0].upper() == "TYPE"]
    ranks = [pair for pair in params if pair[0] == "PREF"]
    rest = [pair for pair in params if pair not in types and pair not in ranks]
    return with_params(prop, [*types, *ranks, *rest])


def _as_data(prop: Property) -> Property:
    """Bytes as a data: URI, their media type told by themselves, else by TYPE."""
    if _DATA.match(prop.value):
        return with_params(prop, without(prop.params, "ENCODING"))
    data, url, kind = values.binary(prop)
    if not data:
        params = without(prop.params, "ENCODING")
        if (
            not url and prop.value and not _URI.match(prop.value)
        ):  # a key in letters, a name's sound
            params = [*without(tuple(params), "VALUE"), ("VALUE", "text")]
        plain = with_params(prop, params)
        return Property(plain.head, url, prop.line) if url else plain
    params = without(prop.params, "ENCODING", "VALUE")
    if prop.key in _BINARY:
        kind = kind if values.media_type(data) else _media_type(prop) or kind
        params = [
            pair for pair in params if pair[0].upper() != "TYPE" or pair[1].lower() in _NO_KIND
        ]
    packed = b64encode(data).decode("ascii")
    head = Head(prop.group, prop.name, tuple(params))
    return Property(head, f"data:{kind or 'application/octet-stream'};base64,{packed}", prop.line)


def _media_type(prop: Property) -> str:
    """The media type that TYPE tells: ``SOUND;TYPE=WAVE``."""
    kinds = [kind for kind in prop.head.types if kind not in _NO_KIND]
    if not kinds:
        return ""
    family = _BINARY[prop.key]
    known = _MEDIA_TYPES.get((family, kinds[0]))
    return known or (kinds[0] if "/" in kinds[0] else f"{family}/{kinds[0]}")


def _envelopes(properties: list[Property]) -> dict[int, int]:
    """Which ADR has which LABEL, both by number: as the reader puts them together."""
    if not any(prop.key == "LABEL" for prop in properties):
        return {}
    found = read_person("3.0", properties).addresses
    return {one.at: one.lines_at for one in found if one.lines_at >= 0}


def _with_envelope(prop: Property, label: Property) -> Property:
    """An ADR with its LABEL as a parameter, and what else that line said."""
    had = {name.upper() for name, _ in prop.params} | {"TYPE", "PREF", "ENCODING", "VALUE"}
    more = [pair for pair in label.params if pair[0].upper() not in had]
    return with_params(prop, [*prop.params, *more, ("LABEL", _lines(label))])


def _envelope_alone(label: Property) -> Property:
    """A LABEL that no ADR has, as an ADR that has only that."""
    params = (*label.params, ("LABEL", _lines(label)))
    return Property(Head(label.group, "ADR", params), ";;;;;;", label.line)


def _lines(label: Property) -> str:
    """The lines of an envelope as a parameter has them, where readers undo backslashes too."""
    text = values.unescape(label.value, old=False)
    return text if values.unescape(text, old=False) == text else text.replace("\\", "\\\\")


class _ToThree:
    """From the common ways to those of 3.0."""

    def __init__(self, properties: list[Property]) -> None:
        self._properties = properties
        self._groups = {prop.group.lower() for prop in properties if prop.group}
        self._last = 0
        self._group_card = any(
            prop.key == "KIND" and prop.value.strip().lower() == "group" for prop in properties
        )
        # Where some ADR of the same types has no envelope, LABEL lines could not tell whose they are.
        self._without = Counter(
            _types(prop)
            for prop in properties
            if prop.key == "ADR" and prop.value and not prop.head.param("LABEL")
        )
        self._without.update(_types(prop) for prop in properties if prop.key == "LABEL")

    def run(self) -> list[Property]:
        out: list[Property] = []
        sorted_by = {prop.key for prop in self._properties} & {"SORT-STRING"}
        for prop in self._properties:
            if prop.key == "N" and not sorted_by and (sort := prop.head.param("SORT-AS")):
                sorted_by = {"N"}
                kept = prop if "," in sort else with_params(prop, without(prop.params, "SORT-AS"))
                out.append(self._ranked(kept))
                plain = sort.replace(",", " ").strip()
                out.append(Property.of("SORT-STRING", escape(plain)))
                continue
            out += [self._ranked(one) for one in self._one(prop)]
        return out

    def _one(self, prop: Property) -> list[Property]:
        key = prop.key
        if key in _BINARY or _DATA.match(prop.value[:64]):
            return [_as_base64(prop)]
        if key == "ANNIVERSARY" and not prop.group:
            return self._anniversary(prop)
        if key in _DATES:
            return [spell_date(prop, "3.0")]
        if key == "GEO":
            return [spell_place(prop, "3.0")]
        if key == "TZ":
            return [spell_zone(prop, "3.0")]
        if key == "TEL" and _NUMBER.fullmatch(prop.value.replace("\\;", ";")):
            number = values.phone_number(values.text(prop, old=False))
            head = Head(prop.group, prop.name, tuple(without(prop.params, "VALUE")))
            return [Property(head, escape(number), prop.line)]
        if key == "ADR" and prop.head.param("LABEL") and not self._without[_types(prop)]:
            return self._address(prop)
        if key == "RELATED" and not prop.group:
            return self._related(prop)
        if key in {"KIND", "MEMBER"} and self._group_card:
            head = Head(prop.group, f"X-ADDRESSBOOKSERVER-{key}", prop.params)
            return [Property(head, prop.value, prop.line)]
        if key == "SOCIALPROFILE":
            return [_social(prop)]
        if key == "N" and prop.head.param("PHONETIC"):
            return _phonetic(prop)
        return [prop]

    def _ranked(self, prop: Property) -> Property:
        """PREF=1 as TYPE=pref; a lower rank has no other way to be said."""
        if prop.head.param("PREF").strip() != "1" or prop.key not in _RANKED:
            return prop
        params = without(prop.params, "PREF")
        types = [pair for pair in params if pair[0].upper() == "TYPE"]
        rest = [pair for pair in params if pair[0].upper() != "TYPE"]
        name = types[0][0] if types else "TYPE"
        return with_params(prop, [*types, (name, "pref"), *rest])

    def _labelled(self, name: str, prop: Property, params: Params, label: str) -> list[Property]:
        """A property of another name in a group of its own, with its label."""
        group = self._group()
        return [
            Property(Head(group, name, params), prop.value, prop.line),
            Property(Head(group, "X-ABLabel"), escape(label), prop.line),
        ]

    def _group(self) -> str:
        while True:
            self._last += 1
            if (name := f"item{self._last}") not in self._groups:
                return name

    def _anniversary(self, prop: Property) -> list[Property]:
        spelt = spell_date(prop, "3.0")
        return self._labelled("X-ABDATE", spelt, spelt.params, "_$!<Anniversary>!$_")

    def _address(self, prop: Property) -> list[Property]:
        lines = values.unescape(prop.head.param("LABEL"), old=False)
        types = tuple(pair for pair in prop.params if pair[0].upper() in {"TYPE", "PREF"})
        return [
            with_params(prop, without(prop.params, "LABEL")),
            Property(Head("", "LABEL", types), escape(lines), prop.line),
        ]

    def _related(self, prop: Property) -> list[Property]:
        """One known by name goes where Apple and Google keep it, if that can say all."""
        head = prop.head
        kind = kin_of(head.types)
        general = {KIN_OF_FAMILY.get(kind, kind), kind, "pref"}
        said = {name.upper() for name, _ in head.params} - {"TYPE", "VALUE", "PREF"}
        named = head.param("VALUE").lower() == "text"
        if said or not named or not kind or set(head.types) - general or "_" in kind or " " in kind:
            return [prop]
        label = f"_$!<{kind.capitalize()}>!$_" if kind in APPLE_KIN else kind
        params = tuple(pair for pair in head.params if pair[0].upper() == "PREF")
        return self._labelled("X-ABRELATEDNAMES", prop, params, label)


def _types(prop: Property) -> frozenset[str]:
    return frozenset(prop.head.types) - {"pref"}


def _as_base64(prop: Property) -> Property:
    """A data: URI as base64 with its type, an address as a URI."""
    data, url, kind = values.binary(prop)
    if not data:
        address = url or _URI.match(prop.value)
        if not address or "VALUE" in {name.upper() for name, _ in prop.params}:
            return prop
        return with_params(prop, [*prop.params, ("VALUE", "uri")])
    params = without(prop.params, "ENCODING", "VALUE", "MEDIATYPE")
    word = _TYPE_WORDS.get(kind) or kind.rpartition("/")[2].upper()
    told = {value.lower() for name, value in params if name.upper() == "TYPE"} - _NO_KIND
    typed = [("TYPE", word)] if word and not told and "/" in kind else []
    packed = b64encode(data).decode("ascii")
    head = Head(prop.group, prop.name, (("ENCODING", "b"), *typed, *params))
    return Property(head, packed, prop.line)


def _social(prop: Property) -> Property:
    """Apple's name for SOCIALPROFILE, which tells the service by TYPE if that says it all."""
    head = prop.head
    params = list(head.params)
    service = head.param("SERVICE-TYPE")
    if service and not head.types and service_of(service.lower()) == service_of(service):
        params = [("TYPE", service) if name.upper() == "SERVICE-TYPE" else (name, value)
                  for name, value in params]  # fmt: skip
    params = [("x-user", value) if name.upper() == "USERNAME" else (name, value)
              for name, value in params]  # fmt: skip
    return Property(Head(prop.group, "X-SOCIALPROFILE", tuple(params)), prop.value, prop.line)


def _phonetic(prop: Property) -> list[Property]:
    """How a name sounds (RFC 9554) by the names that older programs know."""
    pieces = [*values.split(prop.value, ";"), "", "", ""]
    names = ("X-PHONETIC-LAST-NAME", "X-PHONETIC-FIRST-NAME", "X-PHONETIC-MIDDLE-NAME")
    params = tuple(without(prop.params, "SORT-AS"))
    return [
        Property(Head(prop.group, name, params), piece.replace(",", " "), prop.line)
        for name, piece in zip(names, pieces, strict=False)
        if piece
    ]
