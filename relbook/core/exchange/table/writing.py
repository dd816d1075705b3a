"""People into a table that Google, Outlook and a spreadsheet read.

Google's own columns come first, as it has written them since 2024, with as many numbered sets as the
people need; the same facts stand once more under the names that Outlook looks for, as far as it has
any. What neither has a column for is a custom field under its own label.
"""

import csv
import gzip
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from relbook.core.exchange.person import CardPerson, Contact, Day, Name, PostalAddress
from relbook.core.exchange.table.guess import GOOGLE
from relbook.core.exchange.table.people import FIRST, JOINED, LABELS, name_of_parts
from relbook.core.exchange.vcard.vocabulary import SOCIALS
from relbook.core.names import split_name

BOM = b"\xef\xbb\xbf"  # without it Outlook and Excel read another encoding

SETS: dict[str, tuple[str, ...]] = {
    "E-mail": ("Label", "Value"),
    "Phone": ("Label", "Value"),
    "Address": (
        "Label",
        "Formatted",
        "Street",
        "City",
        "PO Box",
        "Region",
        "Postal Code",
        "Country",
        "Extended Address",
    ),
    "Relation": ("Label", "Value"),
    "Website": ("Label", "Value"),
    "Event": ("Label", "Value"),
    "Custom Field": ("Label", "Value"),
    "IM": ("Type", "Service", "Value"),
    "Social": ("Type", "Service", "Value"),
    "Organization": ("Name", "Title", "Department", "Job Description"),
}
_PLACES = {"work": "Business", "home": "Home", "other": "Other"}
_PARTS = {
    "Street": "street",
    "City": "locality",
    "State": "region",
    "Postal Code": "code",
    "Country/Region": "country",
}
_PHONES = {
    "work": ("Business Phone", "Business Phone 2"),
    "home": ("Home Phone", "Home Phone 2"),
    "mobile": ("Mobile Phone",),
    "other": ("Other Phone",),
    "": ("Other Phone",),
    "work fax": ("Business Fax",),
    "home fax": ("Home Fax",),
    "fax": ("Other Fax",),
    "pager": ("Pager",),
    "main": ("Primary Phone",),
}
_MAILS = ("E-mail Address", "E-mail 2 Address", "E-mail 3 Address")
_KIN = {
    "spouse": "Spouse",
    "child": "Children",
    "manager": "Manager's Name",
    "assistant": "Assistant's Name",
    "introduced-by": "Referred By",
}
OUTLOOK = (
    "Title",
    "Suffix",
    "Company",
    "Department",
    "Job Title",
    *(f"{place} {part}" for place in _PLACES.values() for part in _PARTS),
    *dict.fromkeys(name for names in _PHONES.values() for name in names),
    *_MAILS,
    "Web Page",
    "Anniversary",
    *_KIN.values(),
    "Hobby",
    "Profession",
    "Categories",
    "UID",
)
_DAYS = {"birthday": "Birthday", "anniversary": "Anniversary", "deathday": "Deathday"}
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_SERVICES = frozenset(SOCIALS.values())

Told = tuple[dict[str, str], dict[str, list[list[str]]]]


def write(people: Iterable[CardPerson], out: BinaryIO) -> int:
    """Write `people` as CSV in UTF-8, one row each; returns how many.

    No cell begins with what a spreadsheet takes for a formula: a ' is put before = + - @. They are
    told of once only, and kept until the header is known: packed in memory, for a temporary file
    would tell of a locked book. Groups are no people and are left out. Raises what `out` raises.
    """
    most: dict[str, int] = dict.fromkeys(("E-mail", "Phone"), 1)
    count = 0
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=1) as spool:
        for person in people:
            if person.kind == "group":
                continue
            fixed, sets = _told(person)
            for name, found in sets.items():
                most[name] = max(most.get(name, 0), len(found))
            spool.write(json.dumps([fixed, sets]).encode() + b"\n")
            count += 1
    packed.seek(0)
    with gzip.GzipFile(fileobj=packed) as spool:
        names = [*GOOGLE, *_set_names(most), *OUTLOOK]
        text = io.TextIOWrapper(out, "utf-8", "replace", newline="", write_through=False)
        try:
            out.write(BOM)
            writer = csv.writer(text, lineterminator="\r\n")
            writer.writerow(names)
            writer.writerows(_row(json.loads(line), most) for line in spool)
            text.flush()
        finally:
            text.detach()
    return count


def _set_names(most: dict[str, int]) -> Iterator[str]:
    for name, parts in SETS.items():
        for number in range(_first(name), _first(name) + most.get(name, 0)):
            yield from (f"{name} {number} - {part}" for part in parts)


def _first(name: str) -> int:
    return 2 if name == "Organization" else 1  # the first has columns of its own


def _row(told: Told, most: dict[str, int]) -> list[str]:
    fixed, sets = told
    cells = [fixed.get(name, "") for name in GOOGLE]
    for name, parts in SETS.items():
        found = sets.get(name, [])
        for one in found:
            cells += one
        cells += [""] * (len(parts) * (most.get(name, 0) - len(found)))
    cells += [fixed.get(name, "") for name in OUTLOOK]
    return [_neutral(cell) for cell in cells]


def _neutral(cell: str) -> str:
    return f"'{cell}" if cell and cell[0] in "'=+-@\t\r" and _FORMULA.match(cell) else cell


