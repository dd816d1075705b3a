"""The sets of people that many share: who has a word with this beginning, who has this interest.

They lie packed, as they were when the order was made, and are unpacked one by one when they are
asked for. What changed since is a short list of moves, which each set is brought through as it is
unpacked; so a change costs the same however many sets there are.
"""

import json
import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from relbook.core.search.order import BLOCK, Bits

NAME, TEXT, INTEREST, CIRCLE = "name", "text", "interest", "circle"
# Which table says who has them, and its column.
LINKS = {INTEREST: ("tagging", "interest_id"), CIRCLE: ("membership", "circle_id")}

Key = tuple[str, str]  # the field; and the beginning of a word, or the id of an interest or circle
Source = Callable[[str, str], bytes | None]

_HEAD = 4  # letters in which rare words, most of all, are taken together
_BYTES = BLOCK // 8
_KEPT = 800  # sets that stay unpacked: 14 kB each with 100,000 people


class Move(NamedTuple):
    """Someone left a slot, came into one, or has other words where they stand.

    `has` is by field: the sorted words, or the ids; a field that did not change may be left out
    where they stayed.
    """

    slot: int
    has: Mapping[str, Sequence[str]]
    comes: bool = False
    leaves: bool = False


def pack(bits: Bits, size: int) -> bytes:
    """A set of `size` bytes as it lies in the file."""
    return zlib.compress(bits.to_bytes(size, "little"), 1)


def unpack(data: bytes, size: int) -> Bits:
    """The set that `pack` packed; raises `ValueError` if it cannot be one of `size` bytes."""
    try:
        unpacked = zlib.decompress(data)
    except zlib.error as error:
        raise ValueError("not packed") from error
    if len(unpacked) != size:
        raise ValueError("of another order")
    return int.from_bytes(unpacked, "little")


def begins(words: Sequence[str], beginning: str) -> bool:
    """Whether any of the sorted `words` has this beginning."""
    at = bisect_left(words, beginning)
    return at < len(words) and words[at].startswith(beginning)


def _within(field: str, key: str, has: Sequence[str]) -> bool:
    return begins(has, key) if field in {NAME, TEXT} else key in has


def bring_through(bits: Bits, size: int, field: str, key: str, moves: Iterable[Move]) -> Bits:
    """The set of (`field`, `key`) as `moves` leave it."""
    data = bytearray(bits.to_bytes(size, "little"))
    for move in moves:
        at, bit = move.slot >> 3, 1 << (move.slot & 7)
        if move.comes or move.leaves:
            start = move.slot // BLOCK * _BYTES
            block = int.from_bytes(data[start : start + _BYTES], "little")
            at_block = move.slot % BLOCK
            before = block & ((1 << at_block) - 1)
            if move.comes:
                behind = block >> at_block << at_block + 1
            else:
                behind = block >> at_block + 1 << at_block
            data[start : start + _BYTES] = (before | behind).to_bytes(_BYTES, "little")
        if move.leaves or field not in move.has:
            continue
        if _within(field, key, move.has[field]):
            data[at] |= bit
        else:
            data[at] &= ~bit
    return int.from_bytes(data, "little")


def _move(slots: int, slot: object, has: object, comes: object, leaves: object) -> Move:
    """A move among so many `slots`, if it can be one."""
    if not (
        isinstance(slot, int)
        and 0 <= slot < slots
        and isinstance(has, dict)
        and all(isinstance(words, list) and _are_words(words) for words in has.values())
        and isinstance(comes, bool)
        and isinstance(leaves, bool)
    ):
        raise ValueError("not a move")
    return Move(slot, has, comes, leaves)


def _key(field: object, key: object) -> Key:
    if not (isinstance(field, str) and isinstance(key, str)):
        raise TypeError("not a key")
    return field, key


def _are_words(words: Iterable[object]) -> bool:
    return all(isinstance(word, str) for word in words)


