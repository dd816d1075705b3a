"""What the owner sees of a table before it comes in, and can correct."""

import pytest

from relbook.core.errors import Refused
from relbook.core.exchange.table import (
    DELIMITER_WORDS,
    DELIMITERS,
    ENCODING_WORDS,
    ENCODINGS,
    Confidence,
    Mapping,
    Target,
    What,
    choices,
    examine,
    for_header,
    forget,
    preview,
    save,
    saved,
)
from relbook.core.store.book import Book
from tests.core.exchange.table.told import FILES, found_in

PLAIN = b"Name,Shoe size,Met\nAda,38,3/4/2020\nZoe,,5/6/2021\n"


def test_each_column_has_a_reason_and_some_of_its_cells() -> None:
    table = examine(FILES / "outlook-german.csv")
    by_name = {column.name: column for column in table.columns}
    assert by_name["Vorname"].samples == ("Jördis",)
    assert by_name["Vorname"].reason == "Its header says so, in German."
    assert by_name["Vorname"].confidence is Confidence.SURE
    assert by_name["Telefon (privat)"].target.words() == "Phone (home)"
    unknown = examine(PLAIN).columns[1]
    assert (unknown.target, unknown.confidence) == (
        Target(What.OWN, "Shoe size"),
        Confidence.NONE,
    )


def test_a_column_corrected_shows_at_once() -> None:
    table = examine(PLAIN)
    assert [own.value for own in preview(table)[0].own] == ["38"]
    corrected = table.mapping.with_target(1, Target(What.NOTE))
    assert [note.text for note in preview(table, corrected)[0].remarks] == ["38"]
    left_out = table.mapping.with_target(1, Target(What.LEAVE))
    assert preview(table, left_out, 1)[0].own == ()
    assert table.with_mapping(corrected).columns[1].reason == "You said so."


def test_the_order_of_days_is_told_by_the_dates_or_by_the_owner() -> None:
    table = examine(PLAIN)
    assert not table.day_order_sure
    assert preview(table)[0].days[0].date == "2020-04-03"
    american = table.mapping.with_day_order("mdy")
    assert preview(table, american)[0].days[0].date == "2020-03-04"
    sure = examine(PLAIN.replace(b"5/6", b"5/16"))
    assert (sure.day_order_sure, sure.mapping.day_order) == (True, "mdy")


def test_a_mapping_is_kept_by_name_and_found_by_its_header(book: Book) -> None:
    table = examine(PLAIN)
    mine = table.mapping.with_target(1, Target(What.NOTE)).named(" My  club ")
    assert Mapping.from_json(mine.to_json()) == mine
    save(book, mine)
    save(book, mine.with_day_order("mdy"))
    assert [one.name for one in saved(book)] == ["My club"]
    same_header = examine(PLAIN.replace(b"Shoe size", b"SHOE-SIZE"))
    found = for_header(book, same_header.mapping.fingerprint)
    assert found == mine.with_day_order("mdy")
    forget(book, "My club")
    assert for_header(book, mine.fingerprint) is None


def test_a_mapping_for_other_columns_is_refused() -> None:
    mapping = examine(PLAIN).mapping
    with pytest.raises(Refused):
        examine(b"Name,Email\nAda,ada@example.org\n", mapping=mapping)
    for text in ("", "[]", '{"columns": [["nonsense", "", ""]]}', '{"columns": 3}', "[" * 5000):
        with pytest.raises(Refused):
            Mapping.from_json(text)


def test_encoding_delimiter_and_header_can_be_said() -> None:
    data = "Name;City\nŁucja;Łódź\n".encode("cp1250")
    table = examine(data, encoding="cp1250")
    people, _ = found_in(data, table)
    assert people[0].addresses[0].locality == "Łódź"
    assert examine(data, delimiter=",", has_header=True).names == ("Name;City",)
    headless = examine(data, encoding="cp1250", has_header=False)
    assert (headless.header_line, len(headless.people)) == (0, 2)
    assert table.mapping.encoding == "cp1250"
    again = examine(data, mapping=table.mapping)
    assert found_in(data, again)[0] == people


def test_a_street_and_a_town_chosen_make_one_address() -> None:
    table = examine(b"Who,Where,Near\nAda,12 St James,London\n", has_header=True)
    chosen = {target.words(): target for target in choices()}
    for column, words in enumerate(("Whole name", "Street", "Town")):
        table = table.with_target(column, chosen[words])
    (ada,) = preview(table)
    assert [(one.street, one.locality) for one in ada.addresses] == [("12 St James", "London")]


def test_every_delimiter_and_encoding_has_words() -> None:
    assert set(DELIMITERS) <= set(DELIMITER_WORDS)
    assert set(ENCODINGS) <= set(ENCODING_WORDS)


def test_every_meaning_can_be_chosen_and_has_words() -> None:
    words = [target.words() for target in choices()]
    assert len(words) == len(set(words))
    assert {"Phone (mobile)", "Street (home)", "Hobbies", "Leave it out"} <= set(words)
