"""Which column of a table means what, as it can be kept and found again."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from relbook.core.errors import Refused
from relbook.core.exchange.table.days import DAY_FIRST, MONTH_FIRST
from relbook.core.exchange.table.headers import key
from relbook.core.exchange.table.target import Target, What
from relbook.core.exchange.table.text import ENCODINGS
from relbook.core.store.book import Book
from relbook.core.words import say

SETTING = "table_mappings"


def fingerprint(header: Sequence[str]) -> str:
    """What tells a header from others, whatever its case and accents: 16 hex digits."""
    return hashlib.sha256("\n".join(map(key, header)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Mapping:
    """What each column means, and how the file is to be read.

    `day_order` is "dmy" or "mdy". `encoding` and `delimiter` are empty if they are told by the
    file, `has_header` is None then. `fingerprint` is that of the header it was made for, and
    `kind` the kind of the file; `name` is what the owner calls it.
    """

    targets: tuple[Target, ...]
    fingerprint: str = ""
    kind: str = ""
    name: str = ""
    day_order: str = DAY_FIRST
    encoding: str = ""
    delimiter: str = ""
    has_header: bool | None = None

    def with_target(self, column: int, target: Target) -> Self:
        """The mapping with another meaning of `column`, from 0."""
        targets = list(self.targets)
        targets[column] = target
        return replace(self, targets=tuple(targets))

    def with_day_order(self, order: str) -> Self:
        """The mapping with dates read as "dmy" or "mdy"."""
        return replace(self, day_order=order)

    def named(self, name: str) -> Self:
        """The mapping under a name of the owner's."""
        return replace(self, name=" ".join(name.split()))

    def to_json(self) -> str:
        """The mapping as JSON: ``{"columns": [["phone", "home", ""], …], "day_order": …}``."""
        return json.dumps(_told(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The mapping that :meth:`to_json` wrote. Raises Refused for anything else."""
        try:
            return cls(**_read(json.loads(text)))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
            raise Refused(
                say(
                    "That is no mapping of columns; nothing was changed, please choose another file."
                )
            ) from fault


def _told(mapping: Mapping) -> dict[str, Any]:
    columns = [
        [target.what.value, target.label, target.group, *([True] if target.echo else [])]
        for target in mapping.targets
    ]
    return {
        "name": mapping.name,
        "kind": mapping.kind,
        "fingerprint": mapping.fingerprint,
        "day_order": mapping.day_order,
        "encoding": mapping.encoding,
        "delimiter": mapping.delimiter,
        "has_header": mapping.has_header,
        "columns": columns,
    }


def _read(told: dict[str, Any]) -> dict[str, Any]:
    targets = []
    for what, label, group, *echo in told["columns"]:
        targets.append(Target(What(what), str(label), str(group), bool(echo and echo[0])))
    order = told.get("day_order", DAY_FIRST)
    encoding, delimiter = told.get("encoding", ""), told.get("delimiter", "")
    has_header = told.get("has_header")
    if (
        order not in {DAY_FIRST, MONTH_FIRST}
        or encoding not in {"", *ENCODINGS}
        or not isinstance(delimiter, str)
        or len(delimiter) > 1
        or has_header not in {None, True, False}
    ):
        raise ValueError(order)
    return {
        "targets": tuple(targets),
        "fingerprint": str(told.get("fingerprint", "")),
        "kind": str(told.get("kind", "")),
        "name": str(told.get("name", "")),
        "day_order": order,
        "encoding": encoding,
        "delimiter": delimiter,
        "has_header": has_header,
    }


def saved(book: Book) -> list[Mapping]:
    """The mappings kept in `book`, the newest first; what cannot be read is left out."""
    try:
        kept = json.loads(book.setting(SETTING) or "[]")
    except ValueError:
        return []
    found = []
    for one in kept if isinstance(kept, list) else []:
        try:
            found.append(Mapping(**_read(one)))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return found


def save(book: Book, mapping: Mapping) -> None:
    """Keep `mapping` in `book`, in the place of one with its name; no edit, nothing to undo."""
    others = [one for one in saved(book) if one.name != mapping.name]
    _keep(book, [mapping, *others])


def forget(book: Book, name: str) -> None:
    """Drop the mapping called `name`."""
    _keep(book, [one for one in saved(book) if one.name != name])


def for_header(book: Book, mark: str) -> Mapping | None:
    """The newest mapping kept for a header with this fingerprint, if there is one."""
    if not mark:
        return None  # no header, so nothing to tell it by
    return next((one for one in saved(book) if one.fingerprint == mark), None)


def _keep(book: Book, mappings: list[Mapping]) -> None:
    book.remember(SETTING, json.dumps([_told(one) for one in mappings], ensure_ascii=False))
