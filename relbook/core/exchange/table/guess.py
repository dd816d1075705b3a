"""What the columns of a table mean, guessed from header, place and content, each with a reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from relbook.core.exchange.table import content
from relbook.core.exchange.table.headers import Meaning, key, language_of, meaning
from relbook.core.exchange.table.target import GROUPED, Target, What
from relbook.core.names import fold
from relbook.core.words import Sentence, say, sentence

GOOGLE = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,"
    "Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,"
    "Organization Department,Birthday,Notes,Photo,Labels"
).split(",")

# Outlook 2003 and later in English; in other languages the order is the same as far as Telex.
OUTLOOK = (
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,"
    "Business Street 2,Business Street 3,Business City,Business State,Business Postal Code,"
    "Business Country/Region,Home Street,Home Street 2,Home Street 3,Home City,Home State,"
    "Home Postal Code,Home Country/Region,Other Street,Other Street 2,Other Street 3,Other City,"
    "Other State,Other Postal Code,Other Country/Region,Assistant's Phone,Business Fax,"
    "Business Phone,Business Phone 2,Callback,Car Phone,Company Main Phone,Home Fax,Home Phone,"
    "Home Phone 2,ISDN,Mobile Phone,Other Fax,Other Phone,Pager,Primary Phone,Radio Phone,"
    "TTY/TDD Phone,Telex,Account,Anniversary,Assistant's Name,Billing Information,Birthday,"
    "Business Address PO Box,Categories,Children,Directory Server,E-mail Address,E-mail Type,"
    "E-mail Display Name,E-mail 2 Address,E-mail 2 Type,E-mail 2 Display Name,E-mail 3 Address,"
    "E-mail 3 Type,E-mail 3 Display Name,Gender,Government ID Number,Hobby,Home Address PO Box,"
    "Initials,Internet Free Busy,Keywords,Language,Location,Manager's Name,Mileage,Notes,"
    "Office Location,Organizational ID Number,Other Address PO Box,Priority,Private,Profession,"
    "Referred By,Sensitivity,Spouse,User 1,User 2,User 3,User 4,Web Page"
).split(",")
_OUTLOOK_SIZES = range(90, 97)

_LANGUAGES: dict[str, Sentence] = {
    "de": sentence("German"),
    "fr": sentence("French"),
    "es": sentence("Spanish"),
    "it": sentence("Italian"),
    "pt": sentence("Portuguese"),
    "nl": sentence("Dutch"),
    "pl": sentence("Polish"),
    "ru": sentence("Russian"),
    "zh": sentence("Chinese"),
    "ja": sentence("Japanese"),
}
_NAMES = frozenset(
    {What.NAME, What.GIVEN, What.FAMILY, What.NICKNAME, What.FILE_AS, What.ORGANISATION}
)
_WHOLE_OR_FIRST = frozenset({"nombre", "nome", "nom", "имя", "名", "naam"})
_PHONES = {
    "home": "home",
    "work": "work",
    "business": "work",
    "other": "other",
    "primary": "",
    "particular": "home",
}
_TESTS: dict[What, Callable[[str], bool]] = {
    What.MAIL: lambda cell: "@" in cell or cell.startswith("/"),
    What.BIRTHDAY: lambda cell: content.is_day(cell) or not any(map(str.isalpha, cell)),
    What.ANNIVERSARY: lambda cell: content.is_day(cell) or not any(map(str.isalpha, cell)),
    What.PHONE: lambda cell: any(map(str.isdecimal, cell)),
    What.WEB: lambda cell: "." in cell,
}


class Confidence(StrEnum):
    """How much a guess is worth."""

    SURE = "sure"
    LIKELY = "likely"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its number from 0, its name, some of its cells, what it means and why."""

    number: int
    name: str
    samples: tuple[str, ...]
    target: Target
    reason: str
    confidence: Confidence


def kind_of(header: Sequence[str]) -> str:
    """Whose export a header is.

    It is relbook, google, google old, outlook, outlook.com, linkedin or
    thunderbird, or "" if nobody's in particular.
    """
    keys = [key(name) for name in header]
    there = frozenset(keys)
    if keys[: len(GOOGLE)] == [key(name) for name in GOOGLE]:
        return "relbook" if {"uid", "e mail address"} <= there else "google"
    if "given name" in there and {"group membership", "yomi name", "e mail 1 type"} & there:
        return "google old"
    if "first name" in there and {"e mail 1 label", "phone 1 label"} & there:
        return "google"
    if "first name" in there and {"given yomi", "surname yomi", "schools"} & there:
        return "outlook.com"
    if {"first name", "business street", "home street"} <= there:
        return "outlook"
    meanings = [meaning(name) for name in header]
    found = [one.target for one in meanings if one is not None]
    whats = {target.what for target in found}
    if Target(What.DAY, "first contact") in found and What.FAMILY in whats and len(keys) <= 12:
        return "linkedin"
    if {"primary email", "secondary email"} <= there:
        return "thunderbird"
    if {What.BIRTH_YEAR, What.BIRTH_MONTH} <= whats and Target(What.MAIL, "other") in found:
        return "thunderbird"
    if len(keys) in _OUTLOOK_SIZES:
        return "outlook"
    return ""


