"""What a search found."""

from relbook.core.search.order import Bits, Order, Rows


class Found:
    """The people a search found, as they stood then: those found by name first, the rest behind."""

    def __init__(self, order: Order, named: Bits, bits: Bits) -> None:
        self.bits = bits
        self._order = order
        self._named = Rows(order, named)
        self._others = Rows(order, bits & ~named)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._named) + len(self._others)

    @property
    def by_name(self) -> int:
        """How many were found by name: they are the first rows."""
        return len(self._named)

    def ids(self, start: int = 0, stop: int | None = None) -> list[int]:
        """The people of rows `start` to `stop`."""
        first = len(self._named)
        stop = self.count if stop is None else min(stop, self.count)
        found = self._named.ids(start, min(stop, first)) if start < first else []
        if stop > first:
            found += self._others.ids(max(start - first, 0), stop - first)
        return found

    def row_of(self, person: int) -> int | None:
        """The row of `person`, or None if they were not found."""
        slot = self._order.slot(person)
        if slot is None:
            return None
        if self._named.has(slot):
            return self._named.row(slot)
        return len(self._named) + self._others.row(slot) if self._others.has(slot) else None

    def __len__(self) -> int:
        return self.count

    def __contains__(self, person: object) -> bool:
        slot = self._order.slot(person) if isinstance(person, int) else None
        return slot is not None and (self._named.has(slot) or self._others.has(slot))
