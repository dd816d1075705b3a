"""A card made of plain data about a person."""

from base64 import b64encode
from collections import Counter
from uuid import UUID

from relbook.core.exchange.person import CardPerson, Contact, Day, Kin, Liking, PostalAddress
from relbook.core.exchange.vcard.card import Card
from relbook.core.exchange.vcard.convert import APPLE_KIN, convert
from relbook.core.exchange.vcard.labels import types_of
from relbook.core.exchange.vcard.lines import escape
from relbook.core.exchange.vcard.property import Property
from relbook.core.exchange.vcard.spelling import written_date
from relbook.core.exchange.vcard.values import is_uuid
from relbook.core.exchange.vcard.vocabulary import KIN_OF_FAMILY

PRODUCT = "-//Relbook//EN"

Params = list[tuple[str, str]]

_CHAT_SCHEMES = {
    "XMPP": "xmpp",
    "Skype": "skype",
    "AIM": "aim",
    "ICQ": "icq",
    "MSN": "msn",
    "Yahoo": "ymsgr",
    "SIP": "sip",
    "IRC": "irc",
    "Matrix": "matrix",
    "Gadu-Gadu": "gg",
    "Google Talk": "gtalk",
    "QQ": "qq",
}


def build(person: CardPerson, *, revised: str = "", version: str = "4.0") -> Card:
    """A card that says what `person` says, its photo last.

    `revised` is the REV, a UTC time such as ``20260131T120000Z``; without it `person.revised`.
    Properties carry a group only where they need a label of their own.
    """
    builder = _Builder(version, indexed=True)
    builder.add_all(person, revised or person.revised)
    return convert(Card("4.0", tuple(builder.properties)), version)


def more(person: CardPerson, version: str) -> list[Property]:
    """The properties that say what `person` says, for a card that says already who it is."""
    builder = _Builder(version)
    builder.names(person)
    builder.facts(person)
    properties = tuple(builder.properties)
    return list(convert(Card("4.0", (_NAMED, *properties)), version, named=False).properties[1:])


_NAMED = Property.of("FN", "x")


