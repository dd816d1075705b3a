"""``python -m tests.fuzz``: spoilt and hostile files, read by what reads cards and tables, in one
table.

The exit status is 1 when anything escaped, took long or was not kept; what did so is left in the
folder that `--keep` names.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.fuzz import hostile, mutation, trial

FILES = Path(__file__).parents[1] / "files"
INPUTS = 200_000
ROUND = 20_000
OF_CARDS = 10  # to one table: a table takes longer


def main() -> int:
    """Run what is asked for; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument(
        "--inputs", type=int, default=INPUTS, help=f"how many cards, instead of {INPUTS:,}"
    )
    parser.add_argument("--seed", type=int, default=1815, help="another seed, other inputs")
    parser.add_argument("--keep", type=Path, help="a folder for the inputs that failed")
    parser.add_argument("--no-hostile", action="store_true", help="spoilt files only")
    parser.add_argument("--no-spoilt", action="store_true", help="hostile files only")
    chosen = parser.parse_args()
    failed = 0
    if not chosen.no_spoilt:
        cards = mutation.seeds(FILES / "vcard")
        failed += spoil("cards", cards, chosen, mutation.CARD_MARKS, trial.use_cards)
        chosen.inputs //= OF_CARDS
        rows = mutation.seeds(FILES / "table", "*.csv")
        failed += spoil("tables", rows, chosen, mutation.TABLE_MARKS, trial.use_rows)
    if not chosen.no_hostile:
        harm()
    print(f"\n{failed} failed" if failed else "\nnone failed")
    return 1 if failed else 0


def spoil(
    what: str,
    whole: Sequence[bytes],
    chosen: argparse.Namespace,
    marks: Sequence[bytes],
    use: Callable[[bytes, trial.Tally], None],
) -> int:
    """Spoilt files of one kind, a line for each round; returns how many failed."""
    print(f"\n{what:<9} {'MB':>7} {'read':>9} {'problems':>9} {'refused':>8} {'CPU s':>7} "
          f"{'slowest':>8} {'failed':>7}")  # fmt: skip
    inputs, seed, keep = chosen.inputs, chosen.seed, chosen.keep
    failed = 0
    for start in range(0, inputs, ROUND):
        n = min(ROUND, inputs - start)
        tally = trial.run(mutation.mutants(whole, n, seed + start, marks), use)
        print(f"{start + n:9,} {tally.size / 1e6:7.1f} {tally.cards:9,} {tally.problems:9,} "
              f"{tally.refused:8,} {tally.seconds:7.1f} {tally.slowest:6.2f} s {len(tally.wrong):7}",
              flush=True)  # fmt: skip
        for number, (data, why) in enumerate(tally.wrong):
            print(f"          {why[:90]}")
            if keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{what}-{seed + start}-{number}").write_bytes(data)
        failed += len(tally.wrong)
    return failed


def harm() -> None:
    """Hostile files, a line for each."""
    print(f"\n{'hostile':<34} {'cards':>9} {'problems':>9} {'CPU s':>7} {'grown by':>9}")
    for number, one in enumerate(hostile.HARM):
        found = hostile.read_apart(number)
        print(f"{one.name:<34} {found.cards:9,} {found.problems:9,} {found.seconds:7.1f} "
              f"{found.grown:6.0f} MB", flush=True)  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
