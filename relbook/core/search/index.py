"""What answers the search box."""

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence

from relbook.core import names
from relbook.core.errors import RelbookError
from relbook.core.search import texts, words
from relbook.core.search.found import Found
from relbook.core.search.order import Bits, Full, Order
from relbook.core.search.sets import CIRCLE, INTEREST, LINKS, NAME, TEXT, Key, Move, Sets
from relbook.core.search.snapshot import Building, Snapshot
from relbook.core.search.vocabulary import Vocabulary
from relbook.core.search.why import Told, Why, explain
from relbook.core.store.book import Book
from relbook.core.store.journal import Report

SNAPSHOT = "search snapshot"

_MOVES = ("", "moves")  # where they lie among the sets
_REMEMBERED = 32  # words last asked for
MANY_WORDS = 20_000  # rows whose words an undo or a redo does not wait for
_STALE = 100  # interests and circles, up to which reading each anew is quicker than making all
_WORTH_SAVING = 8  # people changed since the last time: fewer are as soon read again


class Index:
    """Finds people by the beginnings of words, and keeps true to the book.

    Everyone stands in list order; a set of people is one whole number with a bit for each. The
    sets of words' beginnings that more than `common` people have are kept ready; those of the
    rest come from the tables of words, which is quick because they are few. Interests and circles
    are matched by their own names in memory and stand for who has them.

    Two halves: the tables of words are kept true within each edit, in its thread (`follow`). What
    is in memory belongs to one thread, the window's, which brings it up to date with `catch_up`
    after each notice. A change of more than `many` people is not followed in memory: the sets are
    dropped, searching goes on more slowly by the tables alone, and `wants_building` asks for
    `build` in a job, then `adopt` and `save`. If all that changed of so many is which interests
    they have, or to which circles they belong, just those sets are read anew. In a book of fewer
    than `small` people the tables are quick enough. Nothing but `follow` may be called within an
    open edit.

    `behind` tells that something wrote to the book without an index, so much that finding those
    words out is a job: until `build`, they are not found.
    """

    def __init__(
        self, book: Book, *, common: int = 2_000, many: int = 1_000, small: int = 3_000
    ) -> None:
        self.book = book
        self.behind = False
        self._common, self._many, self._small = common, many, small
        self._shadowed = False
        self._asked: dict[str, tuple[Bits, Bits]] = {}
        self._had: dict[int, Bits] = {}
        self._told = Told(book)
        self._terms: Vocabulary | None = None  # once it was asked for
        self._made: dict[Key, bytes] | None = None  # sets that are not in the book yet
        self._saved_log = self._saved_moves = self._saved_stale = 0
        self._mend_words()
        with _moment(book):
            self._open()
        book.followers.append(self)

    # Finding

    def find(self, text: str, within: Bits | None = None) -> Found:
        """Who has, for every word of `text`, one that begins with it: in the name, in any text
        told of them, or in the name of an interest or circle of theirs.

        `within` narrows to a set of `people_with`. A text without a letter or digit is empty,
        and finds everyone: nothing vanishes while a "+" or "(" is the first sign of a number.
        """
        named = found = self._order.everyone
        if within is not None:
            named = found = found & within
        for word in names.words_of_query(text):
            in_name, anywhere = self._of_word(word)
            named &= in_name
            found &= anywhere
            if not found:
                break
        return Found(self._order, named, found)

    def everyone(self) -> Found:
        """All people."""
        return self.find("")

    def people_with(self, interests: Iterable[int] = (), circles: Iterable[int] = ()) -> Bits:
        """The set of those who have all of `interests`, each or one below it, and `circles`."""
        found = self._order.everyone
        for interest in interests:
            found &= self._having(interest)
        for circle in circles:
            found &= self._of_terms(CIRCLE, [circle])
        return found

    def set_of(self, people: Iterable[int]) -> Bits:
        """The set of just these people, to be compared with others of this index."""
        return self._order.bits(people)

    def in_order(self, people: Iterable[int]) -> list[int]:
        """Those of `people` who are in the book, in the order of the list."""
        return self._order.sorted(people)

    def why(self, text: str, people: Sequence[int]) -> dict[int, Why]:
        """For those of `people`, some twenty, whom `text` finds but not by name: what did."""
        asked = names.words_of_query(text)
        missing: dict[int, list[str]] = {}
        for word in asked:
            in_name = self._of_word(word)[0]
            for person in people:
                slot = self._order.slot(person)
                if slot is not None and not in_name >> slot & 1:
                    missing.setdefault(person, []).append(word)
        return explain(self._told, self._vocabulary, missing)

    def _of_word(self, word: str) -> tuple[Bits, Bits]:
        """Who has a word that begins with `word` in the name, and who has one anywhere."""
        kept = self._asked.pop(word, None)
        if kept is None:
            in_name = self._of_beginning(NAME, word)
            anywhere = in_name | self._of_beginning(TEXT, word)
            for field, ids in self._vocabulary.matching(word).items():
                if ids:
                    anywhere |= self._of_terms(field, ids)
            kept = in_name, anywhere
            while len(self._asked) >= _REMEMBERED:
                del self._asked[next(iter(self._asked))]
        self._asked[word] = kept
        return kept

    def _having(self, interest: int) -> Bits:
        """Who has an interest or one below it; kept, for a list counts dozens of them."""
        found = self._had.get(interest)
        if found is None:
            while len(self._had) >= _REMEMBERED:
                del self._had[next(iter(self._had))]
            below = self._vocabulary.with_below(interest)
            found = self._had[interest] = self._of_terms(INTEREST, below)
        return found

    @property
    def _vocabulary(self) -> Vocabulary:
        """The interests and circles there are; read when a search first asks for them."""
        if self._terms is None:
            self._terms = Vocabulary.of(self.book)
        return self._terms

    def _of_beginning(self, field: str, beginning: str) -> Bits:
        bits = self._sets.get(field, beginning)
        if bits is None:
            bits = self._order.bits(words.people_with(self.book, field, beginning))
        return bits

    def _of_terms(self, field: str, ids: Iterable[int]) -> Bits:
        """Who has any of these interests, or is in any of these circles."""
        found, rare = 0, []
        for i in ids:
            bits = self._sets.get(field, str(i))
            if bits is None and (field, str(i)) in self._sets.stale:
                bits = self._read_terms(field, [i])
                self._sets.keep(field, str(i), bits)
            if bits is None:
                rare.append(i)
            else:
                found |= bits
        if rare:
            bits = self._read_terms(field, rare)
            if len(rare) == 1:
                self._sets.keep(field, str(rare[0]), bits)
            found |= bits
        return found

    def _read_terms(self, field: str, ids: list[int]) -> Bits:
        """The same by the tables."""
        table, column = LINKS[field]
        rows = self.book.sql(
            f"SELECT person_id FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))",
            (json.dumps(ids),),
        )
        return self._order.bits(person for (person,) in rows)

    # Keeping true

    def follow(
        self, book: Book, log: int, report: Report | None = None, *, played: bool = False
    ) -> None:
        """Take the words in that `log` touched: within its transaction, in any thread.

        Those of a large undo or redo are left `behind`, for `build`; and then later ones with them.
        """
        if (played or self.behind) and words.is_long(book, MANY_WORDS):
            self.behind = True
        else:
            words.follow(book, log, report)

    def catch_up(self) -> None:
        """Take in what changed in the book since the last time."""
        with _moment(self.book):
            last = _last_log(self.book)
            if last != self._log:
                self._asked.clear()
                self._had.clear()
                self._told.forget()
                self._bring_to(last)

    @property
    def wants_building(self) -> bool:
        """Whether `build` in a job, then `adopt`, would make it quicker, or whole again."""
        if self.behind or self._shadowed:
            return self.behind
        return len(self._order) >= self._small and (
            self._sets.source is None
            or len(self._sets.stale) > _STALE
            or len(self._sets.moves) > self._many
        )

    def build(self, report: Report | None = None) -> Snapshot:
        """A new snapshot of the book, for `adopt`; touches nothing of this index itself.

        For a job. If the words of the book are behind (something wrote to it without an index)
        they are mended first.
        """
        if not self.book.read_only and words.logs_behind(self.book) != []:
            with self.book.keep_derived():
                words.follow(self.book, _last_log(self.book), report)
        with _moment(self.book):
            log = _last_log(self.book)
            order = _order_of(self.book)
            made = Building(self.book, order, self._common, report).run()
        return Snapshot(log, order, made)

    def adopt(self, snapshot: Snapshot) -> None:
        """Go on from `snapshot`, and catch up with what came since."""
        made = snapshot.sets
        self._order, self._log, self._made = snapshot.order, snapshot.log, made
        self._sets = Sets(self._order.size, lambda field, key: made.get((field, key)))
        # It may be as of a log whose notice has not come yet.
        self._terms = None
        self._asked.clear()
        self._had.clear()
        self._told.forget()
        self.behind = False
        self.catch_up()

    def save(self) -> None:
        """Keep the sets in the book, for the next time: at closing, or when idle.

        Once they lie there, only the moves since. Does nothing when too little has changed to be
        worth it, or the book is read-only.
        """
        if self.book.read_only:
            return
        if self._sets.source is None:
            if _snapshot_log(self.book) is not None:
                with self.book.keep_derived():
                    self._drop_saved()
            return
        sets = self._sets
        if (
            self._made is None
            and len(sets.moves) <= self._saved_moves + _WORTH_SAVING
            and len(sets.stale) == self._saved_stale
        ):
            return
        with self.book.keep_derived():
            if self._made is not None:
                self._drop_saved()
                for (field, key), data in self._made.items():
                    self._save_set(field, key, data)
            elif _snapshot_log(self.book) != self._saved_log:  # another program saved its own
                return
            self._save_set(*_MOVES, self._sets.moves_as_bytes())
            self.book.sql(
                "REPLACE INTO search_order (only, people) VALUES (1, ?)", (self._order.to_bytes(),)
            )
            self.book.sql("REPLACE INTO follower (name, log) VALUES (?, ?)", (SNAPSHOT, self._log))
        self._saved_log = self._log
        self._saved_moves, self._saved_stale = len(sets.moves), len(sets.stale)
        self._made = None
        self._sets.source = self._saved_set

    # Within

    def _mend_words(self) -> None:
        """Bring words up to date that something left behind, unless that takes a job."""
        logs = words.logs_behind(self.book)
        if logs == []:
            return
        if self.book.read_only:
            words.shadow(self.book)
            words.follow(self.book, _last_log(self.book))
            self._shadowed = True
            return
        if logs is None:
            self.behind = self.book.value("SELECT count(*) FROM person") > self._many
        else:
            self.behind = texts.are_wordy(self.book, logs, self._many)
        if self.behind:
            return
        try:
            with self.book.keep_derived():
                words.follow(self.book, _last_log(self.book))
        except RelbookError:  # a full disk, another program writing: the book opens all the same
            self.behind = True

    def _open(self) -> None:
        """Go on from what the book has kept, if that can be."""
        last, saved = _last_log(self.book), _snapshot_log(self.book)
        self._terms = None
        data = self.book.value("SELECT people FROM search_order")
        if data is None or saved is None or saved > last:
            self._start_over(last)
            return
        self._saved_log = saved
        try:
            self._order, self._log = Order.from_bytes(data), saved
            self._sets = Sets(self._order.size, self._saved_set)
            self._sets.take_moves(self._saved_set(*_MOVES) or b"")
        except ValueError:  # it is written otherwise than here
            self._start_over(last)
            return
        self._saved_moves, self._saved_stale = len(self._sets.moves), len(self._sets.stale)
        if saved < last:
            self._bring_to(last)

    def _save_set(self, field: str, key: str, data: bytes) -> None:
        self.book.sql(
            "REPLACE INTO search_bits (field, prefix, bits) VALUES (?, ?, ?)", (field, key, data)
        )

    def _saved_set(self, field: str, key: str) -> bytes | None:
        row = self.book.row(
            "SELECT bits, (SELECT log FROM follower WHERE name = ?) FROM search_bits"
            " WHERE field = ? AND prefix = ?",
            SNAPSHOT,
            field,
            key,
        )
        if row is None:
            return None
        if row[1] != self._saved_log:  # another program saved its own, of another order
            self._sets.source = None
            return None
        return bytes(row[0])

    def _drop_saved(self) -> None:
        for table in ("search_order", "search_bits"):
            self.book.sql(f"DELETE FROM {table}")
        self.book.sql("DELETE FROM follower WHERE name = ?", (SNAPSHOT,))

    def _start_over(self, log: int) -> None:
        """Everyone in their order as it is now, and no sets."""
        self._order, self._log, self._made = _order_of(self.book), log, None
        self._sets = Sets(self._order.size)

    def _bring_to(self, log: int) -> None:
        logs = self._logs_to_follow()
        touched = None if logs is None else texts.touched(self.book, logs, self._many)
        if touched is None or touched.vocabulary:
            self._terms = None
        if touched is None or not self._follow(touched):
            self._start_over(log)
        self._log = log

    def _logs_to_follow(self) -> list[texts.Log] | None:
        """The logs since the last time, or None if they hold more than is worth following."""
        logs = texts.logs_since(self.book, self._log)
        return None if texts.are_wordy(self.book, logs, 20 * self._many) else logs

    def _follow(self, touched: texts.Touched) -> bool:
        """Bring order and sets through what was `touched`; False if that is too much."""
        if len(touched.people) > self._many:
            return False
        self._sets.forget(touched.had)
        has = self._what_they_have(touched)
        order = self._order.copy()
        moves: list[Move] = []
        for person in touched.moved:
            slot = order.take_out(person)
            if slot is not None:
                moves.append(Move(slot, {}, leaves=True))
        for person, before in self._behind_whom(touched.moved):
            if before is not None and order.slot(before) is None:
                return False
            try:
                slot = order.put_in(person, before)
            except Full:
                return False
            moves.append(Move(slot, has[person], comes=True))
        for person in touched.people - touched.moved:
            slot = order.slot(person)
            if slot is not None and person in has:
                moves.append(Move(slot, has[person]))
        self._order = order
        self._sets.moves += moves
        return True

    def _what_they_have(self, touched: texts.Touched) -> dict[int, dict[str, Sequence[str]]]:
        """By person and field, what is to be written into the sets."""
        has: dict[int, dict[str, Sequence[str]]] = {person: {} for person in touched.people}
        for person, (name, rest) in words.of(self.book, touched.words | touched.moved).items():
            has[person][NAME], has[person][TEXT] = sorted(name), sorted(rest)
        for field, people in ((INTEREST, touched.interests), (CIRCLE, touched.circles)):
            table, column = LINKS[field]
            listed: dict[int, list[str]] = {person: [] for person in people | touched.moved}
            for person, i in self.book.sql(
                f"SELECT person_id, {column} FROM {table}"
                " WHERE person_id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(listed)),),
            ):
                listed[person].append(str(i))
            for person, ids in listed.items():
                has[person][field] = ids
        return has

    def _behind_whom(self, people: Iterable[int]) -> list[tuple[int, int | None]]:
        """Those of `people` who are in the book, last first, each with who stands behind them."""
        return [
            (
                person,
                self.book.value(
                    "SELECT id FROM person WHERE (sort_key, id) > (?, ?)"
                    " ORDER BY sort_key, id LIMIT 1",
                    sort_key,
                    person,
                ),
            )
            for person, sort_key in self.book.rows(
                "SELECT id, sort_key FROM person WHERE id IN (SELECT value FROM json_each(?))"
                " ORDER BY sort_key DESC, id DESC",
                json.dumps(list(people)),
            )
        ]


@contextlib.contextmanager
def _moment(book: Book) -> Iterator[None]:
    """What is read within is the book as of one moment, whatever another thread writes."""
    book.sql("BEGIN")
    try:
        yield
    finally:
        book.sql("COMMIT")


def _last_log(book: Book) -> int:
    return int(book.value("SELECT last FROM journal_open"))


def _snapshot_log(book: Book) -> int | None:
    log = book.value("SELECT log FROM follower WHERE name = ?", SNAPSHOT)
    return None if log is None else int(log)


def _order_of(book: Book) -> Order:
    return Order.of(i for (i,) in book.sql("SELECT id FROM person ORDER BY sort_key, id"))
