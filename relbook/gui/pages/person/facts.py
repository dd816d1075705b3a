"""Cards whose rows are facts of one kind, told of one person."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Generic, TypeVar

from relbook.core import facts
from relbook.core.people import Person
from relbook.core.words import Sentence, plural
from relbook.gui import fields
from relbook.gui.pages.person.section import Section
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.row_data import RowData

F = TypeVar("F", bound=facts.Fact)

MORE = 50  # rows that come with one wish for more


def naming(message: Sentence, name: str) -> Sentence:
    """What an edit is called, of someone called `name`."""
    return replace(message, args={"name": name})


class FactSection(Section, Generic[F]):
    """Facts of one kind; rows are known by the id of their fact."""

    kind: type[F]
    shown: ClassVar[int] = 8  # rows before one asks for more: hundreds are no page to read
    added: ClassVar[Sentence]
    changed: ClassVar[Sentence]
    removed: ClassVar[Sentence]
    _wanted = 0
    _more: Button | None = None

    def row(self, fact: F) -> RowData:
        """A fact as a row."""
        raise TypeError(fact)

    def show_person(self, person: Person) -> None:
        self._wanted = self.shown
        super().show_person(person)

    def read(self) -> Sequence[RowData]:
        book, person = self.desk.book, self.person.id
        found = facts.of_person(book, self.kind, person, limit=self._wanted)
        self.facts: dict[Hashable, F] = {fact.id: fact for fact in found}
        more = 0
        if len(found) == self._wanted:
            more = facts.count(book, self.kind, person) - len(found)
        self._offer_more(more)
        return [self.row(fact) for fact in found]

    def _offer_more(self, more: int) -> None:
        """A button for the `more` that are not shown; made when it is first needed."""
        if self._more is None and more:
            self._more = Button(
                self.desk.theme, "", f"{self.objectName()}.showMore", "link", "chevron-down"
            )
            self._more.clicked.connect(self._show_more)
            self.body.addWidget(self._more)
        if self._more is not None:
            self._more.setVisible(more > 0)
            self._more.set_word(str(plural("Show {n} more", "Show {n} more", min(more, MORE))))

    def _show_more(self) -> None:
        self._wanted += MORE
        self.refresh()
        self.resized.emit()

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
