"""``python -m tests.trust``: attacks on a book, in one table: how many, survived, lost.

The exit status is 1 when anything was lost.
"""

import argparse
import time
from collections.abc import Iterator

from tests.core.store.damaged import attack
from tests.trust import failing, kills
from tests.trust.kills import Outcome

KILLS = 300


def main() -> int:
    """Attack as asked; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.trust", description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS, help=f"instead of {KILLS}")
    parser.add_argument("--seed", type=int, default=1815, help="other moments to be killed at")
    parser.add_argument("--only", action="append", default=[], help="one kind of attack, by name")
    parser.add_argument(
        "--stride", type=int, default=1, help="let only each so manieth write fail; 0 for none"
    )
    chosen = parser.parse_args()
    began = time.monotonic()
    print(f"{'':36}{'attacks':>9}{'survived':>10}{'lost':>6}")
    every: list[Outcome] = []
    for outcome in attacks(chosen):
        every.append(outcome)
        show(outcome)
    total = Outcome("all", sum(one.attacks for one in every), sum(one.survived for one in every))
    total.lost = [fault for one in every for fault in one.lost]
    show(total)
    print(f"\nin {time.monotonic() - began:.0f} s")
    for fault in total.lost[:10]:
        print(f"\n{fault}")
    return 1 if total.lost else 0


def attacks(chosen: argparse.Namespace) -> Iterator[Outcome]:
    """All of them, one kind after another."""
    if chosen.kills:
        yield from kills.kill_all(chosen.kills, size=1.0, seed=chosen.seed, names=chosen.only)
    if chosen.stride:
        yield from failing.fail_all(chosen.stride)
    if not chosen.only:
        n = attack.attack_all()["attacks"]  # a wrong claim raises
        yield Outcome("damaged files", n, n)


def show(outcome: Outcome) -> None:
    """One line of the table."""
    lost = len(outcome.lost)
    print(f"{outcome.name:36}{outcome.attacks:9,}{outcome.survived:10,}{lost:6,}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
