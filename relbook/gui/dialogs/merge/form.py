"""Several people side by side, and of what there is room for only one, which is shown."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from relbook.core import people
from relbook.core.exchange.sameness import merge
from relbook.core.words import say
from relbook.gui.desk import Desk
from relbook.gui.widgets.beside import Beside, Line


class MergeForm(Beside):
    """Shows `ids` and gathers what is chosen; `merge` makes one of them, in one edit."""

    def __init__(self, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, name, say("Side by side"), parent)
        self._desk = desk
        self._ids: Sequence[int] = ()
        self._choices: dict[str, int] = {}
        self._drop: set[str] = set()
        self.chosen.connect(self._choose)
        self.both_wished.connect(self._keep_both)

    def show_people(self, ids: Sequence[int]) -> None:
        """Show others."""
        desk = self._desk
        self._ids, self._choices, self._drop = ids, {}, set()
        rows = people.rows(desk.book, list(ids))
        faces = [desk.photos.face(rows[one].uid, rows[one].name, rows[one].photo) for one in ids]
        lines = []
        for field in merge.compare(desk.book, ids):
            if field.key == "photo":
                values = tuple(say("this photo") if one else "" for one in field.values)
            else:
                values = tuple("\n".join(one) for one in field.values)
            asked = field.single and field.differs
            first = next((at for at, value in enumerate(values) if value), 0)
            if asked:
                self._choices[field.key] = ids[first]
            lines.append(
                Line(
                    field.label,
                    values,
                    "differs" if asked else "",
                    field.key if asked else "",
                    first,
                    True if asked and field.beside else None,
                )
            )
        self.show_lines([rows[one].name for one in ids], lines, faces)

    def merge(self) -> None:
        """Make one of them, as was chosen. Raises what the book raises."""
        keep, *others = self._ids
        book = self._desk.book
        with self._desk.edit(merge.sentence_of(book, keep, others)):
            merge.merge(book, keep, others, self._choices, drop=self._drop)

    def _choose(self, key: str, number: int) -> None:
        self._choices[key] = self._ids[number]

    def _keep_both(self, key: str, wished: bool) -> None:
        if wished:
            self._drop.discard(key)
        else:
            self._drop.add(key)