class _Builder:
    """Gathers properties in order, in the ways of 4.0 unless `version` has another for the purpose."""

    def __init__(self, version: str, *, indexed: bool = False) -> None:
        self.properties: list[Property] = []
        self._version = version
        self._indexed = indexed
        self._likings: Counter[str] = Counter()
        self._groups = 0

    def add(self, name: str, value: str, params: Params | None = None, label: str = "") -> None:
        """One property with an escaped value, and with `label` as its own, if there is one."""
        if not value:
            return
        group = ""
        if label:
            self._groups += 1
            group = f"item{self._groups}"
        self.properties.append(Property.of(name, value, params or (), group))
        if label:
            self.properties.append(Property.of("X-ABLabel", escape(label), (), group))

    def add_all(self, person: CardPerson, revised: str) -> None:
        """Everything, in the order that readers like best."""
        self.who(person)
        self.names(person)
        self.add("REV", escape(revised))
        self.facts(person)

    def facts(self, person: CardPerson) -> None:
        """All but who it is."""
        self.work(person)
        for contact in person.contacts:
            self.contact(contact)
        for address in person.addresses:
            self.address(address)
        for day in person.days:
            self.day(day)
        self.add("CATEGORIES", ",".join(escape(text.value) for text in person.categories))
        for kin in person.kin:
            self.kin(kin)
        for liking in person.likings:
            self.liking(liking)
        for member in person.members:
            self.add("MEMBER", urn(member.value))
        for remark in person.remarks:
            self.add("NOTE", escape(remark.text), created(remark.created))
        for own in person.own:
            self.add("X-RELBOOK-FIELD", escape(own.value), label=own.name)
        photo = person.photo
        if photo is not None and photo.data:
            packed = b64encode(photo.data).decode("ascii")
            self.add("PHOTO", f"data:{photo.media_type or 'image/jpeg'};base64,{packed}")
        elif photo is not None:
            self.add("PHOTO", address_in_web(photo.url))

    def who(self, person: CardPerson) -> None:
        """Ids and the name. FN stands there even if it is empty (RFC 6350 §6.2.1)."""
        self.add("PRODID", PRODUCT)
        self.add("UID", urn(person.uid))
        if person.kind != "individual":
            self.add("KIND", escape(person.kind))
        self.properties.append(Property.of("FN", escape(person.name)))

    def names(self, person: CardPerson) -> None:
        """The parts of the name, other names, and how it is said."""
        parts = person.parts
        if parts:
            sort_as = [("SORT-AS", person.sort_as)] if person.sort_as else []
            pieces = (parts.family, parts.given, parts.additional, parts.prefixes, parts.suffixes)
            self.add("N", ";".join(map(escape, pieces)), sort_as)
        self.add("NICKNAME", ",".join(escape(text.value) for text in person.nicknames))
        self.add("X-PHONETIC-FIRST-NAME", escape(person.say_it.given))
        self.add("X-PHONETIC-MIDDLE-NAME", escape(person.say_it.additional))
        self.add("X-PHONETIC-LAST-NAME", escape(person.say_it.family))
        self.add("PRONOUNS", escape(person.pronouns.value))

    def work(self, person: CardPerson) -> None:
        """Positions. Where there are several each begins with an ORG, so that readers tell them apart."""
        for position in person.positions:
            organisation = escape(position.organisation)
            if position.department or (not organisation and len(person.positions) > 1):
                organisation += ";" + escape(position.department)
            self.add("ORG", organisation)
            self.add("TITLE", escape(position.title))
            self.add("ROLE", escape(position.role))

    def contact(self, contact: Contact) -> None:
        """A phone, mail, web address, chat or social account."""
        types = types_of(contact.label, phone=contact.kind == "phone")
        params: Params = [("TYPE", kind) for kind in types or ()]
        if contact.preferred:
            params.append(("PREF", "1"))
        label = contact.label if types is None else ""
        service = [("SERVICE-TYPE", contact.service)] if contact.service else []
        match contact.kind:
            case "phone":
                self.add("TEL", escape(contact.value), params, label)
            case "mail":
                self.add("EMAIL", escape(contact.value), params, label)
            case "chat":
                scheme = _CHAT_SCHEMES.get(contact.service, "x-apple")
                self.add("IMPP", f"{scheme}:{escape(contact.value)}", service + params, label)
            case "social":
                if "://" not in contact.value:
                    params.append(("VALUE", "text"))
                self.add("SOCIALPROFILE", escape(contact.value), service + params, label)
            case _:
                self.add("URL", address_in_web(contact.value), params, label)

    def address(self, address: PostalAddress) -> None:
        """An ADR, with how it is written on an envelope as its LABEL."""
        types = types_of(address.label, phone=False)
        params: Params = [("TYPE", kind) for kind in types or ()]
        if address.preferred:
            params.append(("PREF", "1"))
        if address.lines:
            params.append(("LABEL", address.lines))
        pieces = (
            address.po_box,
            address.extended,
            address.street,
            address.locality,
            address.region,
            address.code,
            address.country,
        )
        label = address.label if types is None else ""
        self.add("ADR", ";".join(map(escape, pieces)), params, label)

    def day(self, day: Day) -> None:
        """A date known in part; one in words as text."""
        name = {"birthday": "BDAY", "anniversary": "ANNIVERSARY", "deathday": "DEATHDATE"}.get(
            day.kind, "X-ABDATE"
        )
        if not day.date:
            value, params = escape(day.text), [("VALUE", "text")]
        else:
            value, params = written_date(day.date, "3.0" if name == "X-ABDATE" else "4.0")
        self.add(name, value, params, day.label if name == "X-ABDATE" else "")

    def liking(self, liking: Liking) -> None:
        """An interest, hobby or expertise (RFC 6715), numbered in a card of our own."""
        params = [("LEVEL", liking.level)] if liking.level else []
        self._likings[liking.kind] += 1
        if self._indexed:
            params.append(("INDEX", str(self._likings[liking.kind])))
        params += [("X-RELBOOK-KIND", "industry")] if liking.industry else []
        params += [("X-RELBOOK-HOW", liking.how)] if liking.how else []
        self.add(liking.kind.upper(), escape(liking.name), params)

    def kin(self, kin: Kin) -> None:
        """A RELATED; of the words for family the general one stands beside the near one."""
        params: Params = []
        if kin.kind == "introduced-by":
            params = [("TYPE", "contact"), ("X-RELBOOK-ROLE", kin.kind)]
        elif kin.kind:
            general = KIN_OF_FAMILY.get(kin.kind)
            params = [("TYPE", word) for word in (general, kin.kind) if word]
        if self._version == "3.0" and kin.name and kin.kind:
            word = kin.kind.replace("-", " ")
            label = f"_$!<{word.capitalize()}>!$_" if word in APPLE_KIN else word
            uid = [("X-RELBOOK-UID", urn(kin.uid))] if kin.uid else []
            self.add("X-ABRELATEDNAMES", escape(kin.name), uid, label)
        elif not kin.uid:
            self.add("RELATED", escape(kin.name), [*params, ("VALUE", "text")])
        elif (uri := urn(kin.uid)).startswith("urn:"):
            self.add("RELATED", uri, params)
        else:
            self.add("RELATED", uri, [*params, ("VALUE", "uri")])


def created(date: str) -> Params:
    """The CREATED of a note, which is a time (RFC 9554); a date known in part stays what it is."""
    if len(date) == 10:
        date = f"{date.replace('-', '')}T000000Z"
    return [("CREATED", date)] if date else []


def urn(uid: str) -> str:
    """An id as a card has it: a UUID as its URN (RFC 4122), another as it is."""
    return f"urn:uuid:{UUID(uid)}" if is_uuid(uid) else escape(uid)


def address_in_web(address: str) -> str:
    """An address in the web; its commas percent-encoded, because many readers cut there."""
    return address.replace("\\", "%5C").replace(",", "%2C").replace("\n", "")
