"""What the cells of one row tell of a person, gathered."""

import re
from collections.abc import Callable
from dataclasses import replace

from relbook.core.exchange.person import (
    CardPerson,
    Contact,
    Day,
    Kin,
    Liking,
    Name,
    OwnValue,
    Photo,
    Position,
    PostalAddress,
    Remark,
    Text,
)
from relbook.core.exchange.table import content
from relbook.core.exchange.table.days import date_of, is_no_date
from relbook.core.exchange.table.target import Target, What
from relbook.core.exchange.vcard import values
from relbook.core.exchange.vcard.labels import plain_label
from relbook.core.exchange.vcard.vocabulary import SOCIALS, SYSTEM_GROUPS, service_of
from relbook.core.names import fold
from relbook.core.words import say

JOINED = " ::: "
FIRST = "* "  # before the label of the first of several, and before Google's own groups
LABELS = frozenset(
    "home|work|other|mobile|main|fax|pager|home fax|work fax|other fax|work mobile|home mobile|work pager"
    "|home page|blog|profile|school|company main|callback|car|radio|assistant|telex|grand central|google voice"
    "|reservations|ftp|primary".split("|")
)
LEVELS = frozenset("low medium high beginner average expert".split())
_CONTROLS = dict.fromkeys(
    [code for code in range(32) if code not in {9, 10}] + list(range(0x7F, 0xA0))
)
_NEUTRAL = re.compile(r"'+[=+\-@\t\r]")
_SEVERAL = re.compile(r"[;,/&\n]| and | und | et | y | e | en | i | и |、|，")
_TAGS = re.compile(r"[;\n]|,| ::: |、|，|；")
_CIRCLES = re.compile(r"[;\n]| ::: |；")
_HOUSE = re.compile(r"\d{1,4} ?[a-zA-Z]?")
_LIKING = re.compile(r"(hobby|interest|expertise|industry)(?: industry)?(?: \((\w+)\))?")
ADDRESS_PARTS = {
    What.PO_BOX: "po_box",
    What.EXTENDED: "extended",
    What.STREET: "street",
    What.LOCALITY: "locality",
    What.REGION: "region",
    What.CODE: "code",
    What.COUNTRY: "country",
    What.ADDRESS: "lines",
}
_LIKINGS = {
    What.INTEREST: "interest",
    What.HOBBY: "hobby",
    What.EXPERTISE: "expertise",
    What.INDUSTRY: "expertise",
}


def plain_cell(cell: str) -> str:
    """A cell as it is meant: its ends stripped, and without control characters.

    Without the ' too that keeps a spreadsheet from reading it as a formula.
    """
    cell = cell.strip(" \t\r\n\u00a0")
    if not cell.isprintable():
        cell = cell.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS).strip()
    return cell[1:] if cell[:1] == "'" and _NEUTRAL.match(cell) else cell


def label_of(text: str) -> tuple[str, bool]:
    """A label as Relbook writes it, and whether it is that of the first of several."""
    first = text.startswith("*")
    text = text.removeprefix("*").strip()
    low = plain_label([text.replace(" ", "_")]) if "_" in text else text.lower()
    return (low if low in LABELS else text), first


def name_of_parts(parts: Name) -> str:
    """The name to show for `parts`, without words of mere politeness before it."""
    polite = content.are_polite(parts.prefixes)
    return values.written_name(
        parts.family,
        parts.given,
        parts.additional,
        "" if polite else parts.prefixes,
        parts.suffixes,
    )