def columns_of(names: Sequence[str], cells: Sequence[Sequence[str]], kind: str) -> list[Column]:
    """What each column means.

    `names` are empty for a table without a header; `cells` are those of the first rows, column by
    column.
    """
    language = language_of(names)
    by_place = kind == "outlook" and language != "en"
    guesses = [
        _guess(number, names[number], cells[number], kind, language, by_place=by_place)
        for number in range(len(names))
    ]
    if not any(target.what in _NAMES for target, _, _ in guesses):
        free = [at for at, (target, _, _) in enumerate(guesses) if target.what is What.OWN]
        for number, target in content.name_columns(cells, free).items():
            why = say("What is in it looks like names.")
            guesses[number] = (target, why, Confidence.LIKELY)
    targets = _settled([target for target, _, _ in guesses], names)
    _share_name(targets, cells)
    if kind == "relbook":
        targets = _echoed(targets)
    return [
        Column(
            number,
            name or say("Column {number}", number=str(number + 1)),
            tuple(cell for cell in cells[number] if cell.strip())[:5],
            targets[number],
            why,
            confidence,
        )
        for number, (name, (_, why, confidence)) in enumerate(zip(names, guesses, strict=True))
    ]


def _guess(
    number: int, name: str, cells: Sequence[str], kind: str, language: str, *, by_place: bool
) -> tuple[Target, str, Confidence]:
    label = name.strip() or say("Column {number}", number=str(number + 1))
    known = _by_header(name, cells, kind, language)
    if known is not None and (known.target.what is not What.OWN or known.target.group):
        if known.language in {"", "en"}:
            return known.target, say("Its header says so."), Confidence.SURE
        spoken = str(_LANGUAGES[known.language])
        why = say("Its header says so, in {language}.", language=spoken)
        return known.target, why, Confidence.SURE
    if known is None and by_place:
        placed = _by_place(number, cells)
        if placed is not None:
            return placed, say("Outlook has it in this place."), Confidence.LIKELY
    if known is None and (target := content.by_content(cells, name.strip())) is not None:
        if target.what is What.DAY:
            target = Target(What.DAY, label)
        return target, say("What is in it looks like it."), Confidence.LIKELY
    why = say("It is kept under its own name.")
    return Target(What.OWN, label), why, Confidence.NONE if known is None else Confidence.SURE


def _by_header(name: str, cells: Sequence[str], kind: str, language: str) -> Meaning | None:
    bare = key(name)
    if bare == "title":
        prefix = kind.startswith(("outlook", "relbook")) or content.are_honorifics(cells)
        return Meaning(Target(What.PREFIX if prefix else What.TITLE), "en")
    if bare in _PHONES:
        return Meaning(Target(What.PHONE, _PHONES[bare]), "en") if _phones(cells) else None
    found = meaning(name, language)
    if found is None:
        return None
    target = found.target
    if kind == "linkedin" and target.what is What.WEB:
        return replace(found, target=Target(What.SOCIAL, "LinkedIn"))
    if target.what is What.DAY and not target.group:
        label = {
            "first contact": say("First contact (LinkedIn)")
            if kind == "linkedin"
            else say("First contact"),
            "first met": say("First met"),
        }[target.label]
        return replace(found, target=Target(What.DAY, label))
    if kind == "thunderbird" and target == Target(What.WEB) and found.number in {1, 2}:
        return replace(found, target=Target(What.WEB, ("work", "home")[found.number - 1]))
    if target.what in GROUPED and not target.group:
        return replace(found, target=Target(target.what, target.label, _group(found)))
    return found


def _group(found: Meaning) -> str:
    """Which address a column is part of: its label, with its number where it has one."""
    return (
        f"{found.target.label or 'address'} {found.number}"
        if found.number
        else (found.target.label or "address")
    )