def _told(person: CardPerson) -> Told:
    """What the row of `person` says: in columns of their own, and in sets."""
    fixed: dict[str, str] = {}
    sets: dict[str, list[list[str]]] = defaultdict(list)
    _tell_name(person, fixed, sets)
    for contact in person.contacts:
        _tell_contact(contact, fixed, sets)
    for address in person.addresses:
        _tell_address(address, fixed, sets)
    for day in person.days:
        _tell_day(day, fixed, sets)
    for kin in person.kin:
        if kin.name:
            kind = "referred-by" if kin.kind == "introduced-by" else kin.kind
            sets["Relation"].append([kind.replace("-", " ").title(), kin.name])
            _add(fixed, _KIN.get(kin.kind, ""), kin.name)
    for liking in person.likings:
        label = liking.kind.capitalize()
        if liking.industry:
            label = "Industry" if liking.kind == "expertise" else f"{label} industry"
        label += f" ({liking.level})" if liking.level else ""
        sets["Custom Field"].append([label, liking.name])
        if liking.kind == "hobby" and not liking.industry:
            _add(fixed, "Hobby", liking.name)
    for own in person.own:
        sets["Custom Field"].append([own.name, own.value])
    circles = [text.value for text in person.categories]
    fixed["Labels"] = JOINED.join([*circles, "* myContacts"])
    for circle in circles:
        _add(fixed, "Categories", circle)
    fixed["Notes"] = "\n\n".join(
        f"{remark.created}\n{remark.text}" if remark.created else remark.text
        for remark in person.remarks
    )
    if person.photo is not None and person.photo.url:
        fixed["Photo"] = person.photo.url
    return fixed, sets


def _add(fixed: dict[str, str], name: str, value: str) -> None:
    """Put `value` behind the others of an Outlook column, unless it would read as several."""
    if name and ";" not in value and "\n" not in value:
        fixed[name] = f"{fixed[name]}; {value}" if name in fixed else value


def _tell_name(person: CardPerson, fixed: dict[str, str], sets: dict[str, list[list[str]]]) -> None:
    parts = person.parts
    company = person.kind == "org" and not parts
    positions = list(person.positions)
    first = positions[0] if positions else None
    if company and first is None:
        fixed["Organization Name"] = fixed["Company"] = person.name
    elif not parts and not company and person.name:
        split = split_name(person.name)
        parts = Name(split.family, split.given, split.additional, split.prefixes, split.suffixes)
    fixed |= {
        "First Name": parts.given,
        "Middle Name": parts.additional,
        "Last Name": parts.family,
        "Name Prefix": parts.prefixes,
        "Name Suffix": parts.suffixes,
        "Title": parts.prefixes,
        "Suffix": parts.suffixes,
        "Phonetic First Name": person.say_it.given,
        "Phonetic Middle Name": person.say_it.additional,
        "Phonetic Last Name": person.say_it.family,
        "Nickname": ", ".join(text.value for text in person.nicknames),
        "File As": person.sort_as,
        "UID": person.uid,
    }
    whole = name_of_parts(parts) if parts else ""
    if company:
        whole = first.organisation if first else person.name
    if person.name and person.name != whole:
        sets["Custom Field"].append(["Display name", person.name])
    if person.pronouns.value:
        sets["Custom Field"].append(["Pronouns", person.pronouns.value])
    if first is not None:
        for google, outlook, value in (
            ("Organization Name", "Company", first.organisation),
            ("Organization Title", "Job Title", first.title),
            ("Organization Department", "Department", first.department),
        ):
            fixed[google] = fixed[outlook] = value
        fixed["Profession"] = first.role
    for one in positions[1:]:
        sets["Organization"].append([one.organisation, one.title, one.department, one.role])


def _label(label: str, preferred: bool) -> str:
    shown = label.title() if label in LABELS else label
    return f"{FIRST}{shown}".strip() if preferred else shown


def _tell_contact(
    contact: Contact, fixed: dict[str, str], sets: dict[str, list[list[str]]]
) -> None:
    label = _label(contact.label, contact.preferred)
    match contact.kind:
        case "phone":
            sets["Phone"].append([label, contact.value])
            free = (name for name in _PHONES.get(contact.label, ()) if name not in fixed)
            if name := next(free, ""):
                fixed[name] = contact.value
        case "mail":
            sets["E-mail"].append([label, contact.value])
            if name := next((name for name in _MAILS if name not in fixed), ""):
                fixed[name] = contact.value
        case "web":
            sets["Website"].append([label, contact.value])
            fixed.setdefault("Web Page", contact.value)
        case "social" if contact.service in _SERVICES and not label:
            sets["Website"].append([contact.service, contact.value])
        case "social":
            sets["Social"].append([label, contact.service, contact.value])
        case _:
            sets["IM"].append([label, contact.service, contact.value])


def _tell_address(
    address: PostalAddress, fixed: dict[str, str], sets: dict[str, list[list[str]]]
) -> None:
    sets["Address"].append(
        [
            _label(address.label, address.preferred),
            address.lines,
            address.street,
            address.locality,
            address.po_box,
            address.region,
            address.code,
            address.country,
            address.extended,
        ]
    )
    place = _PLACES.get(address.label or "other", "")
    names = {f"{place} {name}": getattr(address, part) for name, part in _PARTS.items()}
    if place and not names.keys() & fixed.keys():
        fixed |= names


def _tell_day(day: Day, fixed: dict[str, str], sets: dict[str, list[list[str]]]) -> None:
    written = day.date or day.text
    if day.date.startswith("-"):
        written = f" {day.date}"  # a blank keeps it from being read as a sum
    if day.kind == "birthday" and "Birthday" not in fixed:
        fixed["Birthday"] = written
        return
    sets["Event"].append([_DAYS.get(day.kind, day.label), written])
    if day.kind == "anniversary" and day.date:
        fixed.setdefault("Anniversary", written)
