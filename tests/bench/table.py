"""What the benchmark tells: rows of figures, each beside what is asked of it."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what was measured, its figure with its unit, what is asked, whether it held.

    `held` is None where nothing is asked: a floor, or a figure that explains another.
    """

    what: str
    figure: str
    asked: str = ""
    held: bool | None = None


def at_most(what: str, figure: float, limit: float, unit: str, note: str = "") -> Row:
    """A row for `figure`, which is asked to be `limit` or less."""
    shown = f"{figure:,.1f} {unit}"
    return Row(
        what, f"{shown} ({note})" if note else shown, f"≤ {limit:,.1f} {unit}", figure <= limit
    )


def at_least(what: str, figure: float, limit: float, unit: str, note: str = "") -> Row:
    """A row for `figure`, which is asked to be `limit` or more."""
    shown = f"{figure:,.0f} {unit}"
    return Row(
        what, f"{shown} ({note})" if note else shown, f"≥ {limit:,.0f} {unit}", figure >= limit
    )


def told(what: str, figure: float, unit: str, note: str = "") -> Row:
    """A row for `figure`, of which nothing is asked."""
    shown = f"{figure:,.1f} {unit}"
    return Row(what, f"{shown} ({note})" if note else shown)


def median(values: Sequence[float]) -> float:
    """The middle of `values`."""
    return statistics.median(values)


def p99(values: Sequence[float]) -> float:
    """The value that 99 in 100 do not exceed, by nearest rank."""
    ordered = sorted(values)
    return ordered[-(-99 * len(ordered) // 100) - 1]


def show(title: str, rows: Iterable[Row]) -> None:
    """Print a section of the table."""
    print(f"\n{title}")
    for row in rows:
        mark = {True: "held", False: "NOT HELD", None: ""}[row.held]
        print(f"  {row.what:<48} {row.figure:>34}   {row.asked:<12} {mark}".rstrip(), flush=True)
