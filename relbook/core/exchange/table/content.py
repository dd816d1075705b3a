"""What a column holds, by the look of its cells."""

import re
from collections.abc import Callable, Sequence

from relbook.core.exchange.table.days import date_of
from relbook.core.exchange.table.target import Target, What
from relbook.core.names import fold

_MAIL = re.compile(r"(?:mailto:)?[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\".]{2,}", re.IGNORECASE)
_WEB = re.compile(r"(?:https?://|www\.)\S+\.\S+", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d (][\d ()/.\-\u00a0\u2011]{5,24}(?:\s*(?:x|ext\.?)\s*\d{1,6})?")
_NAME = re.compile(r"[^\W\d_][^\d@/:;|]{0,60}")
_HONORIFICS = frozenset(
    "mr mrs ms miss mx dr prof herr frau hr fr m mme mlle sr sra srta dott sig sig.ra sig.na pan pani sir lady"
    " dhr mevr rev г-н г-жа 先生 女士".split()
)
_POLITE = _HONORIFICS - {"dr", "prof", "dott", "sir", "lady", "rev", "m"}
_MOST = 0.6  # share of the filled cells that must look alike


def is_mail(text: str) -> bool:
    """Whether all of `text` is a mail address."""
    return _MAIL.fullmatch(text.strip()) is not None


def is_web(text: str) -> bool:
    """Whether all of `text` is the address of a page."""
    return _WEB.fullmatch(text.strip()) is not None


def is_phone(text: str) -> bool:
    """Whether all of `text` is a phone number written so that it can be nothing else."""
    text = text.strip()
    if _PHONE.fullmatch(text) is None or date_of(text):
        return False
    digits = sum(map(str.isdecimal, text))
    marked = text[0] in "+0(" or any(mark in text for mark in " -/(")
    return 6 <= digits <= 17 and marked


def is_day(text: str) -> bool:
    """Whether `text` is a date with a day in it."""
    found = date_of(text)
    return found.count("-") >= 2 and not text.strip().isdecimal()


def is_datum(text: str) -> bool:
    """Whether `text` can be no header: it is a mail, a page, a phone number or a date."""
    return is_mail(text) or is_web(text) or is_phone(text) or is_day(text)


def mostly(cells: Sequence[str], test: Callable[[str], bool]) -> bool:
    """Whether most of the filled `cells`, and one at least, pass `test`."""
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and sum(map(test, filled)) >= _MOST * len(filled)


def none_fits(cells: Sequence[str], test: Callable[[str], bool]) -> bool:
    """Whether there are filled `cells`, and not one of them passes `test`."""
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and not any(map(test, filled))


def are_honorifics(cells: Sequence[str]) -> bool:
    """Whether `cells` are words before a name: Mrs, Dr."""
    return mostly(
        cells, lambda cell: fold(cell).rstrip(".").split(" ")[0].rstrip(".") in _HONORIFICS
    )


def are_polite(prefixes: str) -> bool:
    """Whether the words before a name say no more than how one writes to them: Mrs, Herr."""
    return all(word.rstrip(".") in _POLITE for word in fold(prefixes).split())


def by_content(cells: Sequence[str], label: str) -> Target | None:
    """What a column with an unknown header holds; its header becomes the `label`."""
    if mostly(cells, is_mail):
        return Target(What.MAIL, label)
    if mostly(cells, is_web):
        return Target(What.WEB, label)
    if mostly(cells, is_day):
        return Target(What.DAY, label)
    if mostly(cells, is_phone):
        return Target(What.PHONE, label)
    return None


def name_columns(columns: Sequence[Sequence[str]], free: Sequence[int]) -> dict[int, Target]:
    """Where the names are in a table without a header, among the columns that are `free`.

    Two columns of single words side by side are first and last name; else the first column of
    several words is the whole name.
    """
    like = [number for number in free if mostly(columns[number], _is_name)]
    single = [
        number for number in like if mostly(columns[number], lambda cell: " " not in cell.strip())
    ]
    for number in like:
        if number not in single:
            return {number: Target(What.NAME)}
        if number + 1 in single:
            return {number: Target(What.GIVEN), number + 1: Target(What.FAMILY)}
    return {like[0]: Target(What.NAME)} if like else {}


def _is_name(text: str) -> bool:
    text = text.strip()
    return _NAME.fullmatch(text) is not None and len(text.split()) <= 5
