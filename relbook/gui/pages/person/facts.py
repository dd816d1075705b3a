"""Cards whose rows are facts of one kind, told of one person."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Generic, TypeVar

from relbook.core import facts
from relbook.core.words import Sentence
from relbook.gui import fields
from relbook.gui.pages.person.section import Section
from relbook.gui.widgets.row_data import RowData

F = TypeVar("F", bound=facts.Fact)


def naming(message: Sentence, name: str) -> Sentence:
    """What an edit is called, of someone called `name`."""
    return replace(message, args={"name": name})


class FactSection(Section, Generic[F]):
    """Facts of one kind; rows are known by the id of their fact."""

    kind: type[F]
    added: ClassVar[Sentence]
    changed: ClassVar[Sentence]
    removed: ClassVar[Sentence]

    def row(self, fact: F) -> RowData:
        """A fact as a row."""
        raise TypeError(fact)

    def read(self) -> Sequence[RowData]:
        found = facts.of_person(self.desk.book, self.kind, self.person.id)
        self.facts: dict[Hashable, F] = {fact.id: fact for fact in found}
        return [self.row(fact) for fact in found]

    def values(self, key: Hashable | None) -> dict[str, Any]:
        if key is None:
            return {}
        fact = self.facts[key]
        shown = {
            name: getattr(fact, name)
            for name in fact.__dataclass_fields__
            if not name.startswith("told_by")
        }
        return shown | fields.softly_values(self.desk.book, fact)

    def keep(self, key: Hashable | None, values: dict[str, Any]) -> Hashable:
        kept, name = fields.as_columns(values), self.person.name
        if key is None:
            with self.desk.edit(naming(self.added, name)):
                return facts.add(self.desk.book, self.kind, self.person.id, **kept)
        if fields.differing(self.facts[key], kept):
            with self.desk.edit(naming(self.changed, name)):
                facts.change(self.desk.book, self.kind, self.facts[key].id, **kept)
        return key

    def drop(self, key: Hashable) -> None:
        with self.desk.edit(naming(self.removed, self.person.name)):
            facts.remove(self.desk.book, self.kind, self.facts[key].id)
