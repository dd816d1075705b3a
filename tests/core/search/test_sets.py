"""Sets of people by slot: rows of an order of several blocks, and the moves that keep them true."""

import zlib
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relbook.core.search import sets
from relbook.core.search.order import BLOCK, FILL, Full, Order, Rows

PEOPLE = range(10_000, 0, -1)
order = Order.of(PEOPLE)
people = st.sets(st.sampled_from(PEOPLE), max_size=300)


@settings(max_examples=30)
@given(chosen=people, start=st.integers(0, 200), length=st.integers(0, 200))
def test_rows_of_a_set_are_its_people_in_order(chosen: set[int], start: int, length: int) -> None:
    rows = Rows(order, order.bits(chosen))
    expected = sorted(chosen, reverse=True)
    assert len(rows) == len(expected)
    assert rows.ids(start, start + length) == expected[start : start + length]
    slots = [order.slot(one) for one in expected]
    assert [rows.row(slot) for slot in slots if slot is not None] == list(range(len(expected)))


def test_everyone_is_all_of_them() -> None:
    assert Rows(order, order.everyone).ids(0, 10_000) == list(PEOPLE)
    assert len(order) == 10_000
    assert Order.from_bytes(order.to_bytes()).slots == order.slots
    assert Order.of([]).everyone == 0
    assert order.bits([10_001, 7, 2**31]) == order.bits([7])
    with pytest.raises(ValueError, match="blocks"):
        Order.from_bytes(b"\0" * 12)


changes = st.lists(
    st.tuples(st.sampled_from(["out", "in", "same"]), st.integers(1, 12_000), st.booleans()),
    max_size=40,
)


@settings(max_examples=40)
@given(chosen=people, changes=changes)
def test_moves_bring_a_set_to_where_it_would_be_made(
    chosen: set[int], changes: list[tuple[str, int, bool]]
) -> None:
    standing = list(PEOPLE)
    now, moves, has = order.copy(), [], set(chosen)
    for deed, person, is_in in changes:
        word = {"name": ["ada"] if is_in else ["bo"]}
        there = person in standing
        if deed == "out" and there:
            standing.remove(person)
            has.discard(person)
            moves.append(sets.Move(now.take_out(person) or 0, {}, leaves=True))
            continue
        if deed == "in" and not there:
            at = person * 7 % (len(standing) + 1)
            before = standing[at] if at < len(standing) else None
            standing.insert(at, person)
            moves.append(sets.Move(now.put_in(person, before), word, comes=True))
        elif deed == "same" and there:
            moves.append(sets.Move(now.slot(person) or 0, word))
        else:
            continue
        (has.add if is_in else has.discard)(person)
    bits = sets.bring_through(order.bits(chosen), order.size, "name", "ad", moves)
    assert bits == now.bits(has)
    assert Rows(now, now.everyone).ids(0, 20_000) == standing
    assert Rows(order, order.everyone).ids(0, 20_000) == list(PEOPLE)


def test_a_block_takes_so_many_and_no_more() -> None:
    full = order.copy()
    for person in range(20_000, 20_000 + BLOCK - FILL):
        full.put_in(person, 10_000)
    with pytest.raises(Full):
        full.put_in(1 + 20_000 + BLOCK, 10_000)


words = st.dictionaries(
    st.text("abc", min_size=1, max_size=4), st.sets(st.integers(0, 60), min_size=1), max_size=25
)


@given(words=words, common=st.sampled_from([0, 1, 5, 20]))
def test_the_sets_made_are_those_of_the_common_beginnings(
    words: dict[str, set[int]], common: int
) -> None:
    gathered = sets.Gathered("name", BLOCK // 8, common)
    for word in sorted(words):
        gathered.add(word, sorted(words[word]))
    made = {key: sets.unpack(data, BLOCK // 8) for (_, key), data in gathered.finish().items()}
    expected: dict[str, int] = {}
    for beginning in {word[:end] for word in words for end in range(1, len(word) + 1)}:
        slots = set().union(*(had for word, had in words.items() if word.startswith(beginning)))
        if len(slots) > common:
            expected[beginning] = sum(1 << slot for slot in slots)
    assert made == expected


def test_slots_of_a_large_id_take_little() -> None:
    sparse = Order.of([5_000_000, 3])
    assert sparse.slots[:2] == array("I", [5_000_000, 3])
    assert sparse.slot(3) == 1
    assert sparse.slot(4) is None


def test_moves_are_taken_as_they_were_written() -> None:
    former = sets.Sets(order.size)
    former.moves += [
        sets.Move(7, {"name": ["ada", "é", "\ud800"], "circle": []}, comes=True),
        sets.Move(0, {}, leaves=True),
    ]
    former.forget([("interest", "7"), ("text", "a b")])
    again = sets.Sets(order.size)
    again.take_moves(former.moves_as_bytes())
    assert (again.moves, again.stale) == (former.moves, former.stale)


@pytest.mark.parametrize("written", [
    "", "{", "{}", "7", "[[]]", "[[], [], []]", '[[], ["interest"]]', '[[], [["interest", 7]]]', "[7, []]",
    "[[7], []]", "[[[7, {}, true]], []]", '[[["7", {}, true, false]], []]',
    "[[[-1, {}, true, false]], []]", "[[[99999, {}, true, false]], []]",
    "[[[7, [], true, false]], []]", '[[[7, {"name": "ada"}, true, false]], []]',
    '[[[7, {"name": [7]}, true, false]], []]', "[[[7, {}, 1, false]], []]", "[[[7, {}, true, null]], []]",
])  # fmt: skip
def test_what_cannot_be_moves_is_refused(written: str) -> None:
    taking = sets.Sets(order.size)
    with pytest.raises(ValueError, match="not moves"):
        taking.take_moves(zlib.compress(written.encode()))
    with pytest.raises(ValueError, match="not moves"):
        taking.take_moves(written.encode())
