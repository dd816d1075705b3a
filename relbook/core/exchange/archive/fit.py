"""Whether a value out of JSON can be kept in a column of the book."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from relbook.core.dates import PartialDate
from relbook.core.errors import Refused
from relbook.core.exchange.archive.shape import Column, Kind
from relbook.core.words import say

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_UID = re.compile(r"[^\x00-\x20\x7f]{1,200}")
_INTEGER = 2**31


class Unfit(Exception):
    """A value that cannot be kept; says in words why."""


def fit(column: Column, value: object) -> Any:
    """`value` as `column` holds it, of a key the uid and name. Raises `Unfit`."""
    return _CHECKS[column.kind](column, value)


def _unfit(column: Column) -> Unfit:
    return Unfit(say("its {column} cannot be kept as it is.", column=column.name))


def writable(text: str) -> bool:
    """Whether `text` can be written down at all: JSON may hold halves of characters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text


def _text(column: Column, value: object) -> str:
    if not isinstance(value, str) or not writable(value):
        raise _unfit(column)
    if (column.filled and not value.strip()) or (column.values and value not in column.values):
        raise _unfit(column)
    if column.name == "uid" and not _UID.fullmatch(value):
        raise _unfit(column)
    return value


def _number(column: Column, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not -_INTEGER < value < _INTEGER:
        raise _unfit(column)
    return value


def _flag(column: Column, value: object) -> int:
    if not isinstance(value, int) or value not in (0, 1):
        raise _unfit(column)
    return int(value)


def _date(column: Column, value: object) -> str:
    text = _text(column, value)
    try:
        PartialDate.from_iso(text)
    except Refused as fault:
        raise _unfit(column) from fault
    return text


def _time(column: Column, value: object) -> str:
    text = _text(column, value)
    try:
        datetime.fromisoformat(text)
    except ValueError as fault:
        raise _unfit(column) from fault
    if not _TIME.fullmatch(text):
        raise _unfit(column)
    return text


def _key(column: Column, value: object) -> tuple[str, str]:
    """A key as JSON has it: a uid, or a list of it and a name."""
    uid: object = value
    name: object = ""
    if isinstance(value, list) and column.instead and len(value) == 2:
        uid, name = value
    if not isinstance(uid, str) or not _UID.fullmatch(uid) or not writable(uid):
        raise _unfit(column)
    if not isinstance(name, str) or not writable(name):
        raise _unfit(column)
    return uid, name


_CHECKS: dict[Kind, Callable[[Column, object], Any]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.FLAG: _flag,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.PHOTO: _text,
    Kind.KEY: _key,
}
