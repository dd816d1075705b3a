"""The circles someone belongs to, while they are joined and left."""

from collections.abc import Hashable, Sequence
from typing import Any, cast

from relbook.core import circles
from relbook.core.names import fold
from relbook.core.words import say, sentence
from relbook.gui.desk import Desk
from relbook.gui.pages.person.facts import naming
from relbook.gui.pages.person.section import Host, Section
from relbook.gui.widgets.field import Field
from relbook.gui.widgets.row_data import RowData

CHANGED = sentence("Change the circles of {name}")


class CircleSection(Section):
    """A chip for each circle, with a cross, and a line to type another in.

    Shown only while one edits: to be read, circles stand under the name.
    """

    tables = ("circle", "membership")

    def __init__(self, desk: Desk, host: Host) -> None:
        words = say("Join and leave circles")
        super().__init__(desk, say("Circles"), "page.circle", words, host)

    def read(self) -> Sequence[RowData]:
        return ()

    def _complete(self, typed: str) -> list[tuple[int, str]]:
        words = fold(typed).split()
        return [
            (circle.id, circle.name)
            for circle in circles.every(self.desk.book)
            if all(word in fold(circle.name) for word in words)
        ][:12]

    def fields(self, _key: Hashable | None) -> Sequence[Field]:
        return [
            Field(
                "circles",
                say("Belongs to"),
                "names",
                complete=self._complete,
                placeholder=say("a circle"),
            )
        ]

    def values(self, _key: Hashable | None) -> dict[str, Any]:
        return {"circles": circles.of_person(self.desk.book, self.person.id)}

    def keep(self, _key: Hashable | None, values: dict[str, Any]) -> Hashable:
        book, me = self.desk.book, [self.person.id]
        wanted: Sequence[int | str] = values["circles"]
        there = {circle for circle, _ in circles.of_person(book, self.person.id)}
        if set(wanted) != there:
            with self.desk.edit(naming(CHANGED, self.person.name)):
                for one in wanted:
                    circle = circles.find_or_add(book, one) if isinstance(one, str) else one
                    circles.join(book, circle, me)
                for one in there.difference(wanted):
                    circles.leave(book, one, me)
        return None

    def drop(self, key: Hashable) -> None:
        """Let the person leave the circle `key`."""
        book = self.desk.book
        left = cast(int, key)
        name, circle = self.person.name, circles.name(book, left)
        with self.desk.edit(sentence("Take {name} out of {circle}", name=name, circle=circle)):
            circles.leave(book, left, [self.person.id])