class Found:
    """What one row tells. `kind` and `day_order` are the table's, `name_of` tells what a column is called."""

    def __init__(self, kind: str, day_order: str, name_of: Callable[[int], str]) -> None:
        self.kind = kind
        self.exact = kind == "relbook"  # what we wrote ourselves
        self.day_order = day_order
        self.name_of = name_of
        self.repaired: list[str] = []
        self.texts: dict[str, Text] = {}
        self.nicknames: list[Text] = []
        self.positions: dict[str, dict[str, Text]] = {}
        self.contacts: list[Contact] = []
        self.addresses: list[PostalAddress] = []
        self.days: list[Day] = []
        self.circles: dict[str, Text] = {}
        self.likings: list[Liking] = []
        self.kin: list[Kin] = []
        self.remarks: list[Remark] = []
        self.own: list[OwnValue] = []
        self.said_again: list[OwnValue] = []
        self.done: set[str] = set()

    # One value each.

    def single(self, part: str, cell: str, at: int) -> None:
        """A part of which there is one; another that differs is kept under its header."""
        known = self.texts.setdefault(part, Text(cell, at))
        if known.value != cell:
            self.own.append(OwnValue(self.name_of(at), cell, at))

    def nickname(self, _target: Target, cell: str, _label: str, at: int) -> None:
        self.nicknames += [Text(one.strip(), at) for one in cell.split(",") if one.strip()]

    def position(self, part: str, target: Target, cell: str, at: int) -> None:
        """Organisation, department, title and role of one group make one position."""
        first = "" if self.exact else next(iter(self.positions), target.group)
        if target.echo and any(texts.get(part) == Text(cell) for texts in self.positions.values()):
            return
        group = target.group or first
        known = self.positions.setdefault(group, {}).setdefault(part, Text(cell, at))
        if known.value != cell:
            self.positions[f"{group} {at}"] = {part: Text(cell, at)}

    def contact(self, target: Target, told: Contact) -> None:
        kind, service, label = target.what.value, told.service, told.label
        if kind in {"chat", "social"} and not target.group:
            known = service_of(label)
            service, label = (known, "") if label not in LABELS else ("", label)
        elif kind == "web" and target.group and service_of(label) in SOCIALS.values():
            kind, service, label = "social", service_of(label), ""
        service = service_of(service) if service else ""
        if target.echo and any(
            one.kind in {kind, "social" if kind == "web" else kind} and one.value == told.value
            for one in self.contacts
        ):
            return
        first = told.preferred and not any(
            one.preferred and one.kind == kind for one in self.contacts
        )
        self.contacts.append(Contact(kind, told.value, label, first, service, told.at))

    def address(
        self, target: Target, parts: dict[str, list[str]], label: str, first: bool, at: int
    ) -> None:
        """The parts of an address; Google has several of one label in one set, joined."""
        count = 1
        if (
            target.group
            and not self.exact
            and any(JOINED in one for found in parts.values() for one in found)
        ):
            count = max(one.count(JOINED) + 1 for found in parts.values() for one in found)
        for number in range(count):
            told: dict[str, str] = {}
            for part, found in parts.items():
                pieces = (
                    [one.split(JOINED) for one in found] if count > 1 else [[one] for one in found]
                )
                glue = "\n" if part == "lines" else ", "
                if part == "street" and _HOUSE.fullmatch(found[-1]):
                    glue = " "
                told[part] = glue.join(
                    one[number].strip()
                    for one in pieces
                    if number < len(one) and one[number].strip()
                )
            address = PostalAddress(
                told.get("po_box", ""),
                told.get("extended", ""),
                told.get("street", ""),
                told.get("locality", ""),
                told.get("region", ""),
                told.get("code", ""),
                told.get("country", ""),
                told.get("lines", ""),
                label,
                first and not number,
                at,
            )
            if not self.exact and _adds_nothing(address):
                address = replace(address, lines="")
            again = target.echo and any(_same_place(one, address) for one in self.addresses)
            if address and not again:
                self.addresses.append(address)

    # Days and people.

    def birthday(self, target: Target, cell: str, _label: str, at: int) -> None:
        self.dated("birthday", "", target, cell, at)

    def anniversary(self, target: Target, cell: str, _label: str, at: int) -> None:
        self.dated("anniversary", "", target, cell, at)

    def deathday(self, target: Target, cell: str, _label: str, at: int) -> None:
        self.dated("deathday", "", target, cell, at)

    def day(self, target: Target, cell: str, label: str, at: int) -> None:
        label = label_of(label)[0]
        word = label.lower()
        if word in {"birthday", "anniversary", "deathday"}:
            self.dated(word, "", target, cell, at)
        else:
            self.dated("other", label, target, cell, at)

    def dated(self, kind: str, label: str, target: Target, cell: str, at: int) -> None:
        if is_no_date(cell):
            return
        date = date_of(cell, self.day_order)
        day = Day(kind, date, label, "" if date else cell, at)
        if target.echo and day in self.days:
            return
        if not date:
            self.repaired.append(
                say("“{text}” was not understood as a date and kept as text.", text=cell[:60])
            )
        self.days.append(day)

    def related(self, target: Target, cell: str, label: str, at: int) -> None:
        kind = label_of(label)[0].lower().replace("_", "-").replace(" ", "-")
        kind = "introduced-by" if kind == "referred-by" else kind
        pieces = [cell]
        if target.echo:
            pieces = cell.split("; ")
        elif kind in {"child", "parent", "sibling"} and not target.group:
            pieces = _SEVERAL.split(cell)
        for name in filter(None, map(str.strip, pieces)):
            kin = Kin(kind, name, at=at)
            if not (target.echo and kin in self.kin):
                self.kin.append(kin)

    # What of them.

    def circle(self, target: Target, cell: str, _label: str, at: int) -> None:
        pieces = _CIRCLES.split(cell)
        if self.exact:
            pieces = cell.split("; " if target.echo else JOINED)
        elif len(pieces) == 1 and not self.kind:
            pieces = _TAGS.split(cell)
        for one in pieces:
            name = one.strip()
            folded = name.casefold()
            system = name.startswith("*")
            if folded.removeprefix("* ") in SYSTEM_GROUPS:
                continue
            if system:
                name = name.removeprefix("*").strip()
                name = name[:1].upper() + name[1:]
            if name and not (target.echo and folded in self.circles):
                self.circles.setdefault(name.casefold(), Text(name, at))

    def liking(self, target: Target, cell: str, _label: str, at: int) -> None:
        industry = target.what is What.INDUSTRY
        pieces = cell.split("; ") if self.exact else _TAGS.split(cell)
        for name in filter(None, map(str.strip, pieces)):
            liking = Liking(_LIKINGS[target.what], name, "", industry, at)
            known = any(one.kind == liking.kind and one.name == name for one in self.likings)
            if not (target.echo and known) and liking not in self.likings:
                self.likings.append(liking)

    def note(self, _target: Target, cell: str, _label: str, at: int) -> None:
        self.remarks.append(Remark(cell, at=at))

    def custom(self, label: str, cell: str, at: int) -> None:
        """A field under a label of its own; some labels have a meaning here."""
        word = fold(label)
        match = _LIKING.fullmatch(word)
        if match is not None and (match[2] or "high") in LEVELS:
            industry = word.startswith("industry") or " industry" in word
            kind = match[1] if match[1] != "industry" else "expertise"
            self.likings.append(Liking(kind, cell, match[2] or "", industry, at))
        elif word == "pronouns":
            self.single("pronouns", cell, at)
        elif word == "display name":
            self.single("name", cell, at)
        else:
            self.own.append(OwnValue(label, cell, at))

    # The whole.

    def text(self, part: str) -> str:
        known = self.texts.get(part)
        return known.value if known else ""

    def at(self, *parts: str) -> int:
        return min((self.texts[part].at for part in parts if part in self.texts), default=-1)

    def person(self) -> CardPerson:
        """All of it, with a name found for it."""
        parts = self.parts()
        self.born_in_parts()
        positions = tuple(self.worked())
        name = self.shown_name(parts, positions)
        company = bool(
            positions
            and name.value == positions[0].organisation
            and not parts
            and "name" not in self.texts
            and self.kind != "linkedin"
        )
        self.add_what_differs(name.value, parts)
        if self.kind == "linkedin":
            self.circles.setdefault("linkedin", Text("LinkedIn"))
        photo = self.texts.get("photo")
        return CardPerson(
            uid=values.bare_id(self.text("uid")),
            kind="org" if company else "individual",
            name=name.value,
            name_at=name.at,
            parts=parts,
            sort_as=self.text("file_as"),
            nicknames=tuple(self.nicknames),
            say_it=Name(
                self.text("say family"),
                self.text("say given"),
                self.text("say additional"),
                at=self.at("say family", "say given", "say additional"),
            ),
            pronouns=self.texts.get("pronouns", Text("")),
            positions=positions,
            contacts=tuple(self.contacts),
            addresses=tuple(self.addresses),
            days=tuple(self.days),
            categories=tuple(self.circles.values()),
            remarks=tuple(self.remarks),
            photo=Photo(url=photo.value, at=photo.at) if photo else None,
            kin=tuple(self.kin),
            likings=tuple(self.likings),
            own=tuple(self.own),
            repaired=tuple(self.repaired),
        )

    def parts(self) -> Name:
        """The parts of the name. LinkedIn's people put what they have earned behind the last."""
        family, suffixes = self.text("family"), self.text("suffixes")
        if self.kind == "linkedin" and "," in family and not suffixes:
            family, _, suffixes = (part.strip() for part in family.partition(","))
        return Name(
            family,
            self.text("given"),
            self.text("additional"),
            self.text("prefixes"),
            suffixes,
            self.at("given", "family", "additional", "prefixes", "suffixes"),
        )

    def born_in_parts(self) -> None:
        """Thunderbird has year, month and day of birth in a column each."""
        year, month, day = self.text("year"), self.text("month"), self.text("day")
        if not (year or month or day):
            return
        written = f"{year.zfill(4) if year else '-'}-{month.zfill(2)}-{day.zfill(2)}"
        if not day:
            written = f"{year.zfill(4)}-{month.zfill(2)}" if month else year
        at = self.at("year", "month", "day")
        date = values.partial_date(written)
        self.days.append(Day("birthday", date, "", "" if date else f"{year}-{month}-{day}", at))

    def join_positions(self) -> None:
        """An occupation in a column of its own is that of the first position."""
        alone = self.positions.get("")
        first = next((texts for group, texts in self.positions.items() if group), None)
        if alone and first and not alone.keys() & {*first, "organisation"}:
            first |= self.positions.pop("")

    def worked(self) -> list[Position]:
        if not self.exact:
            self.join_positions()
        found = []
        groups = sorted(self.positions, key=bool)
        for texts in map(self.positions.__getitem__, groups):
            told = {part: text.value for part, text in texts.items()}
            first = next(
                (texts[part].at for part in ("organisation", "department") if part in texts), -1
            )
            title, role = texts.get("title"), texts.get("role")
            found.append(
                Position(
                    **told,
                    at=first,
                    title_at=title.at if title else -1,
                    role_at=role.at if role else -1,
                )
            )
        return found

    def shown_name(self, parts: Name, positions: tuple[Position, ...]) -> Text:
        """The whole name, else that of the parts, what it is filed as, the organisation, or a way to reach them."""
        if "name" in self.texts:
            return self._turned(self.texts["name"])
        if parts:
            shown = replace(parts, suffixes="") if self.kind == "linkedin" else parts
            return Text(name_of_parts(shown), parts.at)
        if "file_as" in self.texts:
            return self._turned(self.texts["file_as"])
        if positions and positions[0].organisation and self.kind != "linkedin":
            self.repaired.append(say("It had no name; its organisation’s was taken."))
            return Text(positions[0].organisation, positions[0].at)
        if self.nicknames:
            self.repaired.append(say("It had no name; the nickname was taken."))
            return self.nicknames[0]
        for kind in ("mail", "phone"):
            for contact in self.contacts:
                if contact.kind == kind:
                    self.repaired.append(
                        say("It had no name; a way to reach them was taken for one.")
                    )
                    return Text(contact.value, contact.at)
        return Text("")

    def _turned(self, name: Text) -> Text:
        """“Lovelace, Ada” as one says it."""
        family, comma, given = name.value.partition(", ")
        if self.exact or not comma or "," in given or given.isupper() or "." in given:
            return name
        return Text(f"{given} {family}", name.at)

    def add_what_differs(self, name: str, parts: Name) -> None:
        """Outlook writes initials, and a name beside each mail: kept where they tell more."""
        letters = [
            word[0]
            for word in re.findall(r"\w+", f"{parts.given} {parts.additional} {parts.family}")
        ]
        initials = fold("".join(letters))
        mails = {fold(contact.value) for contact in self.contacts}
        for own in self.said_again:
            folded = fold(own.value)
            shown, _, rest = folded.partition(" (")
            bare = re.sub(r"\W", "", folded)
            if bare in {initials, fold(name)} or shown in {fold(name), *mails}:
                continue
            if rest.rstrip(")") in mails and shown in {
                fold(f"{parts.given} {parts.family}"),
                fold(f"{parts.family}, {parts.given}"),
            }:
                continue
            self.own.append(own)


def _adds_nothing(address: PostalAddress) -> bool:
    """Whether its lines say only what its parts do, as Google's always do."""
    if not address.lines:
        return False
    told = {
        word
        for part in ADDRESS_PARTS.values()
        if part != "lines"
        for word in re.findall(r"\w+", fold(getattr(address, part)))
    }
    return bool(told) and set(re.findall(r"\w+", fold(address.lines))) <= told


def _same_place(one: PostalAddress, other: PostalAddress) -> bool:
    return all(
        getattr(one, part) == getattr(other, part) or not getattr(other, part)
        for part in ADDRESS_PARTS.values()
        if part != "extended"
    )
