"""``python -m tests.bench``: the speed that is asked for, measured, in one table.

Everything is CPU time, or a ratio within one run, so that a busy machine alters little. Each
section runs in a process of its own. The exit status is 1 when something asked for did not hold.
"""

import argparse
import importlib
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tests.bench import book
from tests.bench.setting import Setting
from tests.bench.table import Row, show

# Each a module here with `rows(setting)`, which yields a `Row` for each line of the table.
SECTIONS = {
    "search": "Searching, without a window",
    "keystroke": "A keystroke in the search box, to the final painted list",
    "pick": "Picking a person: list, page and panels painted",
    "start": "Start, exec to a mapped window with rows painted",
    "importing": "Importing cards",
    "undo": "Undoing, redoing and deleting, in a job with progress",
    "memory": "Memory of the window",
}
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
        rows = in_a_process(name, setting)
        show(f"{SECTIONS[name]}  [{name}]", rows)
        missed += sum(row.held is False for row in rows)
    print(f"\n{missed} not held" if missed else "\nall held")
    return 1 if missed else 0


def in_a_process(name: str, setting: Setting) -> list[Row]:
    """The rows of a section, from a process that has done nothing else."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(run, name, setting).result()


def run(name: str, setting: Setting) -> list[Row]:
    """The rows of a section."""
    return list(importlib.import_module(f"tests.bench.{name}").rows(setting))


if __name__ == "__main__":
    raise SystemExit(main())
