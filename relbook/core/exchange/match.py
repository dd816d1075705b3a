"""Whom of the book a card means: by its bytes, by UID, else by name and one contact value."""

from collections.abc import Iterable

from relbook.core.facts import match_key
from relbook.core.names import fold
from relbook.core.store.book import Book

PHONE_TAIL = 9  # digits that two ways of writing a number have in common


class Match:
    """Everyone in `book`, and those added while it goes on, ready to be asked for."""

    def __init__(self, book: Book) -> None:
        self._bytes: dict[str, int] = {}
        self._uids: dict[str, int] = {}
        self._names: dict[str, list[int]] = {}
        self._values: dict[int, set[str]] = {}
        for person, blob, card_uid in book.rows(
            "SELECT person_id, blob, card_uid FROM source_card"
        ):
            self._bytes[blob] = person
            if card_uid:
                self._uids[card_uid] = person
        for person, uid, name in book.rows("SELECT id, uid, name FROM person"):
            self._uids[uid] = person
            self._names.setdefault(fold(name), []).append(person)
        for person, kind, key in book.rows("SELECT person_id, kind, match_key FROM contact_point"):
            self._values.setdefault(person, set()).add(_tail(kind, key))

    def same_bytes(self, blob: str) -> int | None:
        """Who came from a card with just these bytes."""
        return self._bytes.get(blob)

    def by_uid(self, uid: str) -> int | None:
        """Who has this UID, or came from a card that has it."""
        return self._uids.get(uid) if uid else None

    def is_like(self, person: int, name: str, values: Iterable[tuple[str, str]]) -> bool:
        """Whether `person` is called so, or has one of the contact `values`."""
        if person in self._names.get(fold(name), ()):
            return True
        wanted = {_tail(kind, match_key(kind, value)) for kind, value in values}
        return bool(wanted & self._values.get(person, set()))

    def by_name(self, name: str, values: Iterable[tuple[str, str]]) -> int | None:
        """Who is called so and has one of the contact `values`, given as (kind, value)."""
        called = self._names.get(fold(name))
        if not called:
            return None
        wanted = {_tail(kind, match_key(kind, value)) for kind, value in values}
        for person in called:
            if wanted & self._values.get(person, set()):
                return person
        return None

    def add(
        self,
        person: int,
        blob: str,
        uid: str,
        name: str,
        values: Iterable[tuple[str, str]],
    ) -> None:
        """Know from now on that `person` came from this card."""
        self._bytes[blob] = person
        if uid:
            self._uids[uid] = person
        folded = fold(name)
        called = self._names.setdefault(folded, [])
        if person not in called:
            called.append(person)
        self._values.setdefault(person, set()).update(
            _tail(kind, match_key(kind, value)) for kind, value in values
        )


def _tail(kind: str, key: str) -> str:
    return f"{kind} {key[-PHONE_TAIL:] if kind == 'phone' else key}"
