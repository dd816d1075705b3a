"""What is gathered of a card, property by property, and a name found for it."""

from collections.abc import Sequence

from relbook.core.exchange.person import (
    CardPerson,
    Contact,
    Day,
    Kin,
    Liking,
    Name,
    OwnValue,
    Photo,
    PostalAddress,
    Remark,
    Text,
)
from relbook.core.exchange.vcard import values
from relbook.core.exchange.vcard.labels import apple_label
from relbook.core.exchange.vcard.places import Addresses, Positions
from relbook.core.exchange.vcard.property import BASE64, NO_PREFERENCE, Property
from relbook.core.exchange.vcard.vocabulary import (
    ALSO,
    ANDROID_DAYS,
    ANDROID_KIN,
    BETWEEN_ACCOUNTS,
    CHATS,
    KIN,
    LABELS,
    SOCIALS,
    SYSTEM_GROUPS,
    kin_of,
    part_scheme,
    service_of,
)
from relbook.core.relations import KINDS
from relbook.core.words import say

_NOTHING = Text("")


class Gatherer:
    """Gathers values in one walk over the properties. `at` is always a property's number."""

    def __init__(self, properties: Sequence[Property], *, old: bool) -> None:
        self.old = old
        self.labels: dict[str, str] = {}
        for prop in properties:
            if prop.head.key == "X-ABLABEL" and prop.head.group:
                self.labels[prop.head.group.lower()] = apple_label(values.text(prop, old=False))
        self.names: list[tuple[int, Text]] = []
        self.parts = Name()
        self.say_it: dict[str, str] = {}
        self.said_at = -1
        self.texts: dict[str, Text] = {}
        self.nicknames: list[Text] = []
        self.positions = Positions()
        self.contacts: list[tuple[int, Contact]] = []
        self.addresses = Addresses()
        self.days: list[Day] = []
        self.categories: dict[str, Text] = {}
        self.remarks: list[Remark] = []
        self.photos: list[tuple[int, Photo]] = []
        self.no_pictures: list[int] = []
        self.kin: list[Kin] = []
        self.likings: list[Liking] = []
        self.members: list[Text] = []
        self.own: list[OwnValue] = []
        self.company = False
        self.alternatives: set[tuple[str, str]] = set()

    def label(self, prop: Property) -> str:
        """What the value is called: by its group's label, else by its types."""
        head = prop.head
        if head.group and (own := self.labels.get(head.group.lower())):
            return own
        return LABELS.get(head.key, "") or head.label if head.key[0] == "X" else head.label

    def text(self, prop: Property) -> str:
        """The value as plain text."""
        return values.text(prop, old=self.old)

    def uri(self, prop: Property) -> str:
        """The value as plain text where even 2.1 escapes more than it should."""
        return values.unescape(values.raw_text(prop), old=False)

    def said_already(self, prop: Property) -> bool:
        """Whether this is another way to say what one before it said; how a name sounds is not."""
        head = prop.head
        if head.param("PHONETIC"):
            return False
        before = len(self.alternatives)
        self.alternatives.add((head.key, head.alternative))
        return len(self.alternatives) == before

    def items(self, piece: str) -> list[str]:
        """The items of one part of a value; 2.1 has no lists there, so that a comma is just one."""
        if not self.old:
            return values.listed(piece, old=False) if piece else []
        text = values.unescape(piece, old=True)
        return [text] if text else []

    # Who it is.

    def full_name(self, at: int, prop: Property) -> None:
        if name := " ".join(self.text(prop).split()).strip(",; "):
            self.names.append((prop.head.preference, Text(name, at)))

    def name(self, at: int, prop: Property) -> None:
        pieces = values.split(values.raw_text(prop), ";")
        found = [self.items(piece) for piece in pieces]
        found += [[]] * (6 - len(found))
        family = found[0] or found[5]  # RFC 9554 has a secondary surname too
        joined = Name(
            " ".join(family),
            " ".join(found[1]),
            " ".join(found[2]),
            " ".join(found[3]),
            ", ".join(found[4]),
            at,
        )
        if prop.head.param("PHONETIC"):
            for part in ("given", "additional", "family"):
                self.spoken(part, getattr(joined, part), at)
        elif joined and not self.parts:
            self.parts = joined
            if sort_as := prop.head.param("SORT-AS"):
                self.texts.setdefault("SORT-STRING", Text(sort_as.replace(",", " ").strip(), at))

    def spoken(self, part: str, value: str, at: int) -> None:
        """How one part of the name is said."""
        if value and part not in self.say_it:
            self.say_it[part] = value
            self.said_at = at if self.said_at < 0 else self.said_at

    def phonetic(self, at: int, prop: Property) -> None:
        part = {"X-PHONETIC-FIRST-NAME": "given", "X-PHONETIC-LAST-NAME": "family"}
        self.spoken(part.get(prop.head.key, "additional"), self.text(prop), at)

    def sound(self, at: int, prop: Property) -> None:
        """Japanese phones keep how a name is read in ``SOUND;X-IRMC-N:family;given``."""
        if "x-irmc-n" in prop.head.types:
            found = values.parts(prop, old=self.old)
            for part, value in zip(("family", "given", "additional"), found, strict=False):
                self.spoken(part, value, at)

    def plain(self, at: int, prop: Property) -> None:
        """One of the properties with a single text, of which the first counts."""
        if found := self.text(prop):
            self.texts.setdefault(ALSO.get(prop.head.key, prop.head.key), Text(found, at))

    def nickname(self, at: int, prop: Property) -> None:
        names = values.listed(values.raw_text(prop), old=self.old)
        self.nicknames += [Text(name, at) for name in names]

    def list_of_mails(self, _at: int, prop: Property) -> None:
        """X-EVOLUTION-LIST: whom a mail to the list goes to are members, though not in 4.0's way."""
        if prop.value.strip().upper() == "TRUE":
            self.texts["KIND"] = Text("group")

    def show_as(self, _at: int, prop: Property) -> None:
        self.company = self.company or "COMPANY" in prop.value.upper()

    # What they do, and how to reach them.

    def organisation(self, at: int, prop: Property) -> None:
        found = values.parts(prop, old=self.old)
        department = ", ".join(filter(None, found[1:]))
        self.positions.organisation(found[0], department, prop.head.group, at)

    def title(self, at: int, prop: Property) -> None:
        if found := self.text(prop):
            self.positions.title(found, prop.head.group, at)

    def role(self, at: int, prop: Property) -> None:
        if found := self.text(prop):
            self.positions.role(found, prop.head.group, at)

    def contact(self, prop: Property, contact: Contact) -> None:
        """Keep a contact that says something."""
        if contact.value:
            self.contacts.append((prop.head.preference, contact))

    def phone(self, at: int, prop: Property) -> None:
        number = values.phone_number(self.text(prop))
        self.contact(prop, Contact("phone", number, self.label(prop), at=at))

    def mail(self, at: int, prop: Property) -> None:
        mail = values.without_scheme(self.text(prop), "mailto:")
        self.contact(prop, Contact("mail", mail, self.label(prop), at=at))
        if len(prop.head.params) > 1 and (uid := prop.head.param("X-EVOLUTION-DEST-CONTACT-UID")):
            self.members.append(Text(values.bare_id(uid), at))

    def web(self, at: int, prop: Property) -> None:
        self.contact(prop, Contact("web", self.uri(prop), self.label(prop), at=at))

    def chat(self, at: int, prop: Property) -> None:
        """IMPP (RFC 4770) or one of the older names, a property for each service."""
        service, value = part_scheme(self.uri(prop))
        head = prop.head
        service = CHATS.get(head.key, "") or service
        if named := head.param("X-SERVICE-TYPE") or head.param("SERVICE-TYPE"):
            value = values.without_scheme(value, f"{named.lower()}:")
            service = service_of(named)
        for account in map(str.strip, value.split(BETWEEN_ACCOUNTS)):
            self.contact(prop, Contact("chat", account, self.label(prop), service=service, at=at))

    def social(self, at: int, prop: Property) -> None:
        """SOCIALPROFILE (RFC 9554); Apple's before it names the service in TYPE."""
        head = prop.head
        service, label = SOCIALS.get(head.key, ""), self.label(prop)
        if named := head.param("SERVICE-TYPE"):
            service = service_of(named)
        elif head.key.startswith("X-") and not service:
            kinds = [kind for kind in head.types if kind not in {"pref", "home", "work"}]
            service = service_of(_as_spelt(prop, kinds[0])) if kinds else ""
            label = "" if kinds and label == head.label else label
        value = values.without_scheme(self.uri(prop), "x-apple:")
        value = value or head.param("USERNAME") or head.param("X-USER")
        self.contact(prop, Contact("social", value, label, service=service, at=at))

    def address(self, at: int, prop: Property) -> None:
        pieces = values.split(values.raw_text(prop), ";")
        found = [", ".join(self.items(piece)) for piece in pieces]
        found += [""] * (18 - len(found))
        if not found[2] and (found[10] or found[11]):  # RFC 9554 has the street in parts too
            found[2] = " ".join(filter(None, (found[11], found[10])))
        lines = values.unescape(prop.head.param("LABEL"), old=False) if prop.head.params else ""
        address = PostalAddress(
            found[0],
            found[1],
            found[2],
            found[3],
            found[4],
            found[5],
            found[6],
            lines,
            self.label(prop),
            at=at,
        )
        self.addresses.address(address, prop.head)

    def envelope(self, at: int, prop: Property) -> None:
        """LABEL of 2.1 and 3.0: an address as one writes it."""
        address = PostalAddress(lines=self.uri(prop), label=self.label(prop), at=at)
        self.addresses.envelope(address, prop.head)

    # When, and what of them.

    def day(self, at: int, prop: Property) -> None:
        kinds = {"BDAY": "birthday", "DEATHDATE": "deathday"}
        self.dated(at, prop, kinds.get(ALSO.get(prop.head.key, prop.head.key), "anniversary"), "")

    def labelled_day(self, at: int, prop: Property) -> None:
        label = self.label(prop)
        known = label.lower() in {"anniversary", "birthday"}
        self.dated(at, prop, label.lower() if known else "other", "" if known else label)

    def dated(self, at: int, prop: Property, kind: str, label: str) -> None:
        """Keep a day, known in part, or in words."""
        written = self.text(prop)
        if written.strip("0-/"):
            date = values.partial_date(written, prop.head.param("X-APPLE-OMIT-YEAR"))
            self.days.append(Day(kind, date, label, "" if date else written, at))

    def category(self, at: int, prop: Property) -> None:
        for piece in values.split(values.raw_text(prop), ";"):
            for name in values.listed(piece, old=self.old):
                folded = name.casefold()
                if folded.removeprefix("* ") not in SYSTEM_GROUPS:
                    self.categories.setdefault(folded, Text(name, at))

    def note(self, at: int, prop: Property) -> None:
        if found := self.text(prop):
            created = values.partial_date(prop.head.param("CREATED"))
            self.remarks.append(Remark(found, created, at))

    def photo(self, at: int, prop: Property) -> None:
        data, url, media_type = values.binary(prop)
        if url or values.media_type(data):
            self.photos.append((prop.head.preference, Photo(data, url, media_type, at)))
        elif data or (prop.head.encoding == BASE64 and prop.value.strip()):
            self.no_pictures.append(at)

    def related(self, at: int, prop: Property) -> None:
        head = prop.head
        kind = head.param("X-RELBOOK-ROLE").lower() or kin_of(head.types)
        value, told = self.text(prop), head.param("VALUE")
        if told.lower() not in {"", "text", "uri"} and not value.strip(";"):
            value, told = told, "text"  # KContacts puts the name into VALUE
        if not value:
            return
        told = told.lower()
        if told == "uri" or (not told and (value[:4].lower() == "urn:" or values.is_uuid(value))):
            self.kin.append(Kin(kind, uid=values.bare_id(value), at=at))
        else:
            self.kin.append(Kin(kind, name=values.without_scheme(value, "mailto:"), at=at))

    def apple_related(self, at: int, prop: Property) -> None:
        if name := self.text(prop):
            kind = self.label(prop).lower().replace("_", "-")
            if kind not in KINDS:
                kind = kind.replace(" ", "-")
            uid = values.bare_id(prop.head.param("X-RELBOOK-UID"))
            self.kin.append(Kin(kind, name, uid, at=at))

    def named_kin(self, at: int, prop: Property) -> None:
        """X-SPOUSE and the like: the name alone."""
        if name := self.text(prop):
            self.kin.append(Kin(KIN[prop.head.key.rpartition("-")[2]], name, at=at))

    def liking(self, at: int, prop: Property) -> None:
        head = prop.head
        kind = ALSO.get(head.key, head.key).lower()
        industry = head.param("X-RELBOOK-KIND").lower() == "industry"
        if head.key == "X-MS-INTERESTS":
            names = values.listed(values.raw_text(prop), old=self.old)
        else:
            names = [self.text(prop)]
        level = head.param("LEVEL").lower()
        how = head.param("X-RELBOOK-HOW").lower()
        self.likings += [Liking(kind, name, level, industry, at, how) for name in names if name]

    def own_field(self, at: int, prop: Property) -> None:
        """A field of the owner's own, as Relbook writes it: its label names it."""
        name, found = self.label(prop), self.text(prop)
        if name and found:
            self.own.append(OwnValue(name, found, at))

    def member(self, at: int, prop: Property) -> None:
        if uid := values.bare_id(self.text(prop)):
            self.members.append(Text(uid, at))

    def android(self, at: int, prop: Property) -> None:
        """``X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Jo;9;…``: value, type, label."""
        item, value, kind, label = [*values.parts(prop, old=self.old), "", "", ""][:4]
        if not value:
            return
        if item.endswith("/nickname"):
            self.nicknames.append(Text(value, at))
        elif item.endswith("/relation"):
            number = int(kind) if kind in {str(known) for known in range(15)} else 0
            self.kin.append(Kin(ANDROID_KIN[number] or label, value, at=at))
        elif item.endswith("/contact_event"):
            date = values.partial_date(value)
            word = ANDROID_DAYS.get(kind, "other")
            self.days.append(Day(word, date, label, "" if date else value, at))

    # The whole.

    def person(self, notes: list[str]) -> CardPerson:
        """What was gathered, with a name found for it; `notes` gets what had to be guessed."""
        preferred = min((rank for rank, _ in self.contacts), default=NO_PREFERENCE)
        contacts = tuple(contact for _, contact in self.contacts)
        if preferred < NO_PREFERENCE:
            contacts = _with_preferred(self.contacts)
        positions = self.positions.put_together()
        name = self.shown_name(positions[0].organisation if positions else "", contacts, notes)
        for day in self.days:
            if not day.date:
                text = day.text[:60]
                notes.append(
                    say("“{text}” was not understood as a date and kept as text.", text=text)
                )
        kind = self.texts.get("KIND", Text("individual")).value.lower()
        photos = sorted(self.photos, key=lambda photo: (not photo[1].data, photo[0]))
        return CardPerson(
            uid=values.bare_id(self.texts.get("UID", _NOTHING).value),
            kind="org" if self.company else kind,
            name=name.value,
            name_at=name.at,
            parts=self.parts,
            sort_as=self.texts.get("SORT-STRING", _NOTHING).value,
            nicknames=tuple(self.nicknames),
            say_it=Name(**self.say_it, at=self.said_at) if self.say_it else Name(),
            pronouns=self.texts.get("PRONOUNS", _NOTHING),
            positions=positions,
            contacts=contacts,
            addresses=self.addresses.put_together(),
            days=tuple(self.days),
            categories=tuple(self.categories.values()),
            remarks=tuple(self.remarks),
            photo=photos[0][1] if photos else None,
            kin=tuple(self.kin),
            likings=tuple(self.likings),
            members=tuple(self.members),
            own=tuple(self.own),
            revised=self.texts.get("REV", _NOTHING).value,
            repaired=tuple(notes),
            left_out=tuple(Text(_no_picture(name.value), at) for at in self.no_pictures),
        )

    def shown_name(self, company: str, contacts: tuple[Contact, ...], notes: list[str]) -> Text:
        """FN, else the parts, the organisation, a nickname, a mail, a phone, else nothing."""
        if self.names:
            return min(self.names, key=lambda name: name[0])[1]
        parts = self.parts
        if parts:
            notes.append(say("It had no full name; one was made from the name’s parts."))
            name = values.written_name(
                parts.family, parts.given, parts.additional, parts.prefixes, parts.suffixes
            )
            return Text(name, parts.at)
        if company:
            notes.append(say("It had no name; its organisation’s was taken."))
            return Text(company)
        if self.nicknames:
            notes.append(say("It had no name; the nickname was taken."))
            return self.nicknames[0]
        for kind in ("mail", "phone"):
            for contact in contacts:
                if contact.kind == kind:
                    notes.append(say("It had no name; a way to reach them was taken for one."))
                    return Text(contact.value, contact.at)
        notes.append(say("It had no name, and nothing to take one from."))
        return _NOTHING


def _no_picture(name: str) -> str:
    return say(
        "The photo of “{name}” is no picture and was left out; the rest of the card came in.",
        name=name or say("(no name)"),
    )


def _as_spelt(prop: Property, kind: str) -> str:
    """A type of `prop` as the card spells it."""
    spelt = (piece for _, value in prop.params for piece in value.split(","))
    return next((piece.strip() for piece in spelt if piece.strip().lower() == kind), kind)


def _with_preferred(ranked: list[tuple[int, Contact]]) -> tuple[Contact, ...]:
    """The contacts, of each kind the first with the best preference marked."""
    best: dict[str, tuple[int, int]] = {}
    for number, (rank, contact) in enumerate(ranked):
        if rank < NO_PREFERENCE:
            best[contact.kind] = min(best.get(contact.kind, (rank, number)), (rank, number))
    marked = {number for _, number in best.values()}
    return tuple(
        Contact(one.kind, one.value, one.label, number in marked, one.service, one.at)
        for number, (_, one) in enumerate(ranked)
    )