def _phones(cells: Sequence[str]) -> bool:
    return not any(map(str.strip, cells)) or content.mostly(
        cells, lambda cell: content.is_phone(cell) or cell.strip().isdecimal()
    )


def _by_place(number: int, cells: Sequence[str]) -> Target | None:
    """What Outlook has in this place, unless what is in the column says otherwise."""
    if number >= len(OUTLOOK):
        return None
    found = _by_header(OUTLOOK[number], cells, "outlook", "en")
    if found is None or found.target.what is What.OWN:
        return None
    test = _TESTS.get(found.target.what)
    if test is not None and content.none_fits(cells, test):
        return None
    other = content.by_content(cells, "")
    if (
        other is not None
        and other.what is not found.target.what
        and found.target.what not in _TESTS
    ):
        return None
    return found.target


def _settled(targets: list[Target], names: Sequence[str]) -> list[Target]:
    """The targets as they make sense together."""
    targets = list(targets)
    whats = {target.what for target in targets}
    alone = (What.GIVEN in whats) != (What.FAMILY in whats) and What.NAME not in whats
    born_in_parts = {What.BIRTH_YEAR, What.BIRTH_MONTH} <= whats and What.BIRTH_DAY not in whats
    valued = {target.group for target in targets if target.what not in {What.LABEL, What.SERVICE}}
    parted = {
        target.group.rstrip(" 0123456789")
        for target in targets
        if target.what in {What.LOCALITY, What.CODE}
    }
    for number, target in enumerate(targets):
        what = target.what
        if alone and what in {What.GIVEN, What.FAMILY} and key(names[number]) in _WHOLE_OR_FIRST:
            targets[number] = Target(What.NAME)
        elif born_in_parts and what is What.BIRTHDAY:
            targets[number] = Target(What.BIRTH_DAY)
        elif what in {What.LABEL, What.SERVICE} and target.group not in valued:
            targets[number] = Target(What.OWN, names[number])
        elif what is What.ADDRESS and not _of_set(names[number]):
            several = target.group.rstrip(" 0123456789") in parted
            targets[number] = replace(target, what=What.STREET if several else What.ADDRESS)
    return _regrouped(targets, names)


def _share_name(targets: list[Target], cells: Sequence[Sequence[str]]) -> None:
    """“Name” beside a first name is the last name, and beside a last name the first.

    Unless it holds the other too, and so is the whole name after all.
    """
    there = {target.what: number for number, target in enumerate(targets)}
    if What.NAME not in there or (What.GIVEN in there) == (What.FAMILY in there):
        return
    other = What.GIVEN if What.GIVEN in there else What.FAMILY
    rows = list(zip(cells[there[What.NAME]], cells[there[other]], strict=True))
    filled = [(fold(name), fold(part)) for name, part in rows if name.strip() and part.strip()]
    if filled and sum(part in name for name, part in filled) * 2 < len(filled):
        what = What.FAMILY if other is What.GIVEN else What.GIVEN
        targets[there[What.NAME]] = Target(what)


def _of_set(name: str) -> bool:
    found = meaning(name)
    return found is not None and bool(found.target.group)


def _regrouped(targets: list[Target], names: Sequence[str]) -> list[Target]:
    """Street 2 is the second line of the one address, unless there is a town 2 as well.

    A part that comes a second time under the very same name begins another address.
    """
    towns = {one.group for one in targets if one.what in {What.LOCALITY, What.CODE}}
    plain = {one.group for one in targets if one.what in GROUPED}
    seen: dict[tuple[What, str, str], int] = {}
    for number, target in enumerate(targets):
        if target.what not in GROUPED:
            continue
        group = target.group
        base = group.rstrip(" 0123456789")
        if group != base and group not in towns and base in plain:
            targets[number] = replace(target, group=base)
            continue
        sign = (target.what, group, key(names[number]))
        count = seen[sign] = seen.get(sign, 0) + 1
        if count > 1:
            targets[number] = replace(target, group=f"{group} again {count}")
    return targets


def _echoed(targets: list[Target]) -> list[Target]:
    """What we write for Outlook says again what we wrote for Google."""
    again = {What.PHONE, What.MAIL, What.WEB, What.KIN, What.ANNIVERSARY, What.HOBBY} | GROUPED
    again |= {What.CIRCLE, What.SUFFIX, What.PREFIX, What.ORGANISATION, What.TITLE}
    again |= {What.DEPARTMENT}
    return [
        replace(target, echo=True)
        if number >= len(GOOGLE) and not target.group[-1:].isdecimal() and target.what in again
        else target
        for number, target in enumerate(targets)
    ]
