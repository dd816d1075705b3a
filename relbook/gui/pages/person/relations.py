"""Who someone is to others: family, friends, colleagues, in the book or by name."""

from collections.abc import Hashable, Sequence
from typing import Any

from relbook.core import people, relations
from relbook.core.dates import PartialDate
from relbook.core.names import initials
from relbook.core.relations import Relation
from relbook.core.words import say, sentence
from relbook.gui import fields, kinds
from relbook.gui.desk import Desk
from relbook.gui.faces import Face
from relbook.gui.pages.person.facts import naming
from relbook.gui.pages.person.section import Host, Section
from relbook.gui.pages.person.told import span
from relbook.gui.widgets.chips import ChipLook
from relbook.gui.widgets.field import Field
from relbook.gui.widgets.row_data import RowData

ADDED = sentence("Add a relation of {name}")
CHANGED = sentence("Change a relation of {name}")
REMOVED = sentence("Remove a relation of {name}")


class RelationSection(Section):
    """The others, each with a face; those who are in the book lead to their own page."""

    tables = ("relation", "person", "key_date")

    def __init__(self, desk: Desk, host: Host) -> None:
        super().__init__(desk, say("Relations"), "page.relation", say("Add a relation"), host)
        self._relations: dict[Hashable, Relation] = {}

    def read(self) -> Sequence[RowData]:
        book = self.desk.book
        found = relations.of_person(book, self.person.id)
        self._relations = {relation.id: relation for relation in found}
        others = [relation.other_id for relation in found if relation.other_id is not None]
        known = people.rows(book, others) if others else {}
        ages = self._ages([one for one in others if known[one].state != "deceased"])
        return [self._row(relation, known, ages) for relation in found]

    def _ages(self, others: list[int]) -> dict[int, str]:
        """The ages of the living among `others` whose year of birth is known."""
        if not others:
            return {}
        marks = ", ".join("?" * len(others))
        today = self.desk.today()
        ages = {}
        for person, day in self.desk.book.rows(
            f"SELECT person_id, date FROM key_date WHERE person_id IN ({marks})"
            " AND kind = 'birthday' AND about = '' AND NOT EXISTS (SELECT 1 FROM key_date d"
            " WHERE d.person_id = key_date.person_id AND d.kind = 'deathday' AND d.about = '')",
            *others,
        ):
            age = PartialDate.from_iso(day).age(today)
            if age is not None:
                ages[person] = str(age)
        return ages

    def _row(
        self, relation: Relation, known: dict[int, people.PersonRow], ages: dict[int, str]
    ) -> RowData:
        other = known.get(relation.other_id or 0)
        if other is None:
            name = relation.other_name
            face = Face(name, initials(name))
        else:
            name = other.name
            face = self.desk.photos.face(other.uid, other.name, other.photo)
        what = kinds.word(kinds.RELATIONS, relation.kind)
        age = ages.get(relation.other_id or 0, "")
        return RowData(
            key=relation.id,
            kind="person",
            text=name,
            second=fields.dotted(
                ", ".join(part for part in (what, age) if part),
                span(relation.since, relation.until),
                relation.note,
            ),
            face=face,
            chip=fields.softness(relation),
            chip_look=ChipLook.QUIET,
            opens=other is not None,
        )

    def go(self, key: Hashable) -> None:
        other = self._relations[key].other_id
        if other is not None:
            self.desk.focus.show_person(other)

    def fields(self, _key: Hashable | None) -> Sequence[Field]:
        desk = self.desk
        return [
            Field(
                "who",
                say("Who"),
                "person",
                complete=desk.complete,
                placeholder=say("someone in the book, or a name"),
                share=0.6,
            ),
            Field(
                "kind",
                say("They are"),
                "label",
                choices=kinds.choices(kinds.RELATIONS),
                placeholder=say("partner, friend, …"),
                share=0.4,
            ),
            fields.date_field(desk, "since", say("Since"), more=True),
            fields.date_field(desk, "until", say("Until"), more=True),
            Field("note", say("Note"), more=True),
            *fields.softly(desk),
        ]

    def values(self, key: Hashable | None) -> dict[str, Any]:
        if key is None:
            return {}
        relation = self._relations[key]
        return {
            "who": fields.person_value(self.desk.book, relation.other_id, relation.other_name),
            "kind": relation.kind,
            "since": relation.since,
            "until": relation.until,
            "note": relation.note,
            **fields.softly_values(self.desk.book, relation),
        }

    def keep(self, key: Hashable | None, values: dict[str, Any]) -> Hashable:
        kept, book, me = fields.as_columns(values), self.desk.book, self.person
        who, kind = kept.pop("who"), kept.pop("kind")
        other = who if isinstance(who, int) else None
        name = "" if other is not None else who
        if key is None:
            with self.desk.edit(naming(ADDED, me.name)):
                return relations.add(book, me.id, kind, other=other, name=name, **kept)
        relation = self._relations[key]
        same = (relation.other_id, relation.kind) == (other, kind)
        same = same and (other is not None or relation.other_name == name)
        if same and not fields.differing(relation, kept):
            return key
        with self.desk.edit(naming(CHANGED, me.name)):
            relations.change(book, relation.id, me.id, kind, other=other, name=name, **kept)
        return key

    def drop(self, key: Hashable) -> None:
        with self.desk.edit(naming(REMOVED, self.person.name)):
            relations.remove(self.desk.book, self._relations[key].id)
