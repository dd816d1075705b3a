"""Tables by programs and people, each odd in the one way it is named after."""

import io
import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from relbook.core.errors import FileUnreadable
from relbook.core.exchange.table import RowCard, Target, What, examine, is_table, read
from relbook.core.exchange.table.people import plain_cell
from relbook.core.names import fold
from tests.core.exchange.table.expected import EXPECTED
from tests.core.exchange.table.told import FILES, told

NOTHING = sorted((FILES / "nothing").iterdir())
OVER = Target(What.OWN)
# Dates and labels are kept in a normal form.
NORMAL = {What.DAY, What.BIRTHDAY, What.ANNIVERSARY, What.LABEL}
NORMAL |= {What.BIRTH_YEAR, What.BIRTH_MONTH, What.BIRTH_DAY}
# What Outlook writes for everyone, or to say once more what it says elsewhere.
SILENT = re.compile(
    r"smtp|normal|false|aus|unspecified|nicht spezifiziert|a\.b\.l\.|abl|.* \(ada@example.org\)"
)


@pytest.mark.parametrize("file", sorted(FILES.glob("*.csv")), ids=lambda file: file.stem)
def test_a_table_says_what_is_expected(file: Path) -> None:
    assert told(file.read_bytes()) == EXPECTED[file.stem]


def texts_of(value: object) -> str:
    """Every text within some plain data."""
    if is_dataclass(value) and not isinstance(value, type):
        return " ".join(texts_of(getattr(value, one.name)) for one in fields(value))
    if isinstance(value, tuple):
        return " ".join(map(texts_of, value))
    return value if isinstance(value, str) else ""


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", fold(text)))


@pytest.mark.parametrize("file", sorted(FILES.glob("*.csv")), ids=lambda file: file.stem)
def test_no_cell_is_dropped(file: Path) -> None:
    table = examine(file)
    with file.open("rb") as stream:
        for card in (one for one in read(stream, table) if isinstance(one, RowCard)):
            whole = words_of(texts_of(card.person()))
            for number, cell in enumerate(map(plain_cell, card.cells)):
                target = table.columns[number].target if number < len(table.columns) else OVER
                if target.what in NORMAL or SILENT.fullmatch(fold(cell)):
                    continue
                lost = words_of(cell) - whole - {"and", "mycontacts", "my", "contacts", "mailto"}
                assert not lost, (target, cell)


@pytest.mark.parametrize("file", NOTHING, ids=lambda file: file.name)
def test_what_is_no_table_of_people_gets_one_sentence(file: Path) -> None:
    with pytest.raises(FileUnreadable) as said:
        list(read(io.BytesIO(file.read_bytes())))
    assert "nothing was changed" in str(said.value)
    assert not is_table(file.read_bytes())


def test_a_row_with_its_header_is_a_table_by_itself() -> None:
    for file in sorted(FILES.glob("*.csv")):
        table = examine(file)
        if table.names and table.header_line:
            with file.open("rb") as stream:
                card = next(iter(read(stream, table)))
            assert isinstance(card, RowCard)
            again = next(iter(read(io.BytesIO(card.raw), mapping=None)), None)
            assert isinstance(again, RowCard)
            assert again.cells == card.cells, file.stem
            assert again.raw == card.raw
