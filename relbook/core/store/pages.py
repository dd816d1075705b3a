"""The pages of a SQLite file, read without SQLite, for one that is too damaged for it.

After sqlite.org/fileformat2.html. Nothing here trusts a byte: a page, cell or record that cannot be
what it should be is left out, and no number read from the file leads further than the file goes.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from relbook.core.store.file import MAGIC, beside

PAGE_SIZE: Final = 4096  # of every book that Relbook makes
TABLE_LEAF, TABLE_INNER, INDEX_LEAF, INDEX_INNER = 13, 5, 10, 2
_KINDS = (TABLE_LEAF, TABLE_INNER, INDEX_LEAF, INDEX_INNER)
_DEEPEST = 24
_WAL_MAGIC = (0x377F0682, 0x377F0683)
_WIDTHS = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)  # bytes of a value, by its serial type
_MOST_COLUMNS = 100

Cell = tuple[int, list[Any]]  # rowid (0 in an index) and values; text is still bytes, in `Text`


class Text(bytes):
    """Text of a record, as it lies in the file: it may not be UTF-8 any more."""

    __slots__ = ()


@dataclass(slots=True)
class Tree:
    """What a walk from `root` met: the pages that belong to it, and how many could not be read."""

    root: int
    pages: set[int] = field(default_factory=set)
    leaves: list[int] = field(default_factory=list)
    missing: int = 0


class Pages:
    """The pages of the file at `path`, from 1, with what its WAL holds of finished commits.

    Raises `OSError` when the file cannot be read.
    """

    def __init__(self, path: Path, *, with_wal: bool = True) -> None:
        self._file = path.open("rb")
        size = self._file.seek(0, 2)
        self.size = _page_size(self._read(0, 100))
        self.count = -(-size // self.size)
        wal = beside(path, "-wal")
        self._wal = wal.open("rb") if with_wal and wal.is_file() else None
        self._frames: dict[int, int] = {}
        if self._wal is not None:
            self._frames = self._read_wal()
            self.count = max(self.count, *self._frames) if self._frames else self.count
        header = self.page(1)[:100]
        self.header_is_whole = header.startswith(MAGIC)
        self.reserved = header[20] if self.header_is_whole and header[20] <= 80 else 0
        self.usable = self.size - self.reserved
        self.schema = int.from_bytes(header[60:64]) if self.header_is_whole else 0
        self.application = int.from_bytes(header[68:72]) if self.header_is_whole else 0
        self.declared = int.from_bytes(header[28:32]) if self.header_is_whole else 0

    def close(self) -> None:
        """Let go of the files."""
        self._file.close()
        if self._wal is not None:
            self._wal.close()

    def page(self, number: int) -> bytes:
        """The bytes of a page, with zeros for what the file does not have."""
        if number in self._frames and self._wal is not None:
            self._wal.seek(self._frames[number])
            data = self._wal.read(self.size)
        elif 1 <= number <= self.count:
            data = self._read((number - 1) * self.size, self.size)
        else:
            data = b""
        return data.ljust(self.size, b"\0")

    def kind(self, number: int) -> int:
        """What a page is by its first byte (`TABLE_LEAF`, …), or 0 if it can be no page of a tree."""
        page = self.page(number)
        at = 100 if number == 1 else 0
        kind, cells, content = page[at], _short(page, at + 3), _short(page, at + 5) or 65_536
        start = at + (8 if kind in (TABLE_LEAF, INDEX_LEAF) else 12)
        if kind not in _KINDS or start + 2 * cells > min(content, self.usable) or page[at + 7] > 60:
            return 0
        return kind

    def walk(self, root: int, *, index: bool = False) -> Tree:
        """Follow a tree from its root page as far as it leads."""
        tree = Tree(root)
        leaf, inner = (INDEX_LEAF, INDEX_INNER) if index else (TABLE_LEAF, TABLE_INNER)
        waiting = [(root, 0)]
        while waiting:
            number, depth = waiting.pop()
            kind = self.kind(number) if 1 <= number <= self.count else 0
            if number in tree.pages or kind not in (leaf, inner) or depth > _DEEPEST:
                tree.missing += 1
                continue
            tree.pages.add(number)
            if kind == leaf:
                tree.leaves.append(number)
                continue
            if index:
                tree.leaves.append(number)  # which holds entries too
            page, at = self.page(number), 100 if number == 1 else 0
            waiting += [(_long(page, one), depth + 1) for one in self._pointers(number)]
            waiting.append((_long(page, at + 8), depth + 1))
        tree.leaves.sort()
        return tree

    def rows(self, leaf: int) -> Iterator[Cell | None]:
        """The rows on a leaf of a table; None for each that cannot be read."""
        page = self.page(leaf)
        for at in self._pointers(leaf):
            try:
                size, next_at = _varint(page, at)
                rowid, next_at = _varint(page, next_at)
                rowid -= (rowid >> 63) << 64
                yield rowid, _record(self._payload(page, next_at, size, self.usable - 35))
            except (IndexError, ValueError, struct.error):
                yield None

    def entries(self, number: int) -> Iterator[list[Any]]:
        """The entries on a page of an index, or of a table without rowid, that can be read."""
        page = self.page(number)
        most = (self.usable - 12) * 64 // 255 - 23
        skip = 4 if self.kind(number) == INDEX_INNER else 0
        for at in self._pointers(number):
            try:
                size, next_at = _varint(page, at + skip)
                yield _record(self._payload(page, next_at, size, most))
            except (IndexError, ValueError, struct.error):
                continue

    def overflow(self, leaf: int) -> Iterator[int]:
        """The pages that hold the rest of what is too long for a leaf of a table."""
        page = self.page(leaf)
        for at in self._pointers(leaf):
            try:
                size, next_at = _varint(page, at)
                _rowid, next_at = _varint(page, next_at)
            except IndexError:
                continue
            local = self._local(size, self.usable - 35)
            if local < size:
                left, number = size - local, _long(page, next_at + local)
                while left > 0 and 1 < number <= self.count:
                    yield number
                    left -= self.usable - 4
                    number = _long(self.page(number), 0)

    def free(self) -> set[int]:
        """The pages on the list of free ones, as far as it can be followed."""
        free: set[int] = set()
        trunk = _long(self.page(1), 32) if self.header_is_whole else 0
        while 1 < trunk <= self.count and trunk not in free:
            free.add(trunk)
            page = self.page(trunk)
            n = min(_long(page, 4), self.usable // 4 - 2)
            free.update(_long(page, 8 + 4 * i) for i in range(n))
            trunk = _long(page, 0)
        return free

    def _pointers(self, number: int) -> list[int]:
        """Where the cells of a page begin."""
        page, at = self.page(number), 100 if number == 1 else 0
        kind, cells = page[at], _short(page, at + 3)
        start = at + (8 if kind in (TABLE_LEAF, INDEX_LEAF) else 12)
        cells = min(cells, (self.usable - start) // 2)
        found = struct.unpack(f">{cells}H", page[start : start + 2 * cells])
        return [one for one in found if start + 2 * cells <= one < self.usable]

    def _local(self, size: int, most: int) -> int:
        """How many bytes of a payload lie in its cell."""
        if size <= most:
            return size
        least = (self.usable - 12) * 32 // 255 - 23
        some = least + (size - least) % (self.usable - 4)
        return some if some <= most else least

    def _payload(self, page: bytes, at: int, size: int, most: int) -> bytes:
        if size > self.count * self.size:
            raise ValueError(size)
        local = self._local(size, most)
        if at + local > self.usable:
            raise ValueError(at)
        parts, left = [page[at : at + local]], size - local
        number = _long(page, at + local) if left else 0
        while left > 0:
            if not 1 < number <= self.count:
                raise ValueError(number)
            more = self.page(number)
            parts.append(more[4 : 4 + min(left, self.usable - 4)])
            left -= self.usable - 4
            number = _long(more, 0)
        return b"".join(parts)

    def _read(self, at: int, size: int) -> bytes:
        self._file.seek(at)
        return self._file.read(size)

    def _read_wal(self) -> dict[int, int]:
        """Where in the WAL the newest version of each page lies, as of its last whole commit."""
        log = self._wal
        if log is None:
            return {}
        log.seek(0)
        head = log.read(32)
        if len(head) < 32 or _long(head, 0) not in _WAL_MAGIC or _long(head, 8) != self.size:
            return {}
        order = ">" if _long(head, 0) & 1 else "<"
        total = _sum(order, head[:24], (0, 0))
        if struct.pack(">II", *total) != head[24:32]:
            return {}
        committed: dict[int, int] = {}
        waiting: dict[int, int] = {}
        while len(frame := log.read(24 + self.size)) == 24 + self.size:
            if frame[8:16] != head[16:24]:
                break
            total = _sum(order, frame[24:], _sum(order, frame[:8], total))
            if struct.pack(">II", *total) != frame[16:24]:
                break
            waiting[_long(frame, 0)] = log.tell() - self.size
            if _long(frame, 4):
                committed |= waiting
                waiting = {}
        return committed


def _sum(order: str, data: bytes, start: tuple[int, int]) -> tuple[int, int]:
    """The checksum of a WAL, carried on over `data`."""
    a, b = start
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for i in range(0, len(words), 2):
        a = (a + words[i] + b) & 0xFFFFFFFF
        b = (b + words[i + 1] + a) & 0xFFFFFFFF
    return a, b


def _page_size(header: bytes) -> int:
    if not header.startswith(MAGIC):
        return PAGE_SIZE
    size = _short(header, 16)
    size = 65_536 if size == 1 else size
    return size if size >= 512 and size & (size - 1) == 0 else PAGE_SIZE


def _short(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2])


def _long(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4])


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for i in range(8):
        byte = data[at + i]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + i + 1
    return value << 8 | data[at + 8], at + 9


def _record(payload: bytes) -> list[Any]:
    """The values of a record. Raises `ValueError` or `IndexError` for what is none."""
    size, at = _varint(payload, 0)
    if not 0 < size <= len(payload):
        raise ValueError(size)
    kinds = []
    while at < size:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    if at != size or len(kinds) > _MOST_COLUMNS:
        raise ValueError(at)
    values: list[Any] = []
    for kind in kinds:
        if kind in (10, 11):
            raise ValueError(kind)
        width = _WIDTHS[kind] if kind < 10 else (kind - 12) // 2
        data = payload[at : at + width]
        if len(data) != width:
            raise ValueError(width)
        at += width
        if kind == 0:
            values.append(None)
        elif kind == 7:
            values.append(struct.unpack(">d", data)[0])
        elif kind < 10:
            values.append(kind - 8 if kind >= 8 else int.from_bytes(data, signed=True))
        else:
            values.append(Text(data) if kind & 1 else data)
    if at != len(payload):
        raise ValueError(at)
    return values
