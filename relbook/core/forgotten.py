"""Who was forgotten for ever, known again in another copy of the book, and by nothing else.

A synced copy may still hold someone forgotten, and to bring the two together would bring them back.
So the book keeps a mark of each: BLAKE2b of their uid, keyed with a salt of the book's own. A uid
says nothing of a person, and its mark less: only who has a file with that very uid in it can tell that
they were forgotten here. The marks are among the book's settings, which no undo brings back.
"""

import json
import os
import re
from collections.abc import Iterable
from hashlib import blake2b

from relbook.core.belonging import Belongings
from relbook.core.store.book import Book
from relbook.core.store.history import Values
from relbook.core.store.versions import Forgotten
from relbook.core.traces import Eraser, Rewritten, cards

MARKS = "forgotten"  # the setting: the salt, then a mark of each, in hex
_SALT, _SIZE = 16, 16  # bytes
# Who is called so where nobody is named by id.
_CALLED = {"relation": "other_name", "guest": "name", "person": "met_through_name"}


def marks_with(told: str | None, uids: Iterable[str]) -> str:
    """The setting that was `told`, with marks of `uids` too."""
    salt, marks = _read(told)
    return " ".join(dict.fromkeys([salt, *marks, *(_mark(salt, uid) for uid in sorted(uids))]))


def of(mine: Book, theirs: Book) -> Forgotten:
    """Who was forgotten in `mine` and is still in `theirs`.

    Who is in `mine` again, or was deleted there since, is forgotten no more.
    """
    salt, marks = _read(mine.setting(MARKS))
    if not marks:
        return Forgotten()
    known = set(marks)
    people = {
        person: uid
        for person, uid in theirs.rows("SELECT id, uid FROM person")
        if _mark(salt, uid) in known
    }
    again = "SELECT uid FROM {0} WHERE uid IN (SELECT value FROM json_each(?))"
    listed = json.dumps(list(people.values()))
    for table in ("person", "tombstone"):
        here = {uid for (uid,) in mine.rows(again.format(table), listed)}
        people = {person: uid for person, uid in people.items() if uid not in here}
    if not people:
        return Forgotten()
    return Forgotten(frozenset(people.values()), _Lore(theirs, people))


def _read(told: str | None) -> tuple[str, list[str]]:
    """The salt and the marks; a new salt where there was none, or a disk has lost letters of it."""
    salt, *marks = (told or "").split() or [""]
    if re.fullmatch(f"[0-9a-f]{{{2 * _SALT}}}", salt):
        return salt, marks
    return os.urandom(_SALT).hex(), []


class _Lore:
    """How `people` (uid by id) are called in `theirs`, and where."""

    def __init__(self, theirs: Book, people: dict[int, str]) -> None:
        self._erasers: list[tuple[str, Eraser, Eraser]] = []
        self._cards: dict[str, Rewritten] = {}
        for person, uid in people.items():
            names = Belongings(theirs, person).names
            self._erasers.append((uid, names.everywhere(), names.among_theirs()))
            self._cards |= cards(theirs, names)

    def is_about(self, table: str, values: Values) -> str | None:
        """The uid of whom a row tells by name alone; None if of nobody forgotten."""
        called = values.get(_CALLED.get(table, ""))
        if table == "person" or not isinstance(called, str) or not called:
            return None
        return next((uid for uid, _, among in self._erasers if among.is_one(called)), None)

    def as_here(self, table: str, here: Values, there: Values) -> Values:
        """`there`, with what is `here` where they differ in nothing but a forgotten name."""
        same = dict(there)
        for column, value in there.items():
            mine = here.get(column)
            if isinstance(value, str) and value != mine and isinstance(mine, str):
                if column == "blob":
                    new = self._cards.get(value)
                    gone = new is not None and new.blob == mine
                elif not mine:
                    gone = column == _CALLED.get(table) and self._is_name(value)
                else:
                    gone = self._without_names(value, mine)
                if gone:
                    same[column] = mine
        return same

    def _is_name(self, value: str) -> bool:
        return any(among.is_one(value) for _, _, among in self._erasers)

    def _without_names(self, value: str, mine: str) -> bool:
        """Whether `value` is `mine` once one of them, or each, is "someone" in it."""
        every = among_all = value
        for _, everywhere, among in self._erasers:
            if mine in (everywhere(value), among(value)):
                return True
            every, among_all = everywhere(every), among(among_all)
        return mine in (every, among_all)


def _mark(salt: str, uid: str) -> str:
    return blake2b(uid.encode(), key=bytes.fromhex(salt), digest_size=_SIZE).hexdigest()
