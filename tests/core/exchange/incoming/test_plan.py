"""What an import would do, looked at before it is done: whom a card means, and what is chosen."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relbook.core import facts, people
from relbook.core.errors import Cancelled, FileUnreadable
from relbook.core.exchange import transfer
from relbook.core.exchange.incoming import plan
from relbook.core.exchange.incoming.plan import Choice, PlanOutdated, Verdict
from relbook.core.store.book import Book
from tests.core.tables import every_table

ADA = ("FN:Ada Lovelace", "TEL:+44 20 7946 0142", "EMAIL:ada@example.org", "BDAY:1815-12-10")
BOB = ("FN:Robert Miller", "EMAIL:bob@example.org", "ORG:Mill Ltd")


def write(path: Path, *cards: tuple[str, ...]) -> Path:
    path.write_text(
        "".join(
            "\n".join(("BEGIN:VCARD", "VERSION:4.0", *lines, "END:VCARD", "")) for lines in cards
        )
    )
    return path


def look(book: Book, folder: Path, *cards: tuple[str, ...]) -> plan.Plan:
    return plan.look(book, [write(folder / "cards.vcf", *cards)], place="en_GB")


@pytest.fixture
def known(book: Book, tmp_path: Path) -> Book:
    transfer.bring_in(book, [write(tmp_path / "known.vcf", ADA, BOB)], place="en_GB")
    return book


@pytest.mark.parametrize(
    ("card", "verdict", "why"),
    [
        (ADA, Verdict.SAME, "very same"),
        (("FN:Ada Lovelace", "EMAIL:ada@example.org"), Verdict.SAME, "same mail"),
        (("FN:Lovelace, Ada", "TEL:020 7946 0142"), Verdict.SAME, "same phone"),
        (("FN:Ada Lovelace", "BDAY:1815-12-10", "NOTE:New"), Verdict.RICHER, "same birthday"),
        (("FN:Bob Miller", "ORG:Mill Ltd", "NOTE:New"), Verdict.RICHER, "Bob"),
        (("FN:Bob Miller", "EMAIL:bob@example.org", "NOTE:New"), Verdict.RICHER, "Bob"),
        (("FN:William King", "TEL:+44 20 7946 0142"), Verdict.DOUBTFUL, "phone"),
        (("FN:Ada Lovelace", "TEL:+49 30 23125 111"), Verdict.DOUBTFUL, "name"),
        (("FN:Grace Hopper", "EMAIL:grace@example.org"), Verdict.NEW, ""),
        (("FN:Taxi", "TEL:22 22 22"), Verdict.ASIDE, "service"),
        (("FN:Voicemail", "TEL:1571"), Verdict.ASIDE, "service"),
        (("FN:Time", "TEL:123"), Verdict.ASIDE, "short"),
        (("KIND:org", "FN:Mill Ltd", "TEL:+44 20 7946 0999"), Verdict.ASIDE, "not a person"),
        (("X-ABShowAs:COMPANY", "FN:Shop", "ORG:Shop"), Verdict.ASIDE, "not a person"),
        (("NOTE:Who was this?",), Verdict.ASIDE, "no name"),
    ],
)
def test_each_card_gets_a_verdict_with_its_reason(
    known: Book, tmp_path: Path, card: tuple[str, ...], verdict: Verdict, why: str
) -> None:
    (line,) = look(known, tmp_path, card).lines
    assert (line.verdict, why in line.why) == (verdict, True), line
    expected = {Verdict.NEW, Verdict.ASIDE}
    assert (line.person is None) == (verdict in expected)


def test_looking_writes_nothing(known: Book, tmp_path: Path) -> None:
    before = every_table(known)
    step = known.next_undo()
    found = look(known, tmp_path, (*ADA, "CATEGORIES:Crew", "INTEREST:Sums"), ("FN:New",))
    assert found.counts == {Verdict.RICHER: 1, Verdict.NEW: 1}
    assert every_table(known) == before
    assert known.next_undo() == step


def test_carried_out_it_does_what_it_said_and_one_undo_takes_it_back(
    known: Book, tmp_path: Path
) -> None:
    before = every_table(known)
    found = look(known, tmp_path, ADA, ("FN:Bob Miller", "EMAIL:bob@example.org", "NOTE:Hi"),
                 ("FN:Grace",), ("FN:Taxi", "TEL:2222"))  # fmt: skip
    result = plan.carry_out(known, found)
    assert (result.same, result.updated, result.new, result.left) == (1, 1, 1, 1)
    assert people.count(known) == 3
    assert [n.text for n in facts.of_person(known, facts.Note, 2)] == ["Hi"]
    known.undo()
    assert every_table(known) | {"tombstone": []} == before | {"tombstone": []}


def test_a_doubtful_one_comes_in_as_new_or_into_the_one_it_matches_or_not(
    known: Book, tmp_path: Path
) -> None:
    cards = [(f"FN:{name} King", "TEL:+44 20 7946 0142") for name in ("William", "Byron", "Anne")]
    found = look(known, tmp_path, *cards)
    assert found.counts[Verdict.DOUBTFUL] == 3
    found.choose([1], Choice.JOIN)
    found.choose([2], Choice.LEAVE)
    result = plan.carry_out(known, found)
    assert (result.new, result.left) == (1, 1)
    assert result.doubts[0].who == "William King"
    assert {name for (name,) in known.rows("SELECT name FROM person")} == {
        "Ada Lovelace",
        "Robert Miller",
        "William King",
    }


def test_the_pair_stands_side_by_side(known: Book, tmp_path: Path) -> None:
    found = look(known, tmp_path, ("FN:William King", "TEL:020 7946 0142", "ORG:King & Co"))
    sides = found.compare(known, 0)
    assert ("Name", "Ada Lovelace", "William King") in sides
    assert ("Does", "", "King & Co") in sides


def test_two_of_one_file_are_matched_with_each_other(book: Book, tmp_path: Path) -> None:
    found = look(book, tmp_path, ADA, ("FN:Ada Lovelace", "EMAIL:ada@example.org", "NOTE:More"))
    assert [(line.verdict, line.earlier) for line in found.lines] == [
        (Verdict.NEW, None),
        (Verdict.RICHER, 0),
    ]
    assert ("Note", "", "More") in found.compare(book, 1)
    assert plan.carry_out(book, found).new == 1
    assert people.count(book) == 1


def test_who_matches_one_left_out_is_left_out_with_them(book: Book, tmp_path: Path) -> None:
    found = look(book, tmp_path, ADA, ("FN:Ada Lovelace", "EMAIL:ada@example.org", "NOTE:More"))
    found.choose([0], Choice.LEAVE)
    assert plan.carry_out(book, found).left == 2
    assert people.count(book) == 0


def test_if_the_book_changed_meanwhile_it_is_looked_at_again(known: Book, tmp_path: Path) -> None:
    found = look(known, tmp_path, (*BOB, "NOTE:Hi"), ("FN:Grace",))
    with known.edit("Delete"):
        people.delete(known, [2])
    assert plan.carry_out(known, found).new == 2
    assert people.count(known) == 3


def test_if_what_was_chosen_has_changed_it_says_so(known: Book, tmp_path: Path) -> None:
    found = look(known, tmp_path, ("FN:William King", "TEL:+44 20 7946 0142"))
    found.choose([0], Choice.JOIN)
    with known.edit("Delete"):
        people.delete(known, [1])
    before = every_table(known)
    with pytest.raises(PlanOutdated, match="William King"):
        plan.carry_out(known, found)
    assert every_table(known) == before


def test_if_the_file_changed_meanwhile_it_says_so(known: Book, tmp_path: Path) -> None:
    found = look(known, tmp_path, ("FN:Grace",))
    write(tmp_path / "cards.vcf", ("FN:Grace",), ("FN:Someone else",))
    with pytest.raises(PlanOutdated, match=r"cards\.vcf"):
        plan.carry_out(known, found)
    assert people.count(known) == 2


def test_looking_and_doing_can_be_stopped(known: Book, tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    path = write(tmp_path / "cards.vcf", ("FN:Grace",))
    with pytest.raises(Cancelled):
        plan.look(known, [path], stop)
    found = plan.look(known, [path])
    before = every_table(known)
    with pytest.raises(Cancelled):
        plan.carry_out(known, found, stop)
    assert every_table(known) == before


def test_what_is_nothing_of_the_kind_gets_one_sentence(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "photo.csv"
    path.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00")
    with pytest.raises(FileUnreadable, match=r"photo\.csv"):
        plan.look(book, [path])


GIVEN = st.sampled_from(["Ada", "Bob", "Robert", "Zoë", "Zoe", "Юрий", "Yuri"])
FAMILY = st.sampled_from(["King", "Müller", "Mueller", "Petrov"])
PERSON = st.tuples(
    GIVEN,
    FAMILY,
    st.sampled_from(["", "UID:u1", "UID:u2"]),
    st.sampled_from(["", "EMAIL:a@example.org", "EMAIL:b@example.org"]),
    st.sampled_from(["", "TEL:+44 20 7946 0142", "TEL:020 7946 0142"]),
    st.sampled_from(["", "BDAY:19800102", "BDAY:19810304"]),
    st.sampled_from(["", "ORG:Mill Ltd", "KIND:org"]),
)


def lines_of(person: tuple[str, ...]) -> tuple[str, ...]:
    given_name, family, *lines = person
    return (f"FN:{given_name} {family}", f"N:{family};{given_name};;;", *filter(None, lines))


@given(st.lists(PERSON, min_size=1, max_size=6))
@settings(max_examples=12)
def test_importing_twice_is_importing_once(
    empty_book: Path, people_there: list[tuple[str, ...]]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = write(folder / "cards.vcf", *map(lines_of, people_there))
        with Book.open(shutil.copy(empty_book, folder / "book.relbook")) as book:
            transfer.bring_in(book, [path], place="")
            before = every_table(book)
            again = transfer.bring_in(book, [path], place="")
            assert (again.new, again.updated) == (0, 0)
            assert every_table(book) == before


@given(st.lists(PERSON, min_size=1, max_size=5))
@settings(max_examples=12)
def test_the_plan_by_default_and_the_import_at_once_bring_the_same(
    empty_book: Path, people_there: list[tuple[str, ...]]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = write(folder / "cards.vcf", *map(lines_of, people_there))
        copies = [shutil.copy(empty_book, folder / f"{name}.relbook") for name in "ab"]
        with Book.open(copies[0]) as one, Book.open(copies[1]) as other:
            transfer.bring_in(one, [path], place="")
            found = plan.look(other, [path], place="")
            found.choose(found.of(Verdict.ASIDE), Choice.ADD)
            plan.carry_out(other, found)
            for sql in (
                "SELECT name, family, given FROM person ORDER BY id",
                "SELECT person_id, value FROM contact_point ORDER BY id",
                "SELECT person_id, blob FROM source_card ORDER BY id",
            ):
                assert one.rows(sql) == other.rows(sql)


def who_exists(book: Book) -> set[frozenset[str]]:
    """The people, each as the cards that they came from."""
    found: dict[int, set[str]] = {}
    for person, blob in book.rows("SELECT person_id, blob FROM source_card WHERE blob <> ''"):
        found.setdefault(person, set()).add(blob)
    return {frozenset(blobs) for blobs in found.values()}


CLEAR = st.tuples(
    st.sampled_from(["Ada", "Grace", "Robert"]),
    st.sampled_from(["King", "Müller", "Petrov"]),
    st.just(""),
    st.sampled_from(["EMAIL:a@example.org", "EMAIL:b@example.org"]),
    st.sampled_from(["TEL:+44 20 7946 0142", "TEL:+44 20 7946 0555"]),
    st.sampled_from(["", "NICKNAME:Al"]),
    st.sampled_from(["", "TITLE:Doctor"]),
)
FILE = st.lists(CLEAR, min_size=1, max_size=3, unique_by=lambda person: person[:2])


@given(FILE, FILE)
@settings(max_examples=12)
def test_the_order_of_two_files_does_not_matter_for_who_exists(
    empty_book: Path, one: list[tuple[str, ...]], other: list[tuple[str, ...]]
) -> None:
    found = []
    for order in ("ab", "ba"):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write(folder / "a.vcf", *map(lines_of, one))
            write(folder / "b.vcf", *map(lines_of, other))
            with Book.open(shutil.copy(empty_book, folder / "book.relbook")) as book:
                for letter in order:
                    transfer.bring_in(book, [folder / f"{letter}.vcf"], place="")
                found.append(who_exists(book))
    assert len(found[0]) == len(found[1])


@pytest.mark.parametrize(
    ("card", "again", "verdict"),
    [
        (("FN:Mum", "TEL:12 34 56"), ("FN:Mum", "TEL:12 34 56"), Verdict.SAME),
        (("FN:Mum", "TEL:12 34 56"), ("FN:Mum", "TEL:12 34 57"), Verdict.NEW),
        (("FN:Bo Ek", "NOTE:Tall"), ("FN:Bo Ek", "NOTE:Tall"), Verdict.SAME),
        (("FN:Bo Ek", "NOTE:Tall"), ("FN:Bo Ek", "NOTE:Small"), Verdict.DOUBTFUL),
        (("FN:Bo Ek", "NOTE:Tall"), ("FN:Bo Ek", "UID:b", "NOTE:Tall"), Verdict.DOUBTFUL),
        (("FN:Taxi", "TEL:22 22 22"), ("FN:Taxi", "TEL:222222"), Verdict.RICHER),
    ],
)
def test_a_card_that_is_only_written_otherwise_is_known(
    book: Book,
    tmp_path: Path,
    card: tuple[str, ...],
    again: tuple[str, ...],
    verdict: Verdict,
) -> None:
    transfer.bring_in(book, [write(tmp_path / "first.vcf", card)], place="en_GB")
    (line,) = look(book, tmp_path, ("PRODID:other", *again)).lines
    assert line.verdict is verdict


def test_two_whom_one_file_holds_apart_stay_two(book: Book, tmp_path: Path) -> None:
    card = "BEGIN:VCARD\nVERSION:4.0\nUID:{uid}\nFN:Ada Abel\nEMAIL:ada@example.org\nEND:VCARD\n"
    both, other = tmp_path / "both.vcf", tmp_path / "other.vcf"
    both.write_text(card.format(uid="one") + card.format(uid="two"))
    other.write_text(card.format(uid="three"))
    found = plan.look(book, [both, other])
    assert [line.verdict for line in found.lines] == [
        Verdict.NEW,
        Verdict.DOUBTFUL,
        Verdict.RICHER,
    ]


@pytest.mark.parametrize("names", [("Per Berg", "Per Olav Berg"), ("Chris Lee", "Christina Lee")])
def test_two_names_in_one_file_may_be_one_but_stay_two(
    book: Book, tmp_path: Path, names: tuple[str, str]
) -> None:
    home = ("TEL:+47 22 33 44 55", "EMAIL:berg@example.no", "ORG:Fjell")
    found = look(book, tmp_path, *((f"FN:{name}", *home) for name in names))
    assert [line.verdict for line in found.lines] == [Verdict.NEW, Verdict.DOUBTFUL]
    later = look(book, tmp_path, (f"FN:{names[0]}", *home))
    plan.carry_out(book, later)
    again = look(book, tmp_path, (f"FN:{names[1]}", *home, "NOTE:x"))
    assert [line.verdict for line in again.lines] == [Verdict.RICHER]


def test_letters_of_a_code_page_that_nobody_names_can_be_told(book: Book, tmp_path: Path) -> None:
    file = tmp_path / "old.vcf"
    file.write_bytes("BEGIN:VCARD\nFN:Иван Петров\nTEL:1234567\nEND:VCARD\n".encode("cp1251"))
    guessed = plan.look(book, [file])
    assert guessed.guessed
    assert guessed.lines[0].name != "Иван Петров"
    plan.carry_out(book, plan.look(book, [file], letters="cp1251"))
    assert book.value("SELECT name FROM person") == "Иван Петров"
