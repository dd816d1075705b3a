"""Menus about guests; and the one of where several can be taken from at once."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from relbook.core import circles, events
from relbook.core.words import plural, say
from relbook.gui import scope as scopes
from relbook.gui.desk import Desk
from relbook.gui.pages.event import inviting
from relbook.gui.theme import Theme
from relbook.gui.widgets.labels import literal

EVENTS = 25  # whose guests are offered
Invite = Callable[..., None]  # persons, and names that are not in the book


def menu(parent: QWidget, desk: Desk, event: int, chosen: Iterable[int], invite: Invite) -> QMenu:
    """Those `chosen` in the list, whom the filter shows, a circle, the guests of another event."""
    made = new_menu(parent, "event.fromMenu", say("Add several at once"))
    book, now, may = desk.book, desk.focus.now, may_write(desk)
    put = partial(offer, desk.theme, made)
    people = sorted(chosen)
    n = len(people)
    words = str(plural("The one chosen in the list", "The {n} chosen in the list", n))
    text = words if n else say("Those chosen in the list: nobody was")
    put("from.selection", "user", text, partial(invite, people), may and n > 0)
    narrowed = bool(now.search.strip() or now.filter)
    n = scopes.found(desk, now).count if narrowed else 0
    words = say("Everyone the filter shows: {number}", number=f"{n:,}")
    text = words if n else say("Everyone the filter shows: there is none")
    put("from.found", "search", text, lambda: invite(scopes.found(desk, now).ids()), may and n > 0)

    every = [circle for circle in circles.every(book) if circle.people]
    below = _submenu(desk.theme, made, "from.circles", "users", say("A circle"))
    below.menuAction().setEnabled(may and bool(every))
    for circle in every:
        count = str(plural("{n} person", "{n} people", circle.people))
        words = say("{name}: {people}", name=circle.name, people=count)
        take = partial(_take_circle, desk, circle.id, invite)
        offer(desk.theme, below, f"from.circle.{circle.id}", "", words, take)

    counts = events.counts(book)
    others = [one for one in events.every(book) if one.id != event and counts.get(one.id)]
    below = _submenu(desk.theme, made, "from.events", "calendar-days", say("The guests of"))
    below.menuAction().setEnabled(may and bool(others))
    for other in others[:EVENTS]:
        when = events.days(other, desk.today())
        words = say("{event}, {when}", event=other.name, when=when) if when else other.name
        take = partial(_take_guests, desk, other.id, invite)
        offer(desk.theme, below, f"from.event.{other.id}", "", words, take)
    return made


def _take_circle(desk: Desk, circle: int, invite: Invite) -> None:
    invite(inviting.of_circle(desk, circle))


def _take_guests(desk: Desk, event: int, invite: Invite) -> None:
    theirs = events.guests(desk.book, event)
    known = [guest.person_id for guest in theirs if guest.person_id is not None]
    invite(known, [guest.name for guest in theirs if guest.person_id is None])


def may_write(desk: Desk) -> bool:
    """Whether the book can be changed now."""
    return not (desk.jobs.writing or desk.book.read_only)


def new_menu(parent: QWidget, name: str, said: str) -> QMenu:
    """A menu that is gone once it is closed."""
    made = QMenu(parent)
    made.setObjectName(name)
    made.setAccessibleName(said)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return made


def offer(
    theme: Theme,
    menu: QMenu,
    name: str,
    icon: str,
    words: str,
    do: Callable[[], object],
    enabled: bool = True,
) -> QAction:
    """Put something to do into a menu; it is called ``event.<name>``."""
    action = menu.addAction(literal(words))
    if icon:
        action.setIcon(theme.icons.icon(icon))
    action.setObjectName(f"event.{name}")
    action.setEnabled(enabled)
    action.triggered.connect(lambda *_: do())
    return action


def _submenu(theme: Theme, menu: QMenu, name: str, icon: str, words: str) -> QMenu:
    below = menu.addMenu(theme.icons.icon(icon), literal(words))
    below.setObjectName(f"event.{name}")
    return below
