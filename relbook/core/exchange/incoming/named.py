"""Circles and interests by their names, which cards know them by; new ones are made."""

from relbook.core import names
from relbook.core.store import schema
from relbook.core.store.book import Book


class Named:
    """The ids of the circles and interests of `book`, and those it would get."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._circles: dict[str, int] = {}
        self._interests: dict[str, int] = {}
        self.read()
        self._wished: list[tuple[str, str | None]] = []  # a name, and the kind of interest
        self._wishes: dict[tuple[str, bool], int] = {}

    def read(self) -> None:
        """Ask the book which there are."""
        self._circles = dict(self._book.rows("SELECT folded, id FROM circle"))
        self._interests = dict(self._book.rows("SELECT folded, id FROM interest"))

    def circle(self, name: str) -> int | None:
        """The circle called so, made if there is none; None for a name that says nothing."""
        return self._made(name, None)

    def interest(self, name: str, industry: bool) -> int | None:
        """The interest or industry called so, made if there is none."""
        return self._made(name, "industry" if industry else "interest")

    def wished_circle(self, name: str) -> int | None:
        """The circle called so, or a number below nought that `settled` makes one of."""
        return self._wish(name, None)

    def wished_interest(self, name: str, industry: bool) -> int | None:
        """The interest or industry called so, or a number that `settled` makes one of."""
        return self._wish(name, "industry" if industry else "interest")

    def settled(self, number: int) -> int:
        """The id of what was wished for, made now. Needs an open edit."""
        if number > 0:
            return number
        return self._made(*self._wished[-number - 1]) or 0

    def _known(self, kind: str | None) -> dict[str, int]:
        return self._circles if kind is None else self._interests

    def _made(self, name: str, kind: str | None) -> int | None:
        name = " ".join(name.split())
        folded = names.fold(name)
        if not folded:
            return None
        known = self._known(kind)
        if folded not in known:
            if kind is None:
                known[folded] = self._book.insert(schema.Circle, name=name, folded=folded)
            else:
                known[folded] = self._book.insert(
                    schema.Interest, name=name, folded=folded, kind=kind
                )
        return known[folded]

    def _wish(self, name: str, kind: str | None) -> int | None:
        folded = names.fold(name)
        if not folded:
            return None
        there = self._known(kind).get(folded)
        if there is not None:
            return there
        key = (folded, kind is None)
        if key not in self._wishes:
            self._wished.append((name, kind))
            self._wishes[key] = -len(self._wished)
        return self._wishes[key]
