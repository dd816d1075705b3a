"""What Relbook takes from a card, and what it makes a card of: plain data.

Dates are known in part: "1980", "1980-03", "1980-03-22", "--03-22", "--03"; "1980~" is about 1980.
`at` is the number of the property in the card that a value came from, -1 if from none; it has no
part in comparing. Ids are bare: no ``urn:uuid:`` before them, and a UUID as the book writes its
own, 32 small hex digits.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """A text and where it stood."""

    value: str
    at: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in parts; several of one part are joined."""

    family: str = ""
    given: str = ""
    additional: str = ""
    prefixes: str = ""
    suffixes: str = ""
    at: int = field(default=-1, compare=False)

    def __bool__(self) -> bool:
        return bool(self.family or self.given or self.additional or self.prefixes or self.suffixes)


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach someone.

    `kind` is phone, mail, web, chat or social; `service` names what a chat or social account is with.
    `label` is "home", "work fax" and the like, or the owner's own words.
    """

    kind: str
    value: str
    label: str = ""
    preferred: bool = False
    service: str = ""
    at: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """An address in parts; `lines` is how it is written on an envelope, if the card says so.

    One that the card has only in lines has no parts. One with neither is false. `lines_at` is the
    property that tells the lines, where that is one of their own.
    """

    po_box: str = ""
    extended: str = ""
    street: str = ""
    locality: str = ""
    region: str = ""
    code: str = ""
    country: str = ""
    lines: str = ""
    label: str = ""
    preferred: bool = False
    at: int = field(default=-1, compare=False)
    lines_at: int = field(default=-1, compare=False)

    def __bool__(self) -> bool:
        return bool(
            self.lines
            or self.street
            or self.locality
            or self.code
            or self.po_box
            or self.extended
            or self.region
            or self.country
        )


@dataclass(frozen=True, slots=True)
class Position:
    """What someone does, and where. `at` is the property of its first part that is there."""

    organisation: str = ""
    department: str = ""
    title: str = ""
    role: str = ""
    at: int = field(default=-1, compare=False)
    title_at: int = field(default=-1, compare=False)
    role_at: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class Day:
    """A key date: `kind` is birthday, anniversary, deathday or other.

    `date` is empty if the card writes it in words that are no date: those are in `text`.
    """

    kind: str
    date: str
    label: str = ""
    text: str = ""
    at: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class Kin:
    """What someone else is to this person: `kind` as RFC 6350 or the card says ("spouse", "mother").

    They are known by `uid` or by `name`.
    """

    kind: str
    name: str = ""
    uid: str = ""
    at: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class Liking:
    """An interest, hobby or expertise (RFC 6715), which `kind` says; `level` as the card has it.

    `industry` marks a field of work rather than a thing to do; `how` says how they have it, where
    `kind` does not tell ("seeks").
    """

    kind: str
    name: str
    level: str = ""
    industry: bool = False
    at: int = field(default=-1, compare=False)
    how: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A note, and the date it was written, if the card says so."""

    text: str
    created: str = ""
    at: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture as bytes, or only the address of one, which nobody fetches."""

    data: bytes = field(default=b"", repr=False)
    url: str = ""
    media_type: str = ""
    at: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class OwnValue:
    """A value that has no place of its own, under the name it goes by: a column of a table, say."""

    name: str
    value: str
    at: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class CardPerson:
    """A person, or a group or company, as a card tells of them.

    `name` is the one to show; it is empty only if the card has nothing to take one from. `kind` is
    individual, group, org or another word of RFC 6350. `members` are the ids of a group's people.
    `repaired` says in sentences what was guessed or mended, `left_out` what could not be taken.
    """

    uid: str = ""
    kind: str = "individual"
    name: str = ""
    name_at: int = field(default=-1, compare=False)
    parts: Name = Name()
    sort_as: str = ""
    nicknames: tuple[Text, ...] = ()
    say_it: Name = Name()
    pronouns: Text = Text("")
    positions: tuple[Position, ...] = ()
    contacts: tuple[Contact, ...] = ()
    addresses: tuple[PostalAddress, ...] = ()
    days: tuple[Day, ...] = ()
    categories: tuple[Text, ...] = ()
    remarks: tuple[Remark, ...] = ()
    photo: Photo | None = None
    kin: tuple[Kin, ...] = ()
    likings: tuple[Liking, ...] = ()
    members: tuple[Text, ...] = ()
    own: tuple[OwnValue, ...] = ()
    revised: str = ""
    repaired: tuple[str, ...] = field(default=(), compare=False)
    left_out: tuple[Text, ...] = field(default=(), compare=False)

    def of_kind(self, kind: str) -> tuple[Contact, ...]:
        """The contacts that are phones, mails and so on."""
        return tuple(contact for contact in self.contacts if contact.kind == kind)
