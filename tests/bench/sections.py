"""The parts of the benchmark, each a module with `rows(setting)`, run in a process of its own."""

import importlib
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.bench.setting import Setting
from tests.bench.table import Row

SECTIONS = {
    "search": "Searching, without a window",
    "keystroke": "A keystroke in the search box, to the final painted list",
    "pick": "Picking a person: list, page and panels painted",
    "linked": "An interest, a ledger row, an event picked: all panels and the page painted",
    "tagging": "Many people tagged at once, and that undone",
    "start": "Start, exec to a mapped window with rows painted",
    "frozen": "Start of the frozen program, exec to rows on the screen",
    "cards": "Parsing and writing cards",
    "importing": "Importing cards",
    "many": "Importing 100,000 cards",
    "duplicates": "Finding who is in the book twice",
    "undo": "Undoing, redoing and deleting, in a job with progress",
    "backing": "A backup of the whole book while one types",
    "sheet": "A sheet of an event to PDF, everyone with a photo",
    "memory": "Memory of the window",
    "locked": "A locked book beside the same one open",
}


def in_a_process(name: str, setting: Setting) -> list[Row]:
    """The rows of a section, from a process that has done nothing else."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_run, name, setting).result()


def make_books(setting: Setting) -> None:
    """Make the books that are not there yet, in a process whose memory goes with it."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        pool.submit(setting.book).result()


def _run(name: str, setting: Setting) -> list[Row]:
    return list(importlib.import_module(f"tests.bench.{name}").rows(setting))