class Sets:
    """The packed sets and the moves since; a set that is not there is one that few are in."""

    def __init__(self, size: int, source: Source | None = None) -> None:
        self.source = source
        self.moves: list[Move] = []
        self.stale: set[Key] = set()  # what changed too much to be followed: it is read instead
        self._size = size
        self._open: dict[Key, tuple[Bits, int]] = {}

    def get(self, field: str, key: str) -> Bits | None:
        """The set of (`field`, `key`) as it is now, or None: then few are in it, or it is stale."""
        if (field, key) in self._open:
            bits, done = self._open.pop((field, key))
        elif self.source is None or (field, key) in self.stale:
            return None
        else:
            packed = self.source(field, key)
            if packed is None:
                return None
            try:
                bits, done = unpack(packed, self._size), 0
            except ValueError:  # nothing beside it is to be trusted either
                self.source = None
                return None
        if done < len(self.moves):
            bits = bring_through(bits, self._size, field, key, self.moves[done:])
        self.keep(field, key, bits)
        return bits

    def keep(self, field: str, key: str, bits: Bits) -> None:
        """Keep a set that was found out otherwise."""
        while len(self._open) >= _KEPT:
            del self._open[next(iter(self._open))]
        self._open[field, key] = bits, len(self.moves)

    def forget(self, keys: Iterable[Key]) -> None:
        """What is known of these sets does not hold any more."""
        for key in keys:
            self.stale.add(key)
            self._open.pop(key, None)

    def moves_as_bytes(self) -> bytes:
        """The moves since the sets were packed, and what is stale, as they lie in the file."""
        moves = [(m.slot, dict(m.has), m.comes, m.leaves) for m in self.moves]
        text = json.dumps([moves, sorted(self.stale)], ensure_ascii=False)
        return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)

    def take_moves(self, data: bytes) -> None:
        """Go on from what `moves_as_bytes` wrote; raises `ValueError` if it cannot be that."""
        try:
            text = zlib.decompress(data).decode("utf-8", "surrogatepass")
            moves, stale = json.loads(text)
            self.moves = [_move(8 * self._size, *move) for move in moves]
            self.stale = {_key(*one) for one in stale}
        except (zlib.error, ValueError, TypeError) as error:
            raise ValueError("not moves") from error


class Gathered:
    """Makes the sets that more than `common` people are in, from words in their order.

    Of neighbouring words the common beginning is a set of its own, made of theirs: a list of slots
    while it is short, bytes with a bit a slot once it is long.
    """

    def __init__(self, field: str, size: int, common: int) -> None:
        self.sets: dict[Key, bytes] = {}
        self._field, self._size, self._common = field, size, common
        self._open: list[tuple[str, _Members]] = []
        self._head = ""
        self._held: list[tuple[str, list[int]]] = []

    def add(self, word: str, slots: list[int]) -> None:
        """Take in the next word, in the order of code points, and who has it."""
        head = word[:_HEAD]
        if head != self._head:
            self._take_held()
            self._head = head
        self._held.append((word, slots))

    def _take_held(self) -> None:
        """Words of one head that together are no more than a few are that head."""
        if sum(len(slots) for _, slots in self._held) <= self._common:
            if self._held:
                self._put(self._head, [slot for _, slots in self._held for slot in slots])
        else:
            for word, slots in self._held:
                self._put(word, slots)
        self._held = []

    def _put(self, word: str, slots: list[int]) -> None:
        if self._open:
            self._close(_shared(self._open[-1][0], word))
        self._open.append((word, slots))

    def finish(self) -> dict[Key, bytes]:
        """The sets, packed, once no more words come."""
        self._take_held()
        self._close(0)
        return self.sets

    def _close(self, depth: int) -> None:
        """Put away what is longer than `depth` letters."""
        while self._open and len(self._open[-1][0]) > depth:
            word, members = self._open.pop()
            above = max(depth, len(self._open[-1][0]) if self._open else 0)
            if isinstance(members, bytearray) or len(members) > self._common:
                members = self._bytes(members)
                bits = int.from_bytes(members, "little")
                if bits.bit_count() > self._common:
                    packed = pack(bits, self._size)
                    for end in range(above + 1, len(word) + 1):
                        self.sets[self._field, word[:end]] = packed
            if self._open and len(self._open[-1][0]) == above:
                self._open[-1] = self._open[-1][0], self._join(self._open[-1][1], members)
            elif above:
                self._open.append((word[:above], members))

    def _bytes(self, members: "_Members") -> bytearray:
        if isinstance(members, bytearray):
            return members
        data = bytearray(self._size)
        _mark(data, members)
        return data

    def _join(self, one: "_Members", other: "_Members") -> "_Members":
        if isinstance(one, list):
            if isinstance(other, list):
                one += other
                return one
            _mark(other, one)
            return other
        if isinstance(other, list):
            _mark(one, other)
            return one
        both = int.from_bytes(one, "little") | int.from_bytes(other, "little")
        return bytearray(both.to_bytes(self._size, "little"))


_Members = list[int] | bytearray


def _shared(one: str, other: str) -> int:
    """How many letters both begin with."""
    n = 0
    for this, that in zip(one, other, strict=False):
        if this != that:
            break
        n += 1
    return n


def _mark(data: bytearray, slots: list[int]) -> None:
    for slot in slots:
        data[slot >> 3] |= 1 << (slot & 7)
