"""What two or more people of the book say, field by field, before they are made one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from relbook.core import facts, people, relations
from relbook.core.dates import PartialDate
from relbook.core.errors import Refused
from relbook.core.names import fold
from relbook.core.store.book import Book
from relbook.core.words import say


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a comparison: what each person says, in the order they were given.

    A `single` field shows one value, which `merge` is told by `key` whose it is; `beside` tells that
    the others can be kept as well. All values of another field are kept. Those of "photo" are hashes
    of bytes.
    """

    key: str
    label: str
    values: tuple[tuple[str, ...], ...]
    single: bool = False
    beside: bool = True

    @property
    def differs(self) -> bool:
        """Whether two say different things, silence apart."""
        said = {tuple(sorted(map(fold, values))) for values in self.values if values}
        return len(said) > 1


Reader = Callable[[Book, int, people.Person], list[str]]


def compare(book: Book, persons: Sequence[int]) -> list[Field]:
    """The fields that any of `persons` says something in, those of which one is shown first."""
    read = {one: person for one in persons if (person := people.read(book, one))}
    fields = []
    for key, label, reader in _fields():
        single = key in _SINGLE
        values = tuple(
            tuple(filter(None, reader(book, one, read[one]))) if one in read else ()
            for one in persons
        )
        if any(values) and not (key == "state" and {*values} == {("active",)}):
            fields.append(Field(key, label, values, single, key not in _NO_PLACE))
    return fields


_SINGLE = (
    "name photo nickname prefixes suffixes say_it pronouns birthday met state closeness rhythm note"
).split()
_NO_PLACE = ("state",)


def _fields() -> list[tuple[str, str, Reader]]:
    return [
        ("name", say("Name"), lambda _b, _i, p: [p.name]),
        ("photo", say("Photo"), lambda _b, _i, p: [p.photo or ""]),
        ("nickname", say("Nickname"), lambda _b, _i, p: [p.nickname]),
        ("prefixes", say("Title"), lambda _b, _i, p: [p.prefixes]),
        ("suffixes", say("Suffix"), lambda _b, _i, p: [p.suffixes]),
        ("say_it", say("Say it"), lambda _b, _i, p: [p.say_it]),
        ("pronouns", say("Pronouns"), lambda _b, _i, p: [p.pronouns]),
        ("birthday", say("Birthday"), _birthdays),
        ("met", say("How we met"), _met),
        ("state", say("State"), lambda _b, _i, p: [p.state]),
        ("closeness", say("Closeness"), lambda _b, _i, p: [p.closeness]),
        ("rhythm", say("Rhythm"), lambda _b, _i, p: [p.rhythm]),
        ("note", say("Note"), lambda _b, _i, p: [p.note]),
        ("mail", say("Mail"), _contacts("mail")),
        ("phone", say("Phone"), _contacts("phone")),
        ("reach", say("Other ways to reach them"), _contacts("web", "chat", "social")),
        ("address", say("Address"), _addresses),
        ("position", say("What they do"), _positions),
        ("days", say("Days to know"), _days),
        ("relations", say("Relations"), _relations),
        ("circles", say("Circles"), _named("membership", "circle")),
        ("interests", say("Interests"), _named("tagging", "interest")),
        ("own", say("Fields of your own"), _own),
        ("notes", say("Notes"), _counted("note")),
        ("moments", say("Moments"), _counted("moment_person")),
        ("ledger", say("Given and received"), _counted("entry_person")),
        ("threads", say("Threads"), _counted("thread_person")),
        ("events", say("Events"), _counted("guest")),
    ]


def _birthdays(book: Book, one: int, _person: people.Person) -> list[str]:
    days = facts.of_person(book, facts.KeyDate, one)
    return [_day(day.date) for day in days if day.kind == "birthday" and not day.about]


def _days(book: Book, one: int, _person: people.Person) -> list[str]:
    return [
        say("{what}: {day}", what=day.label or day.about or day.kind, day=_day(day.date))
        for day in facts.of_person(book, facts.KeyDate, one)
        if day.kind != "birthday" or day.about
    ]


def _day(iso: str) -> str:
    try:
        return PartialDate.from_iso(iso).words()
    except Refused:
        return iso


def _met(book: Book, _one: int, person: people.Person) -> list[str]:
    through = person.met_through_name
    if person.met_through_id is not None:
        through = people.name(book, person.met_through_id)
    told = [
        person.met_how,
        _day(person.met_on) if person.met_on else "",
        person.met_where,
        say("through {name}", name=through) if through else "",
    ]
    return [", ".join(part for part in told if part)]


def _contacts(*kinds: str) -> Reader:
    def read(book: Book, one: int, _person: people.Person) -> list[str]:
        contacts = facts.of_person(book, facts.Contact, one)
        return [contact.value for contact in contacts if contact.kind in kinds]

    return read


def _addresses(book: Book, one: int, _person: people.Person) -> list[str]:
    return [address.written() for address in facts.of_person(book, facts.Address, one)]


def _positions(book: Book, one: int, _person: people.Person) -> list[str]:
    return [
        ", ".join(part for part in (job.title or job.role, job.organisation) if part)
        for job in facts.of_person(book, facts.Position, one)
    ]


def _relations(book: Book, one: int, _person: people.Person) -> list[str]:
    return [
        say("{name}, {kind}", name=kin.other_name, kind=kin.kind)
        for kin in relations.of_person(book, one)
    ]


def _named(link: str, table: str) -> Reader:
    def read(book: Book, one: int, _person: people.Person) -> list[str]:
        rows = book.rows(
            f"SELECT DISTINCT t.name FROM {link} l JOIN {table} t ON t.id = l.{table}_id"
            " WHERE l.person_id = ? ORDER BY t.folded",
            one,
        )
        return [name for (name,) in rows]

    return read


def _own(book: Book, one: int, _person: people.Person) -> list[str]:
    return [
        say("{name}: {value}", name=own.name, value=own.value)
        for own in facts.of_person(book, facts.OwnField, one)
    ]


def _counted(table: str) -> Reader:
    def read(book: Book, one: int, _person: people.Person) -> list[str]:
        n = int(book.value(f'SELECT count(*) FROM "{table}" WHERE person_id = ?', one))
        return [f"{n:,}"] if n else []

    return read
