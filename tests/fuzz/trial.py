"""What an input is put through, and what must hold of it."""

import io
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from relbook.core.errors import FileUnreadable
from relbook.core.exchange import vcard

LONGEST = 1.0  # CPU seconds


class NotKeptError(AssertionError):
    """What was read and written is not read as the same again."""


@dataclass(slots=True)
class Tally:
    """What came of some inputs; `wrong` has those that failed, with the reason."""

    inputs: int = 0
    size: int = 0
    cards: int = 0
    problems: int = 0
    refused: int = 0
    slowest: float = 0.0
    seconds: float = 0.0
    wrong: list[tuple[bytes, str]] = field(default_factory=list)


def run(inputs: Iterable[bytes]) -> Tally:
    """Put each of `inputs` through `use_cards`."""
    tally = Tally()
    for data in inputs:
        tally.inputs += 1
        tally.size += len(data)
        before = time.thread_time()
        try:
            use_cards(data, tally)
        except Exception as error:  # noqa: BLE001  (whatever it is, it is what is looked for)
            tally.wrong.append((data, f"{type(error).__name__}: {error}"))
        spent = time.thread_time() - before
        tally.seconds += spent
        tally.slowest = max(tally.slowest, spent)
        if spent > LONGEST:
            tally.wrong.append((data, f"took {spent:.1f} s"))
    return tally


def use_cards(data: bytes, tally: Tally) -> None:
    """Read `data` and everything in it, and write it again, as it came and as cards of our own."""
    try:
        for found in vcard.read(io.BytesIO(data)):
            if isinstance(found, vcard.Problem):
                tally.problems += 1
                found.why.encode()
                continue
            tally.cards += 1
            again_the_same(found)
            made = vcard.build(found.person())
            again_the_same(made)
    except FileUnreadable:
        tally.refused += 1


def again_the_same(card: vcard.Card) -> None:
    """Raises NotKeptError unless what is written of `card`, and read again, is written the same."""
    written = vcard.to_bytes(card)
    again = vcard.parse(written)
    if vcard.to_bytes(again) != written:
        raise NotKeptError(written)
