"""What an input is put through, and what must hold of it."""

import io
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from relbook.core.errors import FileUnreadable
from relbook.core.exchange import table, vcard
from relbook.core.exchange.vcard.convert import convert

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


def run(inputs: Iterable[bytes], use: "Callable[[bytes, Tally], None] | None" = None) -> Tally:
    """Put each of `inputs` through `use`, which is `use_cards` if not said."""
    use = use or use_cards
    tally = Tally()
    for data in inputs:
        tally.inputs += 1
        tally.size += len(data)
        before = time.thread_time()
        try:
            use(data, tally)
        except Exception as error:  # noqa: BLE001  (whatever it is, it is what is looked for)
            tally.wrong.append((data, f"{type(error).__name__}: {error}"))
        spent = time.thread_time() - before
        tally.seconds += spent
        tally.slowest = max(tally.slowest, spent)
        if spent > LONGEST:
            tally.wrong.append((data, f"took {spent:.1f} s"))
    return tally


def use_cards(data: bytes, tally: Tally) -> None:
    """Read `data` and everything in it, and write it again: as it came, in other versions, as ours."""
    try:
        for found in vcard.read(io.BytesIO(data)):
            if isinstance(found, vcard.Problem):
                tally.problems += 1
                found.why.encode()
                continue
            tally.cards += 1
            again_the_same(found)
            for version in ("3.0", "4.0"):
                again_the_same(convert(found, version))
            again_the_same(vcard.build(found.person()))
    except FileUnreadable:
        tally.refused += 1


def use_rows(data: bytes, tally: Tally) -> None:
    """The same for a table."""
    try:
        told = table.examine(data)
        people = []
        for found in table.read(io.BytesIO(data), told):
            if isinstance(found, table.RowCard):
                tally.cards += 1
                people.append(found.person())
            else:
                tally.problems += 1
                found.why.encode()
        table.write(people, io.BytesIO())
    except FileUnreadable:
        tally.refused += 1


def again_the_same(card: vcard.Card) -> None:
    """Raises NotKeptError unless what is written of `card`, and read again, is written the same."""
    written = vcard.to_bytes(card)
    again = vcard.parse(written)
    if vcard.to_bytes(again) != written:
        raise NotKeptError(written)
