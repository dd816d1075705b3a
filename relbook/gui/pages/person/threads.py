"""What is going on in someone's life: what to ask, what to congratulate on, how it ended."""

from collections.abc import Hashable, Sequence
from datetime import date, timedelta
from typing import Any

from relbook.core import dates, threads
from relbook.core.dates import PartialDate
from relbook.core.errors import Refused
from relbook.core.threads import Thread
from relbook.core.words import listed, plural, say, sentence
from relbook.gui import fields, kinds
from relbook.gui.desk import Desk
from relbook.gui.pages.person.facts import naming
from relbook.gui.pages.person.section import Host, Section
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.chips import ChipLook
from relbook.gui.widgets.field import Field
from relbook.gui.widgets.form import Form
from relbook.gui.widgets.people_input import unknown
from relbook.gui.widgets.row_data import RowAction, RowData

ADDED = sentence("Add a thread of {name}")
CHANGED = sentence("Change a thread of {name}")
CLOSED = sentence("Close a thread of {name}")
REMOVED = sentence("Remove a thread of {name}")
WISH = timedelta(days=21)  # before what is expected: wish them luck
GLAD = timedelta(days=60)  # after what went well: congratulate


def to_do(thread: Thread, today: date) -> tuple[str, str, ChipLook]:
    """What a thread asks of a friend, in a word, with its icon."""
    if thread.tender:
        return say("tender: stays off paper"), "eye-off", ChipLook.QUIET
    if thread.closed:
        return say("congratulate"), "party-popper", ChipLook.DO
    expected = _last_day(thread.expected)
    if expected is not None and expected < today:
        return say("ask how it went"), "message-circle", ChipLook.DO
    if thread.kind == "health":
        return say("ask how they are"), "message-circle", ChipLook.DO
    if expected is not None and expected - today <= WISH:
        return say("wish them luck"), "sprout", ChipLook.DO
    return say("ask how it goes"), "message-circle", ChipLook.DO


