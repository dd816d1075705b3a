"""An interest itself: what it is called, what it stands below, and whether it is another one."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from relbook.core import interests
from relbook.core.errors import RelbookError
from relbook.core.names import fold
from relbook.core.words import plural, say, sentence
from relbook.gui.desk import Desk
from relbook.gui.focus import Filter
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.field import Field
from relbook.gui.widgets.form import Form


class InterestDialog(Dialog):
    """Rename, other names, kind, parent; merge with another; do away with it. Each is one edit."""

    def __init__(self, desk: Desk, interest: int, parent: QWidget | None = None) -> None:
        self._desk, self._interest = desk, interest
        word = interests.read(desk.book, interest)
        called = word.name if word else ""
        super().__init__(desk.theme, called, "interest", parent, 480)
        self._words = [w for w in interests.vocabulary(desk.book) if w.id != interest]
        have = word.people if word else 0
        self.add_text(
            str(plural("{n} person has it.", "{n} people have it.", have))
            if have
            else say("Nobody has it yet."),
            muted=True,
        )
        self.form = Form(desk.theme, "interest", self._fields(), removable=True)
        if word is not None:
            above = next((w.name for w in self._words if w.id == word.parent_id), "")
            self.form.set_values(
                {
                    "name": word.name,
                    "kind": word.kind,
                    "other_names": ", ".join(word.other_names),
                    "parent": (word.parent_id, above) if above else "",
                    "merge": "",
                }
            )
        self.form.saved.connect(self._save)
        self.form.cancelled.connect(self.reject)
        self.form.remove_requested.connect(self._remove)
        self.form.foot.remove.set_word(say("Do away with it"))
        self.body.addWidget(self.form)
        self.form.installEventFilter(self)
        QTimer.singleShot(0, self.form, self.form.start)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.form and event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self._make_room)
        return super().eventFilter(watched, event)

    def _make_room(self) -> None:
        """A complaint, or what was folded away, makes the form higher."""
        wanted = self.heightForWidth(self.width())
        if wanted > self.height():
            self.resize(self.width(), wanted)

    def _fields(self) -> Sequence[Field]:
        return (
            Field(
                "name",
                say("Name"),
                required=True,
                share=0.6,
                needed=say("An interest needs a name."),
            ),
            Field(
                "kind",
                say("Kind"),
                "choice",
                share=0.4,
                choices=(("interest", say("interest")), ("industry", say("industry"))),
            ),
            Field(
                "other_names",
                say("Other names"),
                placeholder=say("boating, yachts: with a comma between"),
            ),
            Field(
                "parent",
                say("Part of"),
                "person",
                complete=self._complete,
                share=0.5,
                placeholder=say("a wider one"),
            ),
            Field(
                "merge",
                say("The same as"),
                "person",
                complete=self._complete,
                share=0.5,
                placeholder=say("to make one of two"),
            ),
        )

    def _complete(self, typed: str) -> list[tuple[int, str]]:
        """Those one of whose names, or a word of it, begins so; by their own name first."""
        wanted = fold(typed)

        def begins(name: str) -> bool:
            return any(part.startswith(wanted) for part in (fold(name), *fold(name).split()))

        own = [word for word in self._words if begins(word.name)]
        other = [word for word in self._words if any(map(begins, word.other_names))]
        return [(word.id, word.name) for word in dict.fromkeys([*own, *other])][:12]

    def _save(self, values: dict[str, Any]) -> None:
        try:
            parent = self._chosen(values["parent"], "parent")
            twin = self._chosen(values["merge"], "merge")
        except LookupError:
            return
        book, one, called = self._desk.book, self._interest, values["name"]
        others = tuple(part.strip() for part in values["other_names"].split(","))
        if twin is not None:
            kept = interests.name(book, twin)
            was = interests.name(book, one)
            what = sentence("Make one of {name} and {other}", name=was, other=kept)
        else:
            what = sentence("Change the interest {name}", name=called)
        narrowed = self._desk.focus.now.filter
        try:
            with self._desk.edit(what):
                if twin is not None:
                    self._merge(twin, called, values["kind"], others, parent)
                else:
                    interests.change(
                        book, one, name=called, kind=values["kind"], other_names=others
                    )
                    interests.set_parent(book, one, parent)
        except RelbookError as fault:
            self.form.complain("merge" if twin is not None else "name", str(fault))
            return
        if twin is not None and one in narrowed.interests:
            # The list stays narrowed to it, by the name that it has from now on.
            wanted = narrowed.interests - {one} | {twin}
            self._desk.focus.set(filter=Filter(wanted, narrowed.circles))
        self.accept()

    def _merge(
        self, keep: int, called: str, kind: str, others: tuple[str, ...], parent: int | None
    ) -> None:
        """Make one of this and `keep`, as `keep` is but for what was typed about this one."""
        book = self._desk.book
        mine, kept = interests.read(book, self._interest), interests.read(book, keep)
        if mine is None or kept is None:
            return
        interests.merge(book, keep, mine.id)
        names = (*kept.other_names, mine.name, *others)
        if called != mine.name:
            interests.change(book, keep, name=called, other_names=(kept.name, *names))
        elif others != mine.other_names:
            interests.change(book, keep, other_names=names)
        if kind != mine.kind:
            interests.change(book, keep, kind=kind)
        if parent not in (mine.parent_id, keep):
            interests.set_parent(book, keep, parent)

    def _chosen(self, value: Any, field: str) -> int | None:
        """The interest that was chosen; complains and raises `LookupError` for a name of none."""
        if isinstance(value, int):
            return value
        if not value:
            return None
        found = interests.find(self._desk.book, str(value))
        if found is None or found == self._interest:
            self.form.complain(
                field, say("There is no other interest “{name}”; choose one.", name=str(value))
            )
            raise LookupError(value)
        return found

    def _remove(self) -> None:
        called = interests.name(self._desk.book, self._interest)
        with self._desk.alerts.guarding():
            with self._desk.edit(sentence("Do away with the interest {name}", name=called)):
                interests.remove(self._desk.book, self._interest)
            self.accept()
