"""Files as nobody would write them; the long run of the same is ``python -m tests.fuzz``."""

import builtins
import io
import os
import socket
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Never

import pytest

from relbook.core.exchange import vcard
from relbook.core.exchange.vcard import lines, stretches
from relbook.core.exchange.vcard.property import Property
from tests.fuzz import hostile, mutation, trial

FILES = Path(__file__).parents[3] / "files" / "vcard"
MB = 1 << 20


def test_spoilt_files_are_read_or_reported_and_what_is_read_is_kept() -> None:
    tally = trial.run(mutation.mutants(mutation.seeds(FILES), 2_000, seed=1815))
    assert [why for _, why in tally.wrong] == []
    assert tally.inputs == 2_000
    assert min(tally.cards, tally.problems, tally.refused) > 100


def test_the_same_seed_gives_the_same_files() -> None:
    whole = mutation.seeds(FILES)
    assert list(mutation.mutants(whole, 50, 7)) == list(mutation.mutants(whole, 50, 7))
    assert list(mutation.mutants(whole, 50, 7)) != list(mutation.mutants(whole, 50, 8))


def test_what_is_lost_on_the_way_is_told() -> None:
    """The trial itself can fail: a name with a blank in it is not read again."""
    odd = vcard.Card("3.0", (Property.of("NOTE", "a"), Property.of("NO NAME", "b")))
    with pytest.raises(trial.NotKeptError):
        trial.again_the_same(odd)


def _peak(pieces: Iterator[bytes]) -> tuple[hostile.Outcome, int]:
    """What reading came to, and how many bytes were held at most."""
    tracemalloc.start()
    try:
        return hostile.read(pieces), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("size", [2 * MB, 8 * MB])
def test_a_file_of_any_size_is_never_held(size: int) -> None:
    found, held = _peak(hostile.cards(size))
    assert found.cards > size / 30_000
    assert found.problems == 0
    assert held < 3 * MB


@pytest.mark.parametrize("make", [hostile.line, hostile.line_in_a_card, hostile.photo])
def test_a_line_of_any_size_is_never_held(
    make: Callable[[int], Iterator[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stretches, "MAX_CARD", MB)
    found, held = _peak(make(24 * MB))
    assert found.cards == 1
    assert held < 5 * MB


@pytest.mark.parametrize("make", [hostile.properties, hostile.empty_lines])
def test_a_card_of_very_many_lines_is_left_out(
    make: Callable[[int], Iterator[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "MAX_LINES", 100_000)
    found = hostile.read(make(1_000_000))
    assert (found.cards, found.problems) == (1, 1)


def test_cards_in_cards_and_cards_without_end_are_told() -> None:
    assert hostile.read(hostile.agents(50_000)).cards == 2
    assert hostile.read(hostile.unended(2_000)).problems == 2_000


def test_a_picture_is_not_unpacked() -> None:
    found, held = _peak(hostile.bomb(64 * MB))
    assert found.cards == 2
    assert held < 4 * MB


def test_nothing_that_a_card_names_is_opened_or_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file of ours, among them photos, sounds and keys at addresses and in local files."""
    whole = mutation.seeds(FILES)

    def refuse(*_: object, **__: object) -> Never:
        raise AssertionError

    for module, name in ((builtins, "open"), (io, "open"), (os, "open"), (socket, "socket")):
        monkeypatch.setattr(module, name, refuse)
    tally = trial.run(whole)
    monkeypatch.undo()
    assert [why for _, why in tally.wrong] == []


@pytest.mark.parametrize("field", ["FN", "NOTE", "TITLE", "ORG", "TEL", "EMAIL", "NICKNAME"])
def test_markup_and_control_characters_are_only_text(field: str) -> None:
    raw = f"BEGIN:VCARD\nVERSION:3.0\n{field}:<b>a</b>\x00\x07\x1b[31m\x7f\x85&amp\nEND:VCARD\n"
    person = vcard.parse(raw.encode()).person()
    assert "<b>a</b>[31m&amp" in repr(person)
    assert not any(mark in repr(person) for mark in ("\\x00", "\\x07", "\\x1b", "\\x7f", "\\x85"))