def _last_day(iso: str | None) -> date | None:
    """The last day that a date with a year may mean."""
    known = PartialDate.from_iso(iso) if iso else None
    if known is None or known.year is None:
        return None
    if known.month is None:
        return date(known.year, 12, 31)
    if known.day is None:
        start = date(known.year, known.month, 1)
        return (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return known.exact()


def is_fresh(thread: Thread, today: date) -> bool:
    """Whether a closed thread went well so lately that it is still worth a word."""
    closed = _last_day(thread.closed)
    return thread.success and closed is not None and closed + GLAD >= today


class ThreadSection(Section):
    """Open threads, and those that lately went well; the others behind a button."""

    tables = ("thread", "thread_person", "person")

    def __init__(self, desk: Desk, host: Host) -> None:
        words = say("Add what is going on")
        super().__init__(desk, say("Going on now"), "page.thread", words, host)
        self._threads: dict[Hashable, Thread] = {}
        self._closing = self._with_ended = False
        self._ended = Button(desk.theme, "", "page.thread.ended", "link", "history")
        self._ended.clicked.connect(self._toggle_ended)
        self.body.addWidget(self._ended)

    def show_person(self, person: Any) -> None:
        self._with_ended = False
        super().show_person(person)

    def read(self) -> Sequence[RowData]:
        today = self.desk.today()
        found = threads.of_person(self.desk.book, self.person.id)
        self._threads = {thread.id: thread for thread in found}
        now = [one for one in found if not one.closed or is_fresh(one, today)]
        ended = [one for one in found if one not in now]
        self._ended.setVisible(bool(ended))
        if ended:
            n = len(ended)
            words = plural("{n} that has ended", "{n} that have ended", n)
            self._ended.set_word(say("Hide what has ended") if self._with_ended else str(words))
        return [self._row(one, today) for one in (*now, *(ended if self._with_ended else ()))]

    def refresh(self) -> None:
        super().refresh()
        self.set_empty(not self._threads)

    def _toggle_ended(self) -> None:
        self._with_ended = not self._with_ended
        self.refresh()
        self.resized.emit()

    def _row(self, thread: Thread, today: date) -> RowData:
        what, icon, look = to_do(thread, today)
        if thread.closed and not is_fresh(thread, today):
            what = "" if not thread.tender else what
        elif thread.private:
            what = fields.dotted(what, say("private"))
        end = RowAction("close", say("It ended"), "check")
        return RowData(
            key=thread.id,
            kind="thread",
            icon=kinds.icon(kinds.THREADS, thread.kind),
            text=thread.title,
            second=self._second(thread, today),
            chip=what,
            chip_icon=icon if what else "",
            chip_look=look,
            actions=() if thread.closed else (end,),
        )

    def _second(self, thread: Thread, today: date) -> str:
        if thread.closed:
            when = dates.ago(PartialDate.from_iso(thread.closed), today)
            ended = say("ended {when}", when=when)
            return fields.dotted(thread.outcome or thread.line, ended)
        when = ""
        if thread.expected:
            when = dates.until(PartialDate.from_iso(thread.expected), today)
        elif thread.learned:
            ago = dates.ago(PartialDate.from_iso(thread.learned), today)
            when = say("heard {when}", when=ago)
        elif thread.opened:
            when = say("since {date}", date=fields.date_words(thread.opened))
        others = [name for one, name in thread.people if one != self.person.id]
        with_them = say("with {people}", people=listed(others)) if others else ""
        return fields.dotted(thread.line, with_them, when)

    def act(self, key: Hashable, action: str) -> None:
        """Ask how a thread ended."""
        if action != "close" or not self._host.finish_edit():
            return
        self._closing, title = True, self._threads[key].title
        form = Form(self.desk.theme, "page.thread.form", self._outcome_fields(title))
        form.set_values({"closed": self.desk.today().isoformat(), "success": False})
        self.open_form(key, form)

    def close_form(self) -> None:
        self._closing = False
        super().close_form()

    def fields(self, key: Hashable | None) -> Sequence[Field]:
        desk = self.desk
        ended = key is not None and self._threads[key].closed
        return [
            Field("title", say("What is going on"), placeholder=say("Lena graduates"), share=0.7),
            Field("kind", say("Kind"), "choice", choices=kinds.choices(kinds.THREADS), share=0.3),
            Field("line", say("A line about it")),
            fields.date_field(
                desk,
                "expected",
                say("Expected"),
                ahead=True,
                placeholder=say("June 2027, next spring"),
            ),
            fields.date_field(desk, "opened", say("Since")),
            *(self._outcome_fields() if ended else ()),
            fields.people_field(
                desk, say("In whose life"), say("Say in whose life this is going on.")
            ),
            *fields.softly(desk),
        ]

    def _outcome_fields(self, title: str = "") -> Sequence[Field]:
        words = say("How “{title}” ended", title=title) if title else say("How it ended")
        return [
            Field("outcome", words),
            fields.date_field(self.desk, "closed", say("When")),
            Field("success", say("It went well"), "check", share=0.5),
        ]

    def values(self, key: Hashable | None) -> dict[str, Any]:
        if key is None:
            return {"kind": "other", "people": ((self.person.id, self.person.name),)}
        thread = self._threads[key]
        shown = {
            name: getattr(thread, name)
            for name in ("title", "kind", "line", "expected", "opened", "outcome", "closed")
        }
        return {
            **shown,
            "success": thread.success,
            "people": thread.people,
            **fields.softly_values(self.desk.book, thread),
        }

    def keep(self, key: Hashable | None, values: dict[str, Any]) -> Hashable:
        kept, book, name = fields.as_columns(values), self.desk.book, self.person.name
        people = kept.pop("people", None)
        if stranger := unknown(people or ()):
            raise Refused(
                say("“{name}” is not in the book; choose a name from the list.", name=stranger),
                "people",
            )
        if key is None:
            with self.desk.edit(naming(ADDED, name)):
                return threads.add(book, people or (), kept.pop("title"), **kept)
        thread = self._threads[key]
        changed = fields.differing(thread, kept)
        if self._closing:
            if not kept["closed"]:
                raise Refused(say("Say when it ended, even if only the year."), "closed")
            with self.desk.edit(naming(CLOSED, name)):
                threads.change(book, thread.id, **changed)
            return key
        others = set(people) != {one for one, _ in thread.people}
        if changed or others:
            with self.desk.edit(naming(CHANGED, name)):
                threads.change(book, thread.id, people if others else None, **changed)
        return key

    def drop(self, key: Hashable) -> None:
        with self.desk.edit(naming(REMOVED, self.person.name)):
            threads.remove(self.desk.book, self._threads[key].id)
