"""``python -m tests.bench``: the speed that is asked for, measured, in one table.

Everything is CPU time, or a ratio within one run, so that a busy machine alters little. Each
section runs in a process of its own. The exit status is 1 when something asked for did not hold.
"""

import argparse
import tempfile
from pathlib import Path

from tests.bench import book
from tests.bench.sections import SECTIONS, in_a_process, make_books
from tests.bench.setting import Setting
from tests.bench.table import show

QUICK = 10_000


def main() -> int:
    """Run the sections asked for; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} people, fewer rounds")
    parser.add_argument("--only", action="append", choices=SECTIONS, metavar="SECTION",
                        help=f"one of {', '.join(SECTIONS)}; may be given several times")  # fmt: skip
    parser.add_argument("--people", type=int, help=f"how many, instead of {book.PEOPLE:,}")
    parser.add_argument("--folder", type=Path, help="where the books made are kept")
    chosen = parser.parse_args()
    folder = chosen.folder or Path(tempfile.gettempdir()) / "relbook-bench"
    folder.mkdir(parents=True, exist_ok=True)
    people = chosen.people or (QUICK if chosen.quick else book.PEOPLE)
    setting = Setting(people, folder, chosen.quick)
    missed = 0
    print(f"{people:,} people")
    for name in chosen.only or SECTIONS:
        make_books(setting)
        rows = in_a_process(name, setting)
        show(f"{SECTIONS[name]}  [{name}]", rows)
        missed += sum(row.held is False for row in rows)
    print(f"\n{missed} not held" if missed else "\nall held")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
