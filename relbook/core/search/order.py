"""People in list order, each in a slot, and sets of them as one whole number with a bit a slot.

The slots come in blocks that are not quite full, so that one person more moves only those behind
them in the same block, and so do the bits of every set.
"""

import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate, compress
from typing import Self

BLOCK = 4_096  # slots of a block
FILL = 3_584  # how many of them are taken at first
_BYTES = BLOCK // 8
_NOWHERE = 0xFFFFFFFF
_ZERO_ONE = bytes.maketrans(b"01", b"\x00\x01")

Bits = int


class Full(Exception):
    """A block has no room for one person more."""


class Order:
    """Who stands in which slot. One that others hold is never changed: alter a `copy`.

    `slots` holds ids, unsigned, 0 where nobody is; the people of a block come first in it.
    """

    def __init__(self, slots: "array[int]") -> None:
        self.slots = slots
        self.fills = [self._fill(start) for start in range(0, len(slots), BLOCK)]

    @classmethod
    def of(cls, people: Iterable[int]) -> Self:
        """The order of `people`, given in it."""
        ids = array("I", people)
        slots: array[int] = array("I")
        for start in range(0, max(len(ids), 1), FILL):
            block = ids[start : start + FILL]
            slots.extend(block)
            slots.extend(array("I", bytes(4 * (BLOCK - len(block)))))
        return cls(slots)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The order that `to_bytes` wrote; raises `ValueError` if it cannot be one."""
        slots: array[int] = array("I")
        slots.frombytes(data)
        if sys.byteorder == "big":
            slots.byteswap()
        if len(slots) % BLOCK or not slots:
            raise ValueError("not whole blocks")
        return cls(slots)

    def to_bytes(self) -> bytes:
        """The slots as 32-bit numbers, the small end first."""
        slots = self.slots[:]
        if sys.byteorder == "big":
            slots.byteswap()
        return slots.tobytes()

    def copy(self) -> Self:
        """One that may be altered."""
        copy = self.__class__(self.slots[:])
        if "_places" in self.__dict__:
            copy.__dict__["_places"] = self._places[:]
        return copy

    def __len__(self) -> int:
        return sum(self.fills)

    def _fill(self, start: int) -> int:
        low, high = start, start + BLOCK
        while low < high:
            middle = (low + high) // 2
            if self.slots[middle]:
                low = middle + 1
            else:
                high = middle
        return low - start

    @cached_property
    def _places(self) -> "array[int]":
        """The slot of each id; four bytes for every id ever given."""
        places = array("I", [_NOWHERE]) * (max(self.slots, default=0) + 1)
        for slot, person in enumerate(self.slots):
            places[person] = slot
        places[0] = _NOWHERE
        return places

    def slot(self, person: int) -> int | None:
        """Where `person` stands, or None if they are not here."""
        if 0 < person < len(self._places) and (slot := self._places[person]) != _NOWHERE:
            return slot
        return None

    def sorted(self, people: Iterable[int]) -> list[int]:
        """Those of `people` who are here, in list order."""
        places, last = self._places, len(self._places)
        found = [(places[one], one) for one in people if 0 < one < last]
        return [one for slot, one in sorted(found) if slot != _NOWHERE]

    # Sets of people

    @property
    def size(self) -> int:
        """Bytes of a set."""
        return len(self.slots) // 8

    @cached_property
    def everyone(self) -> Bits:
        """The set of all."""
        bits = 0
        for block, fill in enumerate(self.fills):
            bits |= ((1 << fill) - 1) << block * BLOCK
        return bits

    def bits(self, people: Iterable[int]) -> Bits:
        """The set of those of `people` who are here."""
        places, data = self._places, bytearray(self.size)
        last = len(places)
        for person in people:
            if person < last:
                slot = places[person]
                if slot != _NOWHERE:
                    data[slot >> 3] |= 1 << (slot & 7)
        return int.from_bytes(data, "little")

    # Altering a copy

    def take_out(self, person: int) -> int | None:
        """Remove `person`; returns the slot where they stood."""
        slot = self.slot(person)
        if slot is None:
            return None
        block = slot // BLOCK
        end = block * BLOCK + self.fills[block]
        self.slots[slot : end - 1] = self.slots[slot + 1 : end]
        self.slots[end - 1] = 0
        self.fills[block] -= 1
        self._places[person] = _NOWHERE
        self._place_again(slot, end - 1)
        return slot

    def put_in(self, person: int, before: int | None) -> int:
        """Put `person` before another, or last; returns the slot. Raises `Full`."""
        slot = None if before is None else self.slot(before)
        if slot is None:
            block = max((k for k, fill in enumerate(self.fills) if fill), default=0)
            slot = block * BLOCK + self.fills[block]
        else:
            block = slot // BLOCK
        end = block * BLOCK + self.fills[block]
        if self.fills[block] == BLOCK:
            raise Full
        self.slots[slot + 1 : end + 1] = self.slots[slot:end]
        self.slots[slot] = person
        self.fills[block] += 1
        if person >= len(self._places):
            self._places.extend([_NOWHERE] * (person + 1 - len(self._places)))
        self._place_again(slot, end + 1)
        self.__dict__.pop("everyone", None)
        return slot

    def _place_again(self, start: int, end: int) -> None:
        places = self._places
        for slot, person in enumerate(self.slots[start:end], start):
            places[person] = slot
        self.__dict__.pop("everyone", None)


class Rows:
    """The people of one set, counted in list order."""

    def __init__(self, order: Order, bits: Bits) -> None:
        self._order = order
        self._data = bits.to_bytes(order.size, "little")
        self._ends = list(
            accumulate(
                int.from_bytes(self._data[at : at + _BYTES], "little").bit_count()
                for at in range(0, len(self._data), _BYTES)
            )
        )

    def __len__(self) -> int:
        return self._ends[-1]

    def has(self, slot: int) -> bool:
        """Whether the person of `slot` is in the set."""
        return bool(self._data[slot >> 3] >> (slot & 7) & 1)

    def row(self, slot: int) -> int:
        """How many of the set come before `slot`."""
        block = slot // BLOCK
        before = self._ends[block - 1] if block else 0
        within = int.from_bytes(self._data[block * _BYTES : block * _BYTES + _BYTES], "little")
        return before + (within & ((1 << slot % BLOCK) - 1)).bit_count()

    def ids(self, start: int, stop: int) -> list[int]:
        """The people of rows `start` to `stop`; only their blocks are looked at."""
        stop = min(stop, len(self))
        found: list[int] = []
        block = bisect_right(self._ends, start)
        first = self._ends[block - 1] if block else 0
        before = first
        while before < stop:
            found += self._of_block(block)
            before = self._ends[block]
            block += 1
        return found[start - first : stop - first]

    def _of_block(self, block: int) -> list[int]:
        bits = int.from_bytes(self._data[block * _BYTES : block * _BYTES + _BYTES], "little")
        chosen = format(bits, "b").encode().translate(_ZERO_ONE)[::-1]
        return list(
            compress(self._order.slots[block * BLOCK : block * BLOCK + len(chosen)], chosen)
        )
